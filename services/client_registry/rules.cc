#include "services/client_registry/rules.h"

#include "common/db/constraints.h"
#include "common/rules/occurrence.h"

namespace opora::registry::rule {
namespace {

using absl::StatusCode;
constexpr auto kLaw = common::v1::RULE_CLASS_LAW;
constexpr auto kHard = common::v1::RULE_CLASS_HARD;
constexpr auto kAdvice = common::v1::RULE_CLASS_RECOMMENDATION;
constexpr auto kRecorded = common::v1::RULE_CLASS_RECORDED;

constexpr rules::Text kAskForConsent = {
    "A written consent of the client that names both parties and these areas would open it; the "
    "key worker "
    "explains it and the client signs it.",
    "Otevřel by to písemný souhlas klienta, který jmenuje obě strany a tyto oblasti; klíčový "
    "pracovník jej "
    "vysvětlí a klient podepíše."};

}  // namespace

const Rule kConsentRequired = {"XC-13",
                               "CONSENT_REQUIRED",
                               kHard,
                               StatusCode::kPermissionDenied,
                               {"There is no basis for telling this recipient.",
                                "Pro sdělení tomuto příjemci není právní základ."},
                               kAskForConsent,
                               "opora.registry.v1.ConsentService.CreateConsent"};
const Rule kConsentRequiredDepartment = {
    "XC-17",
    "CONSENT_REQUIRED",
    kLaw,
    StatusCode::kPermissionDenied,
    {"Another department of the same municipality may be told only with the client's written "
     "consent.",
     "Jinému odboru téže obce lze údaje sdělit jen s písemným souhlasem klienta."},
    kAskForConsent,
    "opora.registry.v1.ConsentService.CreateConsent"};
const Rule kConsentRequiredProvider = {
    "XC-18",
    "CONSENT_REQUIRED",
    kLaw,
    StatusCode::kPermissionDenied,
    {"Exchange with a provider that is not an authority needs the client's written consent.",
     "Výměna údajů s neziskovým poskytovatelem vyžaduje písemný souhlas klienta."},
    kAskForConsent,
    "opora.registry.v1.ConsentService.CreateConsent"};
const Rule kExcludedTopic = {
    "XC-02",
    "EXCLUDED_TOPIC",
    kHard,
    StatusCode::kPermissionDenied,
    {"The client does not want this topic to be talked about.",
     "Klient si nepřeje, aby se o tomto tématu mluvilo."},
    {"Only the client can lift it, by signing a new version of the consent.",
     "Zrušit to může jen klient podpisem nové verze souhlasu."},
    "opora.registry.v1.ConsentService.AddConsentVersion"};
const Rule kStanceWall = {"XC-36",
                          "STANCE_WALL",
                          kHard,
                          StatusCode::kPermissionDenied,
                          {"What a client told a support worker is not for those who control.",
                           "Co klient svěřil podpoře, není určeno těm, kdo kontrolují."},
                          {"The client can have a named fact passed on to a named recipient.",
                           "Klient může nechat předat konkrétní skutečnost konkrétnímu příjemci."}};
const Rule kWrongPurpose = {
    "XC-15",
    "WRONG_PURPOSE",
    kLaw,
    StatusCode::kPermissionDenied,
    {"The statutory basis does not serve this purpose.", "Zákonný základ tomuto účelu neslouží."},
    {"Another purpose that is really pursued, or the client's written consent.",
     "Jiný skutečně sledovaný účel, nebo písemný souhlas klienta."},
    "opora.registry.v1.ConsentService.CreateConsent"};
const Rule kReferenceRequired = {
    "XC-65",
    "REFERENCE_REQUIRED",
    kLaw,
    StatusCode::kPermissionDenied,
    {"The statutory basis needs a reference: a file number or a written request.",
     "Zákonný základ vyžaduje odkaz: spisovou značku nebo písemnou žádost."},
    {"The authority that asks gives the reference; enter it in the request.",
     "Odkaz dodá žádající orgán; uveďte jej v požadavku."},
    "opora.registry.v1.AccessService.CheckDisclosure"};
const Rule kReporterClosed = {
    "XC-27",
    "REPORTER_CLOSED",
    kHard,
    StatusCode::kPermissionDenied,
    {"Who reported a suspicion is told to nobody.", "Kdo podezření oznámil, se nesděluje nikomu."},
    {"None.", "Žádná."}};
const Rule kCodeNameOnly = {"REG-116",
                            "CODE_NAME_ONLY",
                            kHard,
                            StatusCode::kPermissionDenied,
                            {"A client known by a code name only is disclosed to nobody.",
                             "Klient vedený jen pod kódem se nesděluje nikomu."},
                            {"With the person's agreement an identity can be added.",
                             "Se souhlasem osoby lze doplnit totožnost."}};
const Rule kDelegatedNotForAgency = {
    "XC-18",
    "DELEGATED_WORK_NOT_FOR_AGENCY",
    kLaw,
    StatusCode::kPermissionDenied,
    {"Social work in delegated competence exists only at municipalities, regions and the Labour "
     "Office.",
     "Sociální práci v přenesené působnosti vykonávají jen obce, kraje a Úřad práce."},
    {"Grant the role without delegated_social_work.", "Udělte roli bez přenesené působnosti."},
    "opora.registry.v1.AgencyService.GrantRole"};

const Rule kClientNotPresent = {
    "XC-64",
    "CLIENT_NOT_PRESENT",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Nobody attests that the client, present or on the phone, asks for it now.",
     "Nikdo nedosvědčuje, že o to klient osobně nebo po telefonu právě teď žádá."},
    {"Whoever hears the client today attests it; for the next time a written consent serves "
     "better.",
     "Dosvědčí to ten, kdo klienta dnes slyší; pro příště lépe poslouží písemný souhlas."},
    "opora.registry.v1.ConsentService.CreateConsent"};
