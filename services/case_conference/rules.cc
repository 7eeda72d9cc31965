#include "services/case_conference/rules.h"

#include <vector>

#include "common/db/constraints.h"
#include "common/rules/occurrence.h"
#include "services/case_conference/cases/rules.h"
#include "services/case_conference/crises/rules.h"
#include "services/case_conference/neighbour_refusals.h"
#include "services/registry_client/grantors.h"

namespace opora::conference::rule {
namespace {

using absl::StatusCode;
constexpr auto kHard = common::v1::RULE_CLASS_HARD;
constexpr auto kAdvice = common::v1::RULE_CLASS_RECOMMENDATION;

}  // namespace

const Rule kContentOfParticipants = {
    "CONF-45",
    "CONTENT_OF_PARTICIPANTS",
    kHard,
    StatusCode::kPermissionDenied,
    {"What is said in a conference is read by its participants only.",
     "Obsah konference čtou jen její účastníci."},
    {"Ask the participant of your unit; all participants together can agree to share it.",
     "Zeptejte se účastníka ze svého pracoviště; sdílet lze se souhlasem všech účastníků."},
    "opora.conference.v1.ConferenceService.ShareContent"};
const Rule kRoleInConference = {
    "CONF-29",
    "ROLE_IN_CONFERENCE",
    kHard,
    StatusCode::kPermissionDenied,
    {"Another role in this conference does that.", "To v této konferenci dělá jiná role."},
    {"Ask the participant who holds one of the roles named in the metadata.",
     "Obraťte se na účastníka s některou z uvedených rolí."}};
const Rule kNotTheFacilitator = {"CONF-58",
                                 "NOT_THE_FACILITATOR",
                                 kHard,
                                 StatusCode::kPermissionDenied,
                                 {"Only the facilitator moves the phases of the meeting.",
                                  "Fáze setkání posouvá jen facilitátor."},
                                 {"Ask the facilitator.", "Požádejte facilitátora."}};
const Rule kStateRefuses = {"CONF-57",
                            "CONFERENCE_STATE_REFUSES",
                            kHard,
                            StatusCode::kFailedPrecondition,
                            {"The conference is not in a state in which this can be done.",
                             "V tomto stavu konference to nelze."},
                            {"The `actions` of GetConference tell what can be done now.",
                             "Co lze právě teď, říkají `actions` u GetConference."},
                            "opora.conference.v1.ConferenceService.GetConference"};
const Rule kSpeaksForOther = {"XC-58",
                              "ATTESTATION_REQUIRED",
                              kHard,
                              StatusCode::kInvalidArgument,
                              {"The word of somebody else needs an attestation: who, how, when.",
                               "Slovo někoho jiného je třeba doložit: kdo, jak a kdy."},
                              {"Add the attestation, or let the person answer for themselves.",
                               "Doplňte doložení, nebo ať odpoví osoba sama."}};
const Rule kAttestedByRecipient = {
    "XC-58",
    "ATTESTATION_OF_PROFITEER",
    kHard,
    StatusCode::kPermissionDenied,
    {"Whoever profits from the act does not attest it.",
     "Kdo má z úkonu prospěch, nemůže jej dosvědčit."},
    {"Let another participant attest it.", "Ať to dosvědčí jiný účastník."}};
const Rule kChangeKindMissing = {
    "CONF-54",
    "CHANGE_KIND_MISSING",
    kHard,
    StatusCode::kInvalidArgument,
    {"An upcoming change needs its kind.", "Blížící se změna potřebuje svůj druh."},
    {"Say which change is coming.", "Uveďte, jaká změna se blíží."}};
const Rule kContractMissing = {
    "CONF-32",
    "CONTRACT_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Organising begins after administrator and convener agreed the contract.",
     "Organizace začíná až po domluvení kontraktu administrátora se zadavatelem."},
    {"The administrator records goal, topic and date of the contract.",
     "Administrátor zapíše cíl, téma a datum kontraktu."},
    "opora.conference.v1.ConferenceService.SignContract"};
