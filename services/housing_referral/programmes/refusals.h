#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about programmes: one row each, told in both languages, with its remedy.
namespace opora::housing::rule {

using rules::Rule;

inline constexpr Rule kVariantMismatch = {
    "HOUS-11",
    "VARIANT_MISMATCH",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Realiser, support and landlords are not those of the variant.",
     "Realizátor, podpora a pronajímatelé neodpovídají variantě."},
    {"Correct the variant or the partners.", "Opravte variantu nebo partnery."},
    "opora.housing.v1.ProgrammeService.CreateProgramme"};
inline constexpr Rule kProgrammeStateRefuses = {
    "HOUS-01",
    "PROGRAMME_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The state of the programme does not allow this.", "Stav programu to nedovoluje."},
    {"Look at the state of the programme.", "Podívejte se na stav programu."},
    "opora.housing.v1.ProgrammeService.GetProgramme"};
inline constexpr Rule kUnitNotPartner = {
    "HOUS-01",
    "UNIT_NOT_PARTNER",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"This unit is no such partner of the programme.",
     "Tento útvar není takovým partnerem programu."},
    {"The realiser enters the partner first.", "Realizátor nejdřív zapíše partnera."},
    "opora.housing.v1.ProgrammeService.CreateProgramme"};
inline constexpr Rule kNotOfProgramme = {
    "HOUS-23",
    "NOT_OF_PROGRAMME",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"This is for partners of the programme whom it concerns.",
     "To přísluší partnerům programu, kterých se to týká."},
    {"A partner of the programme on whose side it lies does it.",
     "Udělá to partner programu, kterému to přísluší."},
    "opora.housing.v1.ProgrammeService.ListRoles"};
inline constexpr Rule kCoordinatorMissing = {
    "HOUS-04",
    "COORDINATOR_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The programme has no coordinator.", "Program nemá koordinátora."},
    {"The realiser names a coordinator.", "Realizátor určí koordinátora."},
    "opora.housing.v1.ProgrammeService.NameRole"};
inline constexpr Rule kCoordinatorMissingMixed = {
    "HOUS-06",
    "COORDINATOR_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"With municipal and private landlords somebody has to coordinate.",
     "U obecních i soukromých pronajímatelů musí někdo koordinovat."},
    {"The realiser names a coordinator.", "Realizátor určí koordinátora."},
    "opora.housing.v1.ProgrammeService.NameRole"};
inline constexpr Rule kLandlordContactMissing = {
    "HOUS-09",
    "LANDLORD_CONTACT_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody is designated to deal with the landlord.", "Není určeno, kdo jedná s pronajímatelem."},
    {"The realiser designates one person.", "Realizátor určí jednu osobu."},
    "opora.housing.v1.ProgrammeService.NameRole"};
inline constexpr Rule kRolesMerged = {
    "HOUS-02",
    "ROLES_MERGED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"One unit supports and lets: its roles contradict each other.",
     "Jeden útvar podporuje i pronajímá: jeho role si odporují."},
    {"Separate units for support and letting, or a waiver that says why not.",
     "Oddělené útvary pro podporu a pronájem, nebo výjimka s důvodem."},
    "opora.housing.v1.ProgrammeService.WaiveSeparation"};
inline constexpr Rule kWorkingGroupMissing = {
    "HOUS-05",
    "WORKING_GROUP_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"No working group of the partners is linked.", "Není připojena pracovní skupina partnerů."},
    {"Link a working group.", "Připojte pracovní skupinu."},
    "opora.housing.v1.ProgrammeService.UpdateProgramme"};
inline constexpr Rule kLandlordNotBriefed = {
    "HOUS-15",
    "LANDLORD_NOT_BRIEFED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A landlord was not told that complaints belong to social housing.",
     "Pronajímatel nebyl upozorněn, že stížnosti k sociálnímu bydlení patří."},
    {"Brief the landlord and enter the day.", "Promluvte s pronajímatelem a zapište den."},
    "opora.housing.v1.ProgrammeService.UpdateProgramme"};
inline constexpr Rule kLiaisonIsKeyWorker = {
    "HOUS-07",
    "LIAISON_IS_KEY_WORKER",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Who deals with landlords should not be a key worker of a client of the programme.",
     "Kdo jedná s pronajímateli, nemá být klíčovým pracovníkem klienta programu."},
    {"Name somebody else, or a waiver that says why not.",
     "Určete někoho jiného, nebo výjimku s důvodem."},
    "opora.housing.v1.ProgrammeService.WaiveSeparation"};
inline constexpr Rule kFunctionsConflict = {
    "HOUS-16",
    "FUNCTIONS_CONFLICT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"One person on both sides of a programme has conflicting interests.",
     "Jedna osoba na obou stranách programu je ve střetu zájmů."},
    {"Name somebody else, or a waiver that says why not.",
     "Určete někoho jiného, nebo výjimku s důvodem."},
    "opora.housing.v1.ProgrammeService.WaiveSeparation"};
inline constexpr Rule kConditionUnclarified = {
    "HOUS-14",
    "CONDITION_UNCLARIFIED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A condition says nothing that can be observed.", "Podmínka neříká nic, co by šlo pozorovat."},
    {"Agree what is to be observed.", "Dohodněte, co se má pozorovat."},
    "opora.housing.v1.ProgrammeService.ClarifyCondition"};