const Rule kSituationMissing = {
    "XC-24",
    "SITUATION_MISSING",
    kLaw,
    StatusCode::kFailedPrecondition,
    {"A report names the kind of situation that has to be reported.",
     "Oznámení uvádí druh situace, která se musí oznámit."},
    {"Whoever reports chooses the kind of situation.", "Druh situace zvolí ten, kdo oznamuje."}};
const Rule kReportRecipient = {
    "XC-24",
    "RECIPIENT_NOT_COMPETENT",
    kLaw,
    StatusCode::kPermissionDenied,
    {"This body takes no such reports.", "Tento orgán taková oznámení nepřijímá."},
    {"Report to the police, the public prosecutor or the child-protection authority.",
     "Oznamte policii, státnímu zástupci nebo orgánu sociálně-právní ochrany dětí."}};
const Rule kEmergencyRecipient = {
    "XC-23",
    "RECIPIENT_NOT_COMPETENT",
    kLaw,
    StatusCode::kPermissionDenied,
    {"This recipient is not one who saves health or life.",
     "Tento příjemce není ten, kdo zachraňuje zdraví nebo život."},
    {"Call the rescue service, the police, a health provider or the child-protection authority.",
     "Zavolejte záchrannou službu, policii, zdravotníky nebo orgán sociálně-právní ochrany dětí."}};
const Rule kFactsMissing = {
    "XC-23",
    "FACTS_MISSING",
    kLaw,
    StatusCode::kFailedPrecondition,
    {"What was observed is not recorded yet.", "Zjištěné skutečnosti ještě nejsou zapsány."},
    {"Whoever called records within 24 hours what was seen or heard.",
     "Kdo volal, do 24 hodin zapíše, co viděl nebo slyšel."},
    "opora.registry.v1.AccessService.RecordObservedFacts"};
