#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about people around a client and about contact: one row each, told in both
// languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kOutsideConditions = {
    "XC-12",
    "OUTSIDE_CONDITIONS",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client agreed to contact with this person on other conditions.",
     "Klient souhlasil s kontaktem na tuto osobu za jiných podmínek."},
    {"Keep to the conditions, or ask the client for a new agreement.",
     "Dodržte podmínky, nebo požádejte klienta o nový souhlas."},
    "opora.registry.v1.ClientService.RenewNetworkAgreement"};
inline constexpr Rule kContactWithdrawn = {
    "XC-12",
    "CONTACT_WITHDRAWN",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client no longer wants this person contacted.",
     "Klient si již nepřeje, aby byla tato osoba kontaktována."},
    {"With the client's agreement the person can be entered again.",
     "Se souhlasem klienta lze osobu zapsat znovu."},
    "opora.registry.v1.ClientService.AddNetworkMember"};
inline constexpr Rule kContactConsentRequired = {
    "XC-20",
    "CONTACT_CONSENT_REQUIRED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"A physician may be contacted only with the client's consent that names the physician.",
     "Lékaře lze kontaktovat jen se souhlasem klienta, který lékaře jmenuje."},
    {"A written consent with the area of health that names both sides; the key worker explains it "
     "and the client signs it.",
     "Písemný souhlas s oblastí zdraví, který jmenuje obě strany; klíčový pracovník jej vysvětlí a "
     "klient podepíše."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kHospitalConsentRequired = {
    "XC-21",
    "HOSPITAL_CONSENT_REQUIRED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Staff of a hospital may be contacted only with the client's consent.",
     "Personál nemocnice lze kontaktovat jen se souhlasem klienta."},
    {"A written consent with the area of health that names both sides; the key worker explains it "
     "and the client signs it.",
     "Písemný souhlas s oblastí zdraví, který jmenuje obě strany; klíčový pracovník jej vysvětlí a "
     "klient podepíše."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kContactNeedsPaper = {
    "XC-20",
    "CONTACT_NEEDS_PAPER",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A health professional outside the platform needs the client's signed consent.",
     "Zdravotník mimo platformu vyžaduje podepsaný souhlas klienta."},
    {"Have the client sign and give the document's reference.",
     "Nechte klienta podepsat a uveďte odkaz na listinu."},
    "opora.registry.v1.ClientService.AddNetworkMember"};
inline constexpr Rule kCommunicationNeedsExist = {
    "REG-121",
    "COMMUNICATION_NEEDS_EXIST",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"Your unit has recorded how the client wants to be talked with.",
     "Váš útvar již zapsal, jak si klient přeje komunikovat."},
    {"Read it and replace it with its etag.", "Přečtěte záznam a nahraďte jej s jeho etagem."},
    "opora.registry.v1.ClientService.GetContactRoute",
    "communication_needs_once"};

inline constexpr const Rule* kSupportNetworkRefusals[] = {
    &kOutsideConditions,       &kContactWithdrawn,  &kContactConsentRequired,
    &kHospitalConsentRequired, &kContactNeedsPaper, &kCommunicationNeedsExist};

}  // namespace opora::registry::rule
