#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "opora/common/v1/context.pb.h"
#include "opora/common/v1/metadata.pb.h"
#include "opora/common/v1/types.pb.h"

// Rules as data: each refusal and warning of the platform is a row of a service's rules.h.
namespace opora::rules {

// A sentence in both languages.
struct Text {
  std::string_view en;
  std::string_view cs;

  std::string_view In(common::v1::Language language) const {
    return language == common::v1::LANGUAGE_CS ? cs : en;
  }
};

inline constexpr auto kLaw = common::v1::RULE_CLASS_LAW;
inline constexpr auto kHard = common::v1::RULE_CLASS_HARD;
inline constexpr auto kAdvice = common::v1::RULE_CLASS_RECOMMENDATION;
inline constexpr auto kRecorded = common::v1::RULE_CLASS_RECORDED;

// One rule of requirements.md.
struct Rule {
  std::string_view id;      // "HOUS-43"
  std::string_view reason;  // "FLAT_NOT_CONFIRMED", stable
  common::v1::RuleClass rule_class;
  absl::StatusCode code;
  Text message;
  Text remedy;                    // What is missing and which role can supply it (XC-66).
  std::string_view remedy_rpc{};  // RPC that supplies it, empty when none does.
  std::string_view
      constraint{};  // Of the schema: sees it broken in a race (db::RegisterConstraint).
};

// Further things that a refusal carries to the caller.
struct Details {
  std::vector<std::pair<std::string, std::string>>
      metadata;        // ErrorInfo.metadata besides the rule.
  std::string remedy;  // Replaces the rule's remedy, in the caller's language.
  std::string field;   // Request field that is wrong, for INVALID_ARGUMENT.
};

// The refusal by a rule. Language is filled in by the pipeline (see Localize).
absl::Status Refuse(const Rule& rule, Details details = {});

// The warning of a rule, for the response.
common::v1::Warning Warn(const Rule& rule, common::v1::Language language);

// A refusal that rests on no rule of the requirements but on the platform itself.
absl::Status StatusWithReason(absl::StatusCode code, std::string_view reason,
                              std::string_view message);

// The one answer for "there is none" and "not for you".
absl::Status NotFound();

// INVALID_ARGUMENT for one field.
absl::Status InvalidField(std::string_view field, std::string_view reason,
                          std::string_view description);

// Reason and rule of a status, empty when it has none.
std::string ReasonOf(const absl::Status& status);
std::string RuleOf(const absl::Status& status);

// Puts `google.rpc` details into the status: ErrorInfo with reason, domain and rule,
// LocalizedMessage and Help with the remedy, in this language.
std::string SerializeDetails(const absl::Status& status, std::string_view domain,
                             common::v1::Language language);

// The message of the status in this language.
std::string MessageOf(const absl::Status& status, common::v1::Language language);

}  // namespace opora::rules