const Rule kFactsRecorded = {"XC-23",
                             "FACTS_RECORDED",
                             kLaw,
                             StatusCode::kFailedPrecondition,
                             {"There are observed facts already, or the disclosure needs none.",
                              "Skutečnosti už jsou zapsány, nebo nejsou třeba."},
                             {"What is recorded stays; write anything further as a statement.",
                              "Co je zapsáno, zůstává; další zapište jako záznam o klientovi."},
                             "opora.registry.v1.ClientService.RecordStatement"};
const Rule kLateFacts = {"XC-23",
                         "LATE_FACTS",
                         kLaw,
                         StatusCode::kFailedPrecondition,
                         {"The observed facts were recorded more than 24 hours after the event.",
                          "Skutečnosti byly zapsány více než 24 hodin po události."},
                         {"Nothing is needed; the record shows both times.",
                          "Není třeba nic; záznam ukazuje oba časy."}};

const Rule kConsentIncomplete = {
    "XC-01",
    "CONSENT_INCOMPLETE",
    kHard,
    StatusCode::kInvalidArgument,
    {"A consent names at least two parties and one area, and says that the client was asked about "
     "topics to be left out.",
     "Souhlas jmenuje aspoň dvě strany a jednu oblast a uvádí, že klient byl dotázán na vyloučená "
     "témata."},
    {"Complete the version of the consent.", "Doplňte znění souhlasu."},
    "opora.registry.v1.ConsentService.CreateConsent"};
const Rule kNotToldOfRevocation = {
    "XC-06",
    "NOT_TOLD_OF_REVOCATION",
    kHard,
    StatusCode::kFailedPrecondition,
    {"It is not recorded that the client was told of the right to revoke.",
     "Není zaznamenáno, že byl klient poučen o právu souhlas odvolat."},
    {"The worker who explains the consent tells the client and gives the time in "
     "told_of_revocation_time.",
     "Pracovník, který souhlas vysvětluje, klienta poučí a uvede čas v told_of_revocation_time."},
    "opora.registry.v1.ConsentService.SignConsent"};
const Rule kConsentStateRefuses = {
    "XC-05",
    "CONSENT_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The state of the consent does not allow this.", "Stav souhlasu to neumožňuje."},
    {"Draft a new consent, or a new version of one in force.",
     "Připravte nový souhlas nebo novou verzi platného."},
    "opora.registry.v1.ConsentService.CreateConsent"};
const Rule kExplainerNotKeyWorker = {"XC-07",
                                     "EXPLAINER_NOT_KEY_WORKER",
                                     kAdvice,
                                     StatusCode::kFailedPrecondition,
                                     {"The consent was not explained by the client's key worker.",
                                      "Souhlas nevysvětlil klíčový pracovník klienta."},
                                     {"The key worker goes through it with the client again.",
                                      "Klíčový pracovník jej s klientem projde znovu."}};
const Rule kOralConsentOpensNothing = {
    "XC-10",
    "ORAL_CONSENT_OPENS_NOTHING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"An oral consent is a note; it opens nothing.", "Ústní souhlas je poznámka; nic neotevírá."},
    {"Have the client sign a written consent and enter its document.",
     "Nechte klienta podepsat písemný souhlas a uveďte dokument."},
    "opora.registry.v1.ConsentService.SignConsent"};
const Rule kConsentTooLong = {
    "XC-60",
    "CONSENT_TOO_LONG",
    kHard,
    StatusCode::kInvalidArgument,
    {"A consent ends at most twelve months after its signature and not before it.",
     "Souhlas končí nejpozději dvanáct měsíců po podpisu a ne dříve než podpisem."},
    {"Give an earlier end; the client can renew it.",
     "Uveďte dřívější konec; klient jej může obnovit."},
    "opora.registry.v1.ConsentService.CreateConsent"};
const Rule kAttestationOfProfiteer = {"XC-58",
                                      "ATTESTATION_OF_PROFITEER",
                                      kHard,
                                      StatusCode::kPermissionDenied,
                                      {"The worker whom an agreement profits cannot attest it.",
                                       "Souhlas nemůže dosvědčit pracovník, kterému prospívá."},
                                      {"Another worker who heard the person records it.",
                                       "Zaznamená jej jiný pracovník, který osobu slyšel."}};

