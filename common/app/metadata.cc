#include "common/app/metadata.h"

#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/label.pb.h"
#include "opora/common/v1/metadata.pb.h"

namespace opora::app {
namespace {

using namespace common::v1;  // NOLINT(google-build-using-namespace): one file about one package.
using google::protobuf::EnumDescriptor;

RuleInfo InfoOf(const rules::Rule& rule) {
  RuleInfo info;
  info.set_rule(std::string(rule.id));
  info.set_reason(std::string(rule.reason));
  info.set_rule_class(rule.rule_class);
  info.set_status_code(static_cast<int>(rule.code));
  info.mutable_message()->set_en(std::string(rule.message.en));
  info.mutable_message()->set_cs(std::string(rule.message.cs));
  info.mutable_remedy()->set_en(std::string(rule.remedy.en));
  info.mutable_remedy()->set_cs(std::string(rule.remedy.cs));
  return info;
}

void AddCodes(const EnumDescriptor& type, ListCodesResponse& response) {
  for (int i = 0; i < type.value_count(); ++i) {
    Code& code = *response.add_codes();
    code.set_enumeration(type.full_name());
    code.set_value(type.value(i)->name());
    code.set_number(type.value(i)->number());
    *code.mutable_label() = type.value(i)->options().GetExtension(label);
  }
}

// A file of the contract and all that it imports of it.
void AddFile(const google::protobuf::FileDescriptor& file,
             std::set<const google::protobuf::FileDescriptor*>& files) {
  if (file.package().rfind("opora.", 0) != 0 || !files.insert(&file).second) return;
  for (int i = 0; i < file.dependency_count(); ++i) AddFile(*file.dependency(i), files);
}

// Enumerations of the files that the registered methods belong to, and of what those import.
std::vector<const EnumDescriptor*> Enumerations(const rpc::Methods& methods) {
  std::set<const google::protobuf::FileDescriptor*> files;
  for (const auto& [name, method] : methods.all()) AddFile(*method.descriptor->file(), files);
  std::vector<const EnumDescriptor*> types;
  for (const auto* file : files) {
    for (int i = 0; i < file->enum_type_count(); ++i) types.push_back(file->enum_type(i));
  }
  return types;
}

}  // namespace

void RegisterMetadata(rpc::Methods& methods, std::string service, bool sandbox,
                      std::span<const rules::Rule* const> rules) {
  methods.Add<GetServerInfoRequest, GetServerInfoResponse>(
      "opora.common.v1.MetadataService.GetServerInfo",
      [service, sandbox](rpc::Call&,
                         const GetServerInfoRequest&) -> absl::StatusOr<GetServerInfoResponse> {
        GetServerInfoResponse response;
        response.set_service(service);
        response.set_version(OPORA_VERSION);
        response.set_sandbox(sandbox);
        return response;
      });
  methods.Add<ListRulesRequest, ListRulesResponse>(
      "opora.common.v1.MetadataService.ListRules",
      [rules](rpc::Call&, const ListRulesRequest&) -> absl::StatusOr<ListRulesResponse> {
        ListRulesResponse response;
        for (const rules::Rule* rule : rules) *response.add_rules() = InfoOf(*rule);
        return response;
      });
  methods.Add<ListCodesRequest, ListCodesResponse>(
      "opora.common.v1.MetadataService.ListCodes",
      [types = Enumerations(methods)](
          rpc::Call&, const ListCodesRequest& request) -> absl::StatusOr<ListCodesResponse> {
        ListCodesResponse response;
        for (const EnumDescriptor* type : types) {
          if (request.enumeration().empty() || request.enumeration() == type->full_name())
            AddCodes(*type, response);
        }
        return response;
      });
}

}  // namespace opora::app
