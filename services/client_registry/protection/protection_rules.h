#pragma once

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/protection.pb.h"

namespace opora::registry::protection {

using Level = v1::AddressProtectionLevel;

// Between the proposal and the confirmation of less protection (XC-27).
inline constexpr absl::Duration kLoweringWait = absl::Hours(72);
// How long a release may be read, unless less is asked for; and at most.
inline constexpr absl::Duration kReleaseDefault = absl::Hours(24);
inline constexpr absl::Duration kReleaseLongest = absl::Hours(24 * 7);

// FAILED_PRECONDITION ADDRESS_LOWERING_NEEDED: what is wanted is less than what holds.
absl::Status CheckRaise(Level now, Level wanted);

// How a person is protected, and whether that follows somebody with whom the person still belongs.
struct Protected {
  Level level = v1::ADDRESS_PROTECTION_LEVEL_NORMAL;
  bool follows = false;
  bool lowering_waits = false;
};

// FAILED_PRECONDITION ADDRESS_NOT_PROTECTED, PROTECTION_FOLLOWS; ALREADY_EXISTS LOWERING_WAITS.
absl::Status CheckPropose(const Protected& now, Level to);

// A worker's account, as far as it tells who the human is.
struct Account {
  std::string worker_id;
  std::string subject;  // At the issuer of tokens.
  std::string name;     // Folded.
};

// True when the accounts may belong to one human: the same account, the same subject, the same
// name. A namesake is refused too; somebody else can always be found.
bool MayBeOnePerson(const Account& left, const Account& right);

// FAILED_PRECONDITION LOWERING_CLOSED, LOWERING_TOO_EARLY, PROTECTION_FOLLOWS; PERMISSION_DENIED
// SECOND_PERSON_NEEDED.
absl::Status CheckConfirm(const v1::AddressLowering& lowering, const Account& proposer,
                          const Account& confirmer, bool follows, absl::Time now);

// FAILED_PRECONDITION LOWERING_CLOSED.
absl::Status CheckWaits(const v1::AddressLowering& lowering);

// An address as asked for: days of the calendar, in order; from today when not given.
absl::Status CheckAddress(v1::ClientAddress& address, absl::Time now);

// A release as asked for: of a shielded address, by somebody who may read it, without harm
// expected, to one recipient, for a short time; 24 hours when not given.
absl::Status CheckRelease(v1::AddressRelease& release, Level level, bool may_read, absl::Time now);

// What somebody with an own record may do now; refusals and `actions` are the same checks.
std::vector<common::v1::Action> ProtectionActions(const Protected& now,
                                                  common::v1::Language language);

}  // namespace opora::registry::protection
