#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about rent and benefits: one row each, told in both languages, with its
// remedy.
namespace opora::housing::rule {

using rules::Rule;

inline constexpr Rule kChargeExists = {
    "HOUS-95",
    "CHARGE_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"This is charged for the month already.", "To už je za tento měsíc předepsáno."},
    {"Look at the ledger.", "Podívejte se do přehledu nájemného."},
    "opora.housing.v1.RentService.GetLedger",
    "rent_charges_once"};
inline constexpr Rule kPaymentExists = {
    "HOUS-95",
    "PAYMENT_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The payment with this reference is recorded already.",
     "Platba s tímto označením už je zapsána."},
    {"Look at the ledger.", "Podívejte se do přehledu nájemného."},
    "opora.housing.v1.RentService.GetLedger",
    "rent_payments_once"};
inline constexpr Rule kAmountNotPositive = {
    "HOUS-95",
    "AMOUNT_NOT_POSITIVE",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"An amount of rent is positive, in crowns.", "Částka je kladná a v korunách."},
    {"Correct the amount.", "Opravte částku."},
    "opora.housing.v1.RentService.PostCharge"};
inline constexpr Rule kLateIsNoDebt = {
    "HOUS-95",
    "LATE_IS_NO_DEBT",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Only arrears become a debt; a late payment is none.",
     "Dluhem se stávají jen nedoplatky; opožděná platba jím není."},
    {"Enquire why it is late.", "Zjistěte, proč se platba opozdila."},
    "opora.housing.v1.RentService.RecordPaymentCause"};
inline constexpr Rule kNotArrears = {
    "HOUS-102",
    "NOT_ARREARS",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Direct payment is asked for on arrears; this is a late payment.",
     "O přímou úhradu se žádá při dluhu; toto je opožděná platba."},
    {"Enquire why it is late; the benefit may only come later.",
     "Zjistěte, proč se platba opozdila; dávka možná jen chodí později."},
    "opora.housing.v1.RentService.RecordPaymentCause"};
inline constexpr Rule kAgreementRequired = {
    "HOUS-101",
    "AGREEMENT_REQUIRED",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"The platform starts no direct payment without the client's agreement.",
     "Bez souhlasu klienta se přímá úhrada nezahajuje."},
    {"Ask the client; a decision of the Labour Office is recorded as such.",
     "Zeptejte se klienta; rozhodnutí úřadu práce se zapisuje jako rozhodnutí."},
    "opora.housing.v1.RentService.RecordDirectPaymentDecision"};
inline constexpr Rule kDecisionUnusual = {
    "HOUS-101",
    "DECISION_UNUSUAL",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"Without agreement a benefit goes to the landlord, and only when it was misused.",
     "Bez souhlasu jde dávka pronajímateli, a jen když nebyla použita k účelu."},
    {"Ask the Labour Office about the decision.", "Zeptejte se na rozhodnutí úřadu práce."},
    "opora.housing.v1.RentService.RecordDirectPaymentDecision"};
inline constexpr Rule kAttestationOfProfiteer = {
    "XC-58",
    "ATTESTATION_OF_PROFITEER",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Whom an agreement profits does not attest it.", "Souhlas nedosvědčuje ten, komu prospívá."},
    {"Another worker hears the client and attests it.",
     "Klienta vyslechne a souhlas dosvědčí jiný pracovník."},
    "opora.housing.v1.RentService.StartDirectPayment"};
inline constexpr Rule kBenefitStateRefuses = {
    "HOUS-107",
    "BENEFIT_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The state of the claim does not allow this.", "Stav žádosti o dávku to nedovoluje."},
    {"Look at the claim.", "Podívejte se na žádost."},
    "opora.housing.v1.RentService.ListBenefitClaims"};

inline constexpr const Rule* kRentRefusals[] = {
    &kChargeExists,       &kPaymentExists,     &kAmountNotPositive, &kLateIsNoDebt,
    &kNotArrears,         &kAgreementRequired, &kDecisionUnusual,   &kAttestationOfProfiteer,
    &kBenefitStateRefuses};

}  // namespace opora::housing::rule
