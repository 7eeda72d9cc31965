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

inline constexpr Rule kConsentNotFree = {
    "XC-04",
    "CONSENT_NOT_FREE",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"A consent is a right and not a duty: no service depends on it.",
     "Souhlas je právo, ne povinnost: žádná služba na něm nezávisí."},
    {"Offer the service without it, and ask for the consent apart.",
     "Nabídněte službu bez něj a o souhlas požádejte zvlášť."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kTemplateExists = {
    "XC-08",
    "TEMPLATE_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The agency has a template of this name.", "Organizace má šablonu tohoto názvu."},
    {"Write its next version.", "Připravte její další verzi."},
    "opora.registry.v1.ConsentService.AddConsentTemplateVersion",
    "consent_templates_name"};
inline constexpr Rule kTemplateAuthorMissing = {
    "XC-08",
    "TEMPLATE_AUTHOR_MISSING",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The realisation team, the landlord and the support team did not all take part in writing it.",
     "Na šabloně se nepodíleli realizační tým, pronajímatel i tým podpory."},
    {"Write the next version together with whoever is missing.",
     "Připravte další verzi spolu s tím, kdo chybí."},
    "opora.registry.v1.ConsentService.AddConsentTemplateVersion"};
inline constexpr Rule kTemplateNotReviewed = {
    "XC-09",
    "TEMPLATE_NOT_REVIEWED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"No lawyer has reviewed the template of this consent.",
     "Šablonu tohoto souhlasu nezkontroloval právník."},
    {"Have a lawyer review it and record the review.",
     "Nechte ji zkontrolovat právníkem a kontrolu zapište."},
    "opora.registry.v1.ConsentService.RecordLegalReview"};
inline constexpr Rule kReviewedBefore = {
    "XC-09",
    "REVIEWED_BEFORE",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A review of this version is recorded; it is not overwritten.",
     "Kontrola této verze je zapsána; nepřepisuje se."},
    {"Write the next version and have it reviewed.",
     "Připravte další verzi a nechte ji zkontrolovat."},
    "opora.registry.v1.ConsentService.AddConsentTemplateVersion"};
inline constexpr Rule kScanMisplaced = {
    "XC-58",
    "SCAN_MISPLACED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A scan belongs to a signed written version that has none.",
     "Sken patří k podepsané písemné verzi, která jej ještě nemá."},
    {"Sign the version first, or draft the next one.",
     "Nejprve zapište podpis, nebo připravte další verzi."},
    "opora.registry.v1.ConsentService.SignConsent"};
inline constexpr Rule kEvidenceReused = {
    "XC-58",
    "EVIDENCE_REUSED",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"This file proves another consent already.", "Tento soubor již dokládá jiný souhlas."},
    {"Scan the document that was signed for this consent.",
     "Naskenujte dokument podepsaný k tomuto souhlasu."},
    "opora.registry.v1.ConsentService.RecordConsentScan",
    "consent_versions_scan_once"};
inline constexpr Rule kClientDisagrees = {
    "XC-59",
    "CLIENT_DISAGREES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The child does not agree with what the representative gave; from the fifteenth birthday on "
     "the "
     "consent is disputed.",
     "Dítě s tím, co zástupce dal, nesouhlasí; od patnáctých narozenin je souhlas sporný."},
    {"Talk with the child and the representative, or leave out what the child does not want.",
     "Promluvte s dítětem a zástupcem, nebo vynechejte, co dítě nechce."},
    "opora.registry.v1.ConsentService.AddConsentVersion"};

inline constexpr Rule kConsentChangedOutside = {
    "XC-13",
    "CONSENT_CHANGED_OUTSIDE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The consent was changed outside this system; it opens nothing.",
     "Souhlas byl změněn mimo tento systém; nic neotevírá."},
    {"Withdraw it, have the client sign a new one, and tell the data protection officer.",
     "Odvolejte jej, nechte klienta podepsat nový a informujte pověřence pro ochranu osobních "
     "údajů."},
    "opora.registry.v1.ConsentService.RevokeConsent"};

inline constexpr const Rule* kConsentsRefusals[] = {
    &kConsentIncomplete,      &kNotToldOfRevocation,     &kConsentStateRefuses,
    &kExplainerNotKeyWorker,  &kOralConsentOpensNothing, &kConsentTooLong,
    &kAttestationOfProfiteer, &kConsentNotFree,          &kTemplateExists,
    &kTemplateAuthorMissing,  &kTemplateNotReviewed,     &kReviewedBefore,
    &kScanMisplaced,          &kEvidenceReused,          &kClientDisagrees,
    &kConsentChangedOutside};

}  // namespace opora::registry::rule