const Rule kAdministratorMissing = {
    "CONF-32",
    "ADMINISTRATOR_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Nobody is the administrator of this conference.", "Konference nemá administrátora."},
    {"Name the organiser, usually the administrator too.",
     "Jmenujte organizátora, obvykle i administrátora."},
    "opora.conference.v1.ConferenceService.NameOrganiser"};
const Rule kConvenerNotCaseManager = {
    "CONF-31",
    "CONVENER_NOT_CASE_MANAGER",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The convener is normally the worker who coordinates the client's case.",
     "Zadavatelem bývá pracovník, který koordinuje klientův případ."},
    {"Nothing is needed; consider the case manager as convener.",
     "Není třeba nic; zvažte jako zadavatele koordinátora případu."}};
const Rule kFacilitatorNotIndependent = {
    "CONF-35",
    "FACILITATOR_NOT_INDEPENDENT",
    kHard,
    StatusCode::kPermissionDenied,
    {"The facilitator must not be, nor have been for two years, involved with the client.",
     "Facilitátor nesmí být a poslední dva roky ani nesměl být v případu klienta zainteresován."},
    {"Name a facilitator who has had nothing to do with the client.",
     "Jmenujte facilitátora, který s klientem neměl nic společného."},
    "opora.conference.v1.ConferenceService.NameFacilitator"};
const Rule kFacilitatorLater = {
    "CONF-36",
    "FACILITATOR_NOT_INDEPENDENT",
    kHard,
    StatusCode::kPermissionDenied,
    {"The facilitator is no longer independent of the client's case.",
     "Facilitátor už není na případu klienta nezávislý."},
    {"Remove the facilitator and name another.", "Odvolejte facilitátora a jmenujte jiného."},
    "opora.conference.v1.ConferenceService.RemoveParticipant"};
const Rule kFacilitatorExists = {
    "CONF-35",
    "FACILITATOR_EXISTS",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The conference has a facilitator.", "Konference už facilitátora má."},
    {"Remove the first before naming another.", "Nejdřív odvolejte dosavadního."},
    "opora.conference.v1.ConferenceService.RemoveParticipant"};
const Rule kFacilitatorAlone = {"CONF-29",
                                "FACILITATOR_ALONE",
                                kHard,
                                StatusCode::kFailedPrecondition,
                                {"A facilitator holds no other role than recorder.",
                                 "Facilitátor smí být už jen zapisovatelem."},
                                {"Give the role to somebody else.", "Dejte roli někomu jinému."},
                                "opora.conference.v1.ConferenceService.AddParticipants"};
const Rule kClientOnce = {
    "CONF-41",
    "CLIENT_IS_ONE",
    kHard,
    StatusCode::kInvalidArgument,
    {"The client takes part as the client from the proposal on; nobody else is the client.",
     "Klient je účastníkem od návrhu; nikdo jiný klientem není."},
    {"Parents and others of the family take the role CLIENT_FAMILY.",
     "Rodiče a další rodina mají roli CLIENT_FAMILY."}};
const Rule kAlreadyParticipant = {
    "CONF-29",
    "ALREADY_PARTICIPANT",
    kHard,
    StatusCode::kAlreadyExists,
    {"This worker takes part already.", "Tento pracovník už je účastníkem."},
    {"Nothing is needed.", "Není třeba nic."}};
const Rule kSupportPersonNotConfirmed = {
    "CONF-40",
    "SUPPORT_PERSON_NOT_CONFIRMED",
    kHard,
    StatusCode::kPermissionDenied,
    {"A support person is chosen or confirmed by the client.",
     "Podpůrnou osobu si vybírá nebo potvrzuje klient."},
    {"Ask the client and record the answer with the invitation.",
     "Zeptejte se klienta a odpověď zapište s pozváním."},
    "opora.conference.v1.ConferenceService.InviteParticipants"};
const Rule kPersonNotAgreed = {
    "CONF-114",
    "CLIENT_AGREEMENT_REQUIRED",
    kHard,
    StatusCode::kPermissionDenied,
    {"Inviting this person tells them of the case; the client has not agreed to that.",
     "Pozváním se tato osoba o případu dozví; klient s tím nesouhlasil."},
    {"Ask the client and record the answer with the invitation.",
     "Zeptejte se klienta a odpověď zapište s pozváním."},
    "opora.conference.v1.ConferenceService.InviteParticipants"};
