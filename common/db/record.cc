#include "common/db/record.h"

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "common/db/plan.h"
#include "common/ids/ids.h"
#include "opora/common/v1/policy.pb.h"

namespace opora::db {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

std::string KeyOf(const Message& record, const RecordPlan& plan) {
  return record.GetReflection()->GetString(record, plan.message->FindFieldByName(plan.key));
}

void SetText(Message& record, const RecordPlan& plan, const std::string& field,
             const std::string& value) {
  record.GetReflection()->SetString(&record, plan.message->FindFieldByName(field), value);
}

void InsertChildren(Tx& tx, Message& record, const RecordPlan& plan, const Child& child) {
  const Reflection& reflection = *record.GetReflection();
  const RecordPlan& child_plan = PlanOf(child.field->message_type());
  for (int i = 0; i < reflection.FieldSize(record, child.field); ++i) {
    Message& element = *reflection.MutableRepeatedMessage(&record, child.field, i);
    SetText(element, child_plan, child_plan.parent, KeyOf(record, plan));
    Insert(tx, element);
  }
}

// Children that are no longer there are deleted; new ones inserted; the others written whole.
void ReplaceChildren(Tx& tx, Message& record, const RecordPlan& plan, const Child& child) {
  const Reflection& reflection = *record.GetReflection();
  const RecordPlan& child_plan = PlanOf(child.field->message_type());
  std::vector<std::string> keys;
  for (int i = 0; i < reflection.FieldSize(record, child.field); ++i) {
    keys.push_back(KeyOf(reflection.GetRepeatedMessage(record, child.field, i), child_plan));
  }
  tx.Run(absl::StrCat("DELETE FROM ", child_plan.table, " WHERE ", child_plan.parent,
                      " = $1 AND NOT (", child_plan.key, " = ANY($2))"),
         {KeyOf(record, plan), ArrayLiteral(keys)});
  const pqxx::result present =
      tx.Run(absl::StrCat("SELECT ", child_plan.key, " FROM ", child_plan.table, " WHERE ",
                          child_plan.parent, " = $1"),
             {KeyOf(record, plan)});
  std::set<std::string> stored;
  for (const auto& row : present) stored.insert(row[0].as<std::string>());
  std::vector<std::string_view> every_field;
  for (const Column& column : child_plan.columns) {
    if (column.field->name() != child_plan.key && column.field->name() != child_plan.parent) {
      every_field.push_back(column.field->name());
    }
  }
  for (int i = 0; i < reflection.FieldSize(record, child.field); ++i) {
    Message& element = *reflection.MutableRepeatedMessage(&record, child.field, i);
    SetText(element, child_plan, child_plan.parent, KeyOf(record, plan));
    if (stored.contains(keys[static_cast<std::size_t>(i)])) {
      Update(tx, element, every_field);
    } else {
      Insert(tx, element);
    }
  }
}

// One statement per level and page: the children of all parents at once.
void LoadChildren(Tx& tx, const std::vector<Message*>& parents, const RecordPlan& plan) {
  if (parents.empty()) return;
  for (const Child& child : plan.children) {
    const RecordPlan& child_plan = PlanOf(child.field->message_type());
    absl::flat_hash_map<std::string, Message*> by_key;
    std::vector<std::string> keys;
    for (Message* parent : parents) {
      keys.push_back(KeyOf(*parent, plan));
      by_key[keys.back()] = parent;
    }
    const pqxx::result rows =
        tx.Run(absl::StrCat(child_plan.select, "WHERE r.", child_plan.parent,
                            " = ANY($1) ORDER BY r.", child_plan.parent, ", r.ordinal"),
               {ArrayLiteral(keys)});
    std::vector<Message*> children;
    std::unique_ptr<Message> element(
        parents[0]->GetReflection()->GetMessageFactory()->GetPrototype(child_plan.message)->New());
    for (const auto& row : rows) {
      element->Clear();
      ReadRow(row, child_plan, *element);
      const std::string parent_key = element->GetReflection()->GetString(
          *element, child_plan.message->FindFieldByName(child_plan.parent));
      Message* parent = by_key.at(parent_key);
      Message* added = parent->GetReflection()->AddMessage(parent, child.field);
      added->GetReflection()->Swap(added, element.get());
      children.push_back(added);
    }
    LoadChildren(tx, children, child_plan);
  }
}

// Keys are UUIDs. One that stands in a record is not checked by the contract, because a new record
// has none; here what is no UUID finds nothing.
bool FindWith(Tx& tx, std::string_view key, Message& record, std::string_view suffix) {
  if (!ids::IsUuid(key)) return false;
  const RecordPlan& plan = PlanOf(record.GetDescriptor());
  const pqxx::result rows =
      tx.Run(absl::StrCat(plan.select, "WHERE r.", plan.key, " = $1", std::string(suffix)),
             {std::string(key)});
  if (rows.empty()) return false;
  record.Clear();
  ReadRow(rows[0], plan, record);
  LoadChildren(tx, {&record}, plan);
  return true;
}

}  // namespace

