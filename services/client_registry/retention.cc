#include "services/client_registry/retention.h"

namespace opora::registry {
namespace {

using app::Retention;
using namespace common::v1;  // NOLINT(google-build-using-namespace): the values of two
                             // enumerations.

// Who works where: kept as long as it explains who acted.
constexpr Retention kDirectory = {"Regulation (EU) 2016/679, article 5(2): accountability",
                                  120,
                                  RETENTION_START_ENDED,
                                  "proceedings about what they did",
                                  RETENTION_ACTION_ANONYMISE,
                                  ""};

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

// Working data of a short life.
constexpr Retention kWorking = {"Regulation (EU) 2016/679, article 5(1)(e): no longer than needed",
                                12,
                                RETENTION_START_ENDED,
                                "",
                                RETENTION_ACTION_ERASE,
                                ""};

// What proves that a disclosure was lawful.
constexpr Retention kEvidence = {"Regulation (EU) 2016/679, articles 5(2) and 7(1): proof",
                                 120,
                                 RETENTION_START_ENDED,
                                 "proceedings about the disclosure",
                                 RETENTION_ACTION_ERASE,
                                 "S/10"};

// Claims and payments.
constexpr Retention kClaims = {"Act 563/1991, section 31: accounting documents",
                               120,
                               RETENTION_START_ENDED,
                               "enforcement or proceedings",
                               RETENTION_ACTION_HAND_OVER,
                               "S/10"};

// One row per table; the start refuses a record whose table is not here.
constexpr app::RecordClass kClasses[] = {
    {"agencies", &kDirectory},
    {"departments", &kDirectory},
    {"workers", &kDirectory},
    {"role_assignments", &kDirectory},
    {"worker_profiles", &kDirectory},
    {"qualifications", &kDirectory},
    {"employment_ends", &kDirectory},
    {"substitutions", &kDirectory},
    {"role_merge_waivers", &kDirectory},
    {"fallbacks", &kDirectory},
    {"key_actors", &kDirectory},
    {"contact_persons", &kDirectory},
    {"cooperation_agreements", &kDirectory},
    {"offices", &kDirectory},
    {"change_bearers", &kDirectory},
    {"actor_notes", &kDirectory},
    {"supervision_settings", &kDirectory},
    {"services", &kCatalogue},
    {"staffings", &kCatalogue},
    {"capacities", &kCatalogue},
    {"support_categories", &kCatalogue},
    {"creditor_policies", &kCatalogue},
    {"service_costs", &kCatalogue},
    {"service_reaches", &kCatalogue},
    {"approach_definitions", &kCatalogue},
    {"projects", &kCatalogue},
    {"matrix_rows", &kCatalogue},
    {"questions", &kCatalogue},
    {"consent_templates", &kCatalogue},
    {"waiting_lists", &kCatalogue},
    {"agency_rule_settings", &kCatalogue},
    {"rule_deviations", &kClientFile},
    {"clients", &kClientFile},
    {"statements", &kClientFile},
    {"client_assignments", &kClientFile},
    {"referrals", &kClientFile},
    {"support_records", &kClientFile},
    {"client_parts", &kClientFile},
    {"client_identifications", &kClientFile},
    {"statement_changes", &kClientFile},
    {"statement_verifications", &kClientFile},
    {"eligibility_assessments", &kClientFile},
    {"long_term_plans", &kClientFile},
    {"communication_needs", &kClientFile},
    {"network_members", &kClientFile},
    {"network_contacts", &kClientFile},
    {"external_references", &kClientFile},
    {"household_members", &kClientFile},
    {"family_relations", &kClientFile},
    {"client_addresses", &kClientFile},
    {"provider_addresses", &kClientFile},
    {"contact_records", &kClientFile},
    {"task_requests", &kClientFile},
    {"key_worker_changes", &kClientFile},
    {"uncovered_clients", &kClientFile},
    {"support_need_links", &kClientFile},
    {"waiting_entries", &kClientFile},
    {"place_reservations", &kClientFile},
    {"case_transfers", &kClientFile},
    {"appointments", &kClientFile},
    {"client_matches", &kWorking},
    {"consents", &kEvidence},
    {"subject_requests", &kEvidence},
    {"corrections", &kEvidence},
    {"recipient_notices", &kEvidence},
    {"file_marks", &kEvidence},
    {"notification_preferences", &kWorking},
    {"notifications", &kWorking},
    {"safety_notices", &kWorking},
    {"access_alerts", &kWorking},
    {"reflection_notes", &kWorking},
    {"key_worker_change_reasons", &kWorking},
    {"one_off_disclosures", &kEvidence},
    {"representations", &kEvidence},
    {"representatives", &kEvidence},
    {"deaths", &kEvidence},
    {"personal_ties", &kEvidence},
    {"address_protections", &kEvidence},
    {"address_lowerings", &kEvidence},
    {"address_releases", &kEvidence},
    {"break_glasses", &kEvidence},
    {"passed_facts", &kEvidence},
    {"debts", &kClaims},
    {"repayment_schedules", &kClaims},
    {"waiver_requests", &kClaims},
    {"debt_reliefs", &kClaims},
    {"enforcements", &kClaims},
    {"claim_steps", &kClaims},
    {"debt_refusals", &kClaims},
    {"special_recipients", &kClaims},
};

}  // namespace

std::span<const app::RecordClass> RetentionOfRecords() { return kClasses; }

}  // namespace opora::registry