const Rule kInvitationNeedsBasis = {
    "CONF-114",
    "CONSENT_REQUIRED",
    kHard,
    StatusCode::kPermissionDenied,
    {"Inviting this participant tells them of the case; there is no basis for that.",
     "Pozváním se účastník o případu dozví; není pro to právní základ."},
    {"A consent of the client that names both sides would open it, or the client's own word about "
     "this person, now.",
     "Otevřel by to souhlas klienta, který jmenuje obě strany, nebo klientovo slovo o této osobě, "
     "teď."},
    "opora.conference.v1.ConferenceService.InviteParticipants"};
const Rule kExcludedFromConference = {
    "CONF-113",
    "EXCLUDED_TOPIC",
    kHard,
    StatusCode::kPermissionDenied,
    {"The client does not want this topic to be talked about.",
     "Klient si nepřeje, aby se o tomto tématu mluvilo."},
    {"The client can lift it for this conference; record the word with the topic.",
     "Klient to může pro tuto konferenci povolit; slovo zapište s tématem."},
    "opora.conference.v1.ConferenceService.AddTopic"};
const Rule kRolesMissing = {
    "CONF-29",
    "ROLES_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"A conference needs its convener, facilitator, client and at least one professional.",
     "Konference potřebuje zadavatele, facilitátora, klienta a aspoň jednoho odborníka."},
    {"Name who is missing; the metadata names the roles.",
     "Jmenujte, kdo chybí; role jsou uvedeny."},
    "opora.conference.v1.ConferenceService.AddParticipants"};
const Rule kRolesRecommended = {
    "CONF-29",
    "ROLES_RECOMMENDED",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Nobody is the organiser or the recorder.", "Chybí organizátor nebo zapisovatel."},
    {"Name them if you can.", "Jmenujte je, je-li to možné."},
    "opora.conference.v1.ConferenceService.AddParticipants"};
const Rule kNotInvited = {"CONF-114",
                          "NOT_INVITED",
                          kHard,
                          StatusCode::kFailedPrecondition,
                          {"Somebody has not been invited.", "Někdo ještě není pozván."},
                          {"Invite them, or take them off.", "Pozvěte jej, nebo odeberte."},
                          "opora.conference.v1.ConferenceService.InviteParticipants"};
const Rule kAnswersMissing = {
    "CONF-51",
    "ANSWERS_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Topic, participants and place are agreed with all; answers are missing.",
     "Téma, účastníci a místo se dojednávají se všemi; chybějí odpovědi."},
    {"Record the answers; after the day set go on with a reason.",
     "Zapište odpovědi; po uplynutí termínu pokračujte s důvodem."},
    "opora.conference.v1.ConferenceService.RecordAnswers"};
const Rule kAnswerIsNo = {"CONF-51",
                          "ANSWER_IS_NO",
                          kHard,
                          StatusCode::kFailedPrecondition,
                          {"Somebody does not agree with topic, participants or place.",
                           "Někdo nesouhlasí s tématem, účastníky nebo místem."},
                          {"Negotiate it and record the new answer, or change the arrangement.",
                           "Dojednejte to a zapište novou odpověď, nebo změňte domluvu."},
                          "opora.conference.v1.ConferenceService.ArrangeMeeting"};
const Rule kArrangementMissing = {
    "CONF-51",
    "ARRANGEMENT_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Place and time are not set.", "Místo a čas nejsou určeny."},
    {"Set place, time and the day for answers.", "Určete místo, čas a termín odpovědí."},
    "opora.conference.v1.ConferenceService.ArrangeMeeting"};
const Rule kClientNotPrepared = {"CONF-34",
                                 "CLIENT_NOT_PREPARED",
                                 kAdvice,
                                 StatusCode::kFailedPrecondition,
                                 {"The client has not been prepared.", "Klient nebyl připraven."},
                                 {"The organiser prepares the client and records it.",
                                  "Organizátor klienta připraví a zapíše to."},
                                 "opora.conference.v1.ConferenceService.PrepareParticipants"};
