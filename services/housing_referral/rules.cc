#include "services/housing_referral/rules.h"

#include "common/db/constraints.h"
#include "common/rules/occurrence.h"
#include "services/registry_client/grantors.h"

namespace opora::housing::rule {
namespace {

using absl::StatusCode;
constexpr auto kLaw = common::v1::RULE_CLASS_LAW;
constexpr auto kHard = common::v1::RULE_CLASS_HARD;
constexpr auto kAdvice = common::v1::RULE_CLASS_RECOMMENDATION;
constexpr auto kComputed = common::v1::RULE_CLASS_COMPUTED;

}  // namespace

const Rule kVariantMismatch = {
    "HOUS-11",
    "VARIANT_MISMATCH",
    kHard,
    StatusCode::kInvalidArgument,
    {"Realiser, support and landlords are not those of the variant.",
     "Realizátor, podpora a pronajímatelé neodpovídají variantě."},
    {"Correct the variant or the partners.", "Opravte variantu nebo partnery."},
    "opora.housing.v1.ProgrammeService.CreateProgramme"};
const Rule kProgrammeStateRefuses = {
    "HOUS-01",
    "PROGRAMME_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The state of the programme does not allow this.", "Stav programu to nedovoluje."},
    {"Look at the state of the programme.", "Podívejte se na stav programu."},
    "opora.housing.v1.ProgrammeService.GetProgramme"};
const Rule kUnitNotPartner = {
    "HOUS-01",
    "UNIT_NOT_PARTNER",
    kHard,
    StatusCode::kInvalidArgument,
    {"This unit is no such partner of the programme.",
     "Tento útvar není takovým partnerem programu."},
    {"The realiser enters the partner first.", "Realizátor nejdřív zapíše partnera."},
    "opora.housing.v1.ProgrammeService.CreateProgramme"};
const Rule kNotOfProgramme = {"HOUS-23",
                              "NOT_OF_PROGRAMME",
                              kHard,
                              StatusCode::kPermissionDenied,
                              {"This is for partners of the programme whom it concerns.",
                               "To přísluší partnerům programu, kterých se to týká."},
                              {"A partner of the programme on whose side it lies does it.",
                               "Udělá to partner programu, kterému to přísluší."},
                              "opora.housing.v1.ProgrammeService.ListRoles"};
const Rule kCoordinatorMissing = {
    "HOUS-04",
    "COORDINATOR_MISSING",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The programme has no coordinator.", "Program nemá koordinátora."},
    {"The realiser names a coordinator.", "Realizátor určí koordinátora."},
    "opora.housing.v1.ProgrammeService.NameRole"};
const Rule kCoordinatorMissingMixed = {
    "HOUS-06",
    "COORDINATOR_MISSING",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"With municipal and private landlords somebody has to coordinate.",
     "U obecních i soukromých pronajímatelů musí někdo koordinovat."},
    {"The realiser names a coordinator.", "Realizátor určí koordinátora."},
    "opora.housing.v1.ProgrammeService.NameRole"};
const Rule kLandlordContactMissing = {
    "HOUS-09",
    "LANDLORD_CONTACT_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Nobody is designated to deal with the landlord.", "Není určeno, kdo jedná s pronajímatelem."},
    {"The realiser designates one person.", "Realizátor určí jednu osobu."},
    "opora.housing.v1.ProgrammeService.NameRole"};
const Rule kRolesMerged = {
    "HOUS-02",
    "ROLES_MERGED",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"One unit supports and lets: its roles contradict each other.",
     "Jeden útvar podporuje i pronajímá: jeho role si odporují."},
    {"Separate units for support and letting, or a waiver that says why not.",
     "Oddělené útvary pro podporu a pronájem, nebo výjimka s důvodem."},
    "opora.housing.v1.ProgrammeService.WaiveSeparation"};
const Rule kWorkingGroupMissing = {
    "HOUS-05",
    "WORKING_GROUP_MISSING",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"No working group of the partners is linked.", "Není připojena pracovní skupina partnerů."},
    {"Link a working group.", "Připojte pracovní skupinu."},
    "opora.housing.v1.ProgrammeService.UpdateProgramme"};
const Rule kLandlordNotBriefed = {
    "HOUS-15",
    "LANDLORD_NOT_BRIEFED",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"A landlord was not told that complaints belong to social housing.",
     "Pronajímatel nebyl upozorněn, že stížnosti k sociálnímu bydlení patří."},
    {"Brief the landlord and enter the day.", "Promluvte s pronajímatelem a zapište den."},
    "opora.housing.v1.ProgrammeService.UpdateProgramme"};
const Rule kLiaisonIsKeyWorker = {
    "HOUS-07",
    "LIAISON_IS_KEY_WORKER",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Who deals with landlords should not be a key worker of a client of the programme.",
     "Kdo jedná s pronajímateli, nemá být klíčovým pracovníkem klienta programu."},
    {"Name somebody else, or a waiver that says why not.",
     "Určete někoho jiného, nebo výjimku s důvodem."},
    "opora.housing.v1.ProgrammeService.WaiveSeparation"};
const Rule kFunctionsConflict = {
    "HOUS-16",
    "FUNCTIONS_CONFLICT",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"One person on both sides of a programme has conflicting interests.",
     "Jedna osoba na obou stranách programu je ve střetu zájmů."},
    {"Name somebody else, or a waiver that says why not.",
     "Určete někoho jiného, nebo výjimku s důvodem."},
    "opora.housing.v1.ProgrammeService.WaiveSeparation"};
