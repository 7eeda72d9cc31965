#pragma once

#include "common/rules/rule.h"

// Refusals about projects: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kProjectExists = {
    "REG-10",
    "PROJECT_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"A project of this registration number is recorded.",
     "Projekt tohoto registračního čísla je již zapsán."},
    {"Find it in the list of projects; the agency that keeps it adds participants.",
     "Vyhledejte jej v seznamu projektů; účastníky doplní organizace, která jej vede."},
    "opora.registry.v1.CooperationService.ListProjects",
    "projects_number_once"};

inline constexpr const Rule* kProjectsRefusals[] = {&kProjectExists};

}  // namespace opora::registry::rule