const Rule kParticipantNotPrepared = {"CONF-34",
                                      "PARTICIPANT_NOT_PREPARED",
                                      kAdvice,
                                      StatusCode::kFailedPrecondition,
                                      {"Somebody has not been prepared.", "Někdo nebyl připraven."},
                                      {"The organiser prepares them; the meeting can start.",
                                       "Organizátor je připraví; setkání může začít."},
                                      "opora.conference.v1.ConferenceService.PrepareParticipants"};
const Rule kClientAbsent = {"CONF-38",
                            "CLIENT_ABSENT",
                            kAdvice,
                            StatusCode::kFailedPrecondition,
                            {"The client is not there.", "Klient není přítomen."},
                            {"Adjourn, reach the client by phone, or hold a meeting of "
                             "professionals that asks nothing of the client.",
                             "Odložte setkání, spojte se s klientem telefonem, nebo uspořádejte "
                             "setkání odborníků, které po klientovi nic nechce."},
                            "opora.conference.v1.ConferenceService.AdjournMeeting"};
const Rule kClosePersonAbsent = {
    "CONF-39",
    "CLOSE_PERSON_ABSENT",
    kHard,
    StatusCode::kFailedPrecondition,
    {"A child needs a close person in the room, not merely invited.",
     "Dítě potřebuje blízkou osobu přímo v místnosti, pozvání nestačí."},
    {"Wait until she is present, or adjourn.", "Počkejte, až bude přítomna, nebo setkání odložte."},
    "opora.conference.v1.ConferenceService.AdjournMeeting"};
const Rule kMeetingInterrupted = {
    "CONF-39",
    "MEETING_INTERRUPTED",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The meeting stands still: the child's close person has left.",
     "Setkání stojí: blízká osoba dítěte odešla."},
    {"Record that she is back, or adjourn.", "Zapište její návrat, nebo setkání odložte."},
    "opora.conference.v1.ConferenceService.RecordAttendance"};
const Rule kClientNotBriefed = {
    "CONF-47",
    "CLIENT_NOT_BRIEFED",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The client was not told beforehand what a conference is.",
     "Klient předem neví, co je případová konference."},
    {"Brief the client and record it.", "Informujte klienta a zapište to."},
    "opora.conference.v1.ConferenceService.PrepareParticipants"};
const Rule kNotBriefed = {"CONF-47",
                          "NOT_BRIEFED",
                          kAdvice,
                          StatusCode::kFailedPrecondition,
                          {"Somebody was not told beforehand what a conference is.",
                           "Někdo předem neví, co je případová konference."},
                          {"Brief them in phase WELCOME.", "Informujte je při přivítání."},
                          "opora.conference.v1.ConferenceService.PrepareParticipants"};
const Rule kFacilitatorAbsent = {"CONF-29",
                                 "FACILITATOR_ABSENT",
                                 kHard,
                                 StatusCode::kFailedPrecondition,
                                 {"The facilitator is not there.", "Facilitátor není přítomen."},
                                 {"Adjourn, or name another facilitator.",
                                  "Odložte setkání, nebo jmenujte jiného facilitátora."},
                                 "opora.conference.v1.ConferenceService.AdjournMeeting"};
const Rule kSilenceMissing = {"CONF-44",
                              "SILENCE_MISSING",
                              kHard,
                              StatusCode::kFailedPrecondition,
                              {"Somebody has no recorded ground of silence and sees no content.",
                               "U někoho není zapsán důvod mlčenlivosti; obsah neuvidí."},
                              {"Record the ground of silence, in the meeting with attendance.",
                               "Zapište důvod mlčenlivosti, na setkání s přítomností."},
                              "opora.conference.v1.ConferenceService.PrepareParticipants"};
