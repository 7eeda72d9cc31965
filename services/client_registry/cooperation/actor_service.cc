#include "services/client_registry/cooperation/actor_service.h"

#include <algorithm>

#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "common/time/proto_date.h"
#include "services/client_registry/cooperation/actor_rules.h"
#include "services/client_registry/cooperation/cooperation_access.h"
#include "services/client_registry/cooperation/cooperation_store.h"
#include "services/client_registry/cooperation/refusals.h"
#include "services/client_registry/update_mask.h"

namespace opora::registry {
namespace {

constexpr std::string_view kFields[] = {"name", "sector", "contact", "competences", "ended_on"};
// Actors read at once while a page of those who answer in a territory is filled.
constexpr int kChunk = 200;

void SetCompetenceIds(v1::KeyActor& actor) {
  for (auto& competence : *actor.mutable_competences())
    competence.set_competence_id(ids::RandomId());
}

// The keeper changes everything, the actor's own unit what it publishes.
absl::Status CheckMayChange(rpc::Call& call, const v1::KeyActor& actor, const FieldNames& mask) {
  const rpc::Unit own = {actor.actor_agency_id(), actor.actor_department_id()};
  const bool published = std::all_of(mask.begin(), mask.end(), IsPublishedByActor);
  if (published && actor.has_actor_agency_id() && own == call.caller().unit)
    return absl::OkStatus();
  return CheckKept(call, rpc::HolderOf(actor));
}

// An actor that the caller's unit keeps. What is known about its work is nobody else's, so that
// another unit does not learn whether there is any.
absl::StatusOr<v1::KeyActor> OwnActor(rpc::Call& call, const std::string& key_actor_id) {
  ASSIGN_OR_RETURN(v1::KeyActor actor, db::Get<v1::KeyActor>(call.tx(), key_actor_id));
  if (rpc::HolderOf(actor) != call.caller().unit) return rules::NotFound();
  return actor;
}

}  // namespace

void ActorService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.CooperationService";
  rpc::Bind(methods, kInterface, "CreateKeyActor", *this, &ActorService::CreateKeyActor);
  rpc::Bind(methods, kInterface, "UpdateKeyActor", *this, &ActorService::UpdateKeyActor);
  rpc::Bind(methods, kInterface, "GetKeyActor", *this, &ActorService::GetKeyActor);
  rpc::Bind(methods, kInterface, "ListKeyActors", *this, &ActorService::ListKeyActors);
  rpc::Bind(methods, kInterface, "FindActor", *this, &ActorService::FindActor);
  rpc::Bind(methods, kInterface, "AddActorNote", *this, &ActorService::AddActorNote);
  rpc::Bind(methods, kInterface, "ListActorNotes", *this, &ActorService::ListActorNotes);
}

absl::StatusOr<v1::CreateKeyActorResponse> ActorService::CreateKeyActor(
    rpc::Call& call, const v1::CreateKeyActorRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit keeper, KeptCooperation(call));
  v1::CreateKeyActorResponse response;
  v1::KeyActor& actor = *response.mutable_key_actor();
  actor = request.key_actor();
  rpc::SetHolder(keeper, actor);
  if (actor.has_actor_agency_id()) {
    RETURN_IF_ERROR(ReadUnit(call.tx(), actor.actor_agency_id(), actor.actor_department_id(), "",
                             {"key_actor.actor_agency_id", "key_actor.actor_department_id", ""})
                        .status());
  } else {
    actor.clear_actor_department_id();
  }
  RETURN_IF_ERROR(SetPosition(actor));
  actor.set_key_actor_id(ids::RandomId());
  actor.clear_ended_on();
  SetCompetenceIds(actor);
  *actor.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), actor);
  call.Emit("KeyActorCreated", actor);
  return response;
}

