#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about clients: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kClientAlreadyRegistered = {
    "REG-41",
    "CLIENT_ALREADY_REGISTERED",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The person is registered; metadata.client_id names the record.",
     "Osoba je vedena; záznam uvádí metadata.client_id."},
    {"Work with that record.", "Pracujte s tímto záznamem."},
    "opora.registry.v1.ClientService.GetClient"};
inline constexpr Rule kMatchNotOpen = {
    "REG-41",
    "MATCH_NOT_OPEN",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The match was settled before.", "Shoda již byla vyřízena."},
    {"List the open matches.", "Vypište otevřené shody."},
    "opora.registry.v1.ClientService.ListMatches"};
inline constexpr Rule kMatchNotMerged = {
    "REG-41",
    "MATCH_NOT_MERGED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The records are not joined by this match.", "Záznamy touto shodou spojeny nejsou."},
    {"Name the match by which they were joined.", "Uveďte shodu, kterou byly spojeny."}};
inline constexpr Rule kIdentityOfCodeName = {"REG-116",
                                             "IDENTITY_OF_CODE_NAME",
                                             rules::kHard,
                                             absl::StatusCode::kInvalidArgument,
                                             {"A client is known either by name or by a code name.",
                                              "Klient je veden buď jménem, nebo kódem."},
                                             {"Give a family name, or a code name and no identity.",
                                              "Uveďte příjmení, nebo kód bez totožnosti."},
                                             "opora.registry.v1.ClientService.RegisterClient"};
inline constexpr Rule kAlreadyHeld = {
    "XC-28",
    "ALREADY_HELD",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"This is held already and can be read; the client need not be asked again.",
     "Údaj je již veden a lze jej přečíst; klienta není třeba ptát se znovu."},
    {"Read the client's record.", "Přečtěte záznam klienta."},
    "opora.registry.v1.ClientService.GetClient"};

inline constexpr Rule kRecordOfAnotherUnit = {
    "REG-40",
    "RECORD_OF_ANOTHER_UNIT",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Only the source changes its record.", "Záznam mění jen jeho zdroj."},
    {"Register the client with your own unit, or tell the source.",
     "Zaveďte klienta u svého útvaru, nebo to sdělte zdroji."},
    "opora.registry.v1.ClientService.RegisterClient"};
inline constexpr Rule kOriginKnown = {"REG-111",
                                      "ORIGIN_KNOWN",
                                      rules::kRecorded,
                                      absl::StatusCode::kFailedPrecondition,
                                      {"How the contact began is recorded and does not change.",
                                       "Jak kontakt vznikl, je zapsáno a nemění se."},
                                      {"Leave the field out.", "Pole vynechte."}};
inline constexpr Rule kIdentityKnown = {
    "REG-116",
    "IDENTITY_KNOWN",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client is known by name already.", "Klient je již veden jménem."},
    {"Update the client.", "Upravte záznam klienta."},
    "opora.registry.v1.ClientService.UpdateClient",
    "client_identifications_once"};
inline constexpr Rule kExternalReferenceTaken = {
    "REG-120",
    "EXTERNAL_REFERENCE_TAKEN",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The number stands for another record of your agency.",
     "Číslo již označuje jiný záznam vaší organizace."},
    {"Remove the other reference first, or use the record that it names.",
     "Nejprve odstraňte druhý odkaz, nebo použijte záznam, který označuje."},
    "opora.registry.v1.ClientService.ResolveExternalReference",
    "external_references_once"};
inline constexpr Rule kStatementReplaced = {
    "REG-40",
    "STATEMENT_REPLACED",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The statement no longer stands.", "Sdělení již neplatí."},
    {"Work with the statement in its place.", "Pracujte se sdělením, které je nahradilo."},
    "opora.registry.v1.ClientService.ListStatements",
    "statement_changes_once"};
inline constexpr Rule kLabelAsTopic = {
    "XC-42",
    "LABEL_AS_TOPIC",
    rules::kAdvice,
    absl::StatusCode::kInvalidArgument,
    {"A topic says what a statement is about, not what somebody is.",
     "Téma říká, čeho se sdělení týká, ne čím někdo je."},
    {"Name the matter: a diagnosis belongs to the area of health, an observed danger to a safety "
     "notice.",
     "Pojmenujte věc: diagnóza patří do oblasti zdraví, pozorované nebezpečí do bezpečnostního "
     "upozornění."}};
inline constexpr Rule kClientIsTheChild = {
    "REG-42",
    "CLIENT_IS_THE_CHILD",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"In the protection of a child the client is the child; this client is of age.",
     "V ochraně dítěte je klientem dítě; tento klient je zletilý."},
    {"Register the child and enter the parents as people around it.",
     "Zaveďte dítě a rodiče zapište jako osoby v jeho okolí."},
    "opora.registry.v1.ClientService.RegisterClient"};
inline constexpr Rule kLongTermPlanMissing = {
    "REG-44",
    "LONG_TERM_PLAN_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The client needs a long-term plan with a day of monitoring.",
     "Klient potřebuje dlouhodobý plán s termínem sledování."},
    {"The case manager enters the plan.", "Plán zapíše koordinátor případu."},
    "opora.registry.v1.ClientService.PutLongTermPlan"};
inline constexpr Rule kLongTermPlanExists = {
    "REG-44",
    "LONG_TERM_PLAN_EXISTS",
    rules::kAdvice,
    absl::StatusCode::kAlreadyExists,
    {"Your unit keeps a long-term plan of this client.",
     "Váš útvar již vede dlouhodobý plán tohoto klienta."},
    {"Read it and replace it with its etag.", "Přečtěte jej a nahraďte s jeho etagem."},
    "opora.registry.v1.ClientService.GetEligibility",
    "long_term_plans_once"};

inline constexpr const Rule* kClientsRefusals[] = {&kClientAlreadyRegistered,
                                                   &kMatchNotOpen,
                                                   &kMatchNotMerged,
                                                   &kIdentityOfCodeName,
                                                   &kAlreadyHeld,
                                                   &kRecordOfAnotherUnit,
                                                   &kOriginKnown,
                                                   &kIdentityKnown,
                                                   &kExternalReferenceTaken,
                                                   &kStatementReplaced,
                                                   &kLabelAsTopic,
                                                   &kClientIsTheChild,
                                                   &kLongTermPlanMissing,
                                                   &kLongTermPlanExists};

}  // namespace opora::registry::rule
