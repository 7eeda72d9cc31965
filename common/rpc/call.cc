#include "common/rpc/call.h"

#include <cstdlib>
#include <span>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "common/ids/ids.h"
#include "common/rules/rule.h"

namespace opora::rpc {
namespace {

const common::v1::RecordPolicy& RecordOf(const google::protobuf::Message& record) {
  return record.GetDescriptor()->options().GetExtension(common::v1::record);
}

Unit UnitAt(const google::protobuf::Message& record, const std::string& agency,
            const std::string& department) {
  return {TextAt(record, agency), TextAt(record, department)};
}

}  // namespace

absl::Status Call::Decide(const std::vector<Subject>& subjects) {
  std::vector<Subject> unknown;
  for (const Subject& subject : subjects) {
    if (grants_.contains(subject)) continue;
    if (caller().tied_clients.contains(subject.client_id)) {
      Hold(subject, {});
    } else {
      unknown.push_back(subject);
    }
  }
  if (unknown.empty()) return absl::OkStatus();
  std::vector<Grants> answers;
  if (decider_ != nullptr) {
    RETURN_IF_ERROR(decider_->Decide(*this, unknown, answers));
  }
  answers.resize(unknown.size());
  for (std::size_t i = 0; i < unknown.size(); ++i) grants_[unknown[i]] = std::move(answers[i]);
  return absl::OkStatus();
}

absl::StatusOr<const Grants*> Call::GrantsFor(const Subject& subject) {
  RETURN_IF_ERROR(Decide({subject}));
  return &grants_.at(subject);
}

// XC-58: whatever is held, who is tied to the person sees nothing of it.
void Call::Hold(const Subject& subject, Grants grants) {
  if (caller().tied_clients.contains(subject.client_id)) {
    grants = {};
    grants.denied_rule = "XC-58";
    grants.denied_reason = "PERSONAL_TIE";
  }
  grants_[subject] = std::move(grants);
}

void Call::Emit(std::string_view type, const google::protobuf::Message& record,
                const google::protobuf::Message* fact) {
  common::v1::Event& event = events_.emplace_back();
  event.set_event_id(ids::TimeOrderedId(now()));
  event.set_aggregate(record.GetDescriptor()->name());
  event.set_aggregate_id(KeyOf(record));
  event.set_version(VersionOf(record));
  event.set_previous_version(event.version() - 1);
  event.set_type(std::string(type));
  event.set_client_id(ClientOf(record));
  const Unit holder = HolderOf(record);
  event.set_agency_id(holder.agency_id);
  event.set_department_id(holder.department_id);
  *event.mutable_occurred_at() = ToTimestamp(now());
  event.set_traceparent(facts_.traceparent);
  if (fact != nullptr) event.mutable_fact()->PackFrom(*fact);
}

common::v1::AuditEntry& Call::AddAudit() { return audit_.emplace_back(); }

void Call::Journal(std::string kind, std::string client_id, std::string record_id) {
  journal_.push_back({std::move(kind), std::move(client_id), std::move(record_id)});
}

absl::Status Call::HiddenRefusal(std::string rule, std::string reason) {
  hidden_rule_ = std::move(rule);
  hidden_reason_ = std::move(reason);
  return rules::NotFound();
}

std::string KeyOf(const google::protobuf::Message& record) {
  return TextAt(record, RecordOf(record).key());
}

std::string ClientOf(const google::protobuf::Message& record) {
  return TextAt(record, RecordOf(record).subject());
}

Unit HolderOf(const google::protobuf::Message& record) {
  return UnitAt(record, RecordOf(record).agency(), RecordOf(record).department());
}

Unit AddresseeOf(const google::protobuf::Message& record) {
  return UnitAt(record, RecordOf(record).recipient_agency(),
                RecordOf(record).recipient_department());
}

namespace {

bool NamesUnit(const google::protobuf::Message& message, std::span<const std::string> path,
               const Unit& unit) {
  if (path.empty()) return UnitAt(message, "agency_id", "department_id") == unit;
  const auto* field = message.GetDescriptor()->FindFieldByName(path.front());
  if (field == nullptr || !field->is_repeated()) return false;
  const auto* reflection = message.GetReflection();
  for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
    if (NamesUnit(reflection->GetRepeatedMessage(message, field, i), path.subspan(1), unit))
      return true;
  }
  return false;
}

}  // namespace

bool IsAddressee(const google::protobuf::Message& record, const Unit& unit) {
  if (unit.agency_id.empty()) return false;
  if (AddresseeOf(record) == unit) return true;
  const std::string& addressees = RecordOf(record).addressees();
  if (addressees.empty()) return false;
  const std::vector<std::string> path = absl::StrSplit(addressees, '.');
  return NamesUnit(record, path, unit);
}

int64_t VersionOf(const google::protobuf::Message& record) {
  const auto* field = record.GetDescriptor()->FindFieldByName("etag");
  if (field == nullptr) return 1;
  const std::string etag = record.GetReflection()->GetString(record, field);
  return etag.size() < 3 ? 1 : std::strtoll(etag.c_str() + 1, nullptr, 16);
}

std::string TextAt(const google::protobuf::Message& message, std::string_view path) {
  if (path.empty()) return "";
  const google::protobuf::Message* current = &message;
  const std::vector<std::string> names = absl::StrSplit(std::string(path), '.');
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto* field = current->GetDescriptor()->FindFieldByName(names[i]);
    if (field == nullptr || field->is_repeated()) return "";
    const auto* reflection = current->GetReflection();
    if (i + 1 == names.size()) {
      return field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_STRING
                 ? reflection->GetString(*current, field)
                 : "";
    }
    if (field->cpp_type() != google::protobuf::FieldDescriptor::CPPTYPE_MESSAGE) return "";
    current = &reflection->GetMessage(*current, field);
  }
  return "";
}

google::protobuf::Timestamp ToTimestamp(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const int64_t micros = absl::ToUnixMicros(time);
  timestamp.set_seconds(micros / 1000000);
  timestamp.set_nanos(static_cast<int32_t>(micros % 1000000) * 1000);
  return timestamp;
}

absl::Time FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

}  // namespace opora::rpc