absl::StatusOr<v1::UpdateKeyActorResponse> ActorService::UpdateKeyActor(
    rpc::Call& call, const v1::UpdateKeyActorRequest& request) {
  RETURN_IF_ERROR(CheckMask(request.update_mask(), kFields));
  v1::KeyActor asked = request.key_actor();
  v1::UpdateKeyActorResponse response;
  v1::KeyActor& actor = *response.mutable_key_actor();
  ASSIGN_OR_RETURN(actor, db::Lock<v1::KeyActor>(call.tx(), asked.key_actor_id(), asked.etag()));
  RETURN_IF_ERROR(CheckMayChange(call, actor, request.update_mask()));
  SetCompetenceIds(asked);
  CopyFields(asked, request.update_mask(), actor);
  if (actor.has_ended_on())
    RETURN_IF_ERROR(dates::CheckDate(actor.ended_on(), "key_actor.ended_on"));
  db::Update(call.tx(), actor, FieldsOf(request.update_mask()));
  call.Emit("KeyActorUpdated", actor);
  return response;
}

absl::StatusOr<v1::GetKeyActorResponse> ActorService::GetKeyActor(
    rpc::Call& call, const v1::GetKeyActorRequest& request) {
  v1::GetKeyActorResponse response;
  ASSIGN_OR_RETURN(*response.mutable_key_actor(),
                   db::Get<v1::KeyActor>(call.tx(), request.key_actor_id()));
  return response;
}

absl::StatusOr<v1::ListKeyActorsResponse> ActorService::ListKeyActors(
    rpc::Call& call, const v1::ListKeyActorsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListKeyActorsResponse response;
  FindKeyActors(call.tx(), request, page, [&] { return response.add_key_actors(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_key_actors()))
    response.set_next_page_token(rpc::NextPageToken(call, request, SortKeys(*last)));
  return response;
}

absl::StatusOr<v1::FindActorResponse> ActorService::FindActor(rpc::Call& call,
                                                              const v1::FindActorRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::FindActorResponse response;
  rpc::Page scan{.size = kChunk, .after = page.after};
  while (true) {
    std::vector<v1::KeyActor> chunk = ActorsByNeed(call.tx(), request.need(), scan);
    if (!chunk.empty()) scan.after = SortKeys(chunk.back());
    for (v1::KeyActor& actor : chunk) {
      if (!KeepMatching(request.need(), request.territory(), actor)) continue;
      if (response.key_actors_size() == page.size) {
        response.set_next_page_token(
            rpc::NextPageToken(call, request, SortKeys(*response.key_actors().rbegin())));
        return response;
      }
      *response.add_key_actors() = std::move(actor);
    }
    if (static_cast<int>(chunk.size()) < kChunk) return response;
  }
}

absl::StatusOr<v1::AddActorNoteResponse> ActorService::AddActorNote(
    rpc::Call& call, const v1::AddActorNoteRequest& request) {
  ASSIGN_OR_RETURN(const v1::KeyActor actor, OwnActor(call, request.key_actor_id()));
  const std::string& author = call.caller().worker_id;
  const auto contact = ContactPersonOn(call.tx(), call.caller().unit, dates::DayAt(call.now()));
  if (!contact.has_value() ||
      (contact->worker_id() != author && contact->deputy_worker_id() != author)) {
    return rules::Refuse(rule::kNotContactPerson);
  }
  v1::AddActorNoteResponse response;
  v1::ActorNote& note = *response.mutable_note();
  note.set_note_id(ids::TimeOrderedId(call.now()));
  note.set_key_actor_id(actor.key_actor_id());
  rpc::SetHolder(call.caller().unit, note);
  note.set_author_worker_id(author);
  note.set_text(request.text());
  *note.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), note);
  call.Emit("ActorNoteAdded", note);
  return response;
}

absl::StatusOr<v1::ListActorNotesResponse> ActorService::ListActorNotes(
    rpc::Call& call, const v1::ListActorNotesRequest& request) {
  RETURN_IF_ERROR(OwnActor(call, request.key_actor_id()).status());
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListActorNotesResponse response;
  db::SelectInto(call.tx(), v1::ActorNote::default_instance(),
                 "WHERE r.key_actor_id = $1 AND ($2::uuid IS NULL OR r.note_id < $2::uuid) "
                 "ORDER BY r.note_id DESC LIMIT $3",
                 {request.key_actor_id(), page.Key(0), page.Limit()},
                 [&] { return response.add_notes(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_notes()))
    response.set_next_page_token(rpc::NextPageToken(call, request, {last->note_id()}));
  return response;
}

}  // namespace opora::registry
