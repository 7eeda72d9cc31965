#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about access and disclosures: one row each, told in both languages, with
// its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr rules::Text kAskForConsent = {
    "A written consent of the client that names both parties and these areas would open it; the "
    "key worker "
    "explains it and the client signs it.",
    "Otevřel by to písemný souhlas klienta, který jmenuje obě strany a tyto oblasti; klíčový "
    "pracovník jej "
    "vysvětlí a klient podepíše."};

inline constexpr Rule kConsentRequired = {"XC-13",
                                          "CONSENT_REQUIRED",
                                          rules::kHard,
                                          absl::StatusCode::kPermissionDenied,
                                          {"There is no basis for telling this recipient.",
                                           "Pro sdělení tomuto příjemci není právní základ."},
                                          kAskForConsent,
                                          "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kConsentRequiredDepartment = {
    "XC-17",
    "CONSENT_REQUIRED",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"Another department of the same municipality may be told only with the client's written "
     "consent.",
     "Jinému odboru téže obce lze údaje sdělit jen s písemným souhlasem klienta."},
    kAskForConsent,
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kConsentRequiredProvider = {
    "XC-18",
    "CONSENT_REQUIRED",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"Exchange with a provider that is not an authority needs the client's written consent.",
     "Výměna údajů s neziskovým poskytovatelem vyžaduje písemný souhlas klienta."},
    kAskForConsent,
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kExcludedTopic = {
    "XC-02",
    "EXCLUDED_TOPIC",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The client does not want this topic to be talked about.",
     "Klient si nepřeje, aby se o tomto tématu mluvilo."},
    {"Only the client can lift it, by signing a new version of the consent.",
     "Zrušit to může jen klient podpisem nové verze souhlasu."},
    "opora.registry.v1.ConsentService.AddConsentVersion"};
inline constexpr Rule kStanceWall = {
    "XC-36",
    "STANCE_WALL",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"What a client told a support worker is not for those who control.",
     "Co klient svěřil podpoře, není určeno těm, kdo kontrolují."},
    {"The client can have a named fact passed on to a named recipient.",
     "Klient může nechat předat konkrétní skutečnost konkrétnímu příjemci."}};
inline constexpr Rule kWrongPurpose = {
    "XC-15",
    "WRONG_PURPOSE",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"The statutory basis does not serve this purpose.", "Zákonný základ tomuto účelu neslouží."},
    {"Another purpose that is really pursued, or the client's written consent.",
     "Jiný skutečně sledovaný účel, nebo písemný souhlas klienta."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kReferenceRequired = {
    "XC-65",
    "REFERENCE_REQUIRED",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"The statutory basis needs a reference: a file number or a written request.",
     "Zákonný základ vyžaduje odkaz: spisovou značku nebo písemnou žádost."},
    {"The authority that asks gives the reference; enter it in the request.",
     "Odkaz dodá žádající orgán; uveďte jej v požadavku."},
    "opora.registry.v1.AccessService.CheckDisclosure"};
inline constexpr Rule kReporterClosed = {
    "XC-27",
    "REPORTER_CLOSED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Who reported a suspicion is told to nobody.", "Kdo podezření oznámil, se nesděluje nikomu."},
    {"None.", "Žádná."}};
inline constexpr Rule kCodeNameOnly = {
    "REG-116",
    "CODE_NAME_ONLY",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"A client known by a code name only is disclosed to nobody.",
     "Klient vedený jen pod kódem se nesděluje nikomu."},
    {"With the person's agreement an identity can be added.",
     "Se souhlasem osoby lze doplnit totožnost."}};
inline constexpr Rule kDelegatedNotForAgency = {
    "XC-18",
    "DELEGATED_WORK_NOT_FOR_AGENCY",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"Social work in delegated competence exists only at municipalities, regions and the Labour "
     "Office.",
     "Sociální práci v přenesené působnosti vykonávají jen obce, kraje a Úřad práce."},
    {"Grant the role without delegated_social_work.", "Udělte roli bez přenesené působnosti."},
    "opora.registry.v1.AgencyService.GrantRole"};
inline constexpr Rule kClientNotPresent = {
    "XC-64",
    "CLIENT_NOT_PRESENT",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody attests that the client, present or on the phone, asks for it now.",
     "Nikdo nedosvědčuje, že o to klient osobně nebo po telefonu právě teď žádá."},
    {"Whoever hears the client today attests it; for the next time a written consent serves "
     "better.",
     "Dosvědčí to ten, kdo klienta dnes slyší; pro příště lépe poslouží písemný souhlas."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kSituationMissing = {
    "XC-24",
    "SITUATION_MISSING",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"A report names the kind of situation that has to be reported.",
     "Oznámení uvádí druh situace, která se musí oznámit."},
    {"Whoever reports chooses the kind of situation.", "Druh situace zvolí ten, kdo oznamuje."}};
inline constexpr Rule kReportRecipient = {
    "XC-24",
    "RECIPIENT_NOT_COMPETENT",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"This body takes no such reports.", "Tento orgán taková oznámení nepřijímá."},
    {"Report to the police, the public prosecutor or the child-protection authority.",
     "Oznamte policii, státnímu zástupci nebo orgánu sociálně-právní ochrany dětí."}};
inline constexpr Rule kEmergencyRecipient = {
    "XC-23",
    "RECIPIENT_NOT_COMPETENT",
    rules::kLaw,
    absl::StatusCode::kPermissionDenied,
    {"This recipient is not one who saves health or life.",
     "Tento příjemce není ten, kdo zachraňuje zdraví nebo život."},
    {"Call the rescue service, the police, a health provider or the child-protection authority.",
     "Zavolejte záchrannou službu, policii, zdravotníky nebo orgán sociálně-právní ochrany dětí."}};
inline constexpr Rule kFactsMissing = {
    "XC-23",
    "FACTS_MISSING",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"What was observed is not recorded yet.", "Zjištěné skutečnosti ještě nejsou zapsány."},
    {"Whoever called records within 24 hours what was seen or heard.",
     "Kdo volal, do 24 hodin zapíše, co viděl nebo slyšel."},
    "opora.registry.v1.AccessService.RecordObservedFacts"};
inline constexpr Rule kFactsRecorded = {
    "XC-23",
    "FACTS_RECORDED",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"There are observed facts already, or the disclosure needs none.",
     "Skutečnosti už jsou zapsány, nebo nejsou třeba."},
    {"What is recorded stays; write anything further as a statement.",
     "Co je zapsáno, zůstává; další zapište jako záznam o klientovi."},
    "opora.registry.v1.ClientService.RecordStatement"};
inline constexpr Rule kLateFacts = {
    "XC-23",
    "LATE_FACTS",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"The observed facts were recorded more than 24 hours after the event.",
     "Skutečnosti byly zapsány více než 24 hodin po události."},
    {"Nothing is needed; the record shows both times.",
     "Není třeba nic; záznam ukazuje oba časy."}};

inline constexpr const Rule* kAccessRefusals[] = {&kConsentRequired,
                                                  &kConsentRequiredDepartment,
                                                  &kConsentRequiredProvider,
                                                  &kExcludedTopic,
                                                  &kStanceWall,
                                                  &kWrongPurpose,
                                                  &kReferenceRequired,
                                                  &kReporterClosed,
                                                  &kCodeNameOnly,
                                                  &kDelegatedNotForAgency,
                                                  &kClientNotPresent,
                                                  &kSituationMissing,
                                                  &kReportRecipient,
                                                  &kEmergencyRecipient,
                                                  &kFactsMissing,
                                                  &kFactsRecorded,
                                                  &kLateFacts};

}  // namespace opora::registry::rule
