#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about conferences up to the meeting: one row each, told in both languages,
// with its remedy.
namespace opora::conference::rule {

using rules::Rule;

inline constexpr Rule kContentOfParticipants = {
    "CONF-45",
    "CONTENT_OF_PARTICIPANTS",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"What is said in a conference is read by its participants only.",
     "Obsah konference čtou jen její účastníci."},
    {"Ask the participant of your unit; all participants together can agree to share it.",
     "Zeptejte se účastníka ze svého pracoviště; sdílet lze se souhlasem všech účastníků."},
    "opora.conference.v1.ConferenceService.ShareContent"};
inline constexpr Rule kRoleInConference = {
    "CONF-29",
    "ROLE_IN_CONFERENCE",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Another role in this conference does that.", "To v této konferenci dělá jiná role."},
    {"Ask the participant who holds one of the roles named in the metadata.",
     "Obraťte se na účastníka s některou z uvedených rolí."}};
inline constexpr Rule kNotTheFacilitator = {
    "CONF-58",
    "NOT_THE_FACILITATOR",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Only the facilitator moves the phases of the meeting.",
     "Fáze setkání posouvá jen facilitátor."},
    {"Ask the facilitator.", "Požádejte facilitátora."}};
inline constexpr Rule kStateRefuses = {
    "CONF-57",
    "CONFERENCE_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The conference is not in a state in which this can be done.",
     "V tomto stavu konference to nelze."},
    {"The `actions` of GetConference tell what can be done now.",
     "Co lze právě teď, říkají `actions` u GetConference."},
    "opora.conference.v1.ConferenceService.GetConference"};
inline constexpr Rule kSpeaksForOther = {
    "XC-58",
    "ATTESTATION_REQUIRED",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The word of somebody else needs an attestation: who, how, when.",
     "Slovo někoho jiného je třeba doložit: kdo, jak a kdy."},
    {"Add the attestation, or let the person answer for themselves.",
     "Doplňte doložení, nebo ať odpoví osoba sama."}};
inline constexpr Rule kAttestedByRecipient = {
    "XC-58",
    "ATTESTATION_OF_PROFITEER",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Whoever profits from the act does not attest it.",
     "Kdo má z úkonu prospěch, nemůže jej dosvědčit."},
    {"Let another participant attest it.", "Ať to dosvědčí jiný účastník."}};
inline constexpr Rule kChangeKindMissing = {
    "CONF-54",
    "CHANGE_KIND_MISSING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"An upcoming change needs its kind.", "Blížící se změna potřebuje svůj druh."},
    {"Say which change is coming.", "Uveďte, jaká změna se blíží."}};
inline constexpr Rule kContractMissing = {
    "CONF-32",
    "CONTRACT_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Organising begins after administrator and convener agreed the contract.",
     "Organizace začíná až po domluvení kontraktu administrátora se zadavatelem."},
    {"The administrator records goal, topic and date of the contract.",
     "Administrátor zapíše cíl, téma a datum kontraktu."},
    "opora.conference.v1.ConferenceService.SignContract"};
inline constexpr Rule kAdministratorMissing = {
    "CONF-32",
    "ADMINISTRATOR_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody is the administrator of this conference.", "Konference nemá administrátora."},
    {"Name the organiser, usually the administrator too.",
     "Jmenujte organizátora, obvykle i administrátora."},
    "opora.conference.v1.ConferenceService.NameOrganiser"};
inline constexpr Rule kConvenerNotCaseManager = {
    "CONF-31",
    "CONVENER_NOT_CASE_MANAGER",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The convener is normally the worker who coordinates the client's case.",
     "Zadavatelem bývá pracovník, který koordinuje klientův případ."},
    {"Nothing is needed; consider the case manager as convener.",
     "Není třeba nic; zvažte jako zadavatele koordinátora případu."}};
inline constexpr Rule kFacilitatorNotIndependent = {
    "CONF-35",
    "FACILITATOR_NOT_INDEPENDENT",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The facilitator must not be, nor have been for two years, involved with the client.",
     "Facilitátor nesmí být a poslední dva roky ani nesměl být v případu klienta zainteresován."},
    {"Name a facilitator who has had nothing to do with the client.",
     "Jmenujte facilitátora, který s klientem neměl nic společného."},
    "opora.conference.v1.ConferenceService.NameFacilitator"};
inline constexpr Rule kFacilitatorLater = {
    "CONF-36",
    "FACILITATOR_NOT_INDEPENDENT",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The facilitator is no longer independent of the client's case.",
     "Facilitátor už není na případu klienta nezávislý."},
    {"Remove the facilitator and name another.", "Odvolejte facilitátora a jmenujte jiného."},
    "opora.conference.v1.ConferenceService.RemoveParticipant"};
inline constexpr Rule kFacilitatorExists = {
    "CONF-35",
    "FACILITATOR_EXISTS",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The conference has a facilitator.", "Konference už facilitátora má."},
    {"Remove the first before naming another.", "Nejdřív odvolejte dosavadního."},
    "opora.conference.v1.ConferenceService.RemoveParticipant"};
inline constexpr Rule kFacilitatorAlone = {
    "CONF-29",
    "FACILITATOR_ALONE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A facilitator holds no other role than recorder.",
     "Facilitátor smí být už jen zapisovatelem."},
    {"Give the role to somebody else.", "Dejte roli někomu jinému."},
    "opora.conference.v1.ConferenceService.AddParticipants"};
inline constexpr Rule kClientOnce = {
    "CONF-41",
    "CLIENT_IS_ONE",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The client takes part as the client from the proposal on; nobody else is the client.",
     "Klient je účastníkem od návrhu; nikdo jiný klientem není."},
    {"Parents and others of the family take the role CLIENT_FAMILY.",
     "Rodiče a další rodina mají roli CLIENT_FAMILY."}};
