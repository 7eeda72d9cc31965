#include "common/rpc/method.h"

#include <cstdio>
#include <cstdlib>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/validation/validator.h"

namespace opora::rpc {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Every client field says what it is; a new field is closed until it does.
void CheckFields(const Descriptor* message, std::set<const Descriptor*>& seen,
                 std::vector<std::string>& problems) {
  if (!seen.insert(message).second) return;
  const bool client_record = !message->options().GetExtension(common::v1::record).subject().empty();
  for (int i = 0; i < message->field_count(); ++i) {
    const FieldDescriptor& field = *message->field(i);
    if (field.message_type() != nullptr) CheckFields(field.message_type(), seen, problems);
    const auto& policy = field.options().GetExtension(common::v1::field);
    const bool said = policy.structural() || !policy.areas_from().empty() ||
                      policy.area() != common::v1::DATA_AREA_UNSPECIFIED;
    if (client_record && !said)
      problems.push_back(field.full_name() + ": neither area nor structural");
    if (!policy.areas_from().empty() && message->FindFieldByName(policy.areas_from()) == nullptr) {
      problems.push_back(field.full_name() + ": areas_from names no field");
    }
  }
}

void CheckPolicy(const Method& method, std::vector<std::string>& problems) {
  const auto& policy = *method.policy;
  const std::string& name = method.descriptor->full_name();
  if (policy.access() == common::v1::ACCESS_UNSPECIFIED ||
      policy.need() == common::v1::NEED_UNSPECIFIED) {
    problems.push_back(name + ": no policy");
  }
  if (!policy.subject().empty() &&
      method.request->GetDescriptor()->FindFieldByName(
          policy.subject().substr(0, policy.subject().find('.'))) == nullptr) {
    problems.push_back(name + ": subject names no field of the request");
  }
}

}  // namespace

void Methods::AddErased(
    std::string_view full_name, const google::protobuf::Message& request,
    const google::protobuf::Message& response,
    std::function<absl::Status(Call&, const google::protobuf::Message&, google::protobuf::Message&)>
        handler) {
  const auto* descriptor =
      google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(std::string(full_name));
  if (descriptor == nullptr || descriptor->input_type() != request.GetDescriptor() ||
      descriptor->output_type() != response.GetDescriptor()) {
    std::fprintf(stderr, "no method %s of these types\n", std::string(full_name).c_str());
    std::abort();
  }
  methods_[descriptor->full_name()] = {descriptor,
                                       &descriptor->options().GetExtension(common::v1::policy),
                                       &request, &response, std::move(handler)};
}

absl::Status Methods::Check() const {
  std::vector<std::string> problems;
  std::set<const Descriptor*> seen;
  std::set<const google::protobuf::ServiceDescriptor*> services;
  for (const auto& [name, method] : methods_) {
    CheckPolicy(method, problems);
    CheckFields(method.descriptor->input_type(), seen, problems);
    CheckFields(method.descriptor->output_type(), seen, problems);
    if (absl::Status rules = validation::CheckSupported(method.descriptor->input_type());
        !rules.ok()) {
      problems.push_back(std::string(rules.message()));
    }
    services.insert(method.descriptor->service());
  }
  for (const auto* service : services) {
    for (int i = 0; i < service->method_count(); ++i) {
      if (!service->method(i)->server_streaming() &&
          !methods_.contains(service->method(i)->full_name())) {
        problems.push_back(service->method(i)->full_name() + ": no handler");
      }
    }
  }
  if (problems.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrJoin(problems, "; "));
}

}  // namespace opora::rpc
