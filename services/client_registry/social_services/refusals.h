#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about offices, reach and costs of services: one row each, told in both
// languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kReachExists = {
    "REG-22",
    "REACH_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The service reaches this territory in this form in that time already.",
     "Služba v této době na tomto území v této formě již působí."},
    {"End the reach that exists, or add another territory.",
     "Ukončete existující působnost, nebo přidejte jiné území."},
    "opora.registry.v1.AgencyService.EndServiceReach",
    "service_reaches_once"};
inline constexpr Rule kAfterProject = {
    "REG-23",
    "AFTER_PROJECT",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"An office that exists only through a project does not outlast it.",
     "Pracoviště zřízené jen v rámci projektu netrvá déle než projekt."},
    {"Shorten its time, or leave the project out.", "Zkraťte dobu, nebo projekt neuvádějte."},
    "opora.registry.v1.AgencyService.UpdateOffice",
    "offices_of_project"};
inline constexpr Rule kCostPeriodsOverlap = {
    "REG-25",
    "COST_PERIODS_OVERLAP",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"Another period with a cost overlaps: its days would be counted twice.",
     "Jiné období s náklady se překrývá: jeho dny by se počítaly dvakrát."},
    {"Record the cost for exactly the period that exists, or for days beside it.",
     "Zapište náklady přesně pro existující období, nebo pro dny mimo ně."},
    "opora.registry.v1.AgencyService.ListServiceHistory",
    "service_costs_once"};

inline constexpr const Rule* kSocialServicesRefusals[] = {&kReachExists, &kAfterProject,
                                                          &kCostPeriodsOverlap};

}  // namespace opora::registry::rule
