#pragma once

#include "common/rules/rule.h"

// Refusals about households and families: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kAlreadyInHousehold = {
    "REG-40",
    "ALREADY_IN_HOUSEHOLD",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"The person belongs to this household at that time already.",
     "Osoba v té době do této domácnosti již patří."},
    {"End the membership that lasts, or give another period.",
     "Ukončete trvající členství, nebo uveďte jiné období."},
    "opora.registry.v1.ClientService.EndHouseholdMembership",
    "household_members_once"};
inline constexpr Rule kRelationExists = {
    "REG-42",
    "RELATION_EXISTS",
    rules::kHard,
    absl::StatusCode::kAlreadyExists,
    {"This relation to this person is recorded for that time already.",
     "Tento vztah k této osobě je pro tu dobu již zaznamenán."},
    {"End the one that lasts, or give another period.",
     "Ukončete trvající vztah, nebo uveďte jiné období."},
    "opora.registry.v1.ClientService.EndFamilyRelation",
    "family_relations_once"};
inline constexpr Rule kCircularRelation = {
    "REG-42",
    "CIRCULAR_RELATION",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"Nobody is an own parent or child, by whatever way round.",
     "Nikdo není sám sobě rodičem ani dítětem, ani oklikou."},
    {"Check which of the two is the child; in child protection the child is the client.",
     "Ověřte, kdo z nich je dítě; v ochraně dětí je klientem dítě."},
    "opora.registry.v1.ClientService.EndFamilyRelation",
    "family_relations_two_people"};
inline constexpr Rule kParentYounger = {
    "REG-42",
    "PARENT_YOUNGER_THAN_CHILD",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"A parent was born before the child.", "Rodič se narodil před dítětem."},
    {"Check which of the two is the child, and the dates of birth.",
     "Ověřte, kdo z nich je dítě, a data narození."},
    ""};
inline constexpr Rule kFormerPartnerAsRelative = {
    "REG-42",
    "FORMER_PARTNER_AS_RELATIVE",
    rules::kHard,
    absl::StatusCode::kFailedPrecondition,
    {"The person is recorded as a former partner; another word for it changes nothing.",
     "Osoba je vedena jako bývalý partner; jiné označení na tom nic nemění."},
    {"When they are together again, end the relation of former partner with its date first.",
     "Jsou-li opět spolu, nejprve s datem ukončete vztah bývalého partnera."},
    "opora.registry.v1.ClientService.EndFamilyRelation"};

inline constexpr const Rule* kHouseholdRefusals[] = {&kAlreadyInHousehold, &kRelationExists,
                                                     &kCircularRelation, &kParentYounger,
                                                     &kFormerPartnerAsRelative};

}  // namespace opora::registry::rule