const Rule kPhaseOrder = {"CONF-58",
                          "PHASE_ORDER",
                          kHard,
                          StatusCode::kFailedPrecondition,
                          {"Phases go forward one by one, or back to an earlier one.",
                           "Fáze jdou vpřed po jedné, nebo zpět k dřívější."},
                          {"Enter the next phase.", "Vstupte do následující fáze."},
                          "opora.conference.v1.ConferenceService.AdvancePhase"};
const Rule kBackNeedsReason = {
    "CONF-58",
    "REASON_MISSING",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Going back to an earlier phase needs a reason.", "Návrat k dřívější fázi potřebuje důvod."},
    {"Say why.", "Uveďte důvod."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
const Rule kRulesMissing = {
    "CONF-52",
    "RULES_MISSING",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Rules of the meeting are not agreed.", "Pravidla setkání nejsou domluvena."},
    {"Agree them and record them with the phase.", "Domluvte je a zapište s fází."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
const Rule kParticipantNotHeard = {
    "CONF-43",
    "PARTICIPANT_NOT_HEARD",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Somebody neither told a view nor said they did not wish to.",
     "Někdo neřekl svůj pohled ani to, že nechce."},
    {"Give them space and record it.", "Dejte mu prostor a zapište to."},
    "opora.conference.v1.ConferenceService.RecordViews"};
const Rule kNotMapping = {
    "CONF-43",
    "NOT_IN_MAPPING_PHASE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Views are recorded in phase MAPPING.", "Pohledy se zapisují ve fázi mapování."},
    {"The facilitator moves the phase.", "Fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
const Rule kNoPriority = {"CONF-61",
                          "NO_PRIORITY",
                          kHard,
                          StatusCode::kFailedPrecondition,
                          {"No priority is selected.", "Není vybrána žádná priorita."},
                          {"Select priorities among the topics.", "Vyberte priority z témat."},
                          "opora.conference.v1.ConferenceService.SelectPriorities"};
const Rule kNotAPriority = {"CONF-61",
                            "NOT_A_PRIORITY",
                            kHard,
                            StatusCode::kFailedPrecondition,
                            {"Only selected priorities have solutions and items of the plan.",
                             "Řešení a úkoly mají jen vybrané priority."},
                            {"Select the topic as a priority in its phase.",
                             "Vyberte téma jako prioritu v příslušné fázi."},
                            "opora.conference.v1.ConferenceService.SelectPriorities"};
const Rule kNotPriorities = {
    "CONF-61",
    "NOT_IN_PRIORITIES_PHASE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Priorities are selected in phase PRIORITIES.", "Priority se vybírají ve fázi priorit."},
    {"The facilitator moves the phase.", "Fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
const Rule kNotSolutions = {
    "CONF-62",
    "NOT_IN_SOLUTIONS_PHASE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Solutions are proposed in phase SOLUTIONS.", "Řešení se navrhují ve fázi řešení."},
    {"The facilitator moves the phase.", "Fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
const Rule kSolutionMissing = {
    "CONF-62",
    "SOLUTION_MISSING",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"A priority has no solution.", "Některá priorita nemá řešení."},
    {"Propose one, or go back to it.", "Navrhněte je, nebo se k tomu vraťte."},
    "opora.conference.v1.ConferenceService.AddSolution"};
const Rule kPlanNotApproved = {
    "CONF-63",
    "PLAN_NOT_APPROVED",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The plan is not approved.", "Plán není schválen."},
    {"Let all present approve it, or say why the meeting ends without a plan.",
     "Ať jej schválí všichni přítomní, nebo uveďte, proč se končí bez plánu."},
    "opora.conference.v1.ActionPlanService.ApprovePlan"};
const Rule kNotConclusion = {
    "CONF-63",
    "NOT_IN_CONCLUSION_PHASE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The meeting ends in phase CONCLUSION.", "Setkání končí ve fázi závěru."},
    {"The facilitator moves the phase.", "Fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
const Rule kTopicTooLate = {
    "CONF-61",
    "TOPIC_TOO_LATE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Topics are added until priorities are selected.", "Témata se přidávají do výběru priorit."},
    {"The facilitator can go back to an earlier phase with a reason.",
     "Facilitátor se může s důvodem vrátit do dřívější fáze."},
    "opora.conference.v1.ConferenceService.AdvancePhase"};
const Rule kNotInPlanPhase = {
    "CONF-49",
    "NOT_IN_PLAN_PHASE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"Items of the plan, and demands on the client, are made in phase PLAN, not before.",
     "Úkoly a požadavky na klienta vznikají až ve fázi plánu."},
    {"Bring it as a topic now; the facilitator moves the phase.",
     "Přineste to teď jako téma; fázi posune facilitátor."},
    "opora.conference.v1.ConferenceService.AddTopic"};
const Rule kProfessionalsOnly = {
    "CONF-38",
    "PROFESSIONALS_ONLY",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"A meeting of professionals asks nothing of the client.",
     "Setkání odborníků po klientovi nic nechce."},
    {"Give the task to a professional, or hold a conference with the client.",
     "Dejte úkol odborníkovi, nebo uspořádejte konferenci s klientem."},
    "opora.conference.v1.ConferenceService.ProposeConference"};
const Rule kFacilitatorHasNoTask = {
    "CONF-36",
    "FACILITATOR_HAS_NO_TASK",
    kHard,
    StatusCode::kPermissionDenied,
    {"The facilitator cannot be given a task of this plan.",
     "Facilitátor nemůže mít v tomto plánu úkol."},
    {"Give it to another participant.", "Dejte úkol jinému účastníkovi."}};
const Rule kNotAParticipant = {
    "CONF-67",
    "NOT_A_PARTICIPANT",
    kHard,
    StatusCode::kInvalidArgument,
    {"WHO is a participant of this conference.", "KDO je účastník této konference."},
    {"Name somebody who does not take part as to_be_asked, beside a participant who answers for "
     "the item.",
     "Kdo se neúčastní, uveďte v to_be_asked vedle účastníka, který za úkol odpovídá."}};
const Rule kDeadlineMissing = {
    "CONF-65",
    "DEADLINE_MISSING",
    kHard,
    StatusCode::kInvalidArgument,
    {"Each step says by when: a date, or so many days or weeks after the meeting.",
     "Každý krok má DO KDY: datum, nebo počet dní či týdnů po setkání."},
    {"Give exactly one of them.", "Uveďte právě jedno z toho."}};
const Rule kPlanBMissing = {
    "CONF-66",
    "PLAN_B_MISSING",
    kHard,
    StatusCode::kInvalidArgument,
    {"An item has a Plan B: trigger, who, what, by when; or a reason why none is needed.",
     "Úkol má plán B: spouštěč, kdo, co, do kdy; nebo důvod, proč není třeba."},
    {"Complete the Plan B, or say why none is needed.",
     "Doplňte plán B, nebo uveďte, proč není třeba."}};
const Rule kMilestonesOutOfOrder = {
    "CONF-68",
    "MILESTONES_OUT_OF_ORDER",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The deadlines of the steps are out of order.", "Termíny kroků nejdou po sobě."},
    {"Check the dates.", "Zkontrolujte termíny."}};
const Rule kPlanBTooLate = {
    "CONF-74",
    "PLAN_B_TOO_LATE",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The window of Plan B ends after the next deadline, which it makes unattainable.",
     "Plán B končí až po dalším termínu, který tak nelze splnit."},
    {"Set later dates for the steps that follow.", "Posuňte termíny následujících kroků."},
    "opora.conference.v1.ActionPlanService.ReplaceActionItem"};
const Rule kClientNotHeard = {
    "XC-44",
    "CLIENT_NOT_HEARD",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The client's own view is not recorded; a solution should not come before it.",
     "Pohled klienta není zapsán; řešení by mu nemělo předcházet."},
    {"Record what the client said, or that they did not wish to speak.",
     "Zapište, co klient řekl, nebo že mluvit nechtěl."},
    "opora.conference.v1.ConferenceService.RecordViews"};
const Rule kItemStateRefuses = {
    "CONF-75",
    "ITEM_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The item is not in a state in which this can be done.", "V tomto stavu úkolu to nelze."},
    {"Read the plan again.", "Načtěte plán znovu."},
    "opora.conference.v1.ConferenceService.GetConference"};
