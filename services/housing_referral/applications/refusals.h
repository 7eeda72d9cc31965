#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about applications and the choice of a flat: one row each, told in both
// languages, with its remedy.
namespace opora::housing::rule {

using rules::Rule;

inline constexpr Rule kProgrammeNotActive = {
    "HOUS-01",
    "PROGRAMME_NOT_ACTIVE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The programme does not run.", "Program neběží."},
    {"The realiser starts the programme.", "Realizátor program spustí."},
    "opora.housing.v1.ProgrammeService.ActivateProgramme"};
inline constexpr Rule kRulesMissing = {
    "HOUS-17",
    "RULES_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Rules for applications and criteria for the selection are not set.",
     "Nejsou nastavena pravidla příjmu žádostí a kritéria výběru."},
    {"The realiser enters both.", "Realizátor obojí zapíše."},
    "opora.housing.v1.ProgrammeService.PutSelectionCriteria"};
inline constexpr Rule kApplicationExists = {
    "HOUS-30",
    "APPLICATION_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The applicant has an open application in the programme.",
     "Žadatel už má v programu otevřenou žádost."},
    {"Go on with the one that exists.", "Pokračujte v té, která existuje."},
    "opora.housing.v1.ApplicationService.ListApplications",
    "applications_one_open"};
inline constexpr Rule kApplicationStateRefuses = {
    "HOUS-30",
    "APPLICATION_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The state of the application does not allow this.", "Stav žádosti to nedovoluje."},
    {"Look at what the application allows now.", "Podívejte se, co žádost nyní dovoluje."},
    "opora.housing.v1.ApplicationService.GetApplication"};
inline constexpr Rule kSupportTeamKeepsOut = {
    "HOUS-24",
    "SUPPORT_TEAM_KEEPS_OUT",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"Who supports does not investigate applicants nor talk to them about applications.",
     "Kdo podporuje, nešetří žadatele a nejedná s nimi o žádosti."},
    {"The application officer does it.", "Udělá to pracovník pro žádosti."},
    "opora.housing.v1.ProgrammeService.ListRoles"};
inline constexpr Rule kSupportTeamInside = {
    "HOUS-25",
    "SUPPORT_TEAM_KEEPS_OUT",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"Within one department too, who supports does not deal with applications.",
     "Ani uvnitř jednoho odboru se ten, kdo podporuje, nezabývá žádostmi."},
    {"Another worker of the department does it.", "Udělá to jiný pracovník odboru."},
    "opora.housing.v1.ProgrammeService.ListRoles"};
inline constexpr Rule kVerifiedHow = {
    "HOUS-22",
    "VERIFIED_HOW_MISSING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"A verified fact says how it was verified.",
     "U ověřené skutečnosti se uvádí, jak byla ověřena."},
    {"Say how, or mark it as not verified.", "Uveďte jak, nebo ji označte za neověřenou."},
    "opora.housing.v1.ApplicationService.RecordFindings"};
inline constexpr Rule kInvestigationMissing = {
    "HOUS-21",
    "INVESTIGATION_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The application has no completed social investigation.",
     "K žádosti není dokončené sociální šetření."},
    {"Complete it, or accept verified facts of another agency.",
     "Dokončete je, nebo přijměte ověřené údaje jiné organizace."},
    "opora.housing.v1.ApplicationService.CompleteInvestigation"};
inline constexpr Rule kCriterionUnknown = {
    "HOUS-31",
    "CRITERION_UNKNOWN",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The criteria in force know no such value.", "Platná kritéria takovou hodnotu neznají."},
    {"Use the codes of the criteria in force.", "Použijte kódy platných kritérií."},
    "opora.housing.v1.ProgrammeService.GetSelectionCriteria"};
inline constexpr Rule kNotCompetentBody = {
    "HOUS-41",
    "NOT_COMPETENT_BODY",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Only the bodies of the landlord approve.", "Schvalují jen orgány pronajímatele."},
    {"A worker of the landlord records the decision of the body.",
     "Rozhodnutí orgánu zapíše pracovník pronajímatele."},
    "opora.housing.v1.ProgrammeService.ListLandlordConditions"};
inline constexpr Rule kBodyNotNext = {
    "HOUS-40",
    "BODY_NOT_NEXT",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Another body decides next.", "Na řadě je jiný orgán."},
    {"Follow the order of the conditions.", "Držte se pořadí v podmínkách."},
    "opora.housing.v1.ProgrammeService.ListLandlordConditions"};
inline constexpr Rule kFlatUnsuitable = {
    "HOUS-32",
    "FLAT_UNSUITABLE",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The flat does not suit the size of the household.", "Byt neodpovídá velikosti domácnosti."},
    {"Propose another flat, or say why this one.", "Navrhněte jiný byt, nebo uveďte, proč tento."},
    "opora.housing.v1.ApplicationService.ProposeFlat"};
inline constexpr Rule kFlatTaken = {"HOUS-43",
                                    "FLAT_TAKEN",
                                    rules::kHard,
                                    absl::StatusCode::kAlreadyExists,
                                    {"The flat is not free.", "Byt není volný."},
                                    {"Choose another flat.", "Vyberte jiný byt."},
                                    "opora.housing.v1.FlatService.ListFlats",
                                    "applications_flat_once"};
inline constexpr Rule kFlatNotConfirmed = {
    "HOUS-43",
    "FLAT_NOT_CONFIRMED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"No flat is confirmed with a time frame, so nothing can be told.",
     "Byt s časovým rámcem není potvrzen, takže není co oznámit."},
    {"Wait until a flat is confirmed.", "Počkejte, až bude byt potvrzen."}};
inline constexpr Rule kNotSupportTeam = {
    "HOUS-42",
    "NOT_SUPPORT_TEAM",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"The applicant learns the good news from the support team.",
     "Dobrou zprávu se žadatel dozví od týmu podpory."},
    {"A worker of the support team tells the applicant.", "Oznámí ji pracovník podpory."},
    "opora.housing.v1.ApplicationService.NotifyAcceptance"};
inline constexpr Rule kTimeFrame = {
    "HOUS-44",
    "TIME_FRAME_REVERSED",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The time frame ends before it begins.", "Časový rámec končí dřív, než začíná."},
    {"Correct the days.", "Opravte dny."},
    "opora.housing.v1.ApplicationService.ConfirmFlat"};
inline constexpr Rule kNotApplicationOfficer = {
    "HOUS-47",
    "NOT_APPLICATION_OFFICER",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"A rejection is told by who talks to applicants, not by the support team.",
     "Zamítnutí sděluje ten, kdo jedná s žadateli, ne tým podpory."},
    {"The owner of the application tells it.", "Sdělí je vlastník žádosti."},
    "opora.housing.v1.ApplicationService.NotifyRejection"};
inline constexpr Rule kKeyWorkerMissing = {"HOUS-48",
                                           "KEY_WORKER_MISSING",
                                           rules::kAdvice,
                                           absl::StatusCode::kFailedPrecondition,
                                           {"The client has no key worker of the support team yet.",
                                            "Klient zatím nemá klíčového pracovníka."},
                                           {"The coordinator finds one.", "Najde ho koordinátor."},
                                           "opora.registry.v1.AgencyService.AssignWorker"};

inline constexpr const Rule* kApplicationsRefusals[] = {&kProgrammeNotActive,
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
                                                        &kKeyWorkerMissing};

}  // namespace opora::housing::rule