const Rule kAgencyExists = {
    "REG-01",
    "AGENCY_EXISTS",
    kRecorded,
    StatusCode::kAlreadyExists,
    {"An agency of this name and type is registered.",
     "Organizace tohoto názvu a typu je již vedena."},
    {"Find it in the list of agencies.", "Vyhledejte ji v seznamu organizací."},
    "opora.registry.v1.AgencyService.ListAgencies"};
const Rule kWorkerExists = {
    "REG-27",
    "WORKER_EXISTS",
    kRecorded,
    StatusCode::kAlreadyExists,
    {"This sign-in belongs to a worker already.", "Toto přihlášení již patří jinému pracovníkovi."},
    {"Use another subject, or grant roles to the worker who exists.",
     "Použijte jiné přihlášení, nebo udělte role existujícímu pracovníkovi."},
    "opora.registry.v1.AgencyService.GrantRole"};
const Rule kForeignDepartment = {
    "XC-17",
    "FOREIGN_DEPARTMENT",
    kLaw,
    StatusCode::kPermissionDenied,
    {"A department assigns its own workers only: another department works with a client on a "
     "consent or a referral.",
     "Odbor přiřazuje jen své pracovníky: jiný odbor pracuje s klientem na základě souhlasu nebo "
     "doporučení."},
    {"Send a referral to the other department.", "Pošlete doporučení druhému odboru."},
    "opora.registry.v1.ReferralService.SendReferral"};
const Rule kForeignAgency = {
    "REG-27",
    "FOREIGN_AGENCY",
    kHard,
    StatusCode::kPermissionDenied,
    {"Only the agency itself keeps its workers, services and assignments.",
     "Pracovníky, služby a přiřazení vede jen organizace sama."},
    {"Ask the administrator of that agency.", "Požádejte správce dané organizace."}};
const Rule kQualificationMissing = {
    "XC-52",
    "QUALIFICATION_MISSING",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"No qualification under sections 109 and 110 of Act 108/2006 is recorded.",
     "Není doložena kvalifikace podle § 109 a 110 zákona č. 108/2006 Sb."},
    {"The agency's administrator records the qualification.",
     "Kvalifikaci zapíše správce organizace."}};
const Rule kCaseloadFull = {
    "REG-14",
    "CASELOAD_FULL",
    kHard,
    StatusCode::kResourceExhausted,
    {"The worker has no free place: the limit at full time, scaled to the worker's part of it, is "
     "reached.",
     "Pracovník nemá volné místo: limit na plný úvazek přepočtený na jeho úvazek je vyčerpán."},
    {"Choose another worker, end or pause an assignment, or let the head of unit override with a "
     "reason.",
     "Zvolte jiného pracovníka, ukončete či přerušte některé přiřazení, nebo ať vedoucí limit s "
     "důvodem překročí."},
    "opora.registry.v1.AgencyService.AssignWorker"};
const Rule kCaseloadOverridden = {"REG-14",
                                  "CASELOAD_OVERRIDDEN",
                                  kHard,
                                  StatusCode::kResourceExhausted,
                                  {"The worker is assigned above the caseload limit.",
                                   "Pracovník je přiřazen nad limit klientů."},
                                  {"End or pause another assignment of the worker.",
                                   "Ukončete nebo přerušte jiné přiřazení pracovníka."},
                                  "opora.registry.v1.AgencyService.EndAssignment"};
const Rule kStanceConflict = {
    "XC-32",
    "STANCE_CONFLICT",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The worker already holds the other stance towards this client: support and control are kept "
     "apart.",
     "Pracovník již má vůči klientovi opačný postoj: podpora a kontrola se oddělují."},
    {"Assign another worker.", "Přiřaďte jiného pracovníka."},
    "opora.registry.v1.AgencyService.AssignWorker"};