const Rule kNoItems = {"CONF-63",
                       "NO_ITEMS",
                       kHard,
                       StatusCode::kFailedPrecondition,
                       {"There is nothing to approve.", "Není co schvalovat."},
                       {"Add items, or end the meeting without a plan and say why.",
                        "Přidejte úkoly, nebo skončete bez plánu s důvodem."},
                       "opora.conference.v1.ActionPlanService.AddActionItem"};
const Rule kAgainstClientsChoice = {
    "CONF-46",
    "AGAINST_CLIENTS_CHOICE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"An item against the client's choice stays proposed.",
     "Úkol proti volbě klienta zůstává jen navržen."},
    {"Find a solution that the client wants.", "Najděte řešení, které klient chce."},
    "opora.conference.v1.ConferenceService.AddSolution"};
const Rule kMinutesMissing = {"CONF-78",
                              "MINUTES_MISSING",
                              kHard,
                              StatusCode::kFailedPrecondition,
                              {"There are no minutes yet.", "Zápis ještě není."},
                              {"The recorder writes them.", "Napíše jej zapisovatel."},
                              "opora.conference.v1.ConferenceService.WriteMinutes"};
const Rule kMinutesStateRefuses = {
    "CONF-78",
    "MINUTES_STATE_REFUSES",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The minutes are not in a state in which this can be done.", "V tomto stavu zápisu to nelze."},
    {"Read the minutes again.", "Načtěte zápis znovu."},
    "opora.conference.v1.ConferenceService.GetConference"};