const Rule kConditionUnclarified = {
    "HOUS-14",
    "CONDITION_UNCLARIFIED",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"A condition says nothing that can be observed.", "Podmínka neříká nic, co by šlo pozorovat."},
    {"Agree what is to be observed.", "Dohodněte, co se má pozorovat."},
    "opora.housing.v1.ProgrammeService.ClarifyCondition"};
const Rule kConditionsStateRefuses = {
    "HOUS-34",
    "CONDITIONS_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"These conditions are not being agreed any more.", "Tyto podmínky se už nedojednávají."},
    {"Enter new conditions.", "Zapište nové podmínky."},
    "opora.housing.v1.ProgrammeService.PutLandlordConditions"};
const Rule kConditionsMissing = {
    "HOUS-34",
    "CONDITIONS_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The conditions of this landlord are not agreed.",
     "Podmínky tohoto pronajímatele nejsou dohodnuty."},
    {"Agree them with the landlord first.", "Nejdřív je s pronajímatelem dohodněte."},
    "opora.housing.v1.ProgrammeService.AgreeLandlordConditions"};
const Rule kDebtRuleNotLater = {
    "HOUS-39",
    "DEBT_RULE_NOT_LATER",
    kHard,
    StatusCode::kInvalidArgument,
    {"The next version begins after the one before.", "Další verze začíná po té předchozí."},
    {"Choose a later first day.", "Zvolte pozdější první den."},
    "opora.housing.v1.ProgrammeService.GetDebtRule"};
const Rule kDebtRuleRefuses = {
    "HOUS-39",
    "DEBT_RULE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The debt rule of the landlord in force stands against it.",
     "Brání tomu platné pravidlo pronajímatele o dluzích."},
    {"A schedule that is agreed, started and kept; a debt counsellor helps with it.",
     "Dohodnutý, zahájený a plněný splátkový kalendář; pomůže dluhový poradce."},
    "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"};
const Rule kRuleNotConfigurable = {
    "XC-47",
    "RULE_NOT_CONFIGURABLE",
    kLaw,
    StatusCode::kFailedPrecondition,
    {"Laws and hard rules cannot be set by a programme.",
     "Zákony a pevná pravidla program nastavit nemůže."},
    {"Only recommendations can be set.", "Nastavit lze jen doporučení."},
    "opora.housing.v1.ProgrammeService.GetRuleSettings"};
const Rule kRuleUnknown = {"XC-46",
                           "RULE_UNKNOWN",
                           kHard,
                           StatusCode::kInvalidArgument,
                           {"There is no such rule here.", "Takové pravidlo tu není."},
                           {"Choose from the list of rules.", "Vyberte ze seznamu pravidel."},
                           "opora.housing.v1.ProgrammeService.GetRuleSettings"};
const Rule kRuleNeverRefuses = {
    "XC-46",
    "RULE_NEVER_REFUSES",
    kHard,
    StatusCode::kInvalidArgument,
    {"This rule only ever warns.", "Toto pravidlo vždy jen upozorňuje."},
    {"Set it to WARN or OFF.", "Nastavte je na WARN nebo OFF."},
    "opora.housing.v1.ProgrammeService.GetRuleSettings"};
const Rule kRuleNotWaivable = {
    "XC-34",
    "RULE_NOT_WAIVABLE",
    kHard,
    StatusCode::kInvalidArgument,
    {"This rule separates no roles, or may not be waived here.",
     "Toto pravidlo role neodděluje, nebo tu z něj výjimka nelze."},
    {"Waivers are for HOUS-02, HOUS-07, HOUS-16, HOUS-72, and for HOUS-24 of a provider.",
     "Výjimky jsou pro HOUS-02, HOUS-07, HOUS-16, HOUS-72 a u NNO pro HOUS-24."},
    "opora.housing.v1.ProgrammeService.PutRuleSettings"};
const Rule kOfficerMissing = {
    "XC-55",
    "COMPLAINT_OFFICER_MISSING",
    kComputed,
    StatusCode::kFailedPrecondition,
    {"No impartial officer for complaints is named.",
     "Není určen nestranný pracovník pro stížnosti."},
    {"The landlord or the realiser names one.", "Určí ho pronajímatel nebo realizátor."},
    "opora.housing.v1.ProgrammeService.NameRole"};
const Rule kLiaisonMissing = {"XC-55",
                              "LIAISON_MISSING",
                              kComputed,
                              StatusCode::kFailedPrecondition,
                              {"Nobody of the support team is named to deal with landlords.",
                               "Z týmu podpory není určen nikdo pro jednání s pronajímateli."},
                              {"The support team names a liaison.", "Určí ho tým podpory."},
                              "opora.housing.v1.ProgrammeService.NameRole"};
const Rule kMethodologyMissing = {"HOUS-79",
                                  "METHODOLOGY_MISSING",
                                  kAdvice,
                                  StatusCode::kFailedPrecondition,
                                  {"The landlord has no methodology for investigating complaints.",
                                   "Pronajímatel nemá metodiku šetření stížností."},
                                  {"The landlord works one out.", "Pronajímatel ji vypracuje."},
                                  "opora.housing.v1.ProgrammeService.UpdateProgramme"};
