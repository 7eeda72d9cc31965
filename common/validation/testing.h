#pragma once

#include <gmock/gmock.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/message.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/rpc/error_details.pb.h"

// Message types made in a test, since the build generates none for tests.
namespace opora::validation {

struct TestField {
  // As in a proto3 file ("optional string", "repeated Kind", "M"); "map" is map<string, string>.
  std::string type;
  std::string name;
  // buf.validate.FieldRules in text format.
  std::string rules;
  // The oneof that the field belongs to.
  std::string oneof;
};

struct TestMessage {
  std::string name;
  std::vector<TestField> fields;
  // buf.validate.MessageRules in text format.
  std::string rules;
  // buf.validate.OneofRules in text format, for every oneof of the message.
  std::string oneof_rules;
};

// A proto3 file of package `test` with these messages, whose fields are numbered from 1, and the
// enum Kind {KIND_UNSPECIFIED, KIND_ADULT, KIND_CHILD}.
google::protobuf::FileDescriptorProto MakeFile(const std::vector<TestMessage>& messages);

// The types of a file. They are never freed: plans are cached by descriptor.
class TestTypes {
 public:
  explicit TestTypes(const std::vector<TestMessage>& messages) : TestTypes(MakeFile(messages)) {}
  explicit TestTypes(const google::protobuf::FileDescriptorProto& file);

  const google::protobuf::Descriptor* Type(const std::string& name) const;

  // A message of type `M`, from text format.
  std::unique_ptr<google::protobuf::Message> New(const std::string& text) const;

 private:
  const google::protobuf::FileDescriptor* file_;
  google::protobuf::MessageFactory* factory_;
};

google::rpc::BadRequest DetailsOf(const absl::Status& status);

// "field REASON" of each violation.
std::vector<std::string> ViolationsOf(const absl::Status& status);

}  // namespace opora::validation
