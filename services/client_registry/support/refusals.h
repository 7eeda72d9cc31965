#pragma once

#include "common/rules/rule.h"

// Refusals and warnings about support: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kSupportCategoryExists = {
    "REG-110",
    "SUPPORT_CATEGORY_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The code of the category is taken.", "Kód kategorie je obsazen."},
    {"List the categories.", "Vypište kategorie."},
    "opora.registry.v1.SupportService.ListSupportCategories",
    "support_categories_code"};
inline constexpr Rule kUnitOfCategory = {
    "REG-81",
    "UNIT_OF_CATEGORY",
    rules::kHard,
    absl::StatusCode::kInvalidArgument,
    {"The category is counted in another unit.", "Kategorie se počítá v jiné jednotce."},
    {"Use the unit that the category fixes.", "Použijte jednotku, kterou kategorie stanoví."},
    "opora.registry.v1.SupportService.ListSupportCategories",
    "support_records_unit"};

inline constexpr const Rule* kSupportRefusals[] = {&kSupportCategoryExists, &kUnitOfCategory};

}  // namespace opora::registry::rule