std::string Etag(int64_t version) { return absl::StrFormat("\"%x\"", version); }

void Insert(Tx& tx, Message& record) {
  const RecordPlan& plan = PlanOf(record.GetDescriptor());
  Params params;
  for (const Column& column : plan.columns) AppendParams(record, column, params);
  tx.Run(plan.insert, params);
  if (plan.versioned) SetText(record, plan, "etag", Etag(1));
  for (const Child& child : plan.children) InsertChildren(tx, record, plan, child);
}

bool Find(Tx& tx, std::string_view key, Message& record) { return FindWith(tx, key, record, ""); }

bool FindForUpdate(Tx& tx, std::string_view key, Message& record) {
  return FindWith(tx, key, record, " FOR UPDATE");
}

void Update(Tx& tx, Message& record, const std::vector<std::string_view>& fields) {
  const RecordPlan& plan = PlanOf(record.GetDescriptor());
  Params params;
  std::vector<std::string> assignments;
  for (const Column& column : plan.columns) {
    if (std::find(fields.begin(), fields.end(), column.field->name()) == fields.end()) continue;
    const std::size_t before = params.size();
    AppendParams(record, column, params);
    for (std::size_t i = 0; i < column.names.size(); ++i) {
      assignments.push_back(absl::StrCat(column.names[i], " = $", before + i + 1));
    }
  }
  if (plan.versioned) assignments.push_back("version = version + 1");
  params.emplace_back(KeyOf(record, plan));
  if (!assignments.empty()) {
    const pqxx::result rows =
        tx.Run(absl::StrCat("UPDATE ", plan.table, " SET ", absl::StrJoin(assignments, ", "),
                            " WHERE ", plan.key, " = $", params.size(), " RETURNING ",
                            plan.versioned ? "version" : plan.key),
               params);
    if (plan.versioned && !rows.empty())
      SetText(record, plan, "etag", Etag(rows[0][0].as<int64_t>()));
  }
  for (const Child& child : plan.children) {
    if (std::find(fields.begin(), fields.end(), child.field->name()) != fields.end()) {
      ReplaceChildren(tx, record, plan, child);
    }
  }
}

void SelectInto(Tx& tx, const Message& prototype, std::string_view rest, const Params& params,
                const std::function<Message*()>& add) {
  const RecordPlan& plan = PlanOf(prototype.GetDescriptor());
  const pqxx::result rows = tx.Run(absl::StrCat(plan.select, std::string(rest)), params);
  std::vector<Message*> found;
  for (const auto& row : rows) {
    Message* record = add();
    ReadRow(row, plan, *record);
    found.push_back(record);
  }
  LoadChildren(tx, found, plan);
}

}  // namespace opora::db
