#include "common/work/finder.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "common/rpc/policy.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"

namespace opora::work {
namespace {

constexpr char kNoDue[] = "infinity";

// The unit for which a row waits, as columns of s.
struct UnitColumns {
  const char* agency;
  const char* department;
};

UnitColumns ColumnsOf(const Source& source) {
  if (source.whose == Whose::kOwn) return {"s.agency_id", "s.department_id"};
  return {"s.unit_agency_id", "s.unit_department_id"};
}

// What one source finds under a condition on s.
std::string Branch(const Source& source, std::size_t index, const std::string& condition) {
  const UnitColumns unit = ColumnsOf(source);
  return absl::StrCat(
      "SELECT ", index, " AS source, s.record_id, s.client_id, s.agency_id, s.department_id, ",
      unit.agency, " AS unit_agency_id, ", unit.department,
      " AS unit_department_id, s.worker_id, coalesce(s.due_date, 'infinity'::date) AS due, "
      "s.since, ",
      std::string(source.areas), " AS areas FROM (", std::string(source.sql), ") s WHERE ",
      condition);
}

std::string InUnit(const Source& source) {
  const UnitColumns unit = ColumnsOf(source);
  return absl::StrCat(unit.agency, " = $3::uuid AND coalesce(", unit.department,
                      "::text, '') = $4");
}

// What waits for anybody of the unit, if the source is one of $5.
std::string ForAnybody(const Source& source, std::size_t index) {
  return absl::StrCat(index, " = ANY($5::integer[]) AND ", InUnit(source));
}

// $1 today, $2 workers, $3 and $4 the unit, $5 sources, $6 to $8 the place, $9 the limit.
std::string Statement(const std::vector<std::string>& branches) {
  return absl::StrCat(
      "SELECT source, record_id, coalesce(client_id::text, ''), agency_id, "
      "coalesce(department_id::text, ''), unit_agency_id, coalesce(unit_department_id::text, ''), "
      "coalesce(worker_id::text, ''), due, (extract(epoch FROM since) * 1000000)::bigint, areas "
      "FROM (",
      absl::StrJoin(branches, " UNION ALL "),
      ") w WHERE ($6::date IS NULL OR (due, source, record_id) > ($6::date, $7::integer, "
      "$8::uuid)) AND $1::date IS NOT NULL AND $2::uuid[] IS NOT NULL AND $3::uuid IS NOT NULL AND "
      "$4::text IS NOT NULL ORDER BY due, source, record_id LIMIT $9");
}

bool IsFor(const Source& source, const std::vector<common::v1::ActingRole>& roles) {
  if (source.group == common::v1::ROLE_GROUP_UNSPECIFIED) return true;
  return std::any_of(roles.begin(), roles.end(), [&](common::v1::ActingRole role) {
    return rpc::IsInGroup(role, source.group);
  });
}

Row RowOf(const pqxx::row& columns, std::span<const Source> sources) {
  Row row;
  row.index = columns[0].as<int>();
  row.source = &sources[static_cast<std::size_t>(row.index)];
  row.record_id = columns[1].c_str();
  row.client_id = columns[2].c_str();
  row.holder = {columns[3].c_str(), columns[4].c_str()};
  row.unit = {columns[5].c_str(), columns[6].c_str()};
  row.worker_id = columns[7].c_str();
  if (const std::string due = columns[8].c_str(); due != kNoDue) row.due = dates::ParseDate(due);
  row.since = absl::FromUnixMicros(columns[9].as<int64_t>());
  row.areas = db::ParseArray(columns[10].c_str());
  return row;
}

}  // namespace

Finder::Finder(std::span<const Source> sources) : sources_(sources) {
  std::vector<std::string> own;
  std::vector<std::string> unit;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    own.push_back(Branch(sources_[i], i, "s.worker_id = ANY($2::uuid[])"));
    own.push_back(Branch(sources_[i], i, "s.worker_id IS NULL AND " + ForAnybody(sources_[i], i)));
    unit.push_back(Branch(sources_[i], i, ForAnybody(sources_[i], i)));
  }
  own_ = Statement(own);
  unit_ = Statement(unit);
}

// What waits for one worker is theirs in whatever role; groups narrow what waits for anybody, which
// a head of unit sees whole.
std::vector<std::string> Finder::IndexesFor(const Question& question) const {
  std::vector<std::string> indexes;
  for (std::size_t i = 0; i < sources_.size(); ++i) {
    if (question.scope == common::v1::WORK_SCOPE_UNIT || IsFor(sources_[i], question.roles))
      indexes.push_back(absl::StrCat(i));
  }
  return indexes;
}

std::vector<Row> Finder::Find(db::Tx& tx, const Question& question) const {
  std::vector<Row> rows;
  if (sources_.empty() || question.unit.agency_id.empty()) return rows;
  const auto place = [&](auto part) {
    return question.after.has_value() ? std::optional<std::string>(*question.after.*part)
                                      : std::nullopt;
  };
  const std::string& statement = question.scope == common::v1::WORK_SCOPE_UNIT ? unit_ : own_;
  for (const auto& columns :
       tx.Run(statement,
              {dates::DateText(question.today), db::ArrayLiteral(question.worker_ids),
               question.unit.agency_id, question.unit.department_id,
               db::ArrayLiteral(IndexesFor(question)), place(&Place::due), place(&Place::index),
               place(&Place::record_id), std::to_string(question.limit)})) {
    Row row = RowOf(columns, sources_);
    if (question.with_clients || row.client_id.empty()) rows.push_back(std::move(row));
  }
  return rows;
}

Place Finder::PlaceOf(const Row& row) {
  return {row.due.has_value() ? dates::DateText(*row.due) : kNoDue, absl::StrCat(row.index),
          row.record_id};
}

}  // namespace opora::work
