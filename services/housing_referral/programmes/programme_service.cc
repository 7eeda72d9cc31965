#include "services/housing_referral/programmes/programme_service.h"

#include <array>

#include "common/ids/ids.h"
#include "common/rpc/page.h"
#include "common/rules/period.h"
#include "opora/housing/v1/facts.pb.h"
#include "services/housing_referral/programmes/programme_access.h"
#include "services/housing_referral/programmes/programme_rules.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"

namespace opora::housing {
namespace {

// Fields that a programme may change while it lives; the rest is what its variant rests on.
constexpr std::array<std::string_view, 15> kChangeable = {"name",
                                                          "valid_to",
                                                          "partners",
                                                          "application_rules",
                                                          "publications",
                                                          "has_contact_point",
                                                          "communication_channel",
                                                          "communication_period_days",
                                                          "working_group_id",
                                                          "left_belongings_agreement",
                                                          "complaint_methodology",
                                                          "inform_client_days",
                                                          "forward_complaint_days",
                                                          "rent_grace_days",
                                                          "competences"};

absl::Status CheckMask(const v1::UpdateProgrammeRequest& request) {
  for (const std::string& field : request.update_mask()) {
    if (std::find(kChangeable.begin(), kChangeable.end(), field) == kChangeable.end())
      return rules::InvalidField("update_mask", "FIELD_NOT_CHANGEABLE", "names a field that stays");
  }
  return absl::OkStatus();
}

// Children that the caller brings are new; those that keep their identifier stay what they are.
template <typename Children, typename Set>
void SetIds(Children& children, const Set& set) {
  for (auto& child : children) set(child);
}

void SetChildIds(v1::Programme& programme) {
  SetIds(*programme.mutable_partners(), [](auto& one) { one.set_partner_id(ids::RandomId()); });
  SetIds(*programme.mutable_publications(),
         [](auto& one) { one.set_publication_id(ids::RandomId()); });
  SetIds(*programme.mutable_competences(),
         [](auto& one) { one.set_competence_id(ids::RandomId()); });
}

void CopyFields(const v1::Programme& from, const std::vector<std::string_view>& fields,
                v1::Programme& to) {
  v1::Programme masked = from;
  const auto* descriptor = v1::Programme::descriptor();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto* field = descriptor->field(i);
    const bool named = std::find(fields.begin(), fields.end(), field->name()) != fields.end();
    (named ? to : masked).GetReflection()->ClearField(named ? &to : &masked, field);
  }
  to.MergeFrom(masked);
}

void EmitProgramme(rpc::Call& call, std::string_view type, const v1::Programme& programme) {
  v1::ProgrammeFact fact;
  fact.set_programme_id(programme.programme_id());
  fact.set_variant(programme.variant());
  fact.set_state(programme.state());
  fact.set_roles_merged(MergesRoles(programme));
  call.Emit(type, programme, &fact);
}

absl::StatusOr<v1::Programme> Move(rpc::Call& call, const std::string& programme_id,
                                   const std::string& etag, std::string_view verb,
                                   std::string_view event) {
  ASSIGN_OR_RETURN(v1::Programme programme, LockRealised(call, programme_id, etag));
  ASSIGN_OR_RETURN(const v1::ProgrammeState next, NextState(programme.state(), verb));
  programme.set_state(next);
  db::Update(call.tx(), programme, {"state"});
  EmitProgramme(call, event, programme);
  return programme;
}

std::vector<common::v1::Action> ActionsOf(const rpc::Call& call, const v1::Programme& programme) {
  std::vector<common::v1::Action> actions;
  for (const char* verb : {"ActivateProgramme", "SuspendProgramme", "EndProgramme"}) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(verb);
    absl::Status status = NextState(programme.state(), verb).status();
    if (status.ok()) status = CheckRealiser(call, programme);
    action.set_allowed(status.ok());
    action.set_rule(rules::RuleOf(status));
  }
  return actions;
}

}  // namespace

void ProgrammeService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.housing.v1.ProgrammeService";
  const auto bind = [&](std::string_view name, auto handler) {
    rpc::Bind(methods, kInterface, name, *this, handler);
  };
  bind("CreateProgramme", &ProgrammeService::CreateProgramme);
  bind("UpdateProgramme", &ProgrammeService::UpdateProgramme);
  bind("GetProgramme", &ProgrammeService::GetProgramme);
  bind("ListProgrammes", &ProgrammeService::ListProgrammes);
  bind("ActivateProgramme", &ProgrammeService::ActivateProgramme);
  bind("SuspendProgramme", &ProgrammeService::SuspendProgramme);
  bind("EndProgramme", &ProgrammeService::EndProgramme);
}

