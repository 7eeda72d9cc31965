#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about consents: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kConsentIncomplete = {
    "XC-01",
    "CONSENT_INCOMPLETE",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"A consent names at least two parties and one area, and says that the client was asked about "
     "topics to be left out.",
     "Souhlas jmenuje aspoň dvě strany a jednu oblast a uvádí, že klient byl dotázán na vyloučená "
     "témata."},
    {"Complete the version of the consent.", "Doplňte znění souhlasu."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kNotToldOfRevocation = {
    "XC-06",
    "NOT_TOLD_OF_REVOCATION",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"It is not recorded that the client was told of the right to revoke.",
     "Není zaznamenáno, že byl klient poučen o právu souhlas odvolat."},
    {"The worker who explains the consent tells the client and gives the time in "
     "told_of_revocation_time.",
     "Pracovník, který souhlas vysvětluje, klienta poučí a uvede čas v told_of_revocation_time."},
    "opora.registry.v1.ConsentService.SignConsent"};
inline constexpr Rule kConsentStateRefuses = {
    "XC-05",
    "CONSENT_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The state of the consent does not allow this.", "Stav souhlasu to neumožňuje."},
    {"Draft a new consent, or a new version of one in force.",
     "Připravte nový souhlas nebo novou verzi platného."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kExplainerNotKeyWorker = {
    "XC-07",
    "EXPLAINER_NOT_KEY_WORKER",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The consent was not explained by the client's key worker.",
     "Souhlas nevysvětlil klíčový pracovník klienta."},
    {"The key worker goes through it with the client again.",
     "Klíčový pracovník jej s klientem projde znovu."}};
inline constexpr Rule kOralConsentOpensNothing = {
    "XC-10",
    "ORAL_CONSENT_OPENS_NOTHING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"An oral consent is a note; it opens nothing.", "Ústní souhlas je poznámka; nic neotevírá."},
    {"Have the client sign a written consent and enter its document.",
     "Nechte klienta podepsat písemný souhlas a uveďte dokument."},
    "opora.registry.v1.ConsentService.SignConsent"};
inline constexpr Rule kConsentTooLong = {
    "XC-60",
    "CONSENT_TOO_LONG",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"A consent ends at most twelve months after its signature and not before it.",
     "Souhlas končí nejpozději dvanáct měsíců po podpisu a ne dříve než podpisem."},
    {"Give an earlier end; the client can renew it.",
     "Uveďte dřívější konec; klient jej může obnovit."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kAttestationOfProfiteer = {
    "XC-58",
    "ATTESTATION_OF_PROFITEER",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The worker whom an agreement profits cannot attest it.",
     "Souhlas nemůže dosvědčit pracovník, kterému prospívá."},
    {"Another worker who heard the person records it.",
     "Zaznamená jej jiný pracovník, který osobu slyšel."}};

inline constexpr const Rule* kConsentsRefusals[] = {
    &kConsentIncomplete,     &kNotToldOfRevocation,     &kConsentStateRefuses,
    &kExplainerNotKeyWorker, &kOralConsentOpensNothing, &kConsentTooLong,
    &kAttestationOfProfiteer};

}  // namespace opora::registry::rule