const Rule kLeftBelongingsUnset = {
    "HOUS-121",
    "LEFT_BELONGINGS_UNSET",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Nothing is agreed about things that may be left behind.",
     "Není dohodnuto, jak se naloží s věcmi, které tu zůstanou."},
    {"Realiser and landlord agree on it.", "Dohodne realizátor s pronajímatelem."},
    "opora.housing.v1.ProgrammeService.UpdateProgramme"};
const Rule kProgrammeNotActive = {
    "HOUS-01",
    "PROGRAMME_NOT_ACTIVE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The programme does not run.", "Program neběží."},
    {"The realiser starts the programme.", "Realizátor program spustí."},
    "opora.housing.v1.ProgrammeService.ActivateProgramme"};
const Rule kRulesMissing = {"HOUS-17",
                            "RULES_MISSING",
                            kAdvice,
                            StatusCode::kFailedPrecondition,
                            {"Rules for applications and criteria for the selection are not set.",
                             "Nejsou nastavena pravidla příjmu žádostí a kritéria výběru."},
                            {"The realiser enters both.", "Realizátor obojí zapíše."},
                            "opora.housing.v1.ProgrammeService.PutSelectionCriteria"};
const Rule kApplicationExists = {
    "HOUS-30",
    "APPLICATION_EXISTS",
    kHard,
    StatusCode::kAlreadyExists,
    {"The applicant has an open application in the programme.",
     "Žadatel už má v programu otevřenou žádost."},
    {"Go on with the one that exists.", "Pokračujte v té, která existuje."},
    "opora.housing.v1.ApplicationService.ListApplications"};
const Rule kApplicationStateRefuses = {
    "HOUS-30",
    "APPLICATION_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The state of the application does not allow this.", "Stav žádosti to nedovoluje."},
    {"Look at what the application allows now.", "Podívejte se, co žádost nyní dovoluje."},
    "opora.housing.v1.ApplicationService.GetApplication"};
const Rule kSupportTeamKeepsOut = {
    "HOUS-24",
    "SUPPORT_TEAM_KEEPS_OUT",
    kAdvice,
    StatusCode::kPermissionDenied,
    {"Who supports does not investigate applicants nor talk to them about applications.",
     "Kdo podporuje, nešetří žadatele a nejedná s nimi o žádosti."},
    {"The application officer does it.", "Udělá to pracovník pro žádosti."},
    "opora.housing.v1.ProgrammeService.ListRoles"};
const Rule kSupportTeamInside = {
    "HOUS-25",
    "SUPPORT_TEAM_KEEPS_OUT",
    kAdvice,
    StatusCode::kPermissionDenied,
    {"Within one department too, who supports does not deal with applications.",
     "Ani uvnitř jednoho odboru se ten, kdo podporuje, nezabývá žádostmi."},
    {"Another worker of the department does it.", "Udělá to jiný pracovník odboru."},
    "opora.housing.v1.ProgrammeService.ListRoles"};
const Rule kVerifiedHow = {
    "HOUS-22",
    "VERIFIED_HOW_MISSING",
    kHard,
    StatusCode::kInvalidArgument,
    {"A verified fact says how it was verified.",
     "U ověřené skutečnosti se uvádí, jak byla ověřena."},
    {"Say how, or mark it as not verified.", "Uveďte jak, nebo ji označte za neověřenou."},
    "opora.housing.v1.ApplicationService.RecordFindings"};
const Rule kInvestigationMissing = {"HOUS-21",
                                    "INVESTIGATION_MISSING",
                                    kAdvice,
                                    StatusCode::kFailedPrecondition,
                                    {"The application has no completed social investigation.",
                                     "K žádosti není dokončené sociální šetření."},
                                    {"Complete it, or accept verified facts of another agency.",
                                     "Dokončete je, nebo přijměte ověřené údaje jiné organizace."},
                                    "opora.housing.v1.ApplicationService.CompleteInvestigation"};
const Rule kCriterionUnknown = {
    "HOUS-31",
    "CRITERION_UNKNOWN",
    kHard,
    StatusCode::kInvalidArgument,
    {"The criteria in force know no such value.", "Platná kritéria takovou hodnotu neznají."},
    {"Use the codes of the criteria in force.", "Použijte kódy platných kritérií."},
    "opora.housing.v1.ProgrammeService.GetSelectionCriteria"};
const Rule kNotCompetentBody = {
    "HOUS-41",
    "NOT_COMPETENT_BODY",
    kHard,
    StatusCode::kPermissionDenied,
    {"Only the bodies of the landlord approve.", "Schvalují jen orgány pronajímatele."},
    {"A worker of the landlord records the decision of the body.",
     "Rozhodnutí orgánu zapíše pracovník pronajímatele."},
    "opora.housing.v1.ProgrammeService.ListLandlordConditions"};
const Rule kBodyNotNext = {"HOUS-40",
                           "BODY_NOT_NEXT",
                           kHard,
                           StatusCode::kInvalidArgument,
                           {"Another body decides next.", "Na řadě je jiný orgán."},
                           {"Follow the order of the conditions.", "Držte se pořadí v podmínkách."},
                           "opora.housing.v1.ProgrammeService.ListLandlordConditions"};
