#pragma once

#include "common/rules/rule.h"

// Refusals around the death of a client: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kClientDied = {
    "XC-59",
    "CLIENT_DIED",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The client has died: nothing can be given by or for the client any more.",
     "Klient zemřel: nikdo za něj už nic nemůže dát."},
    {"What was recorded by mistake is retracted; heirs ask by a request of their own.",
     "Co bylo zapsáno omylem, se vezme zpět; dědicové žádají vlastní žádostí."},
    "opora.registry.v1.ClientService.RetractDeath"};
inline constexpr Rule kDeathKnown = {
    "XC-59",
    "DEATH_KNOWN",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The death of this client is recorded.", "Úmrtí tohoto klienta je zapsáno."},
    {"Retract it first if the day is wrong.", "Je-li datum chybné, nejprve zápis vezměte zpět."},
    "opora.registry.v1.ClientService.RetractDeath",
    "deaths_once"};
inline constexpr Rule kDeathRetracted = {
    "XC-59",
    "DEATH_RETRACTED",
    rules::kRecorded,
    absl::StatusCode::kFailedPrecondition,
    {"This was retracted before.", "Tento zápis již byl vzat zpět."},
    {"Record the death anew if there is one.", "Pokud k úmrtí došlo, zapište je znovu."},
    "opora.registry.v1.ClientService.RecordDeath"};

inline constexpr const Rule* kDeathsRefusals[] = {&kClientDied, &kDeathKnown, &kDeathRetracted};

}  // namespace opora::registry::rule
