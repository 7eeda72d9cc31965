#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "buf/validate/validate.pb.h"

namespace opora::validation {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// "name=number type", as in protovalidate 1.3.0. Clients read our options with that file: an
// element may be left out here, never changed.
constexpr char kFieldRules[] =
    "required=25 bool,ignore=27 enum,int32=3 message,int64=4 message,uint32=5 message,"
    "uint64=6 message,bool=13 message,string=14 message,bytes=15 message,enum=16 message,"
    "repeated=18 message,duration=21 message,timestamp=22 message";
constexpr char kStringRules[] =
    "const=1 string,len=19 uint64,min_len=2 uint64,max_len=3 uint64,len_bytes=20 uint64,"
    "min_bytes=4 uint64,max_bytes=5 uint64,pattern=6 string,prefix=7 string,contains=9 string,"
    "in=10 string,not_in=11 string,email=12 bool,uuid=22 bool";
constexpr char kTimestampRules[] =
    "lt=3 message,lte=4 message,lt_now=7 bool,gt=5 message,gte=6 message,gt_now=8 bool";

std::vector<std::string> FieldsOf(const Descriptor* type) {
  std::vector<std::string> fields;
  for (int i = 0; i < type->field_count(); ++i) {
    const FieldDescriptor* field = type->field(i);
    fields.push_back(absl::StrCat(field->name(), "=", field->number(), " ", field->type_name()));
  }
  return fields;
}

std::vector<std::string> List(const std::string& text) { return absl::StrSplit(text, ','); }

std::string NumberRules(const std::string& type) {
  std::string text;
  for (const char* field : {"const=1", "lt=2", "lte=3", "gt=4", "gte=5", "in=6", "not_in=7"}) {
    absl::StrAppend(&text, text.empty() ? "" : ",", field, " ", type);
  }
  return text;
}

TEST(ValidateProto, ExtendsTheOptionsByTheSameNumbers) {
  for (const char* name : {"field", "oneof", "message"}) {
    const FieldDescriptor* extension =
        buf::validate::FieldRules::descriptor()->file()->FindExtensionByName(name);
    ASSERT_NE(extension, nullptr) << name;
    EXPECT_EQ(extension->full_name(), absl::StrCat("buf.validate.", name));
    EXPECT_EQ(extension->number(), 1159);
  }
}

TEST(ValidateProto, HasTheRulesOfProtovalidate) {
  EXPECT_EQ(FieldsOf(buf::validate::FieldRules::descriptor()), List(kFieldRules));
  EXPECT_EQ(FieldsOf(buf::validate::StringRules::descriptor()), List(kStringRules));
  EXPECT_EQ(FieldsOf(buf::validate::TimestampRules::descriptor()), List(kTimestampRules));
  EXPECT_EQ(FieldsOf(buf::validate::DurationRules::descriptor()),
            List("lt=3 message,lte=4 message,gt=5 message,gte=6 message"));
  EXPECT_EQ(FieldsOf(buf::validate::BytesRules::descriptor()),
            List("min_len=2 uint64,max_len=3 uint64"));
  EXPECT_EQ(FieldsOf(buf::validate::BoolRules::descriptor()), List("const=1 bool"));
  EXPECT_EQ(FieldsOf(buf::validate::EnumRules::descriptor()),
            List("const=1 int32,defined_only=2 bool,in=3 int32,not_in=4 int32"));
  EXPECT_EQ(FieldsOf(buf::validate::RepeatedRules::descriptor()),
            List("min_items=1 uint64,max_items=2 uint64,unique=3 bool,items=4 message"));
  EXPECT_EQ(FieldsOf(buf::validate::Int32Rules::descriptor()), List(NumberRules("int32")));
  EXPECT_EQ(FieldsOf(buf::validate::Int64Rules::descriptor()), List(NumberRules("int64")));
  EXPECT_EQ(FieldsOf(buf::validate::UInt32Rules::descriptor()), List(NumberRules("uint32")));
  EXPECT_EQ(FieldsOf(buf::validate::UInt64Rules::descriptor()), List(NumberRules("uint64")));
}

TEST(ValidateProto, HasTheRulesOfSeveralFields) {
  EXPECT_EQ(FieldsOf(buf::validate::OneofRules::descriptor()), List("required=1 bool"));
  EXPECT_EQ(FieldsOf(buf::validate::MessageRules::descriptor()), List("oneof=4 message"));
  EXPECT_EQ(FieldsOf(buf::validate::MessageOneofRule::descriptor()),
            List("fields=1 string,required=2 bool"));
}

TEST(ValidateProto, HasTheSameIgnoreNumbers) {
  EXPECT_EQ(buf::validate::IGNORE_UNSPECIFIED, 0);
  EXPECT_EQ(buf::validate::IGNORE_IF_ZERO_VALUE, 1);
  EXPECT_EQ(buf::validate::IGNORE_ALWAYS, 3);
}

}  // namespace
}  // namespace opora::validation
