#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about agencies, workers and assignments: one row each, told in both
// languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kAgencyExists = {
    "REG-01",
    "AGENCY_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"An agency of this name and type is registered.",
     "Organizace tohoto názvu a typu je již vedena."},
    {"Find it in the list of agencies.", "Vyhledejte ji v seznamu organizací."},
    "opora.registry.v1.AgencyService.ListAgencies"};
inline constexpr Rule kWorkerExists = {
    "REG-27",
    "WORKER_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"This sign-in belongs to a worker already.", "Toto přihlášení již patří jinému pracovníkovi."},
    {"Use another subject, or grant roles to the worker who exists.",
     "Použijte jiné přihlášení, nebo udělte role existujícímu pracovníkovi."},
    "opora.registry.v1.AgencyService.GrantRole"};
inline constexpr Rule kForeignDepartment = {
    "XC-17",
    "FOREIGN_DEPARTMENT",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"A department assigns its own workers only: another department works with a client on a "
     "consent or a referral.",
     "Odbor přiřazuje jen své pracovníky: jiný odbor pracuje s klientem na základě souhlasu nebo "
     "doporučení."},
    {"Send a referral to the other department.", "Pošlete doporučení druhému odboru."},
    "opora.registry.v1.ReferralService.SendReferral"};
inline constexpr Rule kForeignAgency = {
    "REG-27",
    "FOREIGN_AGENCY",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Only the agency itself keeps its workers, services and assignments.",
     "Pracovníky, služby a přiřazení vede jen organizace sama."},
    {"Ask the administrator of that agency.", "Požádejte správce dané organizace."}};
inline constexpr Rule kQualificationMissing = {
    "XC-52",
    "QUALIFICATION_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"No qualification under sections 109 and 110 of Act 108/2006 is recorded.",
     "Není doložena kvalifikace podle § 109 a 110 zákona č. 108/2006 Sb."},
    {"The agency's administrator records the qualification.",
     "Kvalifikaci zapíše správce organizace."}};
inline constexpr Rule kCaseloadFull = {
    "REG-14",
    "CASELOAD_FULL",
    rules::kHard,
    absl::StatusCode::kResourceExhausted,
    {"The worker has no free place: the limit at full time, scaled to the worker's part of it, is "
     "reached.",
     "Pracovník nemá volné místo: limit na plný úvazek přepočtený na jeho úvazek je vyčerpán."},
    {"Choose another worker, end or pause an assignment, or let the head of unit override with a "
     "reason.",
     "Zvolte jiného pracovníka, ukončete či přerušte některé přiřazení, nebo ať vedoucí limit s "
     "důvodem překročí."},
    "opora.registry.v1.AgencyService.AssignWorker"};
inline constexpr Rule kCaseloadOverridden = {"REG-14",
                                             "CASELOAD_OVERRIDDEN",
                                             rules::kHard,
                                             absl::StatusCode::kResourceExhausted,
                                             {"The worker is assigned above the caseload limit.",
                                              "Pracovník je přiřazen nad limit klientů."},
                                             {"End or pause another assignment of the worker.",
                                              "Ukončete nebo přerušte jiné přiřazení pracovníka."},
                                             "opora.registry.v1.AgencyService.EndAssignment"};
inline constexpr Rule kStanceConflict = {
    "XC-32",
    "STANCE_CONFLICT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The worker already holds the other stance towards this client: support and control are kept "
     "apart.",
     "Pracovník již má vůči klientovi opačný postoj: podpora a kontrola se oddělují."},
    {"Assign another worker.", "Přiřaďte jiného pracovníka."},
    "opora.registry.v1.AgencyService.AssignWorker"};
inline constexpr Rule kCaseManagerExists = {
    "REG-34",
    "CASE_MANAGER_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The client has an active case manager.", "Klient má aktivního koordinátora případu."},
    {"End the assignment of the present case manager first.",
     "Nejprve ukončete přiřazení dosavadního koordinátora."},
    "opora.registry.v1.AgencyService.EndAssignment"};
inline constexpr Rule kAlreadyAssigned = {
    "REG-16",
    "ALREADY_ASSIGNED",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The worker serves the client in this role already.",
     "Pracovník s klientem v této roli již pracuje."},
    {"Work with the assignment that exists.", "Pracujte s existujícím přiřazením."},
    "opora.registry.v1.AgencyService.ListAssignments",
    "client_assignments_once"};
inline constexpr Rule kRoleNotHeld = {
    "REG-27",
    "ROLE_NOT_HELD",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The worker does not hold this role on that day.", "Pracovník tuto roli k danému dni nemá."},
    {"The administrator of the agency grants the role.", "Roli udělí správce organizace."},
    "opora.registry.v1.AgencyService.GrantRole"};
inline constexpr Rule kPlatformRole = {
    "REG-27",
    "PLATFORM_ROLE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Only the platform's administrator grants a role that reaches beyond one agency.",
     "Roli s působností nad rámec jedné organizace uděluje jen správce platformy."},
    {"Ask the platform's administrator.", "Požádejte správce platformy."},
    "opora.registry.v1.AgencyService.GrantRole"};

inline constexpr const Rule* kAgenciesRefusals[] = {
    &kAgencyExists,         &kWorkerExists,    &kForeignDepartment,  &kForeignAgency,
    &kQualificationMissing, &kCaseloadFull,    &kCaseloadOverridden, &kStanceConflict,
    &kCaseManagerExists,    &kAlreadyAssigned, &kRoleNotHeld,        &kPlatformRole};

}  // namespace opora::registry::rule
