#include "common/rpc/redact.h"

#include <set>

#include "absl/strings/str_cat.h"
#include "common/rules/rule.h"
#include "opora/common/v1/types.pb.h"

namespace opora::rpc {
namespace {

using common::v1::DataArea;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool IsClientRecord(const Message& message) {
  return !message.GetDescriptor()->options().GetExtension(common::v1::record).subject().empty();
}

bool IsMessage(const FieldDescriptor& field) {
  return field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
}

// The record is of its holder, of the addressee, or of somebody whose basis has to be decided.
Subject SubjectOf(const Call& call, const Message& record) {
  if (IsAddressee(record, call.caller().unit) && HolderOf(record) != call.caller().unit) {
    return {ClientOf(record), Unit{"addressee", KeyOf(record)}};
  }
  return {ClientOf(record), HolderOf(record)};
}

void Collect(Call& call, const Message& message, std::vector<Subject>& subjects) {
  if (IsClientRecord(message)) {
    Subject subject = SubjectOf(call, message);
    if (subject.holder.agency_id == "addressee") {
      Grants grants;
      grants.own = true;
      call.Hold(subject, grants);
    }
    subjects.push_back(std::move(subject));
    return;
  }
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!IsMessage(*field)) continue;
    if (!field->is_repeated()) {
      Collect(call, message.GetReflection()->GetMessage(message, field), subjects);
      continue;
    }
    for (int i = 0; i < message.GetReflection()->FieldSize(message, field); ++i) {
      Collect(call, message.GetReflection()->GetRepeatedMessage(message, field, i), subjects);
    }
  }
}

// Areas of a field: its own, or those named by the sibling. False when the field stays with the
// holder.
bool AreasOf(const Message& record, const common::v1::FieldPolicy& policy,
             std::set<DataArea>& areas) {
  if (policy.areas_from().empty()) {
    areas.insert(policy.area());
    return policy.area() != common::v1::DATA_AREA_UNSPECIFIED;
  }
  const auto* sibling = record.GetDescriptor()->FindFieldByName(policy.areas_from());
  const auto* reflection = record.GetReflection();
  if (!sibling->is_repeated()) {
    areas.insert(static_cast<DataArea>(reflection->GetEnumValue(record, sibling)));
  }
  for (int i = 0; sibling->is_repeated() && i < reflection->FieldSize(record, sibling); ++i) {
    areas.insert(static_cast<DataArea>(reflection->GetRepeatedEnumValue(record, sibling, i)));
  }
  areas.erase(common::v1::DATA_AREA_UNSPECIFIED);
  return !areas.empty();
}

bool FieldIsOpen(const Message& record, const FieldDescriptor& field, const Grants& grants,
                 bool holder) {
  const auto& policy = field.options().GetExtension(common::v1::field);
  if (policy.holder_only()) return holder;
  if (grants.own || policy.structural()) return true;
  if (policy.minimum_identity() && grants.Any()) return true;
  std::set<DataArea> areas;
  if (!AreasOf(record, policy, areas)) return false;
  for (DataArea area : areas) {
    if (!grants.Covers(area, absl::StrCat(record.GetDescriptor()->name(), ".", field.name())))
      return false;
  }
  return true;
}

// A record is shown when a basis covers one of its areas, never for its structure alone: that a
// health statement exists is already a disclosure.
bool RecordIsOpen(const Message& record, const Grants& grants) {
  if (grants.own) return true;
  if (!grants.Any()) return false;
  const auto* descriptor = record.GetDescriptor();
  if (descriptor->options().GetExtension(common::v1::record).any_basis()) return true;
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const auto& policy = descriptor->field(i)->options().GetExtension(common::v1::field);
    if (policy.structural() || policy.holder_only()) continue;
    if (FieldIsOpen(record, *descriptor->field(i), grants, false)) return true;
  }
  return false;
}

