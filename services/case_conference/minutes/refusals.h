#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about minutes and sharing: one row each, told in both languages, with its
// remedy.
namespace opora::conference::rule {

using rules::Rule;

inline constexpr Rule kMinutesMissing = {"CONF-78",
                                         "MINUTES_MISSING",
                                         rules::kHard,
                                         absl::StatusCode::kFailedPrecondition,
                                         {"There are no minutes yet.", "Zápis ještě není."},
                                         {"The recorder writes them.", "Napíše jej zapisovatel."},
                                         "opora.conference.v1.ConferenceService.WriteMinutes"};
inline constexpr Rule kMinutesStateRefuses = {
    "CONF-78",
    "MINUTES_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The minutes are not in a state in which this can be done.", "V tomto stavu zápisu to nelze."},
    {"Read the minutes again.", "Načtěte zápis znovu."},
    "opora.conference.v1.ConferenceService.GetConference"};
inline constexpr Rule kMinutesLong = {
    "CONF-79",
    "MINUTES_LONG",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The minutes are long; they should be brief.", "Zápis je dlouhý; má být stručný."},
    {"Shorten them if you can.", "Zkraťte jej, je-li to možné."},
    "opora.conference.v1.ConferenceService.WriteMinutes"};
inline constexpr Rule kObjectionMissing = {
    "CONF-80",
    "OBJECTION_MISSING",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Whoever does not agree says why.", "Kdo nesouhlasí, uvede proč."},
    {"Record the objection.", "Zapište výhradu."}};
inline constexpr Rule kAnswersNotDue = {
    "CONF-80",
    "ANSWERS_NOT_DUE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The day for answers has not passed.", "Termín pro vyjádření ještě neuplynul."},
    {"Wait, or record the answers that are missing.",
     "Vyčkejte, nebo zapište chybějící vyjádření."},
    "opora.conference.v1.ConferenceService.AgreeMinutes"};
inline constexpr Rule kIncomprehensible = {
    "CONF-48",
    "INCOMPREHENSIBLE",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Somebody does not understand words of the minutes.", "Někdo nerozumí slovům v zápisu."},
    {"Reword them.", "Přeformulujte je."},
    "opora.conference.v1.ConferenceService.WriteMinutes"};
inline constexpr Rule kUnanimityMissing = {
    "XC-22",
    "UNANIMITY_MISSING",
    rules::kHard,
    absl::StatusCode::kPermissionDenied,
    {"Content leaves the conference only when every participant agreed; a consent of the client "
     "does not stand in for it.",
     "Obsah konference lze sdílet jen se souhlasem všech účastníků; souhlas klienta jej "
     "nenahradí."},
    {"Ask the participants named in the metadata.", "Zeptejte se uvedených účastníků."},
    "opora.conference.v1.ConferenceService.ShareContent"};

inline constexpr const Rule* kMinutesRefusals[] = {
    &kMinutesMissing, &kMinutesStateRefuses, &kMinutesLong,     &kObjectionMissing,
    &kAnswersNotDue,  &kIncomprehensible,    &kUnanimityMissing};

}  // namespace opora::conference::rule