const Rule kCaseManagerExists = {
    "REG-34",
    "CASE_MANAGER_EXISTS",
    kHard,
    StatusCode::kAlreadyExists,
    {"The client has an active case manager.", "Klient má aktivního koordinátora případu."},
    {"End the assignment of the present case manager first.",
     "Nejprve ukončete přiřazení dosavadního koordinátora."},
    "opora.registry.v1.AgencyService.EndAssignment"};
const Rule kAlreadyAssigned = {
    "REG-16",
    "ALREADY_ASSIGNED",
    kHard,
    StatusCode::kAlreadyExists,
    {"The worker serves the client in this role already.",
     "Pracovník s klientem v této roli již pracuje."},
    {"Work with the assignment that exists.", "Pracujte s existujícím přiřazením."},
    "opora.registry.v1.AgencyService.ListAssignments"};
const Rule kRoleNotHeld = {
    "REG-27",
    "ROLE_NOT_HELD",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The worker does not hold this role on that day.", "Pracovník tuto roli k danému dni nemá."},
    {"The administrator of the agency grants the role.", "Roli udělí správce organizace."},
    "opora.registry.v1.AgencyService.GrantRole"};
const Rule kPlatformRole = {
    "REG-27",
    "PLATFORM_ROLE",
    kHard,
    StatusCode::kPermissionDenied,
    {"Only the platform's administrator grants a role that reaches beyond one agency.",
     "Roli s působností nad rámec jedné organizace uděluje jen správce platformy."},
    {"Ask the platform's administrator.", "Požádejte správce platformy."},
    "opora.registry.v1.AgencyService.GrantRole"};

const Rule kClientAlreadyRegistered = {
    "REG-41",
    "CLIENT_ALREADY_REGISTERED",
    kHard,
    StatusCode::kAlreadyExists,
    {"The person is registered; metadata.client_id names the record.",
     "Osoba je vedena; záznam uvádí metadata.client_id."},
    {"Work with that record.", "Pracujte s tímto záznamem."},
    "opora.registry.v1.ClientService.GetClient"};
const Rule kMatchNotOpen = {"REG-41",
                            "MATCH_NOT_OPEN",
                            kHard,
                            StatusCode::kFailedPrecondition,
                            {"The match was settled before.", "Shoda již byla vyřízena."},
                            {"List the open matches.", "Vypište otevřené shody."},
                            "opora.registry.v1.ClientService.ListMatches"};
const Rule kMatchNotMerged = {
    "REG-41",
    "MATCH_NOT_MERGED",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The records are not joined by this match.", "Záznamy touto shodou spojeny nejsou."},
    {"Name the match by which they were joined.", "Uveďte shodu, kterou byly spojeny."}};
const Rule kIdentityOfCodeName = {"REG-116",
                                  "IDENTITY_OF_CODE_NAME",
                                  kHard,
                                  StatusCode::kInvalidArgument,
                                  {"A client is known either by name or by a code name.",
                                   "Klient je veden buď jménem, nebo kódem."},
                                  {"Give a family name, or a code name and no identity.",
                                   "Uveďte příjmení, nebo kód bez totožnosti."},
                                  "opora.registry.v1.ClientService.RegisterClient"};
const Rule kAlreadyHeld = {
    "XC-28",
    "ALREADY_HELD",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"This is held already and can be read; the client need not be asked again.",
     "Údaj je již veden a lze jej přečíst; klienta není třeba ptát se znovu."},
    {"Read the client's record.", "Přečtěte záznam klienta."},
    "opora.registry.v1.ClientService.GetClient"};

const Rule kReferralStateRefuses = {
    "REG-113",
    "REFERRAL_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The referral does not wait for this.", "Doporučení na tento krok nečeká."},
    {"Read the referral; its actions say what can be done.",
     "Přečtěte doporučení; jeho akce říkají, co lze udělat."},
    "opora.registry.v1.ReferralService.GetReferral"};