void ClearClosedFields(Message& record, const Grants& grants, bool holder) {
  std::vector<const FieldDescriptor*> fields;
  record.GetReflection()->ListFields(record, &fields);
  // Decided before anything is cleared: a sibling that names the areas may be cleared itself.
  std::vector<const FieldDescriptor*> closed;
  for (const FieldDescriptor* field : fields) {
    if (!FieldIsOpen(record, *field, grants, holder)) closed.push_back(field);
  }
  for (const FieldDescriptor* field : closed) record.GetReflection()->ClearField(&record, field);
  for (const FieldDescriptor* field : fields) {
    if (!IsMessage(*field) || !field->is_repeated()) continue;
    for (int i = 0; i < record.GetReflection()->FieldSize(record, field); ++i) {
      Message& child = *record.GetReflection()->MutableRepeatedMessage(&record, field, i);
      if (child.GetDescriptor()->options().HasExtension(common::v1::record)) {
        ClearClosedFields(child, grants, holder);
      }
    }
  }
}

// Returns false when the record is not to be shown at all.
bool Apply(const Call& call, Message& record) {
  const Grants& grants = call.decisions().at(SubjectOf(call, record));
  call.Present(record);
  if (!RecordIsOpen(record, grants)) return false;
  ClearClosedFields(record, grants, HolderOf(record) == call.caller().unit);
  return true;
}

bool Walk(Call& call, Message& message) {
  if (IsClientRecord(message)) return Apply(call, message);
  bool complete = true;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!IsMessage(*field)) continue;
    if (!field->is_repeated()) {
      if (!Walk(call, *reflection->MutableMessage(&message, field))) {
        reflection->ClearField(&message, field);
        complete = false;
      }
      continue;
    }
    int kept = 0;
    for (int i = 0; i < reflection->FieldSize(message, field); ++i) {
      if (!Walk(call, *reflection->MutableRepeatedMessage(&message, field, i))) continue;
      if (kept != i) reflection->SwapElements(&message, field, kept, i);
      ++kept;
    }
    while (reflection->FieldSize(message, field) > kept) reflection->RemoveLast(&message, field);
  }
  return complete;
}

// Withheld areas follow from policy and decision, never from content.
void FillWithheld(const Call& call, Message& response, const std::vector<Subject>& subjects) {
  const auto* field = response.GetDescriptor()->FindFieldByName("withheld");
  if (field == nullptr || subjects.empty()) return;
  std::set<DataArea> open;
  for (const Subject& subject : subjects) {
    const Grants& grants = call.decisions().at(subject);
    for (int area : call.policy().areas()) {
      if (grants.Covers(static_cast<DataArea>(area))) open.insert(static_cast<DataArea>(area));
    }
  }
  auto* withheld = static_cast<common::v1::Withheld*>(
      response.GetReflection()->MutableMessage(&response, field));
  for (int area : call.policy().areas()) {
    if (!open.contains(static_cast<DataArea>(area)))
      withheld->add_areas(static_cast<DataArea>(area));
  }
}

}  // namespace

absl::Status Redact(Call& call, Message& response) {
  std::vector<Subject> subjects;
  Collect(call, response, subjects);
  if (subjects.empty()) return absl::OkStatus();
  RETURN_IF_ERROR(call.Decide(subjects));
  if (!Walk(call, response)) {
    const Grants& grants = call.decisions().at(subjects.front());
    return call.HiddenRefusal(grants.denied_rule, grants.denied_reason);
  }
  FillWithheld(call, response, subjects);
  return absl::OkStatus();
}

const Message* FirstClientRecord(const Message& message) {
  if (IsClientRecord(message)) return &message;
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (!IsMessage(*field)) continue;
    const auto* reflection = message.GetReflection();
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      const Message& part = field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                                 : reflection->GetMessage(message, field);
      if (const Message* record = FirstClientRecord(part)) return record;
    }
  }
  return nullptr;
}

}  // namespace opora::rpc