inline constexpr Rule kAlreadyParticipant = {
    "CONF-29",
    "ALREADY_PARTICIPANT",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"This worker takes part already.", "Tento pracovník už je účastníkem."},
    {"Nothing is needed.", "Není třeba nic."},
    "",
    "participants_worker_once"};
inline constexpr Rule kSupportPersonNotConfirmed = {
    "CONF-40",
    "SUPPORT_PERSON_NOT_CONFIRMED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"A support person is chosen or confirmed by the client.",
     "Podpůrnou osobu si vybírá nebo potvrzuje klient."},
    {"Ask the client and record the answer with the invitation.",
     "Zeptejte se klienta a odpověď zapište s pozváním."},
    "opora.conference.v1.ConferenceService.InviteParticipants"};
inline constexpr Rule kPersonNotAgreed = {
    "CONF-114",
    "CLIENT_AGREEMENT_REQUIRED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Inviting this person tells them of the case; the client has not agreed to that.",
     "Pozváním se tato osoba o případu dozví; klient s tím nesouhlasil."},
    {"Ask the client and record the answer with the invitation.",
     "Zeptejte se klienta a odpověď zapište s pozváním."},
    "opora.conference.v1.ConferenceService.InviteParticipants"};
inline constexpr Rule kInvitationNeedsBasis = {
    "CONF-114",
    "CONSENT_REQUIRED",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Inviting this participant tells them of the case; there is no basis for that.",
     "Pozváním se účastník o případu dozví; není pro to právní základ."},
    {"A consent of the client that names both sides would open it, or the client's own word about "
     "this person, now.",
     "Otevřel by to souhlas klienta, který jmenuje obě strany, nebo klientovo slovo o této osobě, "
     "teď."},
    "opora.conference.v1.ConferenceService.InviteParticipants"};
inline constexpr Rule kExcludedFromConference = {
    "CONF-113",
    "EXCLUDED_TOPIC",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"The client does not want this topic to be talked about.",
     "Klient si nepřeje, aby se o tomto tématu mluvilo."},
    {"The client can lift it for this conference; record the word with the topic.",
     "Klient to může pro tuto konferenci povolit; slovo zapište s tématem."},
    "opora.conference.v1.ConferenceService.AddTopic"};
inline constexpr Rule kRolesMissing = {
    "CONF-29",
    "ROLES_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A conference needs its convener, facilitator, client and at least one professional.",
     "Konference potřebuje zadavatele, facilitátora, klienta a aspoň jednoho odborníka."},
    {"Name who is missing; the metadata names the roles.",
     "Jmenujte, kdo chybí; role jsou uvedeny."},
    "opora.conference.v1.ConferenceService.AddParticipants"};
inline constexpr Rule kRolesRecommended = {
    "CONF-29",
    "ROLES_RECOMMENDED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody is the organiser or the recorder.", "Chybí organizátor nebo zapisovatel."},
    {"Name them if you can.", "Jmenujte je, je-li to možné."},
    "opora.conference.v1.ConferenceService.AddParticipants"};
inline constexpr Rule kNotInvited = {
    "CONF-114",
    "NOT_INVITED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Somebody has not been invited.", "Někdo ještě není pozván."},
    {"Invite them, or take them off.", "Pozvěte jej, nebo odeberte."},
    "opora.conference.v1.ConferenceService.InviteParticipants"};
inline constexpr Rule kAnswersMissing = {
    "CONF-51",
    "ANSWERS_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Topic, participants and place are agreed with all; answers are missing.",
     "Téma, účastníci a místo se dojednávají se všemi; chybějí odpovědi."},
    {"Record the answers; after the day set go on with a reason.",
     "Zapište odpovědi; po uplynutí termínu pokračujte s důvodem."},
    "opora.conference.v1.ConferenceService.RecordAnswers"};
inline constexpr Rule kAnswerIsNo = {
    "CONF-51",
    "ANSWER_IS_NO",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Somebody does not agree with topic, participants or place.",
     "Někdo nesouhlasí s tématem, účastníky nebo místem."},
    {"Negotiate it and record the new answer, or change the arrangement.",
     "Dojednejte to a zapište novou odpověď, nebo změňte domluvu."},
    "opora.conference.v1.ConferenceService.ArrangeMeeting"};
inline constexpr Rule kArrangementMissing = {
    "CONF-51",
    "ARRANGEMENT_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Place and time are not set.", "Místo a čas nejsou určeny."},
    {"Set place, time and the day for answers.", "Určete místo, čas a termín odpovědí."},
    "opora.conference.v1.ConferenceService.ArrangeMeeting"};
inline constexpr Rule kClientNotPrepared = {
    "CONF-34",
    "CLIENT_NOT_PREPARED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The client has not been prepared.", "Klient nebyl připraven."},
    {"The organiser prepares the client and records it.",
     "Organizátor klienta připraví a zapíše to."},
    "opora.conference.v1.ConferenceService.PrepareParticipants"};
inline constexpr Rule kParticipantNotPrepared = {
    "CONF-34",
    "PARTICIPANT_NOT_PREPARED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Somebody has not been prepared.", "Někdo nebyl připraven."},
    {"The organiser prepares them; the meeting can start.",
     "Organizátor je připraví; setkání může začít."},
    "opora.conference.v1.ConferenceService.PrepareParticipants"};

inline constexpr const Rule* kConferencesRefusals[] = {&kContentOfParticipants,
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
                                                       &kParticipantNotPrepared};

}  // namespace opora::conference::rule
