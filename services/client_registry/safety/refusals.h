#pragma once

#include "common/rules/rule.h"

// Refusals about notices for visits: one row each, told in both languages, with its remedy.
namespace opora::registry::rule {

using rules::Rule;

inline constexpr Rule kReviewTooFar = {
    "XC-63",
    "REVIEW_TOO_FAR",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"A notice is reviewed within six months, and not before today.",
     "Upozornění se znovu posoudí do šesti měsíců, ne dříve než dnes."},
    {"Leave review_date out for six months.", "Vynecháním review_date platí šest měsíců."},
    "",
    "safety_notices_review"};
inline constexpr Rule kObservationMissing = {
    "XC-63",
    "OBSERVATION_MISSING",
    rules::kRecorded,
    absl::StatusCode::kInvalidArgument,
    {"A notice is renewed by what was observed since, not by habit.",
     "Upozornění se obnovuje tím, co bylo od té doby pozorováno, ne ze zvyku."},
    {"Give the day on which it was observed again, or let it end.",
     "Uveďte den, kdy to bylo znovu pozorováno, nebo je nechte skončit."},
    ""};
inline constexpr Rule kNoticeExists = {
    "XC-63",
    "NOTICE_EXISTS",
    rules::kRecorded,
    absl::StatusCode::kAlreadyExists,
    {"The unit keeps a notice of this kind for the client.",
     "Pracoviště již takové upozornění u klienta vede."},
    {"Renew it, or remove it first.", "Obnovte je, nebo je nejprve odstraňte."},
    "opora.registry.v1.SafetyService.RenewSafetyNotice",
    "safety_notices_once"};

inline constexpr const Rule* kSafetyRefusals[] = {&kReviewTooFar, &kObservationMissing,
                                                  &kNoticeExists};

}  // namespace opora::registry::rule
