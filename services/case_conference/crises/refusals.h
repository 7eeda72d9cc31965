#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about crises: one row each, told in both languages, with its remedy. Few
// refuse: in a crisis facts are recorded.
namespace opora::conference::rule {

using rules::Rule;

inline constexpr Rule kKindInWords = {"CONF-94",
                                      "KIND_IN_WORDS",
                                      rules::kRecorded,
                                      absl::StatusCode::kInvalidArgument,
                                      {"A crisis of an unforeseen kind says in words what it is.",
                                       "Krize nepředvídaného druhu říká slovy, oč jde."},
                                      {"Fill in other_kind.", "Vyplňte other_kind."},
                                      "opora.conference.v1.CrisisService.OpenCrisis"};
inline constexpr Rule kCrisisStateRefuses = {
    "CONF-94",
    "CRISIS_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The crisis is in a state that does not allow this.", "Stav krize to neumožňuje."},
    {"GetCrisis lists what can be done now.", "Co lze nyní dělat, uvádí GetCrisis."},
    "opora.conference.v1.CrisisService.GetCrisis"};
inline constexpr Rule kCrisisWithoutContact = {
    "CONF-111",
    "CRISIS_WITHOUT_CONTACT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Contacts fail; in a crisis that is no sign that it is over.",
     "Kontakt se nedaří; v krizi to není známka, že pominula."},
    {"The key worker goes on seeking contact.", "Klíčový pracovník dál hledá kontakt."}};
inline constexpr Rule kOverrideFactsMissing = {
    "CONF-103",
    "FACTS_MISSING",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"The observed facts are to be completed within 24 hours.",
     "Zjištěné skutečnosti je třeba doplnit do 24 hodin."},
    {"The worker who called completes them.", "Doplní je pracovník, který volal."},
    "opora.conference.v1.CrisisService.CompleteOverrideFacts"};
inline constexpr Rule kOverrideFactsRecorded = {"CONF-103",
                                                "FACTS_RECORDED",
                                                rules::kHard,
                                                absl::StatusCode::kFailedPrecondition,
                                                {"The facts are recorded and are not overwritten.",
                                                 "Skutečnosti jsou zapsány a nepřepisují se."},
                                                {"Nothing is needed.", "Není třeba nic."}};
inline constexpr Rule kOverrideFactsLate = {
    "CONF-103",
    "FACTS_LATE",
    rules::kLaw,
    absl::StatusCode::kFailedPrecondition,
    {"The facts were completed more than 24 hours after the call.",
     "Skutečnosti byly doplněny více než 24 hodin po zavolání."},
    {"Nothing is needed; the entry is marked as late.",
     "Není třeba nic; zápis je označen jako pozdní."}};
inline constexpr Rule kReflectionUnclear = {
    "CONF-104",
    "REFLECTION_UNCLEAR",
    rules::kAdvice,
    absl::StatusCode::kInvalidArgument,
    {"A reflection ends with what was explained, or without a talk for a reason; one of the two.",
     "Reflexe končí tím, co bylo vysvětleno, nebo s důvodem bez rozhovoru; jedním z toho."},
    {"Give the explanation, or the reason why there was no talk.",
     "Uveďte vysvětlení, nebo důvod, proč k rozhovoru nedošlo."},
    "opora.conference.v1.CrisisService.CloseReflection"};
inline constexpr Rule kReflectionClosed = {"CONF-104",
                                           "REFLECTION_CLOSED",
                                           rules::kAdvice,
                                           absl::StatusCode::kFailedPrecondition,
                                           {"The reflection is closed.", "Reflexe je uzavřena."},
                                           {"Nothing is needed.", "Není třeba nic."}};
inline constexpr Rule kReflectionEarly = {
    "CONF-104",
    "REFLECTION_EARLY",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The client is not stabilised yet; the talk is due afterwards.",
     "Klient ještě není stabilizován; rozhovor je na řadě až poté."},
    {"Come back to it once the client is stabilised.", "Vraťte se k tomu po stabilizaci."},
    "opora.conference.v1.CrisisService.StabiliseCrisis"};
inline constexpr Rule kNotPlannedWithClient = {
    "CONF-107",
    "NOT_PLANNED_WITH_CLIENT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Steps to involve child protection are planned openly with the client where that is possible.",
     "Zapojení OSPOD se plánuje otevřeně s klientem, kde to lze."},
    {"Plan them with the client, or record why that is not possible.",
     "Naplánujte je s klientem, nebo uveďte, proč to nejde."},
    "opora.conference.v1.CrisisService.RaiseSuspicion"};
inline constexpr Rule kRecipientNotListed = {
    "CONF-108",
    "RECIPIENT_NOT_LISTED",
    rules::kLaw,
    absl::StatusCode::kInvalidArgument,
    {"This body does not take reports of this kind of situation.",
     "Tento orgán oznámení tohoto druhu nepřijímá."},
    {"ListReportRecipients names who does.", "Kdo je přijímá, uvádí ListReportRecipients."},
    "opora.conference.v1.CrisisService.ListReportRecipients"};
