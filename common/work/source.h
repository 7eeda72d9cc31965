#pragma once

#include <string_view>

#include "common/rules/rule.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/work.pb.h"

namespace opora::work {

// Whose record a thing is that waits, seen from the unit for which it waits.
enum class Whose {
  kOwn,        // The unit holds it: agency_id, department_id.
  kAddressed,  // It was sent to the unit: unit_agency_id, unit_department_id beside the holder.
  kForeign,    // The same columns, but seen only with a basis.
  kInvited,    // The same columns; the service's own decider shows it to the worker named.
};

// One kind of work as a service finds it. Adding a kind is adding a row to the service's table.
struct Source {
  common::v1::WorkKind kind;
  rules::Text why;
  std::string_view opens;  // Full name of the RPC that opens the record.
  Whose whose;
  std::string_view areas;  // SQL of text[] over the columns below, alias s.
  // SELECT of all that waits, with at least: record_id, client_id (NULL for none), agency_id,
  // department_id, worker_id (NULL when it waits for anybody of the unit), due_date (NULL for
  // none), since (timestamptz). $1 is today.
  std::string_view sql;
  // What waits for anybody of the unit waits for roles of this group only.
  common::v1::RoleGroup group = common::v1::ROLE_GROUP_UNSPECIFIED;
};

}  // namespace opora::work
