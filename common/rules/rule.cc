#include "common/rules/rule.h"

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rules/platform_texts.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace opora::rules {
namespace {

constexpr char kRulePayload[] = "opora.rule";      // Address of the Rule row.
constexpr char kReasonPayload[] = "opora.reason";  // Reason of a status without a rule.
constexpr char kRemedyPayload[] = "opora.remedy";
constexpr char kTypePrefix[] = "type.googleapis.com/";
constexpr char kErrorInfo[] = "type.googleapis.com/google.rpc.ErrorInfo";
constexpr char kBadRequest[] = "type.googleapis.com/google.rpc.BadRequest";
// Clients keep eight kilobytes of trailers; past that the whole error is lost (measured).
constexpr std::size_t kDetailBudget = 6000;

const Rule* RuleRow(const absl::Status& status) {
  const auto payload = status.GetPayload(kRulePayload);
  if (!payload.has_value()) return nullptr;
  const std::string bytes(*payload);
  const Rule* rule = nullptr;
  std::copy_n(bytes.data(), sizeof(rule), reinterpret_cast<char*>(&rule));
  return rule;
}

std::string PayloadText(const absl::Status& status, std::string_view url) {
  const auto payload = status.GetPayload(absl::string_view(url.data(), url.size()));
  return payload.has_value() ? std::string(*payload) : std::string();
}

void AddDetail(google::rpc::Status& out, std::string_view url, const std::string& bytes) {
  if (out.ByteSizeLong() + url.size() + bytes.size() > kDetailBudget) return;
  auto* detail = out.add_details();
  detail->set_type_url(std::string(url));
  detail->set_value(bytes);
}

google::rpc::ErrorInfo ErrorInfoOf(const absl::Status& status, std::string_view domain) {
  google::rpc::ErrorInfo info;
  if (const std::string bytes = PayloadText(status, kErrorInfo); !bytes.empty()) {
    info.ParseFromString(bytes);
  }
  info.set_domain(std::string(domain));
  if (const Rule* rule = RuleRow(status)) {
    info.set_reason(std::string(rule->reason));
    (*info.mutable_metadata())["rule"] = std::string(rule->id);
    if (!rule->remedy_rpc.empty()) {
      (*info.mutable_metadata())["remedy_rpc"] = std::string(rule->remedy_rpc);
    }
  } else if (info.reason().empty()) {
    info.set_reason(ReasonOf(status));
  }
  return info;
}

}  // namespace

absl::Status Refuse(const Rule& rule, Details details) {
  absl::Status status(rule.code, std::string(rule.message.en));
  const Rule* row = &rule;
  status.SetPayload(kRulePayload,
                    absl::Cord(std::string(reinterpret_cast<const char*>(&row), sizeof(row))));
  if (!details.metadata.empty()) {
    google::rpc::ErrorInfo info;
    for (auto& [key, value] : details.metadata) (*info.mutable_metadata())[key] = value;
    status.SetPayload(kErrorInfo, absl::Cord(info.SerializeAsString()));
  }
  if (!details.field.empty()) {
    google::rpc::BadRequest bad;
    auto* violation = bad.add_field_violations();
    violation->set_field(details.field);
    violation->set_description(std::string(rule.message.en));
    status.SetPayload(kBadRequest, absl::Cord(bad.SerializeAsString()));
  }
  if (!details.remedy.empty()) status.SetPayload(kRemedyPayload, absl::Cord(details.remedy));
  return status;
}

common::v1::Warning Warn(const Rule& rule, common::v1::Language language) {
  common::v1::Warning warning;
  warning.set_rule(std::string(rule.id));
  warning.set_reason(std::string(rule.reason));
  warning.set_message(std::string(rule.message.In(language)));
  warning.set_remedy(std::string(rule.remedy.In(language)));
  return warning;
}

absl::Status StatusWithReason(absl::StatusCode code, std::string_view reason,
                              std::string_view message) {
  absl::Status status(code, std::string(message));
  status.SetPayload(kReasonPayload, absl::Cord(std::string(reason)));
  return status;
}

absl::Status NotFound() {
  return StatusWithReason(absl::StatusCode::kNotFound, "NOT_FOUND", "not found");
}

absl::Status InvalidField(std::string_view field, std::string_view reason,
                          std::string_view description) {
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field(std::string(field));
  violation->set_description(std::string(description));
  absl::Status status = StatusWithReason(
      absl::StatusCode::kInvalidArgument, reason,
      absl::StrCat("invalid request: ", std::string(field), ": ", std::string(description)));
  status.SetPayload(kBadRequest, absl::Cord(bad.SerializeAsString()));
  return status;
}

std::string ReasonOf(const absl::Status& status) {
  if (const Rule* rule = RuleRow(status)) return std::string(rule->reason);
  if (std::string reason = PayloadText(status, kReasonPayload); !reason.empty()) return reason;
  if (status.code() == absl::StatusCode::kInvalidArgument) return "INVALID_REQUEST";
  return status.ok() ? "" : absl::StatusCodeToString(status.code());
}

std::string RuleOf(const absl::Status& status) {
  const Rule* rule = RuleRow(status);
  return rule == nullptr ? "" : std::string(rule->id);
}

std::string MessageOf(const absl::Status& status, common::v1::Language language) {
  if (const Rule* rule = RuleRow(status)) return std::string(rule->message.In(language));
  if (language != common::v1::LANGUAGE_CS) return std::string(status.message());
  if (const std::string_view text = CzechTextOf(ReasonOf(status)); !text.empty())
    return std::string(text);
  // Violations are told by field and reason; a person is at least told where to look.
  google::rpc::BadRequest bad;
  if (bad.ParseFromString(PayloadText(status, kBadRequest)) && bad.field_violations_size() > 0) {
    return absl::StrCat("neplatný údaj: ", bad.field_violations(0).field());
  }
  return std::string(status.message());
}

std::string SerializeDetails(const absl::Status& status, std::string_view domain,
                             common::v1::Language language) {
  google::rpc::Status out;
  out.set_code(static_cast<int>(status.code()));
  out.set_message(MessageOf(status, language));
  AddDetail(out, kErrorInfo, ErrorInfoOf(status, domain).SerializeAsString());
  if (const Rule* rule = RuleRow(status)) {
    google::rpc::LocalizedMessage message;
    message.set_locale(language == common::v1::LANGUAGE_CS ? "cs" : "en");
    message.set_message(std::string(rule->message.In(language)));
    AddDetail(out, "type.googleapis.com/google.rpc.LocalizedMessage", message.SerializeAsString());
    std::string remedy = PayloadText(status, kRemedyPayload);
    if (remedy.empty()) remedy = std::string(rule->remedy.In(language));
    if (!remedy.empty()) {
      google::rpc::Help help;
      auto* link = help.add_links();
      link->set_description(remedy);
      if (!rule->remedy_rpc.empty())
        link->set_url(absl::StrCat("opora:", std::string(rule->remedy_rpc)));
      AddDetail(out, "type.googleapis.com/google.rpc.Help", help.SerializeAsString());
    }
  }
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    if (!absl::StartsWith(url, kTypePrefix) || url == kErrorInfo) return;
    AddDetail(out, std::string_view(url.data(), url.size()), std::string(payload));
  });
  return out.SerializeAsString();
}

}  // namespace opora::rules
