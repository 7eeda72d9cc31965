#include "common/validation/testing.h"

#include <google/protobuf/dynamic_message.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <map>
#include <utility>

#include "absl/strings/str_split.h"
#include "buf/validate/validate.pb.h"
#include "common/validation/violations.h"

// The helpers that testing.h declares; a file of its own so that they are compiled once, and named
// *_test.cc so that they stay out of the library.
namespace opora::validation {
namespace {

using google::protobuf::DescriptorPool;
using google::protobuf::DescriptorProto;
using google::protobuf::DynamicMessageFactory;
using google::protobuf::FieldDescriptorProto;
using google::protobuf::FileDescriptorProto;
using google::protobuf::Message;

void ParseText(const std::string& text, Message* message) {
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, message)) << text;
}

void SetType(const std::string& type, FieldDescriptorProto& field) {
  static const auto* const scalars = new std::map<std::string, FieldDescriptorProto::Type>{
      {"double", FieldDescriptorProto::TYPE_DOUBLE}, {"int32", FieldDescriptorProto::TYPE_INT32},
      {"int64", FieldDescriptorProto::TYPE_INT64},   {"uint32", FieldDescriptorProto::TYPE_UINT32},
      {"uint64", FieldDescriptorProto::TYPE_UINT64}, {"sint32", FieldDescriptorProto::TYPE_SINT32},
      {"bool", FieldDescriptorProto::TYPE_BOOL},     {"string", FieldDescriptorProto::TYPE_STRING},
      {"bytes", FieldDescriptorProto::TYPE_BYTES}};
  if (const auto scalar = scalars->find(type); scalar != scalars->end()) {
    field.set_type(scalar->second);
  } else {
    field.set_type_name(type.find('.') == type.npos ? type : "." + type);
  }
}

void AddMapEntry(DescriptorProto& message, FieldDescriptorProto& field) {
  DescriptorProto* entry = message.add_nested_type();
  const std::string name = field.name();
  entry->set_name(std::string(1, static_cast<char>(name[0] - 'a' + 'A')) + name.substr(1) +
                  "Entry");
  entry->mutable_options()->set_map_entry(true);
  for (const char* part : {"key", "value"}) {
    FieldDescriptorProto* added = entry->add_field();
    added->set_name(part);
    added->set_number(entry->field_size());
    added->set_label(FieldDescriptorProto::LABEL_OPTIONAL);
    added->set_type(FieldDescriptorProto::TYPE_STRING);
  }
  field.set_label(FieldDescriptorProto::LABEL_REPEATED);
  field.set_type_name(entry->name());
}

// Finds the oneof or adds it.
int OneofIndex(DescriptorProto& message, const std::string& name) {
  for (int i = 0; i < message.oneof_decl_size(); ++i) {
    if (message.oneof_decl(i).name() == name) return i;
  }
  message.add_oneof_decl()->set_name(name);
  return message.oneof_decl_size() - 1;
}

void AddField(const TestField& field, DescriptorProto& message) {
  FieldDescriptorProto* added = message.add_field();
  added->set_name(field.name);
  added->set_number(message.field_size());
  added->set_label(FieldDescriptorProto::LABEL_OPTIONAL);
  if (!field.rules.empty()) {
    ParseText(field.rules, added->mutable_options()->MutableExtension(buf::validate::field));
  }
  const std::vector<std::string> words = absl::StrSplit(field.type, ' ');
  if (words.back() == "map") return AddMapEntry(message, *added);
  SetType(words.back(), *added);
  if (words.front() == "repeated") added->set_label(FieldDescriptorProto::LABEL_REPEATED);
  if (!field.oneof.empty()) added->set_oneof_index(OneofIndex(message, field.oneof));
  if (words.front() == "optional") {
    added->set_proto3_optional(true);
    added->set_oneof_index(OneofIndex(message, "_" + field.name));
  }
}

void AddMessage(const TestMessage& message, FileDescriptorProto& file) {
  DescriptorProto* added = file.add_message_type();
  added->set_name(message.name);
  for (const TestField& field : message.fields) AddField(field, *added);
  if (!message.rules.empty()) {
    ParseText(message.rules, added->mutable_options()->MutableExtension(buf::validate::message));
  }
  if (message.oneof_rules.empty()) return;
  for (auto& oneof : *added->mutable_oneof_decl()) {
    ParseText(message.oneof_rules, oneof.mutable_options()->MutableExtension(buf::validate::oneof));
  }
}

}  // namespace

FileDescriptorProto MakeFile(const std::vector<TestMessage>& messages) {
  FileDescriptorProto file;
  ParseText(R"pb(
              name: "test.proto"
              package: "test"
              syntax: "proto3"
              dependency: "buf/validate/validate.proto"
              dependency: "google/protobuf/duration.proto"
              dependency: "google/protobuf/timestamp.proto"
              enum_type {
                name: "Kind"
                value { name: "KIND_UNSPECIFIED" number: 0 }
                value { name: "KIND_ADULT" number: 1 }
                value { name: "KIND_CHILD" number: 2 }
              })pb",
            &file);
  for (const TestMessage& message : messages) AddMessage(message, file);
  return file;
}

TestTypes::TestTypes(const FileDescriptorProto& file) {
  static auto* const pools = new std::vector<std::unique_ptr<DescriptorPool>>;
  static auto* const factories = new std::vector<std::unique_ptr<DynamicMessageFactory>>;
  pools->push_back(std::make_unique<DescriptorPool>(DescriptorPool::generated_pool()));
  factories->push_back(std::make_unique<DynamicMessageFactory>(pools->back().get()));
  file_ = pools->back()->BuildFile(file);
  factory_ = factories->back().get();
  if (file_ == nullptr) ADD_FAILURE() << file.DebugString();
}

const google::protobuf::Descriptor* TestTypes::Type(const std::string& name) const {
  return file_->FindMessageTypeByName(name);
}

std::unique_ptr<Message> TestTypes::New(const std::string& text) const {
  std::unique_ptr<Message> message(factory_->GetPrototype(Type("M"))->New());
  ParseText(text, message.get());
  return message;
}

google::rpc::BadRequest DetailsOf(const absl::Status& status) {
  google::rpc::BadRequest details;
  const auto payload = status.GetPayload(kBadRequestTypeUrl);
  EXPECT_TRUE(!payload || details.ParseFromString(std::string(*payload)));
  return details;
}

std::vector<std::string> ViolationsOf(const absl::Status& status) {
  std::vector<std::string> violations;
  const google::rpc::BadRequest details = DetailsOf(status);
  for (const auto& violation : details.field_violations()) {
    violations.push_back(violation.field() + " " + violation.reason());
  }
  return violations;
}

}  // namespace opora::validation