const Rule kFlatUnsuitable = {
    "HOUS-32",
    "FLAT_UNSUITABLE",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The flat does not suit the size of the household.", "Byt neodpovídá velikosti domácnosti."},
    {"Propose another flat, or say why this one.", "Navrhněte jiný byt, nebo uveďte, proč tento."},
    "opora.housing.v1.ApplicationService.ProposeFlat"};
const Rule kFlatTaken = {"HOUS-43",
                         "FLAT_TAKEN",
                         kHard,
                         StatusCode::kAlreadyExists,
                         {"The flat is not free.", "Byt není volný."},
                         {"Choose another flat.", "Vyberte jiný byt."},
                         "opora.housing.v1.FlatService.ListFlats"};
const Rule kFlatNotConfirmed = {
    "HOUS-43",
    "FLAT_NOT_CONFIRMED",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"No flat is confirmed with a time frame, so nothing can be told.",
     "Byt s časovým rámcem není potvrzen, takže není co oznámit."},
    {"Wait until a flat is confirmed.", "Počkejte, až bude byt potvrzen."}};
const Rule kNotSupportTeam = {
    "HOUS-42",
    "NOT_SUPPORT_TEAM",
    kAdvice,
    StatusCode::kPermissionDenied,
    {"The applicant learns the good news from the support team.",
     "Dobrou zprávu se žadatel dozví od týmu podpory."},
    {"A worker of the support team tells the applicant.", "Oznámí ji pracovník podpory."},
    "opora.housing.v1.ApplicationService.NotifyAcceptance"};
const Rule kTimeFrame = {
    "HOUS-44",
    "TIME_FRAME_REVERSED",
    kHard,
    StatusCode::kInvalidArgument,
    {"The time frame ends before it begins.", "Časový rámec končí dřív, než začíná."},
    {"Correct the days.", "Opravte dny."},
    "opora.housing.v1.ApplicationService.ConfirmFlat"};
const Rule kNotApplicationOfficer = {
    "HOUS-47",
    "NOT_APPLICATION_OFFICER",
    kAdvice,
    StatusCode::kPermissionDenied,
    {"A rejection is told by who talks to applicants, not by the support team.",
     "Zamítnutí sděluje ten, kdo jedná s žadateli, ne tým podpory."},
    {"The owner of the application tells it.", "Sdělí je vlastník žádosti."},
    "opora.housing.v1.ApplicationService.NotifyRejection"};
const Rule kKeyWorkerMissing = {"HOUS-48",
                                "KEY_WORKER_MISSING",
                                kAdvice,
                                StatusCode::kFailedPrecondition,
                                {"The client has no key worker of the support team yet.",
                                 "Klient zatím nemá klíčového pracovníka."},
                                {"The coordinator finds one.", "Najde ho koordinátor."},
                                "opora.registry.v1.AgencyService.AssignWorker"};
const Rule kContactsReveal = {
    "XC-45",
    "CONTACTS_REVEAL",
    kHard,
    StatusCode::kInvalidArgument,
    {"What tenants receive does not speak of social flats or of who moves in.",
     "Nájemníkům se nesděluje, že jde o sociální byt ani kdo se nastěhuje."},
    {"Leave it out.", "Vynechte to."},
    "opora.housing.v1.FlatService.PublishContacts"};
const Rule kContactsLate = {
    "HOUS-64",
    "CONTACTS_LATE",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The contacts were published after somebody had moved in; late is better than never.",
     "Kontakty byly zveřejněny až po nastěhování; lépe pozdě než nikdy."},
    {"Publish them before the next tenant moves in.", "Příště je zveřejněte dřív."},
    "opora.housing.v1.FlatService.PublishContacts"};
const Rule kDefectStateRefuses = {
    "HOUS-58",
    "DEFECT_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The state of the defect does not allow this.", "Stav závady to nedovoluje."},
    {"Follow the order: accepted, in repair, repaired, or rejected.",
     "Držte se pořadí: přijatá, v opravě, opravená, nebo odmítnutá."},
    "opora.housing.v1.FlatService.ListDefects"};
const Rule kMediatedDefect = {"HOUS-59",
                              "MEDIATED_DEFECT",
                              kAdvice,
                              StatusCode::kFailedPrecondition,
                              {"The tenant reports defects; the key worker only mediates.",
                               "Závady hlásí nájemník; klíčový pracovník jen zprostředkuje."},
                              {"Say why and until when.", "Uveďte proč a do kdy."},
                              "opora.housing.v1.FlatService.ReportDefect"};
const Rule kFlatNotReady = {
    "HOUS-55",
    "FLAT_NOT_READY",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Nobody has found the flat ready to move in.",
     "Nikdo neověřil, že je byt připraven k nastěhování."},
    {"Look at the flat with the property management.", "Prohlédněte byt se správou majetku."},
    "opora.housing.v1.FlatService.RecordReadiness"};
const Rule kTenancyStateRefuses = {
    "HOUS-57",
    "TENANCY_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The state of the tenancy does not allow this.", "Stav nájmu to nedovoluje."},
    {"Look at what the tenancy allows now.", "Podívejte se, co nájem nyní dovoluje."},
    "opora.housing.v1.TenancyService.GetTenancy"};
const Rule kHeadLeaseMissing = {"HOUS-08",
                                "HEAD_LEASE_MISSING",
                                kHard,
                                StatusCode::kFailedPrecondition,
                                {"A sublease rests on a head lease of the same flat.",
                                 "Podnájem stojí na nájemní smlouvě k témuž bytu."},
                                {"Enter the head lease.", "Zapište nájemní smlouvu s vlastníkem."},
                                "opora.housing.v1.TenancyService.RecordHeadLease"};
