#include "services/case_conference/minutes/minutes_service.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/advice/judge.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/time/proto_date.h"
#include "services/case_conference/conferences/refusals.h"
#include "services/case_conference/conferences/room.h"
#include "services/case_conference/minutes/minutes_rules.h"
#include "services/case_conference/minutes/refusals.h"
#include "services/case_conference/plans/plan_store.h"
#include "services/case_conference/rules.h"

namespace opora::conference {
namespace {

constexpr char kInterface[] = "opora.conference.v1.ConferenceService";

absl::StatusOr<v1::Minutes> LockMinutes(rpc::Call& call, const std::string& conference_id) {
  v1::Minutes minutes;
  if (db::FindForUpdate(call.tx(), conference_id, minutes)) return minutes;
  return rules::Refuse(rule::kMinutesMissing);
}

// The process goes on when the minutes are approved; an evaluated conference stays so (CONF-80).
void ApproveMinutes(rpc::Call& call, Room& room, v1::MinutesState state, v1::Minutes& minutes) {
  minutes.set_state(state);
  *minutes.mutable_approve_time() = rpc::ToTimestamp(call.now());
  if (room.conference.state() != v1::CONFERENCE_STATE_CLOSED) return;
  room.conference.set_state(v1::CONFERENCE_STATE_MINUTES_APPROVED);
  Keep(call, room, "", "MinutesApproved", {});
}

absl::Status TakeAgreements(rpc::Call& call, const Room& room,
                            const v1::AgreeMinutesRequest& request, v1::Minutes& minutes) {
  for (int i = 0; i < request.agreements_size(); ++i) {
    v1::MinutesAgreement agreement = request.agreements(i);
    const std::string field = absl::StrCat("agreements[", i, "]");
    RETURN_IF_ERROR(
        TakeWord(room.conference, call.caller().worker_id, call.now(), field, agreement));
    if (!agreement.agreed() && agreement.objection().empty())
      return rules::Refuse(rule::kObjectionMissing, {.field = field + ".objection"});
    agreement.set_agreement_id(ids::RandomId());
    agreement.set_edition(minutes.edition());
    *agreement.mutable_create_time() = rpc::ToTimestamp(call.now());
    auto& given = *minutes.mutable_agreements();
    for (int k = given.size() - 1; k >= 0; --k) {
      if (given[k].participant_id() == agreement.participant_id() &&
          given[k].edition() == minutes.edition())
        given.DeleteSubrange(k, 1);
    }
    *minutes.add_agreements() = std::move(agreement);
  }
  return absl::OkStatus();
}

// XC-58: nobody of the recipient's unit attests that others agreed to tell it.
absl::Status TakeShareAgreements(rpc::Call& call, const Room& room, v1::ContentShare& share) {
  const bool profits = rpc::AddresseeOf(share) == call.caller().unit;
  for (int i = 0; i < share.agreements_size(); ++i) {
    v1::ShareAgreement& agreement = *share.mutable_agreements(i);
    agreement.set_agreement_id(ids::RandomId());
    RETURN_IF_ERROR(TakeWord(room.conference, call.caller().worker_id, call.now(),
                             absl::StrCat("share.agreements[", i, "]"), agreement));
    if (profits && agreement.has_attestation()) return rules::Refuse(rule::kAttestedByRecipient);
  }
  return absl::OkStatus();
}

bool Shares(const v1::ContentShare& share, v1::SharedPart part) {
  return std::find(share.parts().begin(), share.parts().end(), part) != share.parts().end();
}

// What was agreed to is shared and nothing later: minutes that can still change are not.
absl::Status CheckSharedMinutes(rpc::Call& call, const v1::ContentShare& share) {
  if (!Shares(share, v1::SHARED_PART_MINUTES)) return absl::OkStatus();
  v1::Minutes minutes;
  if (!db::Find(call.tx(), share.conference_id(), minutes))
    return rules::Refuse(rule::kMinutesMissing);
  return IsApproved(minutes) ? absl::OkStatus() : rules::Refuse(rule::kMinutesStateRefuses);
}

}  // namespace

void MinutesService::Register(rpc::Methods& methods) {
  using Self = MinutesService;
  rpc::Bind(methods, kInterface, "WriteMinutes", *this, &Self::WriteMinutes);
  rpc::Bind(methods, kInterface, "CirculateMinutes", *this, &Self::CirculateMinutes);
  rpc::Bind(methods, kInterface, "AgreeMinutes", *this, &Self::AgreeMinutes);
  rpc::Bind(methods, kInterface, "CloseMinutes", *this, &Self::CloseMinutes);
  rpc::Bind(methods, kInterface, "ShareContent", *this, &Self::ShareContent);
  rpc::Bind(methods, kInterface, "GetSharedContent", *this, &Self::GetSharedContent);
}

absl::StatusOr<v1::WriteMinutesResponse> MinutesService::WriteMinutes(
    rpc::Call& call, const v1::WriteMinutesRequest& request) {
  ASSIGN_OR_RETURN(const Room room, EnterFor(call, request.conference_id(), "WriteMinutes"));
  v1::WriteMinutesResponse response;
  v1::Minutes& minutes = *response.mutable_minutes();
  if (db::FindForUpdate(call.tx(), request.conference_id(), minutes)) {
    RETURN_IF_ERROR(Edit(minutes, request.text()));
    db::Update(call.tx(), minutes, {"text", "edition"});
    call.Emit("MinutesEdited", minutes);
  } else {
    minutes.set_conference_id(request.conference_id());
    minutes.set_client_id(room.conference.client_id());
    minutes.set_state(v1::MINUTES_STATE_DRAFT);
    minutes.set_text(request.text());
    minutes.set_edition(1);
    db::Insert(call.tx(), minutes);
    call.Emit("MinutesWritten", minutes);
  }
  if (!IsBrief(request.text()))
    *response.add_warnings() = rules::Warn(rule::kMinutesLong, call.language());
  return response;
}

absl::StatusOr<v1::CirculateMinutesResponse> MinutesService::CirculateMinutes(
    rpc::Call& call, const v1::CirculateMinutesRequest& request) {
  RETURN_IF_ERROR(dates::CheckDate(request.answers_due_date(), "answers_due_date"));
  if (dates::FromDate(request.answers_due_date()) < dates::DayAt(call.now()))
    return rules::InvalidField("answers_due_date", "ANSWERS_DUE_PAST", "lies in the past");
  RETURN_IF_ERROR(EnterFor(call, request.conference_id(), "CirculateMinutes").status());
  v1::CirculateMinutesResponse response;
  ASSIGN_OR_RETURN(*response.mutable_minutes(), LockMinutes(call, request.conference_id()));
  v1::Minutes& minutes = *response.mutable_minutes();
  if (minutes.state() != v1::MINUTES_STATE_DRAFT && minutes.state() != v1::MINUTES_STATE_CIRCULATED)
    return rules::Refuse(rule::kMinutesStateRefuses);
  minutes.set_state(v1::MINUTES_STATE_CIRCULATED);
  *minutes.mutable_answers_due_date() = request.answers_due_date();
  db::Update(call.tx(), minutes, {"state", "answers_due_date"});
  call.Emit("MinutesCirculated", minutes);
  return response;
}

absl::StatusOr<v1::AgreeMinutesResponse> MinutesService::AgreeMinutes(
    rpc::Call& call, const v1::AgreeMinutesRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "AgreeMinutes"));
  v1::AgreeMinutesResponse response;
  ASSIGN_OR_RETURN(*response.mutable_minutes(), LockMinutes(call, request.conference_id()));
  v1::Minutes& minutes = *response.mutable_minutes();
  if (minutes.state() != v1::MINUTES_STATE_CIRCULATED)
    return rules::Refuse(rule::kMinutesStateRefuses);
  RETURN_IF_ERROR(TakeAgreements(call, room, request, minutes));
  const std::vector<std::string> missing = MissingAgreements(room.conference, minutes);
  if (missing.empty()) ApproveMinutes(call, room, v1::MINUTES_STATE_APPROVED, minutes);
  db::Update(call.tx(), minutes, {"state", "approve_time", "agreements"});
  call.Emit(missing.empty() ? "MinutesAgreed" : "MinutesAnswered", minutes);
  for (const std::string& id : missing) response.add_missing_participant_ids(id);
  return response;
}

