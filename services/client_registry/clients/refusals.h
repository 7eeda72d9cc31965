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

inline constexpr const Rule* kClientsRefusals[] = {&kClientAlreadyRegistered, &kMatchNotOpen,
                                                   &kMatchNotMerged, &kIdentityOfCodeName,
                                                   &kAlreadyHeld};

}  // namespace opora::registry::rule