const Rule kManagerNotIntroduced = {
    "HOUS-50",
    "MANAGER_NOT_INTRODUCED",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The tenant was not introduced to the property management.",
     "Klient nebyl seznámen se správou majetku."},
    {"The support team introduces them.", "Seznámí je tým podpory."},
    "opora.housing.v1.TenancyService.IntroduceManager"};
const Rule kLeaseMissing = {"HOUS-51",
                            "LEASE_MISSING",
                            kAdvice,
                            StatusCode::kFailedPrecondition,
                            {"The lease is not signed.", "Nájemní smlouva není podepsaná."},
                            {"Sign the lease and record it.", "Podepište smlouvu a zapište ji."},
                            "opora.housing.v1.TenancyService.RecordDocument"};
const Rule kControlDuty = {
    "XC-33",
    "CONTROL_DUTY",
    kAdvice,
    StatusCode::kPermissionDenied,
    {"Extending a lease is a duty of control, not of support.",
     "Prodlužování smlouvy je věcí kontroly, ne podpory."},
    {"A worker of the landlord does it.", "Udělá to pracovník pronajímatele."},
    "opora.housing.v1.TenancyService.DecideExtension"};
const Rule kBreachIsControl = {"HOUS-128",
                               "CONTROL_DUTY",
                               kHard,
                               StatusCode::kPermissionDenied,
                               {"Breaches of house rules are recorded by the landlord only.",
                                "Porušení domovního řádu zapisuje jen pronajímatel."},
                               {"A worker of the landlord records what the landlord has found.",
                                "Zapíše je pracovník pronajímatele podle vlastního zjištění."},
                               "opora.housing.v1.TenancyService.RecordBreach"};
const Rule kUnheardComplaint = {
    "HOUS-87",
    "UNHEARD_COMPLAINT",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"There is a complaint of which the tenant was not told with time to remedy.",
     "Existuje stížnost, o které se nájemník nedozvěděl včas, aby mohl něco změnit."},
    {"The officer tells the tenant and gives time.",
     "Pracovník pro stížnosti nájemníka informuje a dá mu čas."},
    "opora.housing.v1.ComplaintService.InformClient"};
const Rule kUnheardOutside = {
    "HOUS-87",
    "UNHEARD_COMPLAINT_OUTSIDE",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"A decision made outside rests on a complaint that the tenant never heard of.",
     "Rozhodnutí z venku stojí na stížnosti, o níž nájemník nevěděl."},
    {"The coordinator takes it up.", "Ujme se toho koordinátor."},
    "opora.housing.v1.TenancyService.ListRisks"};
const Rule kNoticeCited = {"HOUS-69",
                           "NOTICE_CITED",
                           kHard,
                           StatusCode::kFailedPrecondition,
                           {"Only complaints of this tenancy may be cited; a notice is none.",
                            "Citovat lze jen stížnosti k tomuto nájmu; upozornění jí není."},
                           {"Leave it out.", "Vynechte to."},
                           "opora.housing.v1.ComplaintService.ListComplaints"};
const Rule kLeaseEndMissing = {"HOUS-57",
                               "LEASE_END_MISSING",
                               kHard,
                               StatusCode::kInvalidArgument,
                               {"An extension has a new last day, later than the present one.",
                                "Prodloužení má nový poslední den, pozdější než dosavadní."},
                               {"Give the new last day.", "Uveďte nový poslední den."},
                               "opora.housing.v1.TenancyService.DecideExtension"};
const Rule kLateNotCounted = {"HOUS-97",
                              "LATE_PAYMENT_LEFT_OUT",
                              kAdvice,
                              StatusCode::kFailedPrecondition,
                              {"Late payments that the tenant did not cause were left out.",
                               "Opoždění, která nájemník nezpůsobil, se nepočítala."},
                              {"Nothing is to be done.", "Není třeba nic dělat."}};
const Rule kChargeExists = {
    "HOUS-95",
    "CHARGE_EXISTS",
    kHard,
    StatusCode::kAlreadyExists,
    {"This is charged for the month already.", "To už je za tento měsíc předepsáno."},
    {"Look at the ledger.", "Podívejte se do přehledu nájemného."},
    "opora.housing.v1.RentService.GetLedger"};
const Rule kPaymentExists = {"HOUS-95",
                             "PAYMENT_EXISTS",
                             kHard,
                             StatusCode::kAlreadyExists,
                             {"The payment with this reference is recorded already.",
                              "Platba s tímto označením už je zapsána."},
                             {"Look at the ledger.", "Podívejte se do přehledu nájemného."},
                             "opora.housing.v1.RentService.GetLedger"};
const Rule kAmountNotPositive = {
    "HOUS-95",
    "AMOUNT_NOT_POSITIVE",
    kHard,
    StatusCode::kInvalidArgument,
    {"An amount of rent is positive, in crowns.", "Částka je kladná a v korunách."},
    {"Correct the amount.", "Opravte částku."},
    "opora.housing.v1.RentService.PostCharge"};
