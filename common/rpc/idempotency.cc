#include "common/rpc/idempotency.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <openssl/sha.h>

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/rules/rule.h"

namespace opora::rpc {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsRecord(const Message& message) {
  return !message.GetDescriptor()->options().GetExtension(common::v1::record).table().empty();
}

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

template <typename Visit>
void ForEachMessage(Message& message, const Visit& visit) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!IsMessage(*field)) continue;
    const auto* reflection = message.GetReflection();
    if (!field->is_repeated()) {
      visit(*reflection->MutableMessage(&message, field));
      continue;
    }
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      visit(*reflection->MutableRepeatedMessage(&message, field, i));
    }
  }
}

void KeepKeys(Message& message) {
  if (!IsRecord(message)) {
    ForEachMessage(message, KeepKeys);
    return;
  }
  const std::string key = KeyOf(message);
  message.Clear();
  const auto* field = message.GetDescriptor()->FindFieldByName(
      message.GetDescriptor()->options().GetExtension(common::v1::record).key());
  message.GetReflection()->SetString(&message, field, key);
}

absl::Status ReadAgain(Call& call, Message& message) {
  absl::Status status;
  if (IsRecord(message)) {
    return db::Find(call.tx(), KeyOf(message), message) ? status : rules::NotFound();
  }
  ForEachMessage(message, [&](Message& part) {
    if (status.ok()) status = ReadAgain(call, part);
  });
  return status;
}

}  // namespace

std::string CallerKey(const Caller& caller) {
  return absl::StrCat(caller.issuer, "|", caller.subject);
}

std::string RequestHash(const Message& request) {
  std::string bytes;
  {
    google::protobuf::io::StringOutputStream stream(&bytes);
    google::protobuf::io::CodedOutputStream coded(&stream);
    coded.SetSerializationDeterministic(true);
    request.SerializeToCodedStream(&coded);
  }
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

absl::Status FindEarlier(Call& call, const std::string& request_id, const std::string& hash,
                         Earlier& earlier) {
  const pqxx::result rows = call.tx().Run(
      "SELECT request_sha256, result FROM idempotency WHERE caller = $1 AND method = $2 AND "
      "request_id = $3",
      {CallerKey(call.caller()), call.method().full_name(), request_id});
  if (rows.empty()) return absl::OkStatus();
  if (db::ParseBytea(rows[0][0].c_str()) != hash) {
    return rules::StatusWithReason(absl::StatusCode::kInvalidArgument, "REQUEST_ID_REUSED",
                                   "request_id was used for another request");
  }
  earlier.found = true;
  earlier.result = db::ParseBytea(rows[0][1].c_str());
  return absl::OkStatus();
}

std::string Reduce(const Message& response) {
  std::unique_ptr<Message> copy(response.New());
  copy->CopyFrom(response);
  KeepKeys(*copy);
  return copy->SerializeAsString();
}

absl::Status Restore(Call& call, const std::string& reduced, Message& response) {
  if (!response.ParseFromString(reduced)) {
    return rules::StatusWithReason(absl::StatusCode::kInternal, "RECORD_NEWER_THAN_SERVICE",
                                   "internal error");
  }
  return ReadAgain(call, response);
}

}  // namespace opora::rpc
