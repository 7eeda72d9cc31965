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
     "Klient může nechat předat konkrétní skutečnost konkrétnímu příjemci."},
    "opora.registry.v1.AccessService.PassOnFact"};
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

// Access in an emergency.
inline constexpr Rule kGlassText = {
    "XC-23",
    "DESCRIPTION_SAYS_NOTHING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The description does not say what happened.", "Popis neříká, co se stalo."},
    {"Describe in a sentence what was seen or heard: at least four words and twenty characters.",
     "Popište větou, co bylo vidět nebo slyšet: nejméně čtyři slova a dvacet znaků."}};
inline constexpr Rule kGlassPurpose = {
    "XC-29",
    "REASON_OF_OTHER_PURPOSE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"This reason does not belong to the purpose of the call.",
     "Tento důvod nepatří k účelu volání."},
    {"Call for HEALTH_EMERGENCY, or for CHILD_PROTECTION when a child is at risk.",
     "Volejte s účelem ohrožení zdraví, u ohroženého dítěte s účelem ochrana dítěte."}};
inline constexpr Rule kGlassNever = {
    "XC-27",
    "NEVER_OPENED_IN_EMERGENCY",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Who reported and where a person lives is opened to nobody in this way.",
     "Kdo oznámil a kde osoba žije, se takto neotevírá nikomu."},
    {"Ask for other areas; send help through the rescue service or the police.",
     "Vyžádejte jiné oblasti; pomoc pošlete přes záchrannou službu nebo policii."},
    "opora.registry.v1.AccessService.DiscloseOnce"};
inline constexpr Rule kGlassTooLong = {
    "XC-26",
    "LONGER_THAN_AN_HOUR",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Access in an emergency ends within sixty minutes.",
     "Přístup v nouzi končí do šedesáti minut."},
    {"Leave expire_time out, or choose an earlier one; a second person can renew it.",
     "Vynechte konec, nebo zvolte dřívější; prodloužit může druhá osoba."},
    "opora.registry.v1.AccessService.RenewBreakGlass"};
inline constexpr Rule kGlassSecondPerson = {
    "XC-26",
    "SECOND_PERSON_NEEDED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The same worker does not open access to the same person again within a day.",
     "Tentýž pracovník si přístup k téže osobě během dne znovu neotevře."},
    {"A colleague of the unit renews it.", "Prodlouží jej jiný pracovník útvaru."},
    "opora.registry.v1.AccessService.RenewBreakGlass"};
inline constexpr Rule kGlassOneSubject = {
    "XC-26",
    "ONE_PERSON_AT_A_TIME",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"An access in an emergency to somebody else is still open.",
     "Přístup v nouzi k jiné osobě je ještě otevřený."},
    {"End that one first.", "Nejprve jej ukončete."},
    "opora.registry.v1.AccessService.CloseBreakGlass",
    "break_glasses_one_at_a_time"};
inline constexpr Rule kGlassLimit = {
    "XC-26",
    "TOO_MANY_PERSONS",
    rules::kHard,
    absl::StatusCode::kResourceExhausted,
    {"One worker opens no more than five persons in an emergency within a day.",
     "Jeden pracovník si během dne v nouzi neotevře více než pět osob."},
    {"A colleague opens the next one.", "Další otevře jiný pracovník."},
    "opora.registry.v1.AccessService.OpenBreakGlass"};
inline constexpr Rule kGlassSuspended = {
    "XC-26",
    "REVIEWS_OVERDUE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The agency may not open access in an emergency while reviews are overdue.",
     "Dokud jsou přezkumy po lhůtě, organizace přístup v nouzi otevřít nesmí."},
    {"The head of the unit or the auditor makes the overdue reviews.",
     "Vedoucí nebo auditor provede přezkumy po lhůtě."},
    "opora.registry.v1.AccessService.ReviewBreakGlass"};
inline constexpr Rule kGlassSignIn = {
    "XC-26",
    "SIGN_IN_TOO_OLD",
    rules::kHard,
    absl::StatusCode::kUnauthenticated,
    {"Access in an emergency is opened and renewed soon after signing in; this was too long ago.",
     "Přístup v nouzi se otevírá a prodlužuje krátce po přihlášení; to je již příliš staré."},
    {"Sign in again and repeat the call.", "Přihlaste se znovu a volání zopakujte."}};
inline constexpr Rule kGlassState = {"XC-26",
                                     "BREAK_GLASS_STATE_REFUSES",
                                     rules::kHard,
                                     absl::StatusCode::kFailedPrecondition,
                                     {"This is not possible in the present state of the access.",
                                      "V tomto stavu přístupu to není možné."},
                                     {"Read the record again; its actions say what is possible.",
                                      "Načtěte záznam znovu; jeho akce říkají, co je možné."},
                                     "opora.registry.v1.AccessService.GetBreakGlass"};
inline constexpr Rule kGlassRenewed = {
    "XC-26",
    "RENEWED_BEFORE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"This access was renewed before.", "Tento přístup už byl prodloužen."},
    {"Renew the latest one.", "Prodlužte ten poslední."},
    "opora.registry.v1.AccessService.ListBreakGlasses",
    "break_glasses_renewed_once"};
inline constexpr Rule kSelfReview = {"XC-58",
                                     "SELF_REVIEW",
                                     rules::kHard,
                                     absl::StatusCode::kPermissionDenied,
                                     {"Nobody reviews or renews an access of their own.",
                                      "Svůj vlastní přístup nikdo nepřezkoumá ani neprodlouží."},
                                     {"Another head, supervisor or auditor of the agency does.",
                                      "Učiní to jiný vedoucí, supervizor nebo auditor organizace."},
                                     "opora.registry.v1.AccessService.ListBreakGlassReviews"};
inline constexpr Rule kWordingNotShown = {
    "XC-36",
    "WORDING_NOT_SHOWN",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client was not shown the wording before agreeing to it.",
     "Klient znění před souhlasem neviděl."},
    {"Show or read the wording to the client, then record the client's word.",
     "Ukažte nebo přečtěte klientovi znění a pak zaznamenejte jeho vyjádření."},
    "opora.registry.v1.AccessService.PassOnFact"};

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
                                                  &kLateFacts,
                                                  &kGlassText,
                                                  &kGlassPurpose,
                                                  &kGlassNever,
                                                  &kGlassTooLong,
                                                  &kGlassSecondPerson,
                                                  &kGlassOneSubject,
                                                  &kGlassLimit,
                                                  &kGlassSuspended,
                                                  &kGlassSignIn,
                                                  &kGlassState,
                                                  &kGlassRenewed,
                                                  &kSelfReview,
                                                  &kWordingNotShown};

}  // namespace opora::registry::rule
