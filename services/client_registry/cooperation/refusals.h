#pragma once

#include "common/rules/rule.h"

// Refusals, warnings and gaps about the network of a social department: one row each, told in both
// languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kNetworkNotKept = {
    "REG-03",
    "NETWORK_NOT_KEPT",
    rules::kRecorded,
    absl::StatusCode::kPermissionDenied,
    {"A network is kept by its social department: head, coordinator of support or administrator.",
     "Síť vede její sociální odbor: vedoucí, koordinátor podpory nebo správce."},
    {"Ask the contact person of the social department.",
     "Obraťte se na kontaktní osobu sociálního odboru."},
    "opora.registry.v1.CooperationService.GetContactPerson"};
inline constexpr Rule kPositionMismatch = {
    "REG-03",
    "POSITION_MISMATCH",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"An actor is internal exactly when it belongs to the municipality itself.",
     "Aktér je vnitřní právě tehdy, když patří k samotné obci."},
    {"Leave position out when actor_agency_id is given, else say which it is.",
     "Je-li uvedeno actor_agency_id, position vynechte, jinak ji uveďte."}};
inline constexpr Rule kAgreementStateRefuses = {
    "REG-04",
    "AGREEMENT_STATE_REFUSES",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The agreement is in a state that does not allow this.", "Stav dohody to neumožňuje."},
    {"GetAgreement lists what can be done now.", "Co lze nyní dělat, uvádí GetAgreement."},
    "opora.registry.v1.CooperationService.GetAgreement"};
inline constexpr Rule kContactPersonExists = {
    "REG-06",
    "CONTACT_PERSON_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"A social department has exactly one contact person on any day.",
     "Sociální odbor má v každý den právě jednu kontaktní osobu."},
    {"Read who it is and set it again.", "Přečtěte, kdo jí je, a nastavte ji znovu."},
    "opora.registry.v1.CooperationService.GetContactPerson",
    "contact_persons_one"};
inline constexpr Rule kNotContactPerson = {
    "REG-07",
    "NOT_CONTACT_PERSON",
    rules::kRecorded,
    absl::StatusCode::kPermissionDenied,
    {"What is known about an actor's work is written by the contact person or the deputy.",
     "Poznatky o práci aktéra zapisuje kontaktní osoba nebo její zástupce."},
    {"Tell the contact person, or have yourself named as one.",
     "Sdělte je kontaktní osobě, nebo se jí staňte."},
    "opora.registry.v1.CooperationService.SetContactPerson"};
inline constexpr Rule kChangeBearerExists = {
    "REG-08",
    "CHANGE_BEARER_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The person is a change bearer of the department in this period.",
     "Osoba je v tomto období nositelem změny odboru."},
    {"Nothing is needed, or end the present period first.",
     "Není třeba nic, nebo nejprve ukončete stávající období."},
    "opora.registry.v1.CooperationService.EndChangeBearer",
    "change_bearers_once"};
inline constexpr Rule kChangeBearerNotHead = {
    "REG-08",
    "CHANGE_BEARER_NOT_HEAD",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The change bearer is not the head of the department, which would be preferable.",
     "Nositel změny není vedoucím odboru, což by bylo vhodné."},
    {"Name the head of the department too.", "Jmenujte i vedoucího odboru."},
    "opora.registry.v1.CooperationService.NameChangeBearer"};
inline constexpr Rule kTargetGroupDefined = {
    "REG-09",
    "TARGET_GROUP_DEFINED",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"Another definition of the target group begins on that day.",
     "Týmž dnem začíná jiné vymezení cílové skupiny."},
    {"Let the new one begin on another day.", "Nechte nové začít jiným dnem."},
    "opora.registry.v1.CooperationService.GetTargetGroup",
    "approach_definitions_once"};

// What CheckSetup finds missing (XC-55).
inline constexpr Rule kContactPersonMissing = {
    "REG-06",
    "CONTACT_PERSON_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The social department has no contact person for its actors.",
     "Sociální odbor nemá pro své aktéry kontaktní osobu."},
    {"The head of the department sets one.", "Nastaví ji vedoucí odboru."},
    "opora.registry.v1.CooperationService.SetContactPerson"};