inline constexpr Rule kConditionsStateRefuses = {
    "HOUS-34",
    "CONDITIONS_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"These conditions are not being agreed any more.", "Tyto podmínky se už nedojednávají."},
    {"Enter new conditions.", "Zapište nové podmínky."},
    "opora.housing.v1.ProgrammeService.PutLandlordConditions"};
inline constexpr Rule kConditionsMissing = {
    "HOUS-34",
    "CONDITIONS_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The conditions of this landlord are not agreed.",
     "Podmínky tohoto pronajímatele nejsou dohodnuty."},
    {"Agree them with the landlord first.", "Nejdřív je s pronajímatelem dohodněte."},
    "opora.housing.v1.ProgrammeService.AgreeLandlordConditions"};
inline constexpr Rule kDebtRuleNotLater = {
    "HOUS-39",
    "DEBT_RULE_NOT_LATER",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The next version begins after the one before.", "Další verze začíná po té předchozí."},
    {"Choose a later first day.", "Zvolte pozdější první den."},
    "opora.housing.v1.ProgrammeService.GetDebtRule"};
inline constexpr Rule kDebtRuleRefuses = {
    "HOUS-39",
    "DEBT_RULE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The debt rule of the landlord in force stands against it.",
     "Brání tomu platné pravidlo pronajímatele o dluzích."},
    {"A schedule that is agreed, started and kept; a debt counsellor helps with it.",
     "Dohodnutý, zahájený a plněný splátkový kalendář; pomůže dluhový poradce."},
    "opora.registry.v1.RepaymentService.CreateRepaymentSchedule"};
inline constexpr Rule kRuleNotConfigurable = {
    "XC-47",
    "RULE_NOT_CONFIGURABLE",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"Laws and hard rules cannot be set by a programme.",
     "Zákony a pevná pravidla program nastavit nemůže."},
    {"Only recommendations can be set.", "Nastavit lze jen doporučení."},
    "opora.housing.v1.ProgrammeService.GetRuleSettings"};
inline constexpr Rule kRuleUnknown = {
    "XC-46",
    "RULE_UNKNOWN",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"There is no such rule here.", "Takové pravidlo tu není."},
    {"Choose from the list of rules.", "Vyberte ze seznamu pravidel."},
    "opora.housing.v1.ProgrammeService.GetRuleSettings"};
inline constexpr Rule kRuleNeverRefuses = {
    "XC-46",
    "RULE_NEVER_REFUSES",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"This rule only ever warns.", "Toto pravidlo vždy jen upozorňuje."},
    {"Set it to WARN or OFF.", "Nastavte je na WARN nebo OFF."},
    "opora.housing.v1.ProgrammeService.GetRuleSettings"};
inline constexpr Rule kRuleNotWaivable = {
    "XC-34",
    "RULE_NOT_WAIVABLE",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"This rule separates no roles, or may not be waived here.",
     "Toto pravidlo role neodděluje, nebo tu z něj výjimka nelze."},
    {"Waivers are for HOUS-02, HOUS-07, HOUS-16, HOUS-72, and for HOUS-24 of a provider.",
     "Výjimky jsou pro HOUS-02, HOUS-07, HOUS-16, HOUS-72 a u NNO pro HOUS-24."},
    "opora.housing.v1.ProgrammeService.PutRuleSettings"};
inline constexpr Rule kOfficerMissing = {
    "XC-55",
    "COMPLAINT_OFFICER_MISSING",
    common::v1::RULE_CLASS_COMPUTED,
    absl::StatusCode::kFailedPrecondition,
    {"No impartial officer for complaints is named.",
     "Není určen nestranný pracovník pro stížnosti."},
    {"The landlord or the realiser names one.", "Určí ho pronajímatel nebo realizátor."},
    "opora.housing.v1.ProgrammeService.NameRole"};
inline constexpr Rule kLiaisonMissing = {
    "XC-55",
    "LIAISON_MISSING",
    common::v1::RULE_CLASS_COMPUTED,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody of the support team is named to deal with landlords.",
     "Z týmu podpory není určen nikdo pro jednání s pronajímateli."},
    {"The support team names a liaison.", "Určí ho tým podpory."},
    "opora.housing.v1.ProgrammeService.NameRole"};
inline constexpr Rule kMethodologyMissing = {
    "HOUS-79",
    "METHODOLOGY_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The landlord has no methodology for investigating complaints.",
     "Pronajímatel nemá metodiku šetření stížností."},
    {"The landlord works one out.", "Pronajímatel ji vypracuje."},
    "opora.housing.v1.ProgrammeService.UpdateProgramme"};
inline constexpr Rule kLeftBelongingsUnset = {
    "HOUS-121",
    "LEFT_BELONGINGS_UNSET",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Nothing is agreed about things that may be left behind.",
     "Není dohodnuto, jak se naloží s věcmi, které tu zůstanou."},
    {"Realiser and landlord agree on it.", "Dohodne realizátor s pronajímatelem."},
    "opora.housing.v1.ProgrammeService.UpdateProgramme"};

inline constexpr const Rule* kProgrammesRefusals[] = {&kVariantMismatch,
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
                                                      &kLeftBelongingsUnset};

}  // namespace opora::housing::rule
