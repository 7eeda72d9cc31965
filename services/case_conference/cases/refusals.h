#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about cases, needs and support plans: one row each, told in both languages,
// with its remedy.
namespace opora::conference::rule {

using rules::Rule;

inline constexpr Rule kCaseStateRefuses = {
    "CONF-10",
    "CASE_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The case is in a state that does not allow this.", "Stav případu to neumožňuje."},
    {"GetCase lists what can be done with the case now.",
     "Co lze s případem nyní dělat, uvádí GetCase."},
    "opora.conference.v1.CaseService.GetCase"};
inline constexpr Rule kBasisRowMissing = {
    "XC-51",
    "BASIS_ROW_MISSING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Statutory child protection rests on a row of the law table, which is not named.",
     "Sociálně-právní ochrana dětí se opírá o řádek tabulky zákonů, který není uveden."},
    {"Name the row, or open a case of another type with the client's agreement.",
     "Uveďte řádek, nebo otevřete případ jiného typu se souhlasem klienta."},
    "opora.conference.v1.CaseService.OpenCase"};
inline constexpr Rule kChildProtectionRole = {
    "XC-51",
    "CHILD_PROTECTION_ROLE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Only a worker of a child-protection authority opens a case without the client's agreement.",
     "Případ bez souhlasu klienta otevírá jen pracovník orgánu sociálně-právní ochrany dětí."},
    {"Ask the client for agreement, or tell the child-protection authority.",
     "Požádejte klienta o souhlas, nebo informujte OSPOD."},
    "opora.conference.v1.CaseService.OpenCase"};
inline constexpr Rule kAttachNeedsAgreement = {
    "CONF-22",
    "ATTACH_NEEDS_AGREEMENT",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Further professionals are attached together with the client, whose agreement is missing.",
     "Další odborníci se zapojují spolu s klientem; jeho souhlas chybí."},
    {"Ask the client and give the agreement as an attestation; it may be oral.",
     "Zeptejte se klienta a uveďte jeho souhlas; stačí ústní."},
    "opora.conference.v1.CaseService.AttachMember"};
inline constexpr Rule kMemberExists = {
    "CONF-22",
    "MEMBER_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"This unit already works in the case in this discipline.",
     "Tato jednotka již v případu v této disciplíně pracuje."},
    {"Nothing is needed; GetCase lists the members.", "Není třeba nic; členy uvádí GetCase."},
    "opora.conference.v1.CaseService.GetCase",
    "case_members_once"};
inline constexpr Rule kOwnerNotMember = {
    "CONF-22",
    "OWNER_NOT_MEMBER",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"An item belongs to a unit that the client has not agreed to attach.",
     "Položku má plnit jednotka, s jejímž zapojením klient nesouhlasil."},
    {"Attach the unit together with the client first.",
     "Nejprve jednotku spolu s klientem zapojte."},
    "opora.conference.v1.CaseService.AttachMember"};
inline constexpr Rule kTeamOfOneDiscipline = {
    "CONF-25",
    "TEAM_OF_ONE_DISCIPLINE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A team follows the client's needs and has at least two disciplines.",
     "Tým odpovídá potřebám klienta a má aspoň dvě odbornosti."},
    {"Name a member of another discipline, or open an INDIVIDUAL case.",
     "Uveďte člena jiné odbornosti, nebo otevřete individuální případ."},
    "opora.conference.v1.CaseService.OpenCase"};
inline constexpr Rule kAttachedToTeam = {
    "CONF-24",
    "ATTACHED_TO_TEAM",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"An external service is attached to a team, which practically gives all support itself.",
     "K týmu, který poskytuje prakticky veškerou podporu sám, se připojuje vnější služba."},
    {"Record the reason, or take a member of that discipline into the team.",
     "Uveďte důvod, nebo přijměte odborníka do týmu."},
    "opora.conference.v1.CaseService.AttachMember"};
inline constexpr Rule kNoCooperationAgreement = {
    "CONF-08",
    "NO_COOPERATION_AGREEMENT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"There is no cooperation agreement with this actor; the support coordinator has a task.",
     "S tímto aktérem není nastavena spolupráce; koordinátor podpory dostal úkol."},
    {"The support coordinator arranges the agreement.", "Spolupráci nastaví koordinátor podpory."},
    "opora.conference.v1.CaseService.ListCoordinatorTasks"};
inline constexpr Rule kStrengthsMissing = {
    "CONF-11",
    "STRENGTHS_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"An assessment names strengths of the client; that none is known yet is accepted once.",
     "Hodnocení uvádí silné stránky klienta; že dosud nejsou známy, lze uvést jednou."},
    {"Ask the client what works and what there is to build on.",
     "Zeptejte se klienta, co se daří a na čem lze stavět."},
    "opora.conference.v1.SupportPlanService.AddAssessment",
    "assessments_strengths"};