const Rule kLateIsNoDebt = {"HOUS-95",
                            "LATE_IS_NO_DEBT",
                            kHard,
                            StatusCode::kFailedPrecondition,
                            {"Only arrears become a debt; a late payment is none.",
                             "Dluhem se stávají jen nedoplatky; opožděná platba jím není."},
                            {"Enquire why it is late.", "Zjistěte, proč se platba opozdila."},
                            "opora.housing.v1.RentService.RecordPaymentCause"};
const Rule kNotArrears = {"HOUS-102",
                          "NOT_ARREARS",
                          kAdvice,
                          StatusCode::kFailedPrecondition,
                          {"Direct payment is asked for on arrears; this is a late payment.",
                           "O přímou úhradu se žádá při dluhu; toto je opožděná platba."},
                          {"Enquire why it is late; the benefit may only come later.",
                           "Zjistěte, proč se platba opozdila; dávka možná jen chodí později."},
                          "opora.housing.v1.RentService.RecordPaymentCause"};
const Rule kAgreementRequired = {
    "HOUS-101",
    "AGREEMENT_REQUIRED",
    kLaw,
    StatusCode::kFailedPrecondition,
    {"The platform starts no direct payment without the client's agreement.",
     "Bez souhlasu klienta se přímá úhrada nezahajuje."},
    {"Ask the client; a decision of the Labour Office is recorded as such.",
     "Zeptejte se klienta; rozhodnutí úřadu práce se zapisuje jako rozhodnutí."},
    "opora.housing.v1.RentService.RecordDirectPaymentDecision"};
const Rule kDecisionUnusual = {
    "HOUS-101",
    "DECISION_UNUSUAL",
    kLaw,
    StatusCode::kFailedPrecondition,
    {"Without agreement a benefit goes to the landlord, and only when it was misused.",
     "Bez souhlasu jde dávka pronajímateli, a jen když nebyla použita k účelu."},
    {"Ask the Labour Office about the decision.", "Zeptejte se na rozhodnutí úřadu práce."},
    "opora.housing.v1.RentService.RecordDirectPaymentDecision"};
const Rule kAttestationOfProfiteer = {
    "XC-58",
    "ATTESTATION_OF_PROFITEER",
    kHard,
    StatusCode::kPermissionDenied,
    {"Whom an agreement profits does not attest it.", "Souhlas nedosvědčuje ten, komu prospívá."},
    {"Another worker hears the client and attests it.",
     "Klienta vyslechne a souhlas dosvědčí jiný pracovník."},
    "opora.housing.v1.RentService.StartDirectPayment"};
const Rule kBenefitStateRefuses = {
    "HOUS-107",
    "BENEFIT_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The state of the claim does not allow this.", "Stav žádosti o dávku to nedovoluje."},
    {"Look at the claim.", "Podívejte se na žádost."},
    "opora.housing.v1.RentService.ListBenefitClaims"};
const Rule kComplaintStateRefuses = {
    "HOUS-86",
    "COMPLAINT_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The state of the complaint does not allow this.", "Stav stížnosti to nedovoluje."},
    {"Look at what the complaint allows now.", "Podívejte se, co stížnost nyní dovoluje."},
    "opora.housing.v1.ComplaintService.GetComplaint"};
const Rule kNoticeNotInvestigated = {
    "HOUS-69",
    "NOTICE_NOT_INVESTIGATED",
    kHard,
    StatusCode::kFailedPrecondition,
    {"A notice starts no investigation.", "Upozornění nezakládá šetření."},
    {"If it is a complaint after all, say so first.",
     "Je-li to přece jen stížnost, nejdřív to zapište."},
    "opora.housing.v1.ComplaintService.ReclassifyComplaint"};
const Rule kSupportInvestigatesNot = {
    "HOUS-71",
    "SUPPORT_INVESTIGATES_NOT",
    kAdvice,
    StatusCode::kPermissionDenied,
    {"The support team does not investigate complaints.", "Tým podpory stížnosti nešetří."},
    {"Hand over the contact of the officer.", "Předejte kontakt na pověřenou osobu."},
    "opora.housing.v1.ComplaintService.HandOverContact"};
const Rule kOfficerNotImpartial = {
    "HOUS-72",
    "OFFICER_NOT_IMPARTIAL",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The officer is not of the support team, not the tenant's key worker and no party of the "
     "dispute.",
     "Pověřená osoba není z týmu podpory, není klíčovým pracovníkem nájemníka ani stranou sporu."},
    {"Name somebody else, or a waiver that says why not.",
     "Určete někoho jiného, nebo výjimku s důvodem."},
    "opora.housing.v1.ProgrammeService.WaiveSeparation"};
const Rule kNotTheOfficer = {
    "HOUS-72",
    "NOT_THE_OFFICER",
    kAdvice,
    StatusCode::kPermissionDenied,
    {"The officer of the complaint investigates it.", "Stížnost šetří její pověřená osoba."},
    {"The officer does it, or the complaint is passed on to another.",
     "Udělá to ona, nebo se stížnost předá jiné."},
    "opora.housing.v1.ComplaintService.ForwardComplaint"};
const Rule kSupportTellsNot = {
    "HOUS-74",
    "SUPPORT_TELLS_NOT",
    kAdvice,
    StatusCode::kPermissionDenied,
    {"The client is told of a complaint by the officer or the landlord, not by the support team.",
     "O stížnosti klientovi řekne pověřená osoba nebo pronajímatel, ne tým podpory."},
    {"The officer tells the client; that the client has learned of it anybody may record.",
     "Řekne mu to pověřená osoba; že se to klient dozvěděl, smí zapsat každý."},
    "opora.housing.v1.ComplaintService.RecordClientLearned"};