inline constexpr Rule kNotReportedToPolice = {
    "CONF-108",
    "NOT_REPORTED_TO_POLICE",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The police were not told, so they cannot have told anybody.",
     "Policie nebyla uvědoměna, nemohla tedy nikoho vyrozumět."},
    {"Record the report to the police first.", "Nejprve zapište oznámení policii."},
    "opora.conference.v1.CrisisService.FileReport"};
inline constexpr Rule kReportClosed = {
    "CONF-109",
    "REPORT_CLOSED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The suspicion is closed: it was reported or found unfounded.",
     "Podezření je uzavřeno: bylo oznámeno, nebo shledáno nedůvodným."},
    {"Raise a new suspicion when there are new facts.",
     "Při nových skutečnostech založte nové podezření."},
    "opora.conference.v1.CrisisService.RaiseSuspicion"};
inline constexpr Rule kNotHospitalised = {
    "CONF-105",
    "NOT_HOSPITALISED",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Help in hospital belongs to a crisis of the kind HOSPITALISATION.",
     "Podpora v nemocnici patří ke krizi druhu hospitalizace."},
    {"Open a crisis of that kind.", "Založte krizi tohoto druhu."},
    "opora.conference.v1.CrisisService.OpenCrisis"};
inline constexpr Rule kNetworkPresent = {
    "CONF-105",
    "NETWORK_PRESENT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Family or friends look after the client; no tasks are made.",
     "O klienta se starají blízcí; úkoly se nezakládají."},
    {"Nothing is needed.", "Není třeba nic."}};
inline constexpr Rule kHospitalTasksExist = {
    "CONF-105",
    "HOSPITAL_TASKS_EXIST",
    rules::kAdvice,
    absl::StatusCode::kAlreadyExists,
    {"The tasks for this stay in hospital exist.", "Úkoly k této hospitalizaci již existují."},
    {"GetCrisis lists them.", "Uvádí je GetCrisis."},
    "opora.conference.v1.CrisisService.GetCrisis",
    "crisis_tasks_once"};
inline constexpr Rule kStaffConsentMissing = {
    "XC-21",
    "STAFF_CONSENT_MISSING",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Without the client's written consent nobody talks to the hospital's staff about the client.",
     "Bez písemného souhlasu klienta s personálem nemocnice o klientovi nikdo nejedná."},
    {"Ask the client to sign; the key worker brings the form.",
     "Požádejte klienta o podpis; formulář přinese klíčový pracovník."},
    "opora.registry.v1.ConsentService.CreateConsent"};
inline constexpr Rule kEntryWithoutRule = {
    "CONF-99",
    "ENTRY_WITHOUT_RULE",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"No rule for entering flats was in force; the entry is recorded and reported as an incident.",
     "Neplatilo žádné pravidlo pro vstup do bytu; vstup je zapsán a hlášen jako incident."},
    {"Set rules for entering flats beforehand.", "Stanovte pravidla pro vstup do bytu předem."},
    "opora.conference.v1.CrisisPlanService.SetEntryRule"};
inline constexpr Rule kEntryRulesOverlap = {
    "CONF-99",
    "ENTRY_RULES_OVERLAP",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Another rule of this programme is in force in that time.",
     "V té době platí jiné pravidlo tohoto programu."},
    {"Choose days after it.", "Zvolte dny po něm."},
    "opora.conference.v1.CrisisPlanService.ListEntryRules",
    "entry_rules_overlap"};
inline constexpr Rule kPlanInCrisis = {
    "CONF-96",
    "PLAN_IN_CRISIS",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"A crisis plan is best made while the client is not in crisis; one lasts now.",
     "Krizový plán je nejlépe tvořit, když klient v krizi není; nyní krize trvá."},
    {"Go through it with the client again after the crisis.",
     "Po krizi jej s klientem znovu projděte."},
    "opora.conference.v1.CrisisPlanService.ApproveCrisisPlan"};
inline constexpr Rule kGiftDecided = {
    "CONF-101",
    "GIFT_DECIDED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"The donor's decision is recorded.", "Rozhodnutí dárce je zapsáno."},
    {"Record another application.", "Zapište další žádost."},
    "opora.conference.v1.CrisisService.ApplyForGift"};

inline constexpr const Rule* kCrisesRefusals[] = {
    &kKindInWords,          &kCrisisStateRefuses,    &kCrisisWithoutContact,
    &kOverrideFactsMissing, &kOverrideFactsRecorded, &kOverrideFactsLate,
    &kReflectionUnclear,    &kReflectionClosed,      &kReflectionEarly,
    &kNotPlannedWithClient, &kRecipientNotListed,    &kNotReportedToPolice,
    &kReportClosed,         &kNotHospitalised,       &kNetworkPresent,
    &kHospitalTasksExist,   &kStaffConsentMissing,   &kEntryWithoutRule,
    &kEntryRulesOverlap,    &kPlanInCrisis,          &kGiftDecided};

}  // namespace opora::conference::rule
