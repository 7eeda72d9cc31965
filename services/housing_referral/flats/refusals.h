#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about flats and houses: one row each, told in both languages, with its
// remedy.
namespace opora::housing::rule {

using rules::Rule;

inline constexpr Rule kContactsReveal = {
    "XC-45",
    "CONTACTS_REVEAL",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"What tenants receive does not speak of social flats or of who moves in.",
     "Nájemníkům se nesděluje, že jde o sociální byt ani kdo se nastěhuje."},
    {"Leave it out.", "Vynechte to."},
    "opora.housing.v1.FlatService.PublishContacts"};
inline constexpr Rule kContactsLate = {
    "HOUS-64",
    "CONTACTS_LATE",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The contacts were published after somebody had moved in; late is better than never.",
     "Kontakty byly zveřejněny až po nastěhování; lépe pozdě než nikdy."},
    {"Publish them before the next tenant moves in.", "Příště je zveřejněte dřív."},
    "opora.housing.v1.FlatService.PublishContacts"};
inline constexpr Rule kDefectStateRefuses = {
    "HOUS-58",
    "DEFECT_STATE_REFUSES",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The state of the defect does not allow this.", "Stav závady to nedovoluje."},
    {"Follow the order: accepted, in repair, repaired, or rejected.",
     "Držte se pořadí: přijatá, v opravě, opravená, nebo odmítnutá."},
    "opora.housing.v1.FlatService.ListDefects"};
inline constexpr Rule kMediatedDefect = {
    "HOUS-59",
    "MEDIATED_DEFECT",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"The tenant reports defects; the key worker only mediates.",
     "Závady hlásí nájemník; klíčový pracovník jen zprostředkuje."},
    {"Say why and until when.", "Uveďte proč a do kdy."},
    "opora.housing.v1.FlatService.ReportDefect"};
inline constexpr Rule kFlatNotReady = {
    "HOUS-55",
    "FLAT_NOT_READY",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody has found the flat ready to move in.",
     "Nikdo neověřil, že je byt připraven k nastěhování."},
    {"Look at the flat with the property management.", "Prohlédněte byt se správou majetku."},
    "opora.housing.v1.FlatService.RecordReadiness"};

inline constexpr const Rule* kFlatsRefusals[] = {
    &kContactsReveal, &kContactsLate, &kDefectStateRefuses, &kMediatedDefect, &kFlatNotReady};

}  // namespace opora::housing::rule
