#include "services/housing_referral/applications/application_access.h"

#include "common/ids/ids.h"
#include "services/housing_referral/applications/refusals.h"
#include "services/housing_referral/programmes/programme_store.h"
#include "services/housing_referral/programmes/refusals.h"
#include "services/housing_referral/records.h"

namespace opora::housing {

absl::StatusOr<ApplicationCase> ReadCase(rpc::Call& call, const std::string& application_id) {
  ASSIGN_OR_RETURN(v1::Application application, GetKnown<v1::Application>(call, application_id));
  ASSIGN_OR_RETURN(v1::Programme programme, ReadProgramme(call.tx(), application.programme_id()));
  auto roles = RolesOn(call.tx(), application.programme_id(), dates::DayAt(call.now()));
  Judge judge = JudgeOf(call, application.programme_id());
  const Viewer viewer = ViewerOf(call.caller(), application);
  return ApplicationCase{std::move(application), std::move(programme), std::move(roles),
                         std::move(judge), viewer};
}

absl::Status LockCase(rpc::Call& call, ApplicationCase& found) {
  ASSIGN_OR_RETURN(found.application,
                   db::Lock<v1::Application>(call.tx(), found.application.application_id()));
  found.viewer = ViewerOf(call.caller(), found.application);
  return absl::OkStatus();
}

absl::Status CheckKeeper(const rpc::Call& call, ApplicationCase& found) {
  if (const rules::Rule* rule = KeepsOut(call.caller(), found.programme, found.roles))
    RETURN_IF_ERROR(found.judge.Broken(*rule));
  if (rpc::HolderOf(found.application) == call.caller().unit) return absl::OkStatus();
  return rules::Refuse(rule::kNotOfProgramme);
}

absl::StatusOr<ApplicationCase> LockForKeeper(rpc::Call& call, const std::string& application_id,
                                              std::string_view verb) {
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, application_id));
  RETURN_IF_ERROR(CheckKeeper(call, found));
  RETURN_IF_ERROR(LockCase(call, found));
  RETURN_IF_ERROR(NextSeen(found, verb).status());
  return found;
}

absl::StatusOr<ApplicationCase> LockForDecider(rpc::Call& call, const std::string& application_id) {
  ASSIGN_OR_RETURN(ApplicationCase found, ReadCase(call, application_id));
  if (const rules::Rule* rule = KeepsOut(call.caller(), found.programme, found.roles))
    RETURN_IF_ERROR(found.judge.Broken(*rule));
  if (found.viewer != Viewer::kKeeper && found.viewer != Viewer::kApprover)
    return rules::Refuse(rule::kNotOfProgramme);
  RETURN_IF_ERROR(LockCase(call, found));
  return found;
}

absl::StatusOr<v1::ApplicationState> NextSeen(const ApplicationCase& found, std::string_view verb) {
  const auto next = NextState(found.application.state(), verb);
  if (next.ok()) return next;
  v1::Application seen = found.application;
  AsSeenBy(found.viewer, seen);
  return rules::Refuse(rule::kApplicationStateRefuses,
                       {.metadata = {{"state", v1::ApplicationState_Name(seen.state())}}});
}

void MoveTo(rpc::Call& call, v1::ApplicationState state, std::string_view verb,
            std::vector<std::string_view> fields, v1::Application& application,
            std::string_view event, const google::protobuf::Message* fact) {
  application.set_state(state);
  v1::ApplicationStep& step = *application.add_steps();
  step.set_step_id(ids::RandomId());
  step.set_state(state);
  step.set_verb(std::string(verb));
  step.set_acting_role(call.caller().role);
  step.set_worker_id(call.caller().worker_id);
  *step.mutable_create_time() = rpc::ToTimestamp(call.now());
  fields.insert(fields.end(), {"state", "steps"});
  db::Update(call.tx(), application, fields);
  call.Emit(event, application, fact);
}

void KeepDeviations(rpc::Call& call, const ApplicationCase& found, const std::string& reason) {
  KeepDeviations(call, found.judge,
                 {.programme = &found.programme,
                  .client_id = found.application.client_id(),
                  .holder = rpc::HolderOf(found.application),
                  .record_type = "Application",
                  .record_id = found.application.application_id(),
                  .reason = reason,
                  .occurred_at = call.now()});
}

}  // namespace opora::housing
