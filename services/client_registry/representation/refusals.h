#pragma once

#include "common/rules/rule.h"

// Refusals about those who stand for clients: one row each, told in both languages, with its
// remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kClientCannotGive = {
    "XC-59",
    "CLIENT_CANNOT_GIVE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client cannot give this alone: under fifteen, or a court limited the capacity.",
     "Klient to nemůže dát sám: je mladší patnácti let, nebo soud omezil jeho svéprávnost."},
    {"A representative whose scope covers it gives it; the client's own view is recorded beside.",
     "Dá to zástupce, jehož rozsah to pokrývá; názor klienta se zaznamená vedle."},
    "opora.registry.v1.RepresentationService.GetGrantors"};
inline constexpr Rule kGrantorNotEntitled = {
    "XC-59",
    "GRANTOR_NOT_ENTITLED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The representative does not stand for the client in this on this day.",
     "Zástupce za klienta v této věci k tomuto dni nejedná."},
    {"Ask who can give it; record the representation with its evidence first.",
     "Zjistěte, kdo to může dát; nejprve zapište zastoupení s dokladem."},
    "opora.registry.v1.RepresentationService.GetGrantors"};
inline constexpr Rule kClientViewMissing = {
    "XC-59",
    "CLIENT_VIEW_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client's own view is not recorded beside the representative's word.",
     "Vedle slova zástupce není zaznamenán názor klienta."},
    {"Whoever explains it asks the client too and gives client_view.",
     "Kdo souhlas vysvětluje, zeptá se i klienta a uvede client_view."},
    "opora.registry.v1.ConsentService.SignConsent"};
inline constexpr Rule kClientObjects = {
    "XC-59",
    "CLIENT_OBJECTS",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"From fifteen on nothing is given against the client's own word.",
     "Od patnácti let se nic nedává proti vůli klienta."},
    {"Talk with the client again, or leave out what the client does not want.",
     "Promluvte s klientem znovu, nebo vynechejte, co nechce."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kRepresentationUnproven = {
    "XC-59",
    "REPRESENTATION_UNPROVEN",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"What proves the representation or its end is missing.",
     "Chybí doklad o zastoupení nebo o jeho konci."},
    {"Give court and file number, or the document of the power of attorney.",
     "Uveďte soud a spisovou značku, nebo listinu plné moci."},
    "opora.registry.v1.RepresentationService.RecordRepresentation"};
inline constexpr Rule kRepresentationUnfit = {
    "XC-59",
    "REPRESENTATION_UNFIT",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Parents and guardians stand for children, supporters, household members and agents for "
     "adults.",
     "Rodiče a poručníci zastupují děti, podpůrci, členové domácnosti a zmocněnci dospělé."},
    {"Check the day of birth, or choose the kind that fits.",
     "Ověřte datum narození, nebo zvolte odpovídající druh."},
    "opora.registry.v1.RepresentationService.RecordRepresentation"};
inline constexpr Rule kRepresentationEnded = {
    "XC-59",
    "REPRESENTATION_ENDED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The representation ends earlier already; power is not given back by moving an end.",
     "Zastoupení končí již dříve; oprávnění se nevrací posunutím konce."},
    {"Record a new representation with its evidence.", "Zapište nové zastoupení s dokladem."},
    "opora.registry.v1.RepresentationService.RecordRepresentation"};

inline constexpr const Rule* kRepresentationRefusals[] = {
    &kClientCannotGive,       &kGrantorNotEntitled,  &kClientViewMissing,  &kClientObjects,
    &kRepresentationUnproven, &kRepresentationUnfit, &kRepresentationEnded};

}  // namespace opora::registry::rule