absl::StatusOr<v1::CreateProgrammeResponse> ProgrammeService::CreateProgramme(
    rpc::Call& call, const v1::CreateProgrammeRequest& request) {
  RETURN_IF_ERROR(CheckVariant(request.programme()));
  RETURN_IF_ERROR(rules::CheckPeriod(request.programme(), "programme."));
  v1::CreateProgrammeResponse response;
  v1::Programme& programme = *response.mutable_programme();
  programme = request.programme();
  programme.set_programme_id(ids::RandomId());
  rpc::SetHolder(call.caller().unit, programme);
  programme.set_state(v1::PROGRAMME_STATE_DRAFT);
  SetChildIds(programme);
  if (!programme.has_valid_from())
    *programme.mutable_valid_from() = dates::ToDate(dates::DayAt(call.now()));
  *programme.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), programme);
  EmitProgramme(call, "ProgrammeCreated", programme);
  if (programme.variant() == v1::PROGRAMME_VARIANT_MUNICIPALITY_ALONE && MergesRoles(programme))
    *response.add_warnings() = rules::Warn(rule::kRolesMerged, call.language());
  return response;
}

absl::StatusOr<v1::UpdateProgrammeResponse> ProgrammeService::UpdateProgramme(
    rpc::Call& call, const v1::UpdateProgrammeRequest& request) {
  RETURN_IF_ERROR(CheckMask(request));
  v1::UpdateProgrammeResponse response;
  v1::Programme& programme = *response.mutable_programme();
  ASSIGN_OR_RETURN(programme, LockRealised(call, request.programme().programme_id(),
                                           request.programme().etag()));
  const std::vector<std::string_view> fields(request.update_mask().begin(),
                                             request.update_mask().end());
  v1::Programme asked = request.programme();
  SetChildIds(asked);
  CopyFields(asked, fields, programme);
  RETURN_IF_ERROR(CheckVariant(programme));
  RETURN_IF_ERROR(rules::CheckPeriod(programme, "programme."));
  db::Update(call.tx(), programme, fields);
  EmitProgramme(call, "ProgrammeChanged", programme);
  return response;
}

absl::StatusOr<v1::GetProgrammeResponse> ProgrammeService::GetProgramme(
    rpc::Call& call, const v1::GetProgrammeRequest& request) {
  v1::GetProgrammeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_programme(), ReadProgramme(call.tx(), request.programme_id()));
  // What the partners aim at is for the partners (HOUS-13).
  if (!TakesPart(response.programme(), call.caller().unit) &&
      call.caller().kind == common::v1::CALLER_PERSON) {
    for (v1::ProgrammePartner& partner : *response.mutable_programme()->mutable_partners())
      partner.clear_agenda();
  }
  const std::string& id = request.programme_id();
  const auto roles = RolesOn(call.tx(), id, dates::DayAt(call.now()));
  for (const rules::Rule* rule :
       CompletenessProblems(response.programme(), roles, FindCriteria(call.tx(), id).has_value())) {
    v1::CompletenessFinding& finding = *response.add_findings();
    finding.set_rule(std::string(rule->id));
    finding.set_reason(std::string(rule->reason));
    finding.set_message(std::string(rule->message.In(call.language())));
  }
  for (auto& action : ActionsOf(call, response.programme())) *response.add_actions() = action;
  return response;
}

absl::StatusOr<v1::ListProgrammesResponse> ProgrammeService::ListProgrammes(
    rpc::Call& call, const v1::ListProgrammesRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  v1::ListProgrammesResponse response;
  FindProgrammes(call.tx(), call.caller().unit, page, [&] { return response.add_programmes(); });
  if (const auto* last = rpc::CutToPage(page, *response.mutable_programmes()))
    response.set_next_page_token(
        rpc::NextPageToken(call, request, {last->name(), last->programme_id()}));
  return response;
}

absl::StatusOr<v1::ActivateProgrammeResponse> ProgrammeService::ActivateProgramme(
    rpc::Call& call, const v1::ActivateProgrammeRequest& request) {
  v1::ActivateProgrammeResponse response;
  v1::Programme& programme = *response.mutable_programme();
  ASSIGN_OR_RETURN(programme, LockRealised(call, request.programme_id(), request.etag()));
  ASSIGN_OR_RETURN(const v1::ProgrammeState next,
                   NextState(programme.state(), "ActivateProgramme"));
  Judge judge = JudgeOf(call, programme.programme_id());
  const auto roles = RolesOn(call.tx(), programme.programme_id(), dates::DayAt(call.now()));
  for (const rules::Rule* problem : ActivationProblems(programme, roles))
    RETURN_IF_ERROR(judge.Broken(*problem));
  programme.set_state(next);
  db::Update(call.tx(), programme, {"state"});
  EmitProgramme(call, "ProgrammeActivated", programme);
  judge.WarnIn(response);
  return response;
}

absl::StatusOr<v1::SuspendProgrammeResponse> ProgrammeService::SuspendProgramme(
    rpc::Call& call, const v1::SuspendProgrammeRequest& request) {
  v1::SuspendProgrammeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_programme(), Move(call, request.programme_id(), request.etag(),
                                                       "SuspendProgramme", "ProgrammeSuspended"));
  return response;
}

absl::StatusOr<v1::EndProgrammeResponse> ProgrammeService::EndProgramme(
    rpc::Call& call, const v1::EndProgrammeRequest& request) {
  v1::EndProgrammeResponse response;
  ASSIGN_OR_RETURN(*response.mutable_programme(), Move(call, request.programme_id(), request.etag(),
                                                       "EndProgramme", "ProgrammeEnded"));
  return response;
}

}  // namespace opora::housing
