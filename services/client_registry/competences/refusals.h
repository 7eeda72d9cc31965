#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about the competence matrix and the questions that go by it: one row each,
// told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kMatrixRowExists = {
    "XC-48",
    "MATRIX_ROW_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The matrix has a row for this activity: two would leave open who is responsible.",
     "Matice má pro tuto činnost řádek: dva by nechaly otevřené, kdo odpovídá."},
    {"Replace the row that exists.", "Nahraďte existující řádek."},
    "opora.registry.v1.CooperationService.ListMatrix",
    "matrix_rows_once"};
inline constexpr Rule kResponsibleUnclear = {
    "XC-48",
    "RESPONSIBLE_UNCLEAR",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"A row names either one person or one role as responsible.",
     "Řádek uvádí jako odpovědnou buď jednu osobu, nebo jednu roli."},
    {"Fill in responsible_worker_id or responsible_role.",
     "Vyplňte responsible_worker_id, nebo responsible_role."},
    "opora.registry.v1.CooperationService.PutMatrixRow"};
inline constexpr Rule kViaWorkingGroup = {
    "XC-49",
    "VIA_WORKING_GROUP",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"By the competence matrix this question goes through the working group.",
     "Podle matice kompetencí jde tato otázka přes pracovní skupinu."},
    {"Leave the channel out, or say why it cannot wait for the meeting.",
     "Kanál neuvádějte, nebo zdůvodněte, proč nelze počkat na setkání."},
    "opora.registry.v1.CooperationService.RouteQuestion"};
inline constexpr Rule kRepresentativeMissing = {
    "XC-49",
    "REPRESENTATIVE_MISSING",
    rules::kAdvice,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody speaks for the asking unit at the working group.",
     "Za tázající se útvar v pracovní skupině nikdo nemluví."},
    {"The head of the unit names a representative.", "Zástupce jmenuje vedoucí útvaru."},
    "opora.registry.v1.CooperationService.NameRepresentative"};
inline constexpr Rule kRepresentativeNamed = {
    "XC-49",
    "REPRESENTATIVE_NAMED",
    rules::kAdvice,
    absl::StatusCode::kAlreadyExists,
    {"Somebody else was named at the same instant.",
     "Ve stejném okamžiku byl jmenován někdo jiný."},
    {"Name the representative again.", "Jmenujte zástupce znovu."},
    "opora.registry.v1.CooperationService.NameRepresentative",
    "representatives_one"};
inline constexpr Rule kResponsibleAbsent = {"XC-48",
                                            "RESPONSIBLE_ABSENT",
                                            rules::kRecorded,
                                            absl::StatusCode::kFailedPrecondition,
                                            {"Nobody of the responsible unit can answer now.",
                                             "Z odpovědného útvaru nyní nemůže odpovědět nikdo."},
                                            {"The keeper of the matrix names who is responsible.",
                                             "Správce matice uvede, kdo je odpovědný."},
                                            "opora.registry.v1.CooperationService.PutMatrixRow"};
inline constexpr Rule kQuestionAnswered = {"XC-49",
                                           "QUESTION_ANSWERED",
                                           rules::kAdvice,
                                           absl::StatusCode::kFailedPrecondition,
                                           {"The question is answered.", "Otázka je zodpovězena."},
                                           {"Ask a further question.", "Položte další otázku."},
                                           "opora.registry.v1.CooperationService.RouteQuestion"};

inline constexpr const Rule* kCompetencesRefusals[] = {
    &kMatrixRowExists,     &kResponsibleUnclear, &kViaWorkingGroup, &kRepresentativeMissing,
    &kRepresentativeNamed, &kResponsibleAbsent,  &kQuestionAnswered};

}  // namespace opora::registry::rule