const Rule kClientNotInformed = {
    "HOUS-75",
    "CLIENT_NOT_INFORMED",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The client does not know of the complaint yet.", "Klient o stížnosti zatím neví."},
    {"The officer tells the client first.", "Nejdřív ho informuje pověřená osoba."},
    "opora.housing.v1.ComplaintService.InformClient"};
const Rule kComplainantAlone = {
    "HOUS-80",
    "COMPLAINANT_ALONE",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Nobody but the complainant confirms it.", "Nikdo kromě stěžovatele to nepotvrzuje."},
    {"Ask in the house, as the methodology says.", "Zeptejte se v domě, jak říká metodika."},
    "opora.housing.v1.ComplaintService.AddInterview"};
const Rule kOneRoundOnly = {"HOUS-81",
                            "ONE_ROUND_ONLY",
                            kAdvice,
                            StatusCode::kFailedPrecondition,
                            {"After one round there are flats where nobody was met.",
                             "Po jednom kole zůstaly byty, kde nikdo nebyl zastižen."},
                            {"Go again at another time.", "Přijďte znovu v jinou dobu."},
                            "opora.housing.v1.ComplaintService.AddInterview"};
const Rule kTooVague = {
    "HOUS-82",
    "TOO_VAGUE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"General judgements alone support no such conclusion.",
     "Obecné soudy samy takový závěr neunesou."},
    {"Ask when, whether every day, how many times in the last month and what kind.",
     "Ptejte se kdy, zda každý den, kolikrát za poslední měsíc a jaký druh."},
    "opora.housing.v1.ComplaintService.AddInterview"};
const Rule kRoundSkipped = {
    "HOUS-81",
    "ROUND_SKIPPED",
    kHard,
    StatusCode::kInvalidArgument,
    {"Rounds follow each other.", "Kola jdou po sobě."},
    {"Use the number of this or the next round.", "Uveďte číslo tohoto nebo dalšího kola."},
    "opora.housing.v1.ComplaintService.AddInterview"};
const Rule kClientUntold = {"HOUS-84",
                            "CLIENT_UNTOLD",
                            kHard,
                            StatusCode::kFailedPrecondition,
                            {"The client does not know the result.", "Klient nezná výsledek."},
                            {"Tell the client first.", "Nejdřív ho sdělte klientovi."},
                            "opora.housing.v1.ComplaintService.TellClientResult"};
const Rule kComplainantUnanswered = {
    "HOUS-85",
    "COMPLAINANT_UNANSWERED",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The complainant has no written answer.", "Stěžovatel nemá písemnou odpověď."},
    {"Answer in writing, or state that the complainant is anonymous or has no address.",
     "Odpovězte písemně, nebo uveďte, že stěžovatel je anonymní či bez adresy."},
    "opora.housing.v1.ComplaintService.AnswerComplainant"};
const Rule kAnswerReveals = {
    "HOUS-85",
    "ANSWER_REVEALS",
    kHard,
    StatusCode::kInvalidArgument,
    {"The answer tells the complainant more about the tenant than is necessary.",
     "Odpověď stěžovateli prozrazuje o nájemníkovi víc, než je nutné."},
    {"Leave out support, benefits, debts, health and that the flat is a social one.",
     "Vynechte podporu, dávky, dluhy, zdraví i to, že jde o sociální byt."},
    "opora.housing.v1.ComplaintService.AnswerComplainant"};
const Rule kHouseProblemForeign = {
    "HOUS-68",
    "HOUSE_PROBLEM_FOREIGN",
    kHard,
    StatusCode::kInvalidArgument,
    {"The problem belongs to another house.", "Problém patří k jinému domu."},
    {"Choose a problem of the tenant's house.", "Vyberte problém domu, kde nájemník bydlí."},
    "opora.housing.v1.FlatService.GetHouse"};