const Rule kSupportCategoryExists = {
    "REG-110",
    "SUPPORT_CATEGORY_EXISTS",
    kRecorded,
    StatusCode::kAlreadyExists,
    {"The code of the category is taken.", "Kód kategorie je obsazen."},
    {"List the categories.", "Vypište kategorie."},
    "opora.registry.v1.SupportService.ListSupportCategories"};
const Rule kUnitOfCategory = {
    "REG-81",
    "UNIT_OF_CATEGORY",
    kHard,
    StatusCode::kInvalidArgument,
    {"The category is counted in another unit.", "Kategorie se počítá v jiné jednotce."},
    {"Use the unit that the category fixes.", "Použijte jednotku, kterou kategorie stanoví."},
    "opora.registry.v1.SupportService.ListSupportCategories"};
const Rule kCreditorUnclear = {
    "REG-88",
    "CREDITOR_UNCLEAR",
    kRecorded,
    StatusCode::kInvalidArgument,
    {"A debt has exactly one creditor: an agency of the platform, or a name.",
     "Dluh má právě jednoho věřitele: organizaci platformy, nebo jméno."},
    {"Give creditor_agency_id or creditor_name.",
     "Uveďte creditor_agency_id, nebo creditor_name."}};
const Rule kAmountNegative = {
    "REG-88",
    "AMOUNT_NEGATIVE",
    kRecorded,
    StatusCode::kInvalidArgument,
    {"An amount is not negative; an unknown one is left out.",
     "Částka není záporná; neznámá se vynechá."},
    {"Correct or leave out the amount.", "Částku opravte, nebo vynechte."}};

const Rule kAmountUnknown = {
    "REG-88",
    "AMOUNT_UNKNOWN",
    kRecorded,
    StatusCode::kFailedPrecondition,
    {"The amount is not known yet; unknown is not zero.",
     "Částka zatím není známa; neznámá není nula."},
    {"Whoever works with the client ascertains the amount at the creditor and records it.",
     "Kdo s klientem pracuje, zjistí částku u věřitele a zapíše ji."},
    "opora.registry.v1.DebtService.RecordDebtAmount"};
const Rule kDebtSettled = {"REG-96",
                           "DEBT_SETTLED",
                           kRecorded,
                           StatusCode::kFailedPrecondition,
                           {"The debt is paid, waived or discharged.",
                            "Dluh je zaplacen, prominut nebo je od něj klient osvobozen."},
                           {"Nothing is owed; a new debt is opened as such.",
                            "Nic se nedluží; nový dluh se zapíše jako nový."},
                           "opora.registry.v1.DebtService.OpenDebt"};
const Rule kScheduleExists = {
    "REG-96",
    "SCHEDULE_EXISTS",
    kRecorded,
    StatusCode::kAlreadyExists,
    {"The debt is being repaid by a schedule already.",
     "Dluh se už splácí podle splátkového kalendáře."},
    {"Call the running schedule off first, when client and creditor agree on another.",
     "Nejdřív zrušte běžící kalendář, dohodl-li se klient s věřitelem jinak."},
    "opora.registry.v1.RepaymentService.CancelRepaymentSchedule"};
const Rule kScheduleStateRefuses = {
    "REG-96",
    "SCHEDULE_STATE_REFUSES",
    kRecorded,
    StatusCode::kFailedPrecondition,
    {"The schedule is in a state that does not allow this.",
     "Stav splátkového kalendáře to nedovoluje."},
    {"Read its state; a schedule that is over is followed by a new one.",
     "Přečtěte si jeho stav; po ukončeném kalendáři následuje nový."},
    "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"};
const Rule kOverpaid = {
    "REG-96",
    "OVERPAID",
    kRecorded,
    StatusCode::kFailedPrecondition,
    {"More was paid than the schedule asks for.", "Zaplaceno je víc, než kalendář požaduje."},
    {"The creditor returns the rest or sets it against another debt.",
     "Věřitel zbytek vrátí, nebo započte na jiný dluh."}};
