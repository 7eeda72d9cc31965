#pragma once

#include "common/rpc/caller.h"

namespace opora::rpc {

// Names the unit in a new record, whose fields agency_id and department_id hold it. A unit without
// departments leaves none, whatever was asked for.
template <typename Record>
void SetHolder(const Unit& unit, Record& record) {
  record.set_agency_id(unit.agency_id);
  record.clear_department_id();
  if (!unit.department_id.empty()) record.set_department_id(unit.department_id);
}

}  // namespace opora::rpc
