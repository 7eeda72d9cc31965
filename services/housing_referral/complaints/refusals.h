#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about complaints: one row each, told in both languages, with its remedy.
namespace opora::housing::rule {

using rules::Rule;

inline constexpr Rule kComplaintStateRefuses = {
    "HOUS-86",
    "COMPLAINT_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The state of the complaint does not allow this.", "Stav stížnosti to nedovoluje."},
    {"Look at what the complaint allows now.", "Podívejte se, co stížnost nyní dovoluje."},
    "opora.housing.v1.ComplaintService.GetComplaint"};
inline constexpr Rule kNoticeNotInvestigated = {
    "HOUS-69",
    "NOTICE_NOT_INVESTIGATED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A notice starts no investigation.", "Upozornění nezakládá šetření."},
    {"If it is a complaint after all, say so first.",
     "Je-li to přece jen stížnost, nejdřív to zapište."},
    "opora.housing.v1.ComplaintService.ReclassifyComplaint"};
inline constexpr Rule kSupportInvestigatesNot = {
    "HOUS-71",
    "SUPPORT_INVESTIGATES_NOT",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"The support team does not investigate complaints.", "Tým podpory stížnosti nešetří."},
    {"Hand over the contact of the officer.", "Předejte kontakt na pověřenou osobu."},
    "opora.housing.v1.ComplaintService.HandOverContact"};
inline constexpr Rule kOfficerNotImpartial = {
    "HOUS-72",
    "OFFICER_NOT_IMPARTIAL",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The officer is not of the support team, not the tenant's key worker and no party of the "
     "dispute.",
     "Pověřená osoba není z týmu podpory, není klíčovým pracovníkem nájemníka ani stranou sporu."},
    {"Name somebody else, or a waiver that says why not.",
     "Určete někoho jiného, nebo výjimku s důvodem."},
    "opora.housing.v1.ProgrammeService.WaiveSeparation"};
inline constexpr Rule kNotTheOfficer = {
    "HOUS-72",
    "NOT_THE_OFFICER",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"The officer of the complaint investigates it.", "Stížnost šetří její pověřená osoba."},
    {"The officer does it, or the complaint is passed on to another.",
     "Udělá to ona, nebo se stížnost předá jiné."},
    "opora.housing.v1.ComplaintService.ForwardComplaint"};
inline constexpr Rule kSupportTellsNot = {
    "HOUS-74",
    "SUPPORT_TELLS_NOT",
    rules::kAdvice,
    absl::StatusCode::kPermissionDenied,
    {"The client is told of a complaint by the officer or the landlord, not by the support team.",
     "O stížnosti klientovi řekne pověřená osoba nebo pronajímatel, ne tým podpory."},
    {"The officer tells the client; that the client has learned of it anybody may record.",
     "Řekne mu to pověřená osoba; že se to klient dozvěděl, smí zapsat každý."},
    "opora.housing.v1.ComplaintService.RecordClientLearned"};
inline constexpr Rule kClientNotInformed = {
    "HOUS-75",
    "CLIENT_NOT_INFORMED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client does not know of the complaint yet.", "Klient o stížnosti zatím neví."},
    {"The officer tells the client first.", "Nejdřív ho informuje pověřená osoba."},
    "opora.housing.v1.ComplaintService.InformClient"};
inline constexpr Rule kComplainantAlone = {
    "HOUS-80",
    "COMPLAINANT_ALONE",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody but the complainant confirms it.", "Nikdo kromě stěžovatele to nepotvrzuje."},
    {"Ask in the house, as the methodology says.", "Zeptejte se v domě, jak říká metodika."},
    "opora.housing.v1.ComplaintService.AddInterview"};
inline constexpr Rule kOneRoundOnly = {"HOUS-81",
                                       "ONE_ROUND_ONLY",
                                       rules::kAdvice,
                                       absl::StatusCode::kFailedPrecondition,
                                       {"After one round there are flats where nobody was met.",
                                        "Po jednom kole zůstaly byty, kde nikdo nebyl zastižen."},
                                       {"Go again at another time.", "Přijďte znovu v jinou dobu."},
                                       "opora.housing.v1.ComplaintService.AddInterview"};
inline constexpr Rule kTooVague = {
    "HOUS-82",
    "TOO_VAGUE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"General judgements alone support no such conclusion.",
     "Obecné soudy samy takový závěr neunesou."},
    {"Ask when, whether every day, how many times in the last month and what kind.",
     "Ptejte se kdy, zda každý den, kolikrát za poslední měsíc a jaký druh."},
    "opora.housing.v1.ComplaintService.AddInterview"};
inline constexpr Rule kRoundSkipped = {
    "HOUS-81",
    "ROUND_SKIPPED",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"Rounds follow each other.", "Kola jdou po sobě."},
    {"Use the number of this or the next round.", "Uveďte číslo tohoto nebo dalšího kola."},
    "opora.housing.v1.ComplaintService.AddInterview"};
inline constexpr Rule kClientUntold = {
    "HOUS-84",
    "CLIENT_UNTOLD",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client does not know the result.", "Klient nezná výsledek."},
    {"Tell the client first.", "Nejdřív ho sdělte klientovi."},
    "opora.housing.v1.ComplaintService.TellClientResult"};
inline constexpr Rule kComplainantUnanswered = {
    "HOUS-85",
    "COMPLAINANT_UNANSWERED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The complainant has no written answer.", "Stěžovatel nemá písemnou odpověď."},
    {"Answer in writing, or state that the complainant is anonymous or has no address.",
     "Odpovězte písemně, nebo uveďte, že stěžovatel je anonymní či bez adresy."},
    "opora.housing.v1.ComplaintService.AnswerComplainant"};
inline constexpr Rule kAnswerReveals = {
    "HOUS-85",
    "ANSWER_REVEALS",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The answer tells the complainant more about the tenant than is necessary.",
     "Odpověď stěžovateli prozrazuje o nájemníkovi víc, než je nutné."},
    {"Leave out support, benefits, debts, health and that the flat is a social one.",
     "Vynechte podporu, dávky, dluhy, zdraví i to, že jde o sociální byt."},
    "opora.housing.v1.ComplaintService.AnswerComplainant"};
inline constexpr Rule kHouseProblemForeign = {
    "HOUS-68",
    "HOUSE_PROBLEM_FOREIGN",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The problem belongs to another house.", "Problém patří k jinému domu."},
    {"Choose a problem of the tenant's house.", "Vyberte problém domu, kde nájemník bydlí."},
    "opora.housing.v1.FlatService.GetHouse"};

inline constexpr const Rule* kComplaintsRefusals[] = {
    &kComplaintStateRefuses,  &kNoticeNotInvestigated,
    &kSupportInvestigatesNot, &kOfficerNotImpartial,
    &kNotTheOfficer,          &kSupportTellsNot,
    &kClientNotInformed,      &kComplainantAlone,
    &kOneRoundOnly,           &kTooVague,
    &kRoundSkipped,           &kClientUntold,
    &kComplainantUnanswered,  &kAnswerReveals,
    &kHouseProblemForeign};

}  // namespace opora::housing::rule
