#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "common/db/session.h"
#include "opora/common/v1/areas.pb.h"

// What somebody betrays by going somewhere: a referral or an appointment inherits the area of its
// recipient (REG-113, REG-117).
namespace opora::registry {

// What a unit, or one service of it, is known for.
struct Provider {
  std::string agency_type;                          // As stored, "NGO".
  std::string department_kind;                      // Empty for an agency without departments.
  std::vector<common::v1::DataArea> service_areas;  // Of the service named, or of all services.
};

// The area that going there betrays, whatever it is for; UNSPECIFIED for none. A unit all of whose
// services belong to areas of their own betrays one of them even when no service is named: the one
// asked for, if it is among them.
common::v1::DataArea AreaOf(const Provider& provider, common::v1::DataArea asked);

// The area of a record and all areas that it betrays.
struct Betrayed {
  common::v1::DataArea area = common::v1::DATA_AREA_UNSPECIFIED;
  std::vector<common::v1::DataArea> areas;
};
Betrayed AreasBetrayed(common::v1::DataArea asked, common::v1::DataArea inherited);

// Reads what a unit or its service is known for. Empty texts are absent.
//
// INVALID_ARGUMENT SERVICE_UNKNOWN naming the field: no service of the agency.
absl::StatusOr<Provider> ReadProvider(db::Tx& tx, const std::string& agency_id,
                                      const std::string& department_id,
                                      const std::string& service_id,
                                      std::string_view service_field);

// Writes area and betrayed areas into a record that has both.
template <typename Record>
void SetBetrayed(const Betrayed& betrayed, Record& record) {
  record.set_area(betrayed.area);
  record.clear_betrayed_areas();
  for (const common::v1::DataArea area : betrayed.areas) record.add_betrayed_areas(area);
}

}  // namespace opora::registry
