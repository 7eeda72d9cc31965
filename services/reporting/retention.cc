#include "services/reporting/retention.h"

namespace opora::reporting {
namespace {

using app::Retention;
using namespace common::v1;  // NOLINT(google-build-using-namespace): the values of two
                             // enumerations.

// Figures without persons.
constexpr Retention kFigures = {"Act 499/2004: reports of public programmes",
                                120,
                                RETENTION_START_CREATED,
                                "",
                                RETENTION_ACTION_HAND_OVER,
                                "A/10"};

// One row per table; the start refuses a record whose table is not here.
constexpr app::RecordClass kClasses[] = {
    {"criteria_catalogues", &kFigures}, {"assessments", &kFigures},
    {"localities", &kFigures},          {"observations", &kFigures},
    {"advisory_programmes", &kFigures}, {"counting_rules", &kFigures},
};

}  // namespace

std::span<const app::RecordClass> RetentionOfRecords() { return kClasses; }

}  // namespace opora::reporting
