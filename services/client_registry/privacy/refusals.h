#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about requests of data subjects and what follows: one row each, told in
// both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kIdentityNotVerified = {
    "XC-67",
    "IDENTITY_NOT_VERIFIED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Nothing is granted to somebody whose identity was not verified.",
     "Nelze vyhovět tomu, čí totožnost nebyla ověřena."},
    {"Whoever deals with the request verifies who asks and records the step.",
     "Kdo žádost vyřizuje, ověří totožnost a zapíše to jako krok."},
    "opora.registry.v1.PrivacyService.AddSubjectRequestStep"};
inline constexpr Rule kSubjectRequestDecided = {
    "XC-67",
    "SUBJECT_REQUEST_DECIDED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The request is decided.", "O žádosti je rozhodnuto."},
    {"Record a new request if the person asks again.",
     "Požádá-li osoba znovu, zapište novou žádost."},
    "opora.registry.v1.PrivacyService.RecordSubjectRequest"};
inline constexpr Rule kExtensionRefused = {
    "XC-67",
    "EXTENSION_REFUSED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The time is extended once, and before it has run out.",
     "Lhůtu lze prodloužit jednou, a to před jejím uplynutím."},
    {"Decide the request now; a late answer is better than none.",
     "Rozhodněte o žádosti nyní; pozdní odpověď je lepší než žádná."},
    "opora.registry.v1.PrivacyService.DecideSubjectRequest"};
inline constexpr Rule kOnlySourceDecides = {
    "XC-67",
    "ONLY_SOURCE_DECIDES",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The unit that holds the record decides on its correction.",
     "O opravě rozhoduje pracoviště, které záznam vede."},
    {"The source sees the proposal among its work and decides.",
     "Původce má návrh ve svém přehledu práce a rozhodne o něm."},
    "opora.registry.v1.PrivacyService.DecideCorrection"};
inline constexpr Rule kCorrectionDecided = {
    "XC-67",
    "CORRECTION_DECIDED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The correction is decided.", "O opravě je rozhodnuto."},
    {"Propose another correction if something is still wrong.",
     "Je-li něco stále chybně, navrhněte další opravu."},
    "opora.registry.v1.PrivacyService.ProposeCorrection"};
inline constexpr Rule kCorrectionPending = {
    "XC-67",
    "CORRECTION_PENDING",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"A correction of this record that your unit proposed waits for the source.",
     "Návrh opravy tohoto záznamu od vašeho pracoviště čeká na původce."},
    {"Wait until the source has decided.", "Vyčkejte na rozhodnutí původce."},
    "opora.registry.v1.PrivacyService.GetCorrection",
    "corrections_pending"};
inline constexpr Rule kRetentionRuns = {
    "XC-68",
    "RETENTION_RUNS",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"Records that the law requires to be kept are not erased before their period ends.",
     "Záznamy, které zákon ukládá uchovat, se před koncem lhůty nevymažou."},
    {"Grant the request in part, restrict the use of the rest and tell the person until when.",
     "Vyhovte zčásti, u zbytku omezte zpracování a sdělte osobě, do kdy."},
    "opora.common.v1.RetentionService.ListRetention"};
inline constexpr Rule kNamedElsewhere = {
    "XC-67",
    "NAMED_ELSEWHERE",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The person is named in records of others that your unit keeps.",
     "Osoba je uvedena i v záznamech jiných lidí, které vaše pracoviště vede."},
    {"Decide there too: end the relation or the representation, or say why it is needed.",
     "Rozhodněte i o nich: ukončete vztah nebo zastoupení, nebo uveďte, proč jsou potřebné."},
    "opora.registry.v1.ClientService.ListFamily"};
inline constexpr Rule kFileOnHold = {
    "XC-68",
    "FILE_ON_HOLD",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A file on hold is not handed over.", "Pozastavený spis se nepředává."},
    {"Whoever put the hold lifts it when its reason has gone.",
     "Pozastavení zruší ten, kdo je zadal, až důvod pomine."},
    "opora.registry.v1.PrivacyService.PutFileMark",
    "file_marks_on_hold"};

inline constexpr const Rule* kPrivacyRefusals[] = {
    &kIdentityNotVerified, &kSubjectRequestDecided, &kExtensionRefused,
    &kOnlySourceDecides,   &kCorrectionDecided,     &kCorrectionPending,
    &kRetentionRuns,       &kNamedElsewhere,        &kFileOnHold};

}  // namespace opora::registry::rule