inline constexpr Rule kNeedOfExcludedTopic = {
    "XC-02",
    "NEED_OF_EXCLUDED_TOPIC",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A need belongs to a topic that the client does not want talked about: it stays with your "
     "unit.",
     "Potřeba patří k tématu, o němž si klient nepřeje mluvit: zůstává u vašeho pracoviště."},
    {"Only the client can lift it, by signing a new version of the consent.",
     "Zrušit to může jen klient podpisem nové verze souhlasu."},
    "opora.registry.v1.ConsentService.AddConsentVersion"};
inline constexpr Rule kAssessmentMissing = {
    "CONF-12",
    "ASSESSMENT_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A support plan is made from a completed assessment of this cycle.",
     "Plán podpory vychází z dokončeného hodnocení tohoto cyklu."},
    {"Complete an assessment of needs and strengths first.",
     "Nejprve dokončete hodnocení potřeb a silných stránek."},
    "opora.conference.v1.SupportPlanService.AddAssessment"};
inline constexpr Rule kNeedNotAssessed = {
    "CONF-12",
    "NEED_NOT_ASSESSED",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"An item refers to no need of the newest assessment.",
     "Položka se neodkazuje na potřebu z posledního hodnocení."},
    {"Refer to an assessed need, or assess again.",
     "Odkažte na zjištěnou potřebu, nebo proveďte nové hodnocení."},
    "opora.conference.v1.SupportPlanService.ListAssessments"};
inline constexpr Rule kCaseManagerMissing = {
    "CONF-19",
    "CASE_MANAGER_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A case of two or more agencies has a case manager.",
     "Případ dvou a více organizací má koordinátora."},
    {"The unit that leads the case names one.", "Jmenuje jej jednotka, která případ vede."},
    "opora.conference.v1.CaseService.NameCaseManager"};
inline constexpr Rule kSolutionBeforeClientView = {
    "XC-44",
    "SOLUTION_BEFORE_CLIENT_VIEW",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A solution is planned for a need of which the client's own view is not recorded.",
     "Plánuje se řešení potřeby, k níž není zaznamenán vlastní pohled klienta."},
    {"Ask the client and record the answer in a new assessment.",
     "Zeptejte se klienta a odpověď zapište do nového hodnocení."},
    "opora.conference.v1.SupportPlanService.AddAssessment"};
inline constexpr Rule kDuplicateSupport = {
    "CONF-20",
    "DUPLICATE_SUPPORT",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"Two agencies plan the same kind of support for the same need at the same time.",
     "Dvě organizace plánují stejný druh podpory pro stejnou potřebu ve stejné době."},
    {"Keep one, or justify both.", "Ponechte jednu, nebo zdůvodněte obě."},
    "opora.conference.v1.SupportPlanService.DecideDuplicate"};
inline constexpr Rule kDuplicateDecided = {
    "CONF-20",
    "DUPLICATE_DECIDED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"This was decided already.", "O tom již bylo rozhodnuto."},
    {"Nothing is needed.", "Není třeba nic."}};
inline constexpr Rule kApprovalUnclear = {
    "XC-40",
    "APPROVAL_UNCLEAR",
    rules::kAdvice,
    absl::StatusCode::kInvalidArgument,
    {"A plan is approved by the client, or decided without for a reason; one of the two.",
     "Plán schvaluje klient, nebo se o něm s důvodem rozhodne bez něj; jedno z toho."},
    {"Give the client's approval, or the reason why it is decided without it.",
     "Uveďte schválení klienta, nebo důvod, proč se rozhoduje bez něj."},
    "opora.conference.v1.SupportPlanService.ApproveSupportPlan"};
inline constexpr Rule kDecidedWithoutClient = {
    "XC-40",
    "DECIDED_WITHOUT_CLIENT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The plan is decided without the client's approval; it is listed for supervision and in the "
     "client's own view.",
     "O plánu se rozhodlo bez schválení klienta; je veden pro supervizi a v přehledu klienta."},
    {"Talk the plan through with the client.", "Plán s klientem proberte."},
    "opora.conference.v1.SupportPlanService.ListUnapprovedPlans"};
inline constexpr Rule kSupportPlanNotApproved = {
    "XC-40",
    "PLAN_NOT_APPROVED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The plan is neither approved by the client nor decided with a reason.",
     "Plán není schválen klientem ani rozhodnut s důvodem."},
    {"Record the client's approval.", "Zaznamenejte schválení klienta."},
    "opora.conference.v1.SupportPlanService.ApproveSupportPlan"};
inline constexpr Rule kPlanExists = {
    "CONF-16",
    "PLAN_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The cycle has its plan; new needs make a new cycle.",
     "Cyklus již plán má; nové potřeby znamenají nový cyklus."},
    {"Evaluate, then begin a new cycle.", "Vyhodnoťte a začněte nový cyklus."},
    "opora.conference.v1.SupportPlanService.StartNewCycle",
    "support_plans_cycle"};
