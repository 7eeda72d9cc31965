#include "common/advice/follow.h"

#include "common/advice/agency_rules.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/redact.h"

namespace opora::advice {
namespace {

using common::v1::RuleDeviation;
using common::v1::Warning;
using google::protobuf::Message;

// The warnings of an answer, where it has a place for any.
class Warnings {
 public:
  explicit Warnings(Message& response)
      : response_(response), field_(response.GetDescriptor()->FindFieldByName("warnings")) {
    if (field_ == nullptr || !field_->is_repeated() ||
        field_->message_type() != Warning::descriptor()) {
      return;
    }
    const auto* reflection = response.GetReflection();
    for (int i = 0; i < reflection->FieldSize(response, field_); ++i)
      all_.emplace_back().CopyFrom(reflection->GetRepeatedMessage(response, field_, i));
  }

  const std::vector<Warning>& all() const { return all_; }

  void Replace(const std::vector<Warning>& kept) {
    const auto* reflection = response_.GetReflection();
    reflection->ClearField(&response_, field_);
    for (const Warning& warning : kept)
      reflection->AddMessage(&response_, field_)->CopyFrom(warning);
  }

 private:
  Message& response_;
  const google::protobuf::FieldDescriptor* field_;
  std::vector<Warning> all_;
};

// A deviation belongs to whoever holds the record that the act is about, so that nobody sees more
// of it than of the record.
RuleDeviation NewDeviation(const rpc::Call& call, const Message& request, const Message& response) {
  RuleDeviation deviation;
  const Message* record = rpc::FirstClientRecord(response);
  std::string client_id = record == nullptr ? "" : rpc::ClientOf(*record);
  if (client_id.empty()) client_id = rpc::TextAt(request, call.policy().subject());
  if (client_id.empty()) client_id = call.client_id();
  if (ids::IsUuid(client_id)) deviation.set_client_id(client_id);
  rpc::Unit holder = record == nullptr ? rpc::Unit() : rpc::HolderOf(*record);
  const rpc::Caller& caller = call.caller();
  if (holder.agency_id.empty()) holder = caller.unit;
  deviation.set_holder_agency_id(holder.agency_id);
  if (!holder.department_id.empty()) deviation.set_holder_department_id(holder.department_id);
  *deviation.mutable_areas() = call.policy().areas();
  deviation.set_agency_id(caller.unit.agency_id);
  if (!caller.unit.department_id.empty()) deviation.set_department_id(caller.unit.department_id);
  if (!caller.worker_id.empty()) deviation.set_worker_id(caller.worker_id);
  deviation.set_method(call.method().full_name());
  const std::string request_id = rpc::TextAt(request, "request_id");
  if (!request_id.empty()) deviation.set_request_id(request_id);
  *deviation.mutable_create_time() = rpc::ToTimestamp(call.now());
  const std::string words = rpc::TextAt(request, "deviation_reason");
  if (words.empty()) return deviation;
  deviation.set_words(words);
  if (!caller.worker_id.empty()) deviation.set_explaining_worker_id(caller.worker_id);
  *deviation.mutable_explain_time() = deviation.create_time();
  return deviation;
}

void Keep(rpc::Call& call, const rules::Rule& rule, int version, RuleDeviation deviation) {
  deviation.set_deviation_id(ids::RandomId());
  deviation.set_rule(std::string(rule.id));
  deviation.set_rule_reason(std::string(rule.reason));
  deviation.set_settings_version(version);
  db::Insert(call.tx(), deviation);
}

}  // namespace

absl::Status Follow(rpc::Call& call, rules::Recommendations recommendations, const Message& request,
                    Message& response) {
  Warnings warnings(response);
  if (warnings.all().empty() || call.caller().unit.agency_id.empty()) return absl::OkStatus();
  const auto recommended = [&](const Warning& warning) {
    return rules::FindRecommendation(recommendations, warning.rule(), warning.reason());
  };
  if (std::none_of(warnings.all().begin(), warnings.all().end(), recommended))
    return absl::OkStatus();
  const AgencyRules agency = RulesOf(call.tx(), call.caller().unit.agency_id);
  const bool acts = call.policy().access() == common::v1::ACCESS_WRITE;
  std::vector<const rules::Rule*> deviations;
  std::vector<Warning> kept;
  for (const Warning& warning : warnings.all()) {
    const rules::Recommendation* one = recommended(warning);
    const auto set = one == nullptr ? std::nullopt : agency.SetFor(*one->rule);
    if (set == common::v1::RULE_MODE_OFF) continue;
    if (set == common::v1::RULE_MODE_ENFORCE && acts && one->may_refuse) {
      // What the handler would have told of an act that does not happen.
      call.audit().clear();
      return rules::Refuse(*one->rule);
    }
    if (one != nullptr) deviations.push_back(one->rule);
    kept.push_back(warning);
  }
  if (kept.size() < warnings.all().size()) warnings.Replace(kept);
  if (!acts || call.dry_run() || deviations.empty()) return absl::OkStatus();
  const RuleDeviation deviation = NewDeviation(call, request, response);
  for (const rules::Rule* rule : deviations) Keep(call, *rule, agency.version(), deviation);
  return absl::OkStatus();
}

}  // namespace opora::advice