const Rule kCreditorPolicyExists = {
    "REG-97",
    "CREDITOR_POLICY_EXISTS",
    kAdvice,
    StatusCode::kAlreadyExists,
    {"A policy of this creditor begins on this day already.",
     "Od tohoto dne už pravidla tohoto věřitele platí."},
    {"Enter the new one from another day; earlier ones never change.",
     "Nová zadejte od jiného dne; dřívější se nemění."},
    "opora.registry.v1.RepaymentService.ListCreditorPolicies"};
const Rule kBelowPolicy = {
    "REG-97",
    "BELOW_POLICY",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The instalment is below the creditor's minimum; the application is decided individually.",
     "Splátka je nižší než minimum věřitele; o žádosti se rozhoduje individuálně."},
    {"The creditor decides with reasons; the decision is recorded.",
     "Věřitel rozhodne s odůvodněním; rozhodnutí se zapíše."},
    "opora.registry.v1.RepaymentService.DecideRepaymentSchedule"};
const Rule kAffordabilityMissing = {
    "REG-98",
    "AFFORDABILITY_MISSING",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"It is not stated that the client can really pay the instalment.",
     "Není doloženo, že klient splátku opravdu zvládne."},
    {"The worker records income and expenses with the client, or the client's own word.",
     "Pracovník s klientem zapíše příjmy a výdaje, nebo klientovo vlastní vyjádření."},
    "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"};
const Rule kInstalmentAboveMeans = {
    "REG-98",
    "INSTALMENT_ABOVE_MEANS",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Less is left of the income than the instalment.",
     "Z příjmu zbývá méně, než kolik činí splátka."},
    {"A smaller instalment would do; client, worker and creditor agree on it.",
     "Pomohla by nižší splátka; dohodne se klient, pracovník a věřitel."},
    "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"};
const Rule kWaiverDecided = {
    "REG-93",
    "WAIVER_DECIDED",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The application was granted or declined before.", "O žádosti už bylo rozhodnuto."},
    {"A new application can be entered.", "Lze podat novou žádost."},
    "opora.registry.v1.RepaymentService.RequestWaiver"};
const Rule kAboveCeiling = {
    "REG-93",
    "ABOVE_CEILING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The amount is above the creditor's ceiling, and another body is competent; it stays "
     "proposed.",
     "Částka je nad stropem věřitele a příslušný je jiný orgán; zůstává návrhem."},
    {"The body that the creditor's policy names decides.",
     "Rozhodne orgán, který určují pravidla věřitele."},
    "opora.registry.v1.RepaymentService.DecideWaiver"};
const Rule kPrincipalNotPaid = {
    "REG-94",
    "PRINCIPAL_NOT_PAID",
    kHard,
    StatusCode::kFailedPrecondition,
    {"A penalty is forgiven once the principal is paid.",
     "Penále lze prominout, až je zaplacena jistina."},
    {"The client pays the principal; the day of payment is given with the decision.",
     "Klient zaplatí jistinu; den zaplacení se uvede s rozhodnutím."},
    "opora.registry.v1.RepaymentService.DecideWaiver"};

const Rule kBailiffForMunicipalClaim = {
    "REG-90",
    "BAILIFF_FOR_MUNICIPAL_CLAIM",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"A municipal claim goes to a bailiff although tax enforcement may be open.",
     "Obecní pohledávku vymáhá exekutor, ač může být možná daňová exekuce."},
    {"The municipality's collections check whether the nature of the claim permits tax "
     "enforcement.",
     "Vymáhání obce ověří, zda povaha pohledávky daňovou exekuci dovoluje."}};
const Rule kBagatelleEnforced = {"REG-91",
                                 "BAGATELLE_ENFORCED",
                                 kAdvice,
                                 StatusCode::kFailedPrecondition,
                                 {"The claim is below what the creditor enforces.",
                                  "Pohledávka je nižší, než jaké věřitel vymáhá."},
                                 {"The creditor stops the enforcement or waives the claim.",
                                  "Věřitel exekuci zastaví, nebo pohledávku promine."},
                                 "opora.registry.v1.EnforcementService.StopEnforcement"};