inline constexpr Rule kEvaluationDateMissing = {
    "CONF-14",
    "EVALUATION_DATE_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A plan starts when it is known when it will be evaluated.",
     "Plán se zahajuje, až je známo, kdy bude vyhodnocen."},
    {"Set the day of the first evaluation.", "Stanovte den prvního vyhodnocení."},
    "opora.conference.v1.SupportPlanService.SetEvaluationDates"};
inline constexpr Rule kEvaluationDatePast = {
    "CONF-14",
    "EVALUATION_DATE_PAST",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Evaluations are set in advance; this day is past.",
     "Vyhodnocení se stanovuje předem; tento den již minul."},
    {"Choose a day to come.", "Zvolte den, který teprve přijde."},
    "opora.conference.v1.SupportPlanService.SetEvaluationDates"};
inline constexpr Rule kEvaluationMissing = {
    "CONF-15",
    "EVALUATION_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A fulfilled case is evaluated before it is closed.",
     "Naplněný případ se před uzavřením vyhodnotí."},
    {"Record the evaluation of this cycle.", "Zapište vyhodnocení tohoto cyklu."},
    "opora.conference.v1.SupportPlanService.RecordEvaluation"};
inline constexpr Rule kItemsOpen = {"CONF-15",
                                    "ITEMS_OPEN",
                                    rules::kHard,
                                    absl::StatusCode::kFailedPrecondition,
                                    {"Items of the plan are open, so it is not fulfilled.",
                                     "Plán má otevřené položky, není tedy naplněn."},
                                    {"Record what became of them, or close with another result.",
                                     "Zaznamenejte, jak dopadly, nebo uzavřete s jiným výsledkem."},
                                    "opora.conference.v1.SupportPlanService.AddMonitoring"};
inline constexpr Rule kEvaluatorNotImpartial = {
    "CONF-17",
    "EVALUATOR_NOT_IMPARTIAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The evaluator has items of the evaluated plan.",
     "Hodnotitel má ve vyhodnocovaném plánu vlastní položky."},
    {"Let somebody evaluate who does not carry out the plan.",
     "Ať hodnotí někdo, kdo plán neprovádí."},
    "opora.conference.v1.SupportPlanService.RecordEvaluation"};
inline constexpr Rule kDemandsConflict = {
    "CONF-21",
    "DEMANDS_CONFLICT",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The client is wanted in two places at one time.",
     "Klient má být ve stejnou dobu na dvou místech."},
    {"Agree another time with one of the institutions, or bring it to the next conference.",
     "Domluvte s jednou z institucí jiný čas, nebo to přineste na příští konferenci."},
    "opora.conference.v1.CaseWorkService.ResolveConflict"};
inline constexpr Rule kConflictFlagged = {
    "CONF-21",
    "CONFLICT_FLAGGED",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"This pair of demands is flagged already.", "Tato dvojice požadavků je již označena."},
    {"ListConflicts shows it.", "Ukazuje ji ListConflicts."},
    "opora.conference.v1.CaseWorkService.ListConflicts",
    "case_conflicts_once"};

inline constexpr Rule kTargetGroupMissing = {
    "REG-09",
    "TARGET_GROUP_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The municipality has not defined for whom it introduces the coordinated approach.",
     "Obec nevymezila, pro koho koordinovaný přístup zavádí."},
    {"The social department defines the target group.", "Cílovou skupinu vymezí sociální odbor."},
    "opora.registry.v1.CooperationService.DefineTargetGroup"};

inline constexpr const Rule* kCasesRefusals[] = {&kCaseStateRefuses,
                                                 &kBasisRowMissing,
                                                 &kChildProtectionRole,
                                                 &kAttachNeedsAgreement,
                                                 &kMemberExists,
                                                 &kOwnerNotMember,
                                                 &kTeamOfOneDiscipline,
                                                 &kAttachedToTeam,
                                                 &kNoCooperationAgreement,
                                                 &kStrengthsMissing,
                                                 &kNeedOfExcludedTopic,
                                                 &kAssessmentMissing,
                                                 &kNeedNotAssessed,
                                                 &kCaseManagerMissing,
                                                 &kSolutionBeforeClientView,
                                                 &kDuplicateSupport,
                                                 &kDuplicateDecided,
                                                 &kApprovalUnclear,
                                                 &kDecidedWithoutClient,
                                                 &kSupportPlanNotApproved,
                                                 &kPlanExists,
                                                 &kEvaluationDateMissing,
                                                 &kEvaluationDatePast,
                                                 &kEvaluationMissing,
                                                 &kItemsOpen,
                                                 &kEvaluatorNotImpartial,
                                                 &kDemandsConflict,
                                                 &kConflictFlagged,
                                                 &kTargetGroupMissing};

}  // namespace opora::conference::rule
