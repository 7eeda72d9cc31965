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

inline constexpr Rule kDepartmentExists = {"REG-02",
                                           "DEPARTMENT_EXISTS",
                                           rules::kRecorded,
                                           absl::StatusCode::kAlreadyExists,
                                           {"The agency has an open department of this name.",
                                            "Organizace má otevřený odbor tohoto názvu."},
                                           {"Use the department that exists, or another name.",
                                            "Použijte existující odbor, nebo jiný název."},
                                           "opora.registry.v1.AgencyService.GetAgency"};
inline constexpr Rule kDepartmentClosed = {
    "REG-02",
    "DEPARTMENT_CLOSED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The department is closed.", "Odbor je zrušen."},
    {"Name an open department of the agency.", "Uveďte otevřený odbor organizace."},
    "opora.registry.v1.AgencyService.GetAgency"};
inline constexpr Rule kDepartmentInUse = {
    "REG-02",
    "DEPARTMENT_IN_USE",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"Workers of the department still work, or clients are assigned to them.",
     "V odboru dosud působí pracovníci, nebo k nim jsou přiřazeni klienti."},
    {"End the assignments, then move the workers to another department or suspend them.",
     "Ukončete přiřazení a pracovníky převeďte do jiného odboru nebo pozastavte."},
    "opora.registry.v1.AgencyService.UpdateWorker"};
inline constexpr Rule kAgencyWorksUndivided = {
    "REG-02",
    "AGENCY_WORKS_UNDIVIDED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The agency has worked with clients as one unit: what they agreed to would belong to no "
     "department.",
     "Organizace pracovala s klienty jako jeden celek: jejich souhlasy by nepatřily žádnému "
     "odboru."},
    {"Register the new body as an agency of its own and refer clients to it.",
     "Zapište nový útvar jako samostatnou organizaci a klienty do něj doporučte."},
    "opora.registry.v1.AgencyService.CreateAgency"};
inline constexpr Rule kWorkerHasClients = {
    "REG-02",
    "WORKER_HAS_CLIENTS",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"Clients are assigned to the worker in the present department; what they agreed to does not "
     "move along.",
     "K pracovníkovi jsou v dosavadním odboru přiřazeni klienti; jejich souhlasy se nestěhují."},
    {"Hand the clients over and end the assignments first.",
     "Nejprve klienty předejte a přiřazení ukončete."},
    "opora.registry.v1.AgencyService.EndAssignment"};
inline constexpr Rule kNotTargetGroup = {
    "REG-24",
    "NOT_TARGET_GROUP",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The service is for certain groups only, and none of them is named for the client.",
     "Služba je jen pro určité skupiny a u klienta žádná z nich není uvedena."},
    {"Name the client's group, give the reason for an exception, or find another service.",
     "Uveďte skupinu klienta, zdůvodněte výjimku, nebo vyhledejte jinou službu."},
    "opora.registry.v1.AgencyService.FindServices"};
inline constexpr Rule kTargetGroupWaived = {
    "REG-24",
    "TARGET_GROUP_WAIVED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The client is of none of the service's groups and is assigned as an exception.",
     "Klient nepatří do žádné ze skupin služby a je přiřazen výjimečně."},
    {"Find a service for the client's group.", "Vyhledejte službu pro skupinu klienta."},
    "opora.registry.v1.AgencyService.FindServices"};
inline constexpr Rule kServiceClosed = {
    "REG-11",
    "SERVICE_CLOSED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The service is no longer provided on that day.", "Služba se k tomuto dni již neposkytuje."},
    {"Find another service.", "Vyhledejte jinou službu."},
    "opora.registry.v1.AgencyService.FindServices"};
inline constexpr Rule kAssignmentEnded = {"REG-16",
                                          "ASSIGNMENT_ENDED",
                                          rules::kHard,
                                          absl::StatusCode::kFailedPrecondition,
                                          {"The assignment is ended.", "Přiřazení je ukončeno."},
                                          {"Assign the worker anew.", "Přiřaďte pracovníka znovu."},
                                          "opora.registry.v1.AgencyService.AssignWorker"};

inline constexpr Rule kCapacityUnknown = {
    "REG-21",
    "CAPACITY_UNKNOWN",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The capacity of the service is unknown, which is not zero.",
     "Kapacita služby není známa, což neznamená nulu."},
    {"The provider records staffing or a capacity figure.",
     "Poskytovatel zapíše personální zajištění nebo údaj o kapacitě."},
    "opora.registry.v1.AgencyService.PutStaffing"};

inline constexpr const Rule* kAgenciesRefusals[] = {
    &kCapacityUnknown,      &kAgencyExists,         &kWorkerExists,     &kForeignDepartment,
    &kForeignAgency,        &kQualificationMissing, &kCaseloadFull,     &kCaseloadOverridden,
    &kStanceConflict,       &kCaseManagerExists,    &kAlreadyAssigned,  &kRoleNotHeld,
    &kPlatformRole,         &kDepartmentExists,     &kDepartmentClosed, &kDepartmentInUse,
    &kAgencyWorksUndivided, &kWorkerHasClients,     &kNotTargetGroup,   &kTargetGroupWaived,
    &kServiceClosed,        &kAssignmentEnded};

}  // namespace opora::registry::rule
