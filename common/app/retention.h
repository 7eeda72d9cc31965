#pragma once

#include <span>
#include <string_view>

#include "common/rpc/method.h"
#include "opora/common/v1/retention.pb.h"

namespace opora::app {

// How long records are kept, and what becomes of them then (XC-68). To be checked by counsel.
struct Retention {
  std::string_view basis;
  int months = 0;  // 0: as long as the platform runs.
  common::v1::RetentionStart start = common::v1::RETENTION_START_CREATED;
  std::string_view hold;
  common::v1::RetentionAction action = common::v1::RETENTION_ACTION_ERASE;
  std::string_view shredding_mark;
};

// A class of records: one row per table in retention.cc of a service. Children are kept with their
// parents and need none.
struct RecordClass {
  std::string_view table;
  const Retention* retention;
};

// The retention of a table, nullptr when it has none.
const Retention* RetentionOf(std::span<const RecordClass> classes, std::string_view table);

// Registers opora.common.v1.RetentionService.
void RegisterRetention(rpc::Methods& methods, std::span<const RecordClass> classes);

}  // namespace opora::app
