#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about debts: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kCreditorUnclear = {
    "REG-88",
    "CREDITOR_UNCLEAR",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"A debt has exactly one creditor: an agency of the platform, or a name.",
     "Dluh má právě jednoho věřitele: organizaci platformy, nebo jméno."},
    {"Give creditor_agency_id or creditor_name.", "Uveďte creditor_agency_id, nebo creditor_name."},
    "",
    "debts_creditor"};
inline constexpr Rule kAmountNegative = {
    "REG-88",
    "AMOUNT_NEGATIVE",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"An amount is not negative; an unknown one is left out.",
     "Částka není záporná; neznámá se vynechá."},
    {"Correct or leave out the amount.", "Částku opravte, nebo vynechte."}};
inline constexpr Rule kAmountUnknown = {
    "REG-88",
    "AMOUNT_UNKNOWN",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The amount is not known yet; unknown is not zero.",
     "Částka zatím není známa; neznámá není nula."},
    {"Whoever works with the client ascertains the amount at the creditor and records it.",
     "Kdo s klientem pracuje, zjistí částku u věřitele a zapíše ji."},
    "opora.registry.v1.DebtService.RecordDebtAmount"};
inline constexpr Rule kDebtSettled = {
    "REG-96",
    "DEBT_SETTLED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The debt is paid, waived or discharged.",
     "Dluh je zaplacen, prominut nebo je od něj klient osvobozen."},
    {"Nothing is owed; a new debt is opened as such.",
     "Nic se nedluží; nový dluh se zapíše jako nový."},
    "opora.registry.v1.DebtService.OpenDebt"};
inline constexpr Rule kScheduleExists = {
    "REG-96",
    "SCHEDULE_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The debt is being repaid by a schedule already.",
     "Dluh se už splácí podle splátkového kalendáře."},
    {"Call the running schedule off first, when client and creditor agree on another.",
     "Nejdřív zrušte běžící kalendář, dohodl-li se klient s věřitelem jinak."},
    "opora.registry.v1.RepaymentService.CancelRepaymentSchedule",
    "repayment_schedules_one_open"};
inline constexpr Rule kScheduleStateRefuses = {
    "REG-96",
    "SCHEDULE_STATE_REFUSES",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The schedule is in a state that does not allow this.",
     "Stav splátkového kalendáře to nedovoluje."},
    {"Read its state; a schedule that is over is followed by a new one.",
     "Přečtěte si jeho stav; po ukončeném kalendáři následuje nový."},
    "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"};
inline constexpr Rule kOverpaid = {
    "REG-96",
    "OVERPAID",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"More was paid than the schedule asks for.", "Zaplaceno je víc, než kalendář požaduje."},
    {"The creditor returns the rest or sets it against another debt.",
     "Věřitel zbytek vrátí, nebo započte na jiný dluh."}};
inline constexpr Rule kCreditorPolicyExists = {
    "REG-97",
    "CREDITOR_POLICY_EXISTS",
    rules::kAdvice,
    absl::StatusCode::kAlreadyExists,
    {"A policy of this creditor begins on this day already.",
     "Od tohoto dne už pravidla tohoto věřitele platí."},
    {"Enter the new one from another day; earlier ones never change.",
     "Nová zadejte od jiného dne; dřívější se nemění."},
    "opora.registry.v1.RepaymentService.ListCreditorPolicies",
    "creditor_policies_once"};
inline constexpr Rule kBelowPolicy = {
    "REG-97",
    "BELOW_POLICY",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The instalment is below the creditor's minimum; the application is decided individually.",
     "Splátka je nižší než minimum věřitele; o žádosti se rozhoduje individuálně."},
    {"The creditor decides with reasons; the decision is recorded.",
     "Věřitel rozhodne s odůvodněním; rozhodnutí se zapíše."},
    "opora.registry.v1.RepaymentService.DecideRepaymentSchedule"};
inline constexpr Rule kAffordabilityMissing = {
    "REG-98",
    "AFFORDABILITY_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"It is not stated that the client can really pay the instalment.",
     "Není doloženo, že klient splátku opravdu zvládne."},
    {"The worker records income and expenses with the client, or the client's own word.",
     "Pracovník s klientem zapíše příjmy a výdaje, nebo klientovo vlastní vyjádření."},
    "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"};
inline constexpr Rule kInstalmentAboveMeans = {
    "REG-98",
    "INSTALMENT_ABOVE_MEANS",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Less is left of the income than the instalment.",
     "Z příjmu zbývá méně, než kolik činí splátka."},
    {"A smaller instalment would do; client, worker and creditor agree on it.",
     "Pomohla by nižší splátka; dohodne se klient, pracovník a věřitel."},
    "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"};
