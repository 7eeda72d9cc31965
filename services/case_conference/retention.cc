#include "services/case_conference/retention.h"

namespace opora::conference {
namespace {

using app::Retention;
using namespace common::v1;  // NOLINT(google-build-using-namespace): the values of two
                             // enumerations.

// Catalogues and settings say nothing of a client.
constexpr Retention kCatalogue = {"no personal data",    0, RETENTION_START_CREATED, "",
                                  RETENTION_ACTION_KEEP, ""};

// The social worker's file of a client.
constexpr Retention kClientFile = {"Act 108/2006, section 95; Act 499/2004: file of social work",
                                   60,
                                   RETENTION_START_FILE_CLOSED,
                                   "proceedings, a complaint or a request of the data subject",
                                   RETENTION_ACTION_HAND_OVER,
                                   "S/5"};

// What proves that a disclosure was lawful.
constexpr Retention kEvidence = {"Regulation (EU) 2016/679, articles 5(2) and 7(1): proof",
                                 120,
                                 RETENTION_START_ENDED,
                                 "proceedings about the disclosure",
                                 RETENTION_ACTION_ERASE,
                                 "S/10"};

// One row per table; the start refuses a record whose table is not here.
constexpr app::RecordClass kClasses[] = {
    {"coordinator_tasks", &kCatalogue},
    {"report_recipients", &kCatalogue},
    {"entry_rules", &kCatalogue},
    {"team_rules", &kCatalogue},
    {"methodology_notes", &kCatalogue},
    {"agency_rule_settings", &kCatalogue},
    {"rule_deviations", &kClientFile},
    {"cases", &kClientFile},
    {"case_demands", &kClientFile},
    {"case_conflicts", &kClientFile},
    {"case_notes", &kClientFile},
    {"assessments", &kClientFile},
    {"support_plans", &kClientFile},
    {"plan_monitorings", &kClientFile},
    {"plan_evaluations", &kClientFile},
    {"conferences", &kClientFile},
    {"action_plans", &kClientFile},
    {"action_items", &kClientFile},
    {"minutes", &kClientFile},
    {"crises", &kClientFile},
    {"crisis_reflections", &kClientFile},
    {"crisis_plans", &kClientFile},
    {"crisis_tasks", &kClientFile},
    {"contact_cards", &kClientFile},
    {"flat_entries", &kClientFile},
    {"gift_applications", &kClientFile},
    {"police_contacts", &kClientFile},
    {"emergency_overrides", &kEvidence},
    {"mandatory_reports", &kEvidence},
    {"content_shares", &kEvidence},
};

}  // namespace

std::span<const app::RecordClass> RetentionOfRecords() { return kClasses; }

}  // namespace opora::conference