std::span<const Recommendation> Recommendations() {
  static const Recommendation all[] = {
      {&kCoordinatorMissing, v1::RULE_MODE_ENFORCE},
      {&kCoordinatorMissingMixed, v1::RULE_MODE_ENFORCE},
      {&kRolesMerged, v1::RULE_MODE_WARN},
      {&kWorkingGroupMissing, v1::RULE_MODE_WARN, false},
      {&kLandlordNotBriefed, v1::RULE_MODE_WARN, false},
      {&kLiaisonIsKeyWorker, v1::RULE_MODE_ENFORCE},
      {&kFunctionsConflict, v1::RULE_MODE_ENFORCE},
      {&kConditionUnclarified, v1::RULE_MODE_WARN},
      {&kMethodologyMissing, v1::RULE_MODE_WARN},
      {&kLeftBelongingsUnset, v1::RULE_MODE_WARN},
      {&kRulesMissing, v1::RULE_MODE_ENFORCE},
      {&kSupportTeamKeepsOut, v1::RULE_MODE_ENFORCE},
      {&kSupportTeamInside, v1::RULE_MODE_ENFORCE},
      {&kInvestigationMissing, v1::RULE_MODE_ENFORCE},
      {&kFlatUnsuitable, v1::RULE_MODE_ENFORCE},
      {&kFlatNotConfirmed, v1::RULE_MODE_ENFORCE},
      {&kNotSupportTeam, v1::RULE_MODE_ENFORCE},
      {&kNotApplicationOfficer, v1::RULE_MODE_ENFORCE},
      {&kKeyWorkerMissing, v1::RULE_MODE_WARN, false},
      {&kContactsLate, v1::RULE_MODE_WARN, false},
      {&kMediatedDefect, v1::RULE_MODE_WARN, false},
      {&kFlatNotReady, v1::RULE_MODE_ENFORCE},
      {&kManagerNotIntroduced, v1::RULE_MODE_WARN},
      {&kLeaseMissing, v1::RULE_MODE_ENFORCE},
      {&kControlDuty, v1::RULE_MODE_ENFORCE},
      {&kUnheardComplaint, v1::RULE_MODE_ENFORCE},
      {&kUnheardOutside, v1::RULE_MODE_WARN, false},
      {&kLateNotCounted, v1::RULE_MODE_ENFORCE},
      {&kNotArrears, v1::RULE_MODE_ENFORCE},
      {&kSupportInvestigatesNot, v1::RULE_MODE_ENFORCE},
      {&kOfficerNotImpartial, v1::RULE_MODE_ENFORCE},
      {&kNotTheOfficer, v1::RULE_MODE_ENFORCE},
      {&kSupportTellsNot, v1::RULE_MODE_ENFORCE},
      {&kComplainantAlone, v1::RULE_MODE_ENFORCE},
      {&kOneRoundOnly, v1::RULE_MODE_WARN},
  };
  return all;
}

const Recommendation* FindRecommendation(const Rule& rule) {
  for (const Recommendation& one : Recommendations()) {
    if (one.rule == &rule) return &one;
  }
  return nullptr;
}

void RegisterConstraints() {
  db::RegisterConstraint("applications_one_open", kApplicationExists);
  db::RegisterConstraint("applications_flat_once", kFlatTaken);
  db::RegisterConstraint("tenancies_flat_once", kFlatTaken);
  db::RegisterConstraint("rent_charges_once", kChargeExists);
  db::RegisterConstraint("rent_payments_once", kPaymentExists);
}

std::span<const Rule* const> All() {
  static const Rule* const all[] = {
      &kVariantMismatch,
      &kProgrammeStateRefuses,
      &kUnitNotPartner,
      &kNotOfProgramme,
      &kCoordinatorMissing,
      &kCoordinatorMissingMixed,
      &kLandlordContactMissing,
      &kRolesMerged,
      &kWorkingGroupMissing,
      &kLandlordNotBriefed,
      &kLiaisonIsKeyWorker,
      &kFunctionsConflict,
      &kConditionUnclarified,
      &kConditionsStateRefuses,
      &kConditionsMissing,
      &kDebtRuleNotLater,
      &kDebtRuleRefuses,
      &kRuleNotConfigurable,
      &kRuleUnknown,
      &kRuleNeverRefuses,
      &kRuleNotWaivable,
      &kOfficerMissing,
      &kLiaisonMissing,
      &kMethodologyMissing,
      &kLeftBelongingsUnset,
      &kProgrammeNotActive,
      &kRulesMissing,
      &kApplicationExists,
      &kApplicationStateRefuses,
      &kSupportTeamKeepsOut,
      &kSupportTeamInside,
      &kVerifiedHow,
      &kInvestigationMissing,
      &kCriterionUnknown,
      &kNotCompetentBody,
      &kBodyNotNext,
      &kFlatUnsuitable,
      &kFlatTaken,
      &kFlatNotConfirmed,
      &kNotSupportTeam,
      &kTimeFrame,
      &kNotApplicationOfficer,
      &kKeyWorkerMissing,
      &kContactsReveal,
      &kContactsLate,
      &kDefectStateRefuses,
      &kMediatedDefect,
      &kFlatNotReady,
      &kTenancyStateRefuses,
      &kHeadLeaseMissing,
      &kManagerNotIntroduced,
      &kLeaseMissing,
      &kControlDuty,
      &kBreachIsControl,
      &kUnheardComplaint,
      &kUnheardOutside,
      &kNoticeCited,
      &kLeaseEndMissing,
      &kLateNotCounted,
      &kChargeExists,
      &kPaymentExists,
      &kAmountNotPositive,
      &kLateIsNoDebt,
      &kNotArrears,
      &kAgreementRequired,
      &kDecisionUnusual,
      &kAttestationOfProfiteer,
      &kBenefitStateRefuses,
      &kComplaintStateRefuses,
      &kNoticeNotInvestigated,
      &kSupportInvestigatesNot,
      &kOfficerNotImpartial,
      &kNotTheOfficer,
      &kSupportTellsNot,
      &kClientNotInformed,
      &kComplainantAlone,
      &kOneRoundOnly,
      &kTooVague,
      &kRoundSkipped,
      &kClientUntold,
      &kComplainantUnanswered,
      &kAnswerReveals,
      &kHouseProblemForeign,
      &rules::kNotInFuture,
      &rules::kLateEntry,
      &registry_client::rule::kClientCannotGive,
      &registry_client::rule::kGrantorNotEntitled,
      &registry_client::rule::kClientViewMissing,
      &registry_client::rule::kClientObjects,
  };
  return all;
}

}  // namespace opora::housing::rule
