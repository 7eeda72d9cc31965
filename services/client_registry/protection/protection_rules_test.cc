#include "services/client_registry/protection/protection_rules.h"

#include <gtest/gtest.h>

#include "common/rpc/call.h"
#include "common/rules/rule.h"

namespace opora::registry::protection {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

constexpr Level kNormal = v1::ADDRESS_PROTECTION_LEVEL_NORMAL;
constexpr Level kShielded = v1::ADDRESS_PROTECTION_LEVEL_SHIELDED;
constexpr Level kHidden = v1::ADDRESS_PROTECTION_LEVEL_HIDDEN;

const absl::Time kNow = absl::FromUnixSeconds(1785312000);
const Account kProposer = {"w1", "s1", "eva strnadova"};
const Account kOther = {"w2", "s2", "dana olsova"};

v1::AddressLowering ProposedAt(absl::Time time) {
  v1::AddressLowering lowering;
  lowering.set_state(v1::LOWERING_STATE_PROPOSED);
  lowering.set_to_level(kNormal);
  *lowering.mutable_propose_time() = rpc::ToTimestamp(time);
  return lowering;
}

TEST(XC_27, SettingNeverLowers) {
  EXPECT_EQ(ReasonOf(CheckRaise(kHidden, kShielded)), "ADDRESS_LOWERING_NEEDED");
  EXPECT_EQ(RuleOf(CheckRaise(kHidden, kShielded)), "XC-27");
  for (Level now : {kNormal, kShielded, kHidden}) EXPECT_TRUE(CheckRaise(now, kHidden).ok());
}

TEST(XC_27, LoweringTakes72Hours) {
  const auto at = [](absl::Duration after) {
    return CheckConfirm(ProposedAt(kNow), kProposer, kOther, false, kNow + after);
  };
  EXPECT_EQ(ReasonOf(at(absl::ZeroDuration())), "LOWERING_TOO_EARLY");
  EXPECT_EQ(ReasonOf(at(absl::Hours(72) - absl::Seconds(1))), "LOWERING_TOO_EARLY");
  EXPECT_TRUE(at(absl::Hours(72)).ok());
}

TEST(XC_27, LoweringTakesTwoPeopleNotTwoAccounts) {
  const auto by = [](const Account& confirmer) {
    return CheckConfirm(ProposedAt(kNow - absl::Hours(80)), kProposer, confirmer, false, kNow);
  };
  EXPECT_EQ(ReasonOf(by(kProposer)), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(ReasonOf(by({"w9", "s1", "somebody else"})), "SECOND_PERSON_NEEDED");
  EXPECT_EQ(ReasonOf(by({"w9", "s9", "eva strnadova"})), "SECOND_PERSON_NEEDED");
  EXPECT_TRUE(by(kOther).ok());
}

TEST(XC_27, AProposalIsConfirmedOnceAndNotAfterItsWithdrawal) {
  v1::AddressLowering lowering = ProposedAt(kNow - absl::Hours(80));
  for (auto state : {v1::LOWERING_STATE_CONFIRMED, v1::LOWERING_STATE_WITHDRAWN}) {
    lowering.set_state(state);
    EXPECT_EQ(ReasonOf(CheckConfirm(lowering, kProposer, kOther, false, kNow)), "LOWERING_CLOSED");
    EXPECT_EQ(ReasonOf(CheckWaits(lowering)), "LOWERING_CLOSED");
  }
}

TEST(XC_27, WhoLivesWithAProtectedPersonIsNotLoweredAlone) {
  EXPECT_EQ(ReasonOf(CheckPropose({kShielded, true, false}, kNormal)), "PROTECTION_FOLLOWS");
  EXPECT_EQ(
      ReasonOf(CheckConfirm(ProposedAt(kNow - absl::Hours(80)), kProposer, kOther, true, kNow)),
      "PROTECTION_FOLLOWS");
  EXPECT_EQ(ReasonOf(CheckPropose({kNormal, false, false}, kNormal)), "ADDRESS_NOT_PROTECTED");
  EXPECT_EQ(ReasonOf(CheckPropose({kShielded, false, false}, kShielded)), "ADDRESS_NOT_PROTECTED");
  EXPECT_EQ(ReasonOf(CheckPropose({kHidden, false, true}, kNormal)), "LOWERING_WAITS");
  EXPECT_TRUE(CheckPropose({kHidden, false, false}, kShielded).ok());
}

v1::AddressRelease Release() {
  v1::AddressRelease release;
  release.set_recipient_worker_id("w2");
  release.set_no_harm_expected(true);
  return release;
}

TEST(XC_27, AReleaseNeedsAHarmTestBySomebodyWhoMayReadTheAddress) {
  v1::AddressRelease release = Release();
  EXPECT_EQ(ReasonOf(CheckRelease(release, kShielded, false, kNow)), "ADDRESS_PROTECTED");
  EXPECT_EQ(ReasonOf(CheckRelease(release, kHidden, false, kNow)), "ADDRESS_PROTECTED");
  release.set_no_harm_expected(false);
  EXPECT_EQ(ReasonOf(CheckRelease(release, kShielded, true, kNow)), "HARM_EXPECTED");
  release.set_no_harm_expected(true);
  EXPECT_TRUE(CheckRelease(release, kShielded, true, kNow).ok());
  EXPECT_EQ(rpc::FromTimestamp(release.valid_until()), kNow + kReleaseDefault);
}

TEST(XC_27, AHiddenAddressCannotBeReleased) {
  v1::AddressRelease release = Release();
  EXPECT_EQ(ReasonOf(CheckRelease(release, kHidden, true, kNow)), "ADDRESS_NOT_PROTECTED");
  EXPECT_EQ(ReasonOf(CheckRelease(release, kNormal, true, kNow)), "ADDRESS_NOT_PROTECTED");
}

TEST(XC_27, AReleaseIsForOneRecipientAndEndsByItself) {
  v1::AddressRelease release = Release();
  release.set_outside_recipient(v1::OUTSIDE_RECIPIENT_POLICE);
  EXPECT_EQ(ReasonOf(CheckRelease(release, kShielded, true, kNow)), "RECIPIENT_REQUIRED");
  release.clear_outside_recipient();
  release.clear_recipient_worker_id();
  EXPECT_EQ(ReasonOf(CheckRelease(release, kShielded, true, kNow)), "RECIPIENT_REQUIRED");
  release = Release();
  for (absl::Duration until : {absl::ZeroDuration(), kReleaseLongest + absl::Seconds(1)}) {
    *release.mutable_valid_until() = rpc::ToTimestamp(kNow + until);
    EXPECT_EQ(ReasonOf(CheckRelease(release, kShielded, true, kNow)), "RELEASE_TOO_LONG");
  }
}

TEST(XC_27, ActionsSayWhatTheRefusalsSay) {
  const auto allowed = [](const Protected& now) {
    std::string verbs;
    for (const auto& action : ProtectionActions(now, common::v1::LANGUAGE_EN)) {
      EXPECT_EQ(action.allowed(), action.rule().empty()) << action.verb();
      if (action.allowed()) verbs += action.verb() + " ";
    }
    return verbs;
  };
  EXPECT_EQ(allowed({kNormal, false, false}), "SetAddressProtection RecordAddress ");
  EXPECT_EQ(allowed({kShielded, false, false}),
            "SetAddressProtection ProposeAddressLowering RecordAddress ");
  EXPECT_EQ(allowed({kHidden, false, true}), "SetAddressProtection WithdrawAddressLowering ");
  EXPECT_EQ(allowed({kHidden, true, false}), "SetAddressProtection ");
}

TEST(XC_27, AnAddressBeginsBeforeItEnds) {
  v1::ClientAddress address;
  EXPECT_TRUE(CheckAddress(address, kNow).ok());
  EXPECT_TRUE(address.has_valid_from());
  address.mutable_valid_to()->set_year(2020);
  address.mutable_valid_to()->set_month(2);
  address.mutable_valid_to()->set_day(30);
  EXPECT_FALSE(CheckAddress(address, kNow).ok());
  address.mutable_valid_to()->set_day(29);
  EXPECT_FALSE(CheckAddress(address, kNow).ok());
}

}  // namespace
}  // namespace opora::registry::protection