const Rule kMinutesLong = {
    "CONF-79",
    "MINUTES_LONG",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"The minutes are long; they should be brief.", "Zápis je dlouhý; má být stručný."},
    {"Shorten them if you can.", "Zkraťte jej, je-li to možné."},
    "opora.conference.v1.ConferenceService.WriteMinutes"};
const Rule kObjectionMissing = {"CONF-80",
                                "OBJECTION_MISSING",
                                kHard,
                                StatusCode::kInvalidArgument,
                                {"Whoever does not agree says why.", "Kdo nesouhlasí, uvede proč."},
                                {"Record the objection.", "Zapište výhradu."}};
const Rule kAnswersNotDue = {
    "CONF-80",
    "ANSWERS_NOT_DUE",
    kHard,
    StatusCode::kFailedPrecondition,
    {"The day for answers has not passed.", "Termín pro vyjádření ještě neuplynul."},
    {"Wait, or record the answers that are missing.",
     "Vyčkejte, nebo zapište chybějící vyjádření."},
    "opora.conference.v1.ConferenceService.AgreeMinutes"};
const Rule kIncomprehensible = {
    "CONF-48",
    "INCOMPREHENSIBLE",
    kAdvice,
    StatusCode::kFailedPrecondition,
    {"Somebody does not understand words of the minutes.", "Někdo nerozumí slovům v zápisu."},
    {"Reword them.", "Přeformulujte je."},
    "opora.conference.v1.ConferenceService.WriteMinutes"};
const Rule kUnanimityMissing = {
    "XC-22",
    "UNANIMITY_MISSING",
    kHard,
    StatusCode::kPermissionDenied,
    {"Content leaves the conference only when every participant agreed; a consent of the client "
     "does not stand in for it.",
     "Obsah konference lze sdílet jen se souhlasem všech účastníků; souhlas klienta jej "
     "nenahradí."},
    {"Ask the participants named in the metadata.", "Zeptejte se uvedených účastníků."},
    "opora.conference.v1.ConferenceService.ShareContent"};
const Rule kTasksOpen = {"CONF-64",
                         "TASKS_OPEN",
                         kAdvice,
                         StatusCode::kFailedPrecondition,
                         {"Tasks of the plan are still under way.", "Úkoly plánu ještě probíhají."},
                         {"Record how they went.", "Zapište, jak dopadly."},
                         "opora.conference.v1.ActionPlanService.CompleteMilestone"};
