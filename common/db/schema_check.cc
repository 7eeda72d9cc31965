#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "common/db/plan.h"
#include "common/db/record.h"

namespace opora::db {
namespace {

struct LiveColumn {
  std::string type;
  bool nullable;
};

using LiveTable = std::map<std::string, LiveColumn>;

LiveTable ReadTable(Tx& tx, const std::string& table) {
  LiveTable columns;
  const pqxx::result rows = tx.Run(
      "SELECT a.attname, format_type(a.atttypid, NULL), NOT a.attnotnull FROM pg_attribute a "
      "WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped",
      {table});
  for (const auto& row : rows) {
    columns[row[0].as<std::string>()] = {row[1].as<std::string>(), row[2].as<bool>()};
  }
  return columns;
}

std::set<std::string> AcceptedTypes(const Column& column, std::size_t part) {
  switch (column.kind) {
    case ColumnKind::kText:
      return {"text", "uuid"};
    case ColumnKind::kInteger:
      return column.field->cpp_type() == google::protobuf::FieldDescriptor::CPPTYPE_INT32
                 ? std::set<std::string>{"integer"}
                 : std::set<std::string>{"bigint"};
    case ColumnKind::kBool:
      return {"boolean"};
    case ColumnKind::kEnum:
    case ColumnKind::kPartialDate:
      return {"text"};
    case ColumnKind::kTimestamp:
      return {"timestamp with time zone"};
    case ColumnKind::kDate:
      return {"date"};
    case ColumnKind::kMoney:
      return part == 0 ? std::set<std::string>{"bigint"} : std::set<std::string>{"text"};
    case ColumnKind::kTextArray:
    case ColumnKind::kEnumArray:
      return {"text[]"};
    case ColumnKind::kJson:
      return {"jsonb"};
    case ColumnKind::kVersion:
      return {"bigint"};
  }
  return {};
}

// Values that the CHECK constraint <table>_<column>_known lists, read from its definition.
std::set<std::string> KnownValues(Tx& tx, const std::string& table, const std::string& column) {
  const pqxx::result rows = tx.Run(
      "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = to_regclass($1) AND "
      "conname = $2",
      {table, absl::StrCat(table, "_", column, "_known")});
  std::set<std::string> values;
  if (rows.empty()) return values;
  const std::string definition = rows[0][0].as<std::string>();
  const std::vector<std::string> parts = absl::StrSplit(definition, '\'');
  for (std::size_t i = 1; i < parts.size(); i += 2) values.insert(parts[i]);
  return values;
}

void CheckEnum(Tx& tx, const RecordPlan& plan, const Column& column,
               std::vector<std::string>& problems) {
  std::set<std::string> expected;
  for (int i = 0; i < column.field->enum_type()->value_count(); ++i) {
    const std::string name = StoredName(*column.field->enum_type()->value(i));
    if (name != "UNSPECIFIED") expected.insert(name);
  }
  std::set<std::string> known = KnownValues(tx, plan.table, column.names[0]);
  known.erase("UNSPECIFIED");
  if (known != expected) {
    problems.push_back(absl::StrCat(plan.table, ".", column.names[0], ": CHECK lists {",
                                    absl::StrJoin(known, " "), "}, the enumeration has {",
                                    absl::StrJoin(expected, " "), "}"));
  }
}

void CheckColumns(const RecordPlan& plan, LiveTable& live, std::vector<std::string>& problems) {
  for (const Column& column : plan.columns) {
    for (std::size_t part = 0; part < column.names.size(); ++part) {
      const std::string where = absl::StrCat(plan.table, ".", column.names[part]);
      auto found = live.find(column.names[part]);
      if (found == live.end()) {
        problems.push_back(where + ": no such column");
        continue;
      }
      if (!AcceptedTypes(column, part).contains(found->second.type)) {
        problems.push_back(absl::StrCat(where, ": type ", found->second.type));
      }
      if (found->second.nullable != column.nullable) {
        problems.push_back(where + (column.nullable ? ": NOT NULL for a field with presence"
                                                    : ": NULL for a field without presence"));
      }
    }
  }
}

// Columns that no message field covers must be the bookkeeping of the platform.
void CheckSurplus(const RecordPlan& plan, const LiveTable& live,
                  std::vector<std::string>& problems) {
  std::set<std::string> covered = {"ordinal"};
  for (const Column& column : plan.columns)
    covered.insert(column.names.begin(), column.names.end());
  for (const auto& [name, column] : live) {
    if (!covered.contains(name) && !absl::StartsWith(name, "x_")) {
      problems.push_back(absl::StrCat(plan.table, ".", name, ": column without a field"));
    }
  }
}

}  // namespace

absl::Status CheckSchema(Tx& tx, const std::vector<const google::protobuf::Descriptor*>& records) {
  std::vector<std::string> problems;
  for (const auto* record : records) {
    const RecordPlan& plan = PlanOf(record);
    LiveTable live = ReadTable(tx, plan.table);
    if (live.empty()) {
      problems.push_back(plan.table + ": no such table");
      continue;
    }
    CheckColumns(plan, live, problems);
    CheckSurplus(plan, live, problems);
    for (const Column& column : plan.columns) {
      if (column.kind == ColumnKind::kEnum) CheckEnum(tx, plan, column, problems);
    }
  }
  if (problems.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(
      absl::StrCat("the schema does not fit this release: ", absl::StrJoin(problems, "; ")));
}

}  // namespace opora::db