const Rule kEnforcementStopped = {
    "REG-92",
    "ENFORCEMENT_STOPPED",
    kRecorded,
    StatusCode::kFailedPrecondition,
    {"The enforcement was stopped before.", "Exekuce už byla zastavena."},
    {"Nothing is needed; a new enforcement is recorded as such.",
     "Není třeba nic; nová exekuce se zapíše jako nová."},
    "opora.registry.v1.EnforcementService.RecordEnforcement"};
const Rule kChildDebtEnforced = {"REG-102",
                                 "CHILD_DEBT_ENFORCED",
                                 kRecorded,
                                 StatusCode::kFailedPrecondition,
                                 {"The debt arose for a child.", "Dluh vznikl dítěti."},
                                 {"The creditor can stop the enforcement for that reason.",
                                  "Věřitel může exekuci z tohoto důvodu zastavit."},
                                 "opora.registry.v1.EnforcementService.StopEnforcement"};
const Rule kDebtTrap = {
    "REG-103",
    "DEBT_TRAP",
    kRecorded,
    StatusCode::kFailedPrecondition,
    {"A debt is paid by a new debt, and was itself taken to pay an earlier one.",
     "Dluh se splácí novým dluhem, a sám byl vzat na splacení dřívějšího."},
    {"A debt counsellor looks at all debts together with the client.",
     "Dluhový poradce projde s klientem všechny dluhy najednou."},
    "opora.registry.v1.DebtService.ListDebts"};

const Rule kAgreementMissing = {
    "XC-25",
    "AGREEMENT_MISSING",
    kLaw,
    StatusCode::kFailedPrecondition,
    {"Without the client's agreement a benefit goes to somebody else only when it was not used for "
     "its purpose.",
     "Bez souhlasu klienta jde dávka jinému jen tehdy, nebyla-li využita ke svému účelu."},
    {"The worker records the client's agreement, or the Labour Office the misuse.",
     "Pracovník zapíše souhlas klienta, nebo úřad práce zneužití."},
    "opora.registry.v1.EnforcementService.RecordSpecialRecipient"};

void RegisterConstraints() {
  db::RegisterConstraint("support_categories_code", kSupportCategoryExists);
  db::RegisterConstraint("support_records_unit", kUnitOfCategory);
  db::RegisterConstraint("debts_creditor", kCreditorUnclear);
  db::RegisterConstraint("repayment_schedules_one_open", kScheduleExists);
  db::RegisterConstraint("special_recipients_agreed", kAgreementMissing);
  db::RegisterConstraint("creditor_policies_once", kCreditorPolicyExists);
  db::RegisterConstraint("client_assignments_once", kAlreadyAssigned);
}

std::span<const Rule* const> All() {
  static const Rule* const all[] = {&kConsentRequired,
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
                                    &kConsentIncomplete,
                                    &kNotToldOfRevocation,
                                    &kConsentStateRefuses,
                                    &kExplainerNotKeyWorker,
                                    &kOralConsentOpensNothing,
                                    &kConsentTooLong,
                                    &kAttestationOfProfiteer,
                                    &kAgencyExists,
                                    &kWorkerExists,
                                    &kForeignAgency,
                                    &kForeignDepartment,
                                    &kQualificationMissing,
                                    &kCaseloadFull,
                                    &kCaseloadOverridden,
                                    &kStanceConflict,
                                    &kCaseManagerExists,
                                    &kAlreadyAssigned,
                                    &kRoleNotHeld,
                                    &kPlatformRole,
                                    &kClientAlreadyRegistered,
                                    &kMatchNotOpen,
                                    &kMatchNotMerged,
                                    &kIdentityOfCodeName,
                                    &kAlreadyHeld,
                                    &rules::kNotInFuture,
                                    &rules::kLateEntry,
                                    &kReferralStateRefuses,
                                    &kSupportCategoryExists,
                                    &kUnitOfCategory,
                                    &kCreditorUnclear,
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
  return all;
}

}  // namespace opora::registry::rule