inline constexpr Rule kWaiverDecided = {
    "REG-93",
    "WAIVER_DECIDED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The application was granted or declined before.", "O žádosti už bylo rozhodnuto."},
    {"A new application can be entered.", "Lze podat novou žádost."},
    "opora.registry.v1.RepaymentService.RequestWaiver"};
inline constexpr Rule kAboveCeiling = {
    "REG-93",
    "ABOVE_CEILING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The amount is above the creditor's ceiling, and another body is competent; it stays "
     "proposed.",
     "Částka je nad stropem věřitele a příslušný je jiný orgán; zůstává návrhem."},
    {"The body that the creditor's policy names decides.",
     "Rozhodne orgán, který určují pravidla věřitele."},
    "opora.registry.v1.RepaymentService.DecideWaiver"};
inline constexpr Rule kPrincipalNotPaid = {
    "REG-94",
    "PRINCIPAL_NOT_PAID",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A penalty is forgiven once the principal is paid.",
     "Penále lze prominout, až je zaplacena jistina."},
    {"The client pays the principal; the day of payment is given with the decision.",
     "Klient zaplatí jistinu; den zaplacení se uvede s rozhodnutím."},
    "opora.registry.v1.RepaymentService.DecideWaiver"};
inline constexpr Rule kBailiffForMunicipalClaim = {
    "REG-90",
    "BAILIFF_FOR_MUNICIPAL_CLAIM",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A municipal claim goes to a bailiff although tax enforcement may be open.",
     "Obecní pohledávku vymáhá exekutor, ač může být možná daňová exekuce."},
    {"The municipality's collections check whether the nature of the claim permits tax "
     "enforcement.",
     "Vymáhání obce ověří, zda povaha pohledávky daňovou exekuci dovoluje."}};
inline constexpr Rule kBagatelleEnforced = {
    "REG-91",
    "BAGATELLE_ENFORCED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The claim is below what the creditor enforces.",
     "Pohledávka je nižší, než jaké věřitel vymáhá."},
    {"The creditor stops the enforcement or waives the claim.",
     "Věřitel exekuci zastaví, nebo pohledávku promine."},
    "opora.registry.v1.EnforcementService.StopEnforcement"};
inline constexpr Rule kEnforcementStopped = {
    "REG-92",
    "ENFORCEMENT_STOPPED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The enforcement was stopped before.", "Exekuce už byla zastavena."},
    {"Nothing is needed; a new enforcement is recorded as such.",
     "Není třeba nic; nová exekuce se zapíše jako nová."},
    "opora.registry.v1.EnforcementService.RecordEnforcement"};
inline constexpr Rule kChildDebtEnforced = {
    "REG-102",
    "CHILD_DEBT_ENFORCED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The debt arose for a child.", "Dluh vznikl dítěti."},
    {"The creditor can stop the enforcement for that reason.",
     "Věřitel může exekuci z tohoto důvodu zastavit."},
    "opora.registry.v1.EnforcementService.StopEnforcement"};
inline constexpr Rule kDebtTrap = {
    "REG-103",
    "DEBT_TRAP",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"A debt is paid by a new debt, and was itself taken to pay an earlier one.",
     "Dluh se splácí novým dluhem, a sám byl vzat na splacení dřívějšího."},
    {"A debt counsellor looks at all debts together with the client.",
     "Dluhový poradce projde s klientem všechny dluhy najednou."},
    "opora.registry.v1.DebtService.ListDebts"};
inline constexpr Rule kAgreementMissing = {
    "XC-25",
    "AGREEMENT_MISSING",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"Without the client's agreement a benefit goes to somebody else only when it was not used for "
     "its purpose.",
     "Bez souhlasu klienta jde dávka jinému jen tehdy, nebyla-li využita ke svému účelu."},
    {"The worker records the client's agreement, or the Labour Office the misuse.",
     "Pracovník zapíše souhlas klienta, nebo úřad práce zneužití."},
    "opora.registry.v1.EnforcementService.RecordSpecialRecipient",
    "special_recipients_agreed"};

inline constexpr const Rule* kDebtsRefusals[] = {&kCreditorUnclear,
                                                 &kAmountNegative,
                                                 &kAmountUnknown,
                                                 &kDebtSettled,
                                                 &kScheduleExists,
                                                 &kScheduleStateRefuses,
                                                 &kOverpaid,
                                                 &kCreditorPolicyExists,
                                                 &kBelowPolicy,
                                                 &kAffordabilityMissing,
                                                 &kInstalmentAboveMeans,
                                                 &kWaiverDecided,
                                                 &kAboveCeiling,
                                                 &kPrincipalNotPaid,
                                                 &kBailiffForMunicipalClaim,
                                                 &kBagatelleEnforced,
                                                 &kEnforcementStopped,
                                                 &kChildDebtEnforced,
                                                 &kDebtTrap,
                                                 &kAgreementMissing};

}  // namespace opora::registry::rule
