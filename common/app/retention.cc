#include "common/app/retention.h"

#include <map>

namespace opora::app {
namespace {

using common::v1::ListRetentionRequest;
using common::v1::ListRetentionResponse;

common::v1::RetentionRow RowOf(const RecordClass& record_class) {
  const Retention& retention = *record_class.retention;
  common::v1::RetentionRow row;
  row.set_record_class(std::string(record_class.table));
  row.set_basis(std::string(retention.basis));
  row.set_period_months(retention.months);
  row.set_start(retention.start);
  row.set_hold(std::string(retention.hold));
  row.set_action(retention.action);
  row.set_shredding_mark(std::string(retention.shredding_mark));
  return row;
}

}  // namespace

const Retention* RetentionOf(std::span<const RecordClass> classes, std::string_view table) {
  for (const RecordClass& one : classes) {
    if (one.table == table) return one.retention;
  }
  return nullptr;
}

void RegisterRetention(rpc::Methods& methods, std::span<const RecordClass> classes) {
  methods.Add<ListRetentionRequest, ListRetentionResponse>(
      "opora.common.v1.RetentionService.ListRetention",
      [classes](rpc::Call&, const ListRetentionRequest&) -> absl::StatusOr<ListRetentionResponse> {
        std::map<std::string_view, const RecordClass*> by_name;
        for (const RecordClass& one : classes) by_name.emplace(one.table, &one);
        ListRetentionResponse response;
        for (const auto& [name, one] : by_name) *response.add_rows() = RowOf(*one);
        return response;
      });
}

}  // namespace opora::app
