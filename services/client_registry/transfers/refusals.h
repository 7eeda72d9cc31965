#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about transfers of cases: one row each, told in both languages, with its
// remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kTransferStateRefuses = {
    "REG-115",
    "TRANSFER_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The transfer was answered or withdrawn before.",
     "Na předání již bylo odpovězeno, nebo bylo staženo."},
    {"Read the transfer; a case can be proposed for transfer again.",
     "Přečtěte předání; případ lze navrhnout k předání znovu."},
    "opora.registry.v1.ReferralService.GetTransfer"};
inline constexpr Rule kTransferOtherSide = {
    "REG-115",
    "TRANSFER_OTHER_SIDE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"This step belongs to the other side of the transfer.",
     "Tento krok přísluší druhé straně předání."},
    {"Who gives the case away proposes and withdraws, who takes it over or leads that unit "
     "answers.",
     "Kdo případ předává, navrhuje a stahuje; kdo jej přebírá nebo jednotku vede, odpovídá."},
    "opora.registry.v1.ReferralService.GetTransfer"};
inline constexpr Rule kTransferOpen = {
    "REG-115",
    "TRANSFER_OPEN",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"A transfer of this case by this worker waits for an answer.",
     "Předání tohoto případu tímto pracovníkem čeká na odpověď."},
    {"Withdraw it first, or wait for the answer.", "Nejprve je stáhněte, nebo vyčkejte odpovědi."},
    "opora.registry.v1.ReferralService.WithdrawTransfer",
    "case_transfers_one_open"};
inline constexpr Rule kClientNotTold = {
    "REG-115",
    "CLIENT_NOT_TOLD",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"It is not recorded on which day the client was told of the transfer.",
     "Není zapsáno, kdy se klient o předání dozvěděl."},
    {"Whoever gives the case away tells the client and records the day.",
     "Kdo případ předává, řekne to klientovi a zapíše den."},
    "opora.registry.v1.ReferralService.RecordClientTold"};
inline constexpr Rule kConsentsToAsk = {
    "REG-115",
    "CONSENTS_TO_ASK",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Part of the file may not be handed over: no basis opens it to the receiving side.",
     "Část spisu předat nelze: přebírající straně ji neotevírá žádný právní základ."},
    {"The key worker explains the consent to the client; its smallest form is in consent_to_ask.",
     "Klíčový pracovník vysvětlí klientovi souhlas; nejmenší postačující je v consent_to_ask."},
    "opora.registry.v1.ConsentService.CreateConsent"};

inline constexpr const Rule* kTransfersRefusals[] = {
    &kTransferStateRefuses, &kTransferOtherSide, &kTransferOpen, &kClientNotTold, &kConsentsToAsk};

}  // namespace opora::registry::rule