inline constexpr Rule kContactPersonSuspended = {
    "REG-06",
    "CONTACT_PERSON_SUSPENDED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The contact person is suspended and nobody else answers.",
     "Kontaktní osoba je pozastavena a nikdo jiný neodpovídá."},
    {"The head of the department sets another one.", "Vedoucí odboru nastaví jinou."},
    "opora.registry.v1.CooperationService.SetContactPerson"};
inline constexpr Rule kDeputyMissing = {
    "REG-06",
    "DEPUTY_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The contact person has no deputy for absences.",
     "Kontaktní osoba nemá zástupce pro nepřítomnost."},
    {"The head of the department names one.", "Jmenuje jej vedoucí odboru."},
    "opora.registry.v1.CooperationService.SetContactPerson"};
inline constexpr Rule kChangeBearerMissing = {
    "REG-08",
    "CHANGE_BEARER_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The social department has no change bearer.", "Sociální odbor nemá nositele změny."},
    {"Name one, preferably the head of the department.", "Jmenujte jej, nejlépe vedoucího odboru."},
    "opora.registry.v1.CooperationService.NameChangeBearer"};
inline constexpr Rule kTargetGroupMissing = {
    "REG-09",
    "TARGET_GROUP_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The municipality has not defined for whom it introduces the coordinated approach.",
     "Obec nevymezila, pro koho koordinovaný přístup zavádí."},
    {"The social department defines the target group.", "Cílovou skupinu vymezí sociální odbor."},
    "opora.registry.v1.CooperationService.DefineTargetGroup"};
inline constexpr Rule kCoordinatorMissing = {
    "XC-55",
    "COORDINATOR_MISSING",
    common::v1::RULE_CLASS_COMPUTED,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody of the social department is coordinator of support.",
     "Nikdo ze sociálního odboru není koordinátorem podpory."},
    {"The administrator grants the role.", "Roli udělí správce."},
    "opora.registry.v1.AgencyService.GrantRole"};
inline constexpr Rule kNetworkEmpty = {
    "XC-55",
    "NETWORK_EMPTY",
    common::v1::RULE_CLASS_COMPUTED,
    absl::StatusCode::kFailedPrecondition,
    {"The social department has entered no key actor.",
     "Sociální odbor nezapsal žádného klíčového aktéra."},
    {"The coordinator of support enters them.", "Zapíše je koordinátor podpory."},
    "opora.registry.v1.CooperationService.CreateKeyActor"};
inline constexpr Rule kCompetencesMissing = {
    "REG-05",
    "COMPETENCES_MISSING",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The actor has not published in which cases it can be turned to.",
     "Aktér nezveřejnil, v jakých případech se na něj lze obrátit."},
    {"The actor or the coordinator of support publishes its competences.",
     "Kompetence zveřejní aktér nebo koordinátor podpory."},
    "opora.registry.v1.CooperationService.UpdateKeyActor"};
inline constexpr Rule kNotFormalised = {
    "REG-04",
    "COOPERATION_NOT_FORMALISED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"No agreement with the actor is in force.", "S aktérem není v platnosti žádná dohoda."},
    {"The social department proposes one.", "Navrhne ji sociální odbor."},
    "opora.registry.v1.CooperationService.ProposeAgreement"};
inline constexpr Rule kMatrixEmpty = {
    "XC-48",
    "MATRIX_EMPTY",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The competence matrix has no row: nobody can see who is responsible for what.",
     "Matice kompetencí je prázdná: není vidět, kdo za co odpovídá."},
    {"The coordinator of support enters the rows.", "Řádky zapíše koordinátor podpory."},
    "opora.registry.v1.CooperationService.PutMatrixRow"};
inline constexpr const Rule* kCooperationRefusals[] = {
    &kNetworkNotKept,         &kPositionMismatch,   &kAgreementStateRefuses,
    &kContactPersonExists,    &kNotContactPerson,   &kChangeBearerExists,
    &kChangeBearerNotHead,    &kTargetGroupDefined, &kContactPersonMissing,
    &kContactPersonSuspended, &kDeputyMissing,      &kChangeBearerMissing,
    &kTargetGroupMissing,     &kCoordinatorMissing, &kNetworkEmpty,
    &kCompetencesMissing,     &kNotFormalised,      &kMatrixEmpty};

}  // namespace opora::registry::rule
