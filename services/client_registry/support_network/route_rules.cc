#include "services/client_registry/support_network/route_rules.h"

#include <algorithm>

#include "common/rules/occurrence.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

bool Closes(const v1::CommunicationNeeds& needs, v1::ContactChannel channel) {
  const auto forbids = [&](v1::SafeContactRule rule) {
    const auto& rules = needs.safe_contact_rules();
    return std::find(rules.begin(), rules.end(), rule) != rules.end();
  };
  switch (channel) {
    case v1::CONTACT_CHANNEL_PHONE:
      return needs.hearing() == v1::HEARING_NEED_DEAF;
    case v1::CONTACT_CHANNEL_TEXT_MESSAGE:
      return forbids(v1::SAFE_CONTACT_RULE_NO_TEXT_MESSAGE);
    case v1::CONTACT_CHANNEL_LETTER:
      return forbids(v1::SAFE_CONTACT_RULE_NO_LETTER);
    default:
      return false;
  }
}

}  // namespace

absl::Status CheckNeeds(const v1::CommunicationNeeds& needs, absl::CivilDay today) {
  if (needs.has_from_hour() && needs.has_until_hour() && needs.from_hour() >= needs.until_hour()) {
    return rules::InvalidField("needs.until_hour", "HOURS_REVERSED",
                               "must be later than from_hour");
  }
  if (!needs.has_verified_on()) return absl::OkStatus();
  RETURN_IF_ERROR(dates::CheckDate(needs.verified_on(), "needs.verified_on"));
  if (dates::FromDate(needs.verified_on()) <= today) return absl::OkStatus();
  return rules::Refuse(rules::kNotInFuture, {.field = "needs.verified_on"});
}

v1::ContactRoute RouteFor(const std::vector<ContactOfRecord>& records) {
  for (const ContactOfRecord& record : records) {
    if (record.has_phone.has_value() && !*record.has_phone) return v1::CONTACT_ROUTE_KEY_WORKER;
    if (record.has_phone.has_value() || !record.phone_number.empty())
      return v1::CONTACT_ROUTE_CLIENT;
  }
  const bool mail = std::any_of(records.begin(), records.end(),
                                [](const auto& record) { return !record.email.empty(); });
  return mail ? v1::CONTACT_ROUTE_CLIENT : v1::CONTACT_ROUTE_UNSPECIFIED;
}

std::vector<v1::ContactChannel> OpenChannels(const std::vector<v1::CommunicationNeeds>& needs) {
  std::vector<v1::ContactChannel> open;
  for (int number = v1::ContactChannel_MIN + 1; number <= v1::ContactChannel_MAX; ++number) {
    const auto channel = static_cast<v1::ContactChannel>(number);
    if (std::none_of(needs.begin(), needs.end(),
                     [&](const auto& one) { return Closes(one, channel); })) {
      open.push_back(channel);
    }
  }
  return open;
}

}  // namespace opora::registry
