#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client_registry/access/decide_testing.h"

namespace opora::registry::access::trial {
namespace {

using ::testing::IsEmpty;

// A world that nobody thought of.
class RandomWorld {
 public:
  explicit RandomWorld(int number) : generator_(static_cast<unsigned>(number)) {
    question_ = Ask(Unit(), Unit(), Area(), static_cast<Purpose>(Below(Purpose_MAX + 1)));
    for (Party* party : {&question_.discloser, &question_.recipient}) {
      party->classes = {static_cast<PartyClass>(Below(7)), static_cast<PartyClass>(Below(7))};
      party->stance = static_cast<Stance>(Below(3));
      if (Below(4) == 0) party->worker_id.clear();
    }
    if (Below(2) == 0) question_.reference = kReference;
    if (Below(3) == 0) question_.topics = {Area()};
    if (Below(4) == 0) question_.one_off = kOneOffs[static_cast<std::size_t>(Below(4))];
    question_.passed_on = Below(4) == 0;
    question_.reading = Below(2) == 0;
    facts_ = Known();
    facts_.exists = Below(20) != 0;
    facts_.code_name_only = Below(20) == 0;
    facts_.address_protected = Below(10) == 0;
    facts_.address_hidden = facts_.address_protected && Below(2) == 0;
    facts_.units = {Unit()};
    for (int i = Below(4); i > 0; --i) facts_.consents.push_back(AnyConsent());
    if (Below(4) == 0) facts_.broken.push_back(AnyGlass());
  }

  Question& question() { return question_; }
  Facts& facts() { return facts_; }
  bool Allowed() const { return Decided(question_, facts_).allowed; }
  DataArea Area() { return static_cast<DataArea>(1 + Below(DataArea_MAX)); }

 private:
  int Below(int limit) { return static_cast<int>(generator_() >> 8) % limit; }

  rpc::Unit Unit() {
    const rpc::Unit units[] = {kSocial, kHousing, kLabourOffice, kNgo};
    return units[Below(4)];
  }

  // Mostly one that covers the question.
  Consent AnyConsent() {
    Consent consent = ConsentFor(question_);
    consent.consent_id = absl::StrCat("consent-", Below(3));
    consent.version = Below(100);
    consent.written = Below(8) != 0;
    consent.withdrawn = Below(8) == 0;
    if (Below(8) == 0) consent.standing = static_cast<Standing>(Below(3));
    consent.effective += absl::Seconds(Below(3) - 2);
    if (Below(4) == 0) consent.end = kNow + absl::Seconds(Below(4) - 2);
    consent.valid_to += Below(4) - 1;
    if (Below(4) == 0) consent.parties[1] = {Unit(), Below(2) == 0 ? "worker-2" : "worker-3"};
    if (Below(4) == 0) consent.areas = {Area(), Area(), Area()};
    if (Below(3) == 0) consent.excluded = {Area(), Area()};
    if (Below(4) == 0) consent.purposes.insert(PURPOSE_AGREED_SUPPORT);
    return consent;
  }

  BrokenGlass AnyGlass() {
    BrokenGlass glass;
    glass.unit = Below(8) == 0 ? Unit() : question_.recipient.unit;
    glass.worker_id = Below(8) == 0 ? "worker-3" : question_.recipient.worker_id;
    glass.purpose = Below(8) == 0 ? PURPOSE_AGREED_SUPPORT : question_.purpose;
    glass.areas = {question_.area, Area()};
    if (Below(2) == 0) glass.areas.insert(question_.topics.begin(), question_.topics.end());
    glass.open = kNow + absl::Seconds(Below(4) - 2);
    glass.end = kNow + absl::Seconds(Below(4));
    return glass;
  }

  std::minstd_rand generator_;
  Question question_;
  Facts facts_;
};

constexpr int kWorlds = 50'000;

// The worlds that a change of the consents opened and closed; none may be opened.
struct Moved {
  std::vector<int> opened;
  int closed = 0;
};

Moved WorldsMovedBy(const std::function<void(RandomWorld&, Consents&)>& change) {
  Moved moved;
  for (int number = 0; number < kWorlds; ++number) {
    RandomWorld world(number);
    if (world.facts().consents.empty()) continue;
    const bool before = world.Allowed();
    change(world, world.facts().consents);
    const bool after = world.Allowed();
    if (after && !before) moved.opened.push_back(number);
    if (before && !after) ++moved.closed;
  }
  return moved;
}

TEST(XC_13, EngineAndOracleAgreeInRandomWorlds) {
  const oracle::Law law(Law());
  std::vector<int> different;
  for (int number = 0; number < kWorlds; ++number) {
    RandomWorld world(number);
    const Answer answer = Decided(world.question(), world.facts());
    if (!oracle::Agrees(answer, world.question(), world.facts(), law)) different.push_back(number);
  }
  EXPECT_THAT(different, IsEmpty());
}

TEST(XC_02, AnotherExcludedTopicNeverOpensAnything) {
  const Moved moved = WorldsMovedBy([](RandomWorld& world, Consents& consents) {
    consents.front().excluded.insert(world.Area());
  });
  EXPECT_THAT(moved.opened, IsEmpty());
  EXPECT_GT(moved.closed, 0);
}

TEST(XC_05, WithdrawingAConsentNeverOpensAnything) {
  const Moved moved =
      WorldsMovedBy([](RandomWorld&, Consents& consents) { consents.front().withdrawn = true; });
  EXPECT_THAT(moved.opened, IsEmpty());
  EXPECT_GT(moved.closed, 0);
}

TEST(XC_59, DoubtAboutAConsentNeverOpensAnything) {
  for (const Standing doubt : {Standing::kDisputed, Standing::kInvalid}) {
    const Moved moved =
        WorldsMovedBy([&](RandomWorld&, Consents& consents) { consents.front().standing = doubt; });
    EXPECT_THAT(moved.opened, IsEmpty());
    EXPECT_GT(moved.closed, 0);
  }
}

TEST(XC_60, TimeAloneOpensNothing) {
  const Moved moved = WorldsMovedBy([](RandomWorld& world, Consents&) {
    world.question().instant += absl::Hours(24);
    ++world.question().day;
  });
  EXPECT_THAT(moved.opened, IsEmpty());
  EXPECT_GT(moved.closed, 0);
}

TEST(XC_05, WithoutAConsentThatExcludesNothingNoMoreIsOpen) {
  const Moved moved = WorldsMovedBy([](RandomWorld&, Consents& consents) {
    if (consents.back().excluded.empty()) consents.pop_back();
  });
  EXPECT_THAT(moved.opened, IsEmpty());
  EXPECT_GT(moved.closed, 0);
}

}  // namespace
}  // namespace opora::registry::access::trial
