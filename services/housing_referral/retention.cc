#include "services/housing_referral/retention.h"

namespace opora::housing {
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

// Claims and payments.
constexpr Retention kClaims = {"Act 563/1991, section 31: accounting documents",
                               120,
                               RETENTION_START_ENDED,
                               "enforcement or proceedings",
                               RETENTION_ACTION_HAND_OVER,
                               "S/10"};

// One row per table; the start refuses a record whose table is not here.
constexpr app::RecordClass kClasses[] = {
    {"houses", &kCatalogue},
    {"flats", &kCatalogue},
    {"readiness_checks", &kCatalogue},
    {"defects", &kCatalogue},
    {"programmes", &kCatalogue},
    {"programme_roles", &kCatalogue},
    {"selection_criteria", &kCatalogue},
    {"landlord_conditions", &kCatalogue},
    {"debt_rules", &kCatalogue},
    {"rule_settings", &kCatalogue},
    {"separation_waivers", &kCatalogue},
    {"head_leases", &kCatalogue},
    {"deviations", &kCatalogue},
    {"applications", &kClientFile},
    {"complaints", &kClientFile},
    {"tenancies", &kClientFile},
    {"extension_decisions", &kClientFile},
    {"house_rule_breaches", &kClientFile},
    {"benefit_claims", &kClientFile},
    {"payment_enquiries", &kClientFile},
    {"rent_charges", &kClaims},
    {"rent_payments", &kClaims},
    {"direct_payments", &kClaims},
    {"direct_payment_requests", &kClaims},
};

}  // namespace

std::span<const app::RecordClass> RetentionOfRecords() { return kClasses; }

}  // namespace opora::housing
