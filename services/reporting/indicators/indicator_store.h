#pragma once

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "common/db/session.h"
#include "opora/reporting/v1/indicator.pb.h"

namespace opora::reporting {

// The version of that number, or the newest for 0. NOT_FOUND.
absl::StatusOr<v1::CriteriaCatalogue> FindCatalogue(db::Tx& tx, const std::string& code,
                                                    int number);

// Number of the next version of a catalogue. Versions of one code wait for each other.
int NextCatalogueNumber(db::Tx& tx, const std::string& code);

// The assessment of a locality by the newest version of a catalogue that it was assessed by.
std::optional<v1::Assessment> FindAssessment(db::Tx& tx, const std::string& locality_id,
                                             const std::string& catalogue_code,
                                             v1::AssessmentKind kind);

// The assessment by just this version, locked for change when there is one.
std::optional<v1::Assessment> LockAssessment(db::Tx& tx, const std::string& locality_id,
                                             const std::string& catalogue_id,
                                             v1::AssessmentKind kind);

}  // namespace opora::reporting