absl::StatusOr<v1::CloseMinutesResponse> MinutesService::CloseMinutes(
    rpc::Call& call, const v1::CloseMinutesRequest& request) {
  ASSIGN_OR_RETURN(Room room, EnterFor(call, request.conference_id(), "CloseMinutes"));
  v1::CloseMinutesResponse response;
  ASSIGN_OR_RETURN(*response.mutable_minutes(), LockMinutes(call, request.conference_id()));
  v1::Minutes& minutes = *response.mutable_minutes();
  advice::Judge judge(call, rule::Recommendations());
  RETURN_IF_ERROR(judge.Settle(CheckClosing(minutes, dates::DayAt(call.now()))));
  ApproveMinutes(call, room, v1::MINUTES_STATE_APPROVED_WITH_OBJECTIONS, minutes);
  db::Update(call.tx(), minutes, {"state", "approve_time"});
  call.Emit("MinutesClosed", minutes);
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::ShareContentResponse> MinutesService::ShareContent(
    rpc::Call& call, const v1::ShareContentRequest& request) {
  ASSIGN_OR_RETURN(const Room room,
                   EnterFor(call, request.share().conference_id(), "ShareContent"));
  v1::ShareContentResponse response;
  v1::ContentShare& share = *response.mutable_share();
  share = request.share();
  share.set_share_id(ids::RandomId());
  share.set_client_id(room.conference.client_id());
  *share.mutable_create_time() = rpc::ToTimestamp(call.now());
  RETURN_IF_ERROR(TakeShareAgreements(call, room, share));
  const std::vector<std::string> missing = MissingForShare(room.conference, share);
  if (!missing.empty()) {
    return rules::Refuse(rule::kUnanimityMissing,
                         {.metadata = {{"participant_ids", absl::StrJoin(missing, " ")}}});
  }
  RETURN_IF_ERROR(CheckSharedMinutes(call, share));
  db::Insert(call.tx(), share);
  call.Emit("ContentShared", share);
  return response;
}

absl::StatusOr<v1::GetSharedContentResponse> MinutesService::GetSharedContent(
    rpc::Call& call, const v1::GetSharedContentRequest& request) {
  v1::GetSharedContentResponse response;
  ASSIGN_OR_RETURN(*response.mutable_share(),
                   db::Get<v1::ContentShare>(call.tx(), request.share_id()));
  const v1::ContentShare& share = response.share();
  call.SetClient(share.client_id());
  if (rpc::AddresseeOf(share) != call.caller().unit)
    return call.HiddenRefusal("XC-22", "NOT_SHARED_WITH");
  // The share is the basis, for what it names and for this call.
  rpc::Grants grants;
  grants.own = true;
  call.Hold({share.client_id(), rpc::HolderOf(share)}, grants);
  v1::Minutes minutes;
  if (Shares(share, v1::SHARED_PART_MINUTES) &&
      db::Find(call.tx(), share.conference_id(), minutes)) {
    *response.mutable_minutes() = std::move(minutes);
  }
  if (!Shares(share, v1::SHARED_PART_ACTION_PLAN)) return response;
  // Items that came later nobody agreed to share.
  for (v1::ActionItem& item : ItemsOf(call.tx(), share.conference_id())) {
    if (rpc::FromTimestamp(item.create_time()) <= rpc::FromTimestamp(share.create_time()))
      *response.add_items() = std::move(item);
  }
  return response;
}

}  // namespace opora::conference
