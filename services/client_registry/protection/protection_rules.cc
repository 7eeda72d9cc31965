#include "services/client_registry/protection/protection_rules.h"

#include "common/rpc/call.h"
#include "common/rules/period.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/proto_date.h"
#include "services/client_registry/protection/refusals.h"

namespace opora::registry::protection {

absl::Status CheckRaise(Level now, Level wanted) {
  return wanted < now ? rules::Refuse(rule::kLoweringNeeded) : absl::OkStatus();
}

absl::Status CheckPropose(const Protected& now, Level to) {
  if (now.level <= to) return rules::Refuse(rule::kAddressNotProtected);
  if (now.follows) return rules::Refuse(rule::kProtectionFollows);
  return now.lowering_waits ? rules::Refuse(rule::kLoweringWaits) : absl::OkStatus();
}

bool MayBeOnePerson(const Account& left, const Account& right) {
  return left.worker_id == right.worker_id || left.subject == right.subject ||
         left.name == right.name;
}

absl::Status CheckWaits(const v1::AddressLowering& lowering) {
  return lowering.state() == v1::LOWERING_STATE_PROPOSED ? absl::OkStatus()
                                                         : rules::Refuse(rule::kLoweringClosed);
}

absl::Status CheckConfirm(const v1::AddressLowering& lowering, const Account& proposer,
                          const Account& confirmer, bool follows, absl::Time now) {
  RETURN_IF_ERROR(CheckWaits(lowering));
  if (MayBeOnePerson(proposer, confirmer)) return rules::Refuse(rule::kSecondPersonNeeded);
  if (now < rpc::FromTimestamp(lowering.propose_time()) + kLoweringWait)
    return rules::Refuse(rule::kLoweringTooEarly);
  return follows ? rules::Refuse(rule::kProtectionFollows) : absl::OkStatus();
}

absl::Status CheckAddress(v1::ClientAddress& address, absl::Time now) {
  if (!address.has_valid_from()) *address.mutable_valid_from() = dates::ToDate(dates::DayAt(now));
  return rules::CheckPeriod(address, "address.");
}

absl::Status CheckRelease(v1::AddressRelease& release, Level level, bool may_read, absl::Time now) {
  // Who may not read it is told the same, whatever the level.
  if (level != v1::ADDRESS_PROTECTION_LEVEL_NORMAL && !may_read)
    return rules::Refuse(rule::kAddressProtected);
  if (level != v1::ADDRESS_PROTECTION_LEVEL_SHIELDED)
    return rules::Refuse(rule::kAddressNotProtected);
  if (release.has_recipient_worker_id() == release.has_outside_recipient()) {
    return rules::InvalidField("release.recipient_worker_id", "RECIPIENT_REQUIRED",
                               "one recipient is needed: a worker, or a body outside");
  }
  if (!release.no_harm_expected()) return rules::Refuse(rule::kHarmExpected);
  if (!release.has_valid_until())
    *release.mutable_valid_until() = rpc::ToTimestamp(now + kReleaseDefault);
  const absl::Time until = rpc::FromTimestamp(release.valid_until());
  if (now < until && until <= now + kReleaseLongest) return absl::OkStatus();
  return rules::InvalidField("release.valid_until", "RELEASE_TOO_LONG",
                             "lies within the next seven days");
}

std::vector<common::v1::Action> ProtectionActions(const Protected& now,
                                                  common::v1::Language language) {
  constexpr Level kHidden = v1::ADDRESS_PROTECTION_LEVEL_HIDDEN;
  constexpr Level kNormal = v1::ADDRESS_PROTECTION_LEVEL_NORMAL;
  const auto action = [&](const char* verb, const rules::Rule* refused_by) {
    common::v1::Action one;
    one.set_verb(verb);
    one.set_allowed(refused_by == nullptr);
    if (refused_by != nullptr) {
      one.set_rule(std::string(refused_by->id));
      one.set_remedy(std::string(refused_by->remedy.In(language)));
    }
    return one;
  };
  const rules::Rule* to_propose = nullptr;
  if (!CheckPropose(now, kNormal).ok()) {
    to_propose = now.level == kNormal ? &rule::kAddressNotProtected
                 : now.follows        ? &rule::kProtectionFollows
                                      : &rule::kLoweringWaits;
  }
  return {action("SetAddressProtection",
                 CheckRaise(now.level, kHidden).ok() ? nullptr : &rule::kLoweringNeeded),
          action("ProposeAddressLowering", to_propose),
          action("WithdrawAddressLowering", now.lowering_waits ? nullptr : &rule::kLoweringClosed),
          action("RecordAddress", now.level == kHidden ? &rule::kAddressNotHeld : nullptr)};
}

}  // namespace opora::registry::protection