const Rule kEvaluatorHasTasks = {"CONF-17",
                                 "EVALUATOR_HAS_TASKS",
                                 kAdvice,
                                 StatusCode::kFailedPrecondition,
                                 {"The evaluator has tasks in the plan that is evaluated.",
                                  "Hodnotitel má v hodnoceném plánu úkoly."},
                                 {"Let somebody without tasks evaluate, if you can.",
                                  "Ať hodnotí někdo bez úkolů, je-li to možné."}};

void RegisterConstraints() {
  RegisterCaseConstraints();
  RegisterCrisisConstraints();
  db::RegisterConstraint("participants_worker_once", kAlreadyParticipant);
  db::RegisterConstraint("action_items_plan_b", kPlanBMissing);
}

namespace {

std::span<const Rule* const> ConferenceRules() {
  static const Rule* const all[] = {&kContentOfParticipants,
                                    &kRoleInConference,
                                    &kNotTheFacilitator,
                                    &kStateRefuses,
                                    &kSpeaksForOther,
                                    &kAttestedByRecipient,
                                    &kChangeKindMissing,
                                    &kContractMissing,
                                    &kAdministratorMissing,
                                    &kConvenerNotCaseManager,
                                    &kFacilitatorNotIndependent,
                                    &kFacilitatorLater,
                                    &kFacilitatorExists,
                                    &kFacilitatorAlone,
                                    &kClientOnce,
                                    &kAlreadyParticipant,
                                    &kSupportPersonNotConfirmed,
                                    &kPersonNotAgreed,
                                    &kInvitationNeedsBasis,
                                    &kExcludedFromConference,
                                    &kRolesMissing,
                                    &kRolesRecommended,
                                    &kNotInvited,
                                    &kAnswersMissing,
                                    &kAnswerIsNo,
                                    &kArrangementMissing,
                                    &kClientNotPrepared,
                                    &kParticipantNotPrepared,
                                    &kClientAbsent,
                                    &kClosePersonAbsent,
                                    &kMeetingInterrupted,
                                    &kClientNotBriefed,
                                    &kNotBriefed,
                                    &kFacilitatorAbsent,
                                    &kSilenceMissing,
                                    &kPhaseOrder,
                                    &kBackNeedsReason,
                                    &kRulesMissing,
                                    &kParticipantNotHeard,
                                    &kNotMapping,
                                    &kNoPriority,
                                    &kNotAPriority,
                                    &kNotPriorities,
                                    &kNotSolutions,
                                    &kSolutionMissing,
                                    &kPlanNotApproved,
                                    &kNotConclusion,
                                    &kTopicTooLate,
                                    &kNotInPlanPhase,
                                    &kProfessionalsOnly,
                                    &kFacilitatorHasNoTask,
                                    &kNotAParticipant,
                                    &kDeadlineMissing,
                                    &kPlanBMissing,
                                    &kMilestonesOutOfOrder,
                                    &kPlanBTooLate,
                                    &kClientNotHeard,
                                    &kItemStateRefuses,
                                    &kNoItems,
                                    &kAgainstClientsChoice,
                                    &kMinutesMissing,
                                    &kMinutesStateRefuses,
                                    &kMinutesLong,
                                    &kObjectionMissing,
                                    &kAnswersNotDue,
                                    &kIncomprehensible,
                                    &kUnanimityMissing,
                                    &kTasksOpen,
                                    &kEvaluatorHasTasks,
                                    &rules::kNotInFuture,
                                    &rules::kLateEntry};
  return all;
}

std::vector<const Rule*> Join() {
  std::vector<const Rule*> all;
  for (std::span<const Rule* const> some : {ConferenceRules(), CaseRules(), CrisisRules()})
    all.insert(all.end(), some.begin(), some.end());
  all.insert(all.end(), std::begin(kNeighbourRefusals), std::end(kNeighbourRefusals));
  all.insert(all.end(), std::begin(registry_client::rule::kGrantorRefusals),
             std::end(registry_client::rule::kGrantorRefusals));
  return all;
}

}  // namespace

std::span<const Rule* const> All() {
  static const auto* const all = new std::vector<const Rule*>(Join());
  return *all;
}

}  // namespace opora::conference::rule
