#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/client_registry/access/decide_sweep.h"
#include "services/client_registry/access/refusals.h"

namespace opora::registry::access::trial {
namespace {

struct Mutant {
  std::string name;
  std::vector<LawRow> law;
};

template <typename Value>
void Toggle(std::set<Value>& values, Value value) {
  if (values.erase(value) == 0) values.insert(value);
}

// The law with one attribute of one row flipped, dropped or widened.
std::vector<Mutant> MutantsOf(std::size_t number) {
  std::vector<Mutant> mutants;
  const LawRow& row = Law()[number];
  const auto add = [&](std::string what, const std::function<void(LawRow&)>& change) {
    Mutant& mutant = mutants.emplace_back();
    mutant.name = absl::StrCat(row.name, ": ", what);
    mutant.law = Law();
    change(mutant.law[number]);
  };
  for (int of = 0; of <= static_cast<int>(PartyClass::kOther); ++of) {
    const auto value = static_cast<PartyClass>(of);
    const std::string name(ClassName(value));
    add("discloser " + name, [&](LawRow& changed) { Toggle(changed.disclosers, value); });
    add("recipient " + name, [&](LawRow& changed) { Toggle(changed.recipients, value); });
  }
  for (Purpose purpose : Purposes()) {
    add(Purpose_Name(purpose), [&](LawRow& changed) { Toggle(changed.purposes, purpose); });
  }
  for (DataArea area : Areas()) {
    add(DataArea_Name(area), [&](LawRow& changed) { Toggle(changed.areas, area); });
  }
  for (std::size_t i = 0; i < row.fields.size(); ++i) {
    add("without " + row.fields[i], [&](LawRow& changed) {
      changed.fields.erase(changed.fields.begin() + static_cast<std::ptrdiff_t>(i));
    });
  }
  add("another field", [](LawRow& changed) { changed.fields.push_back("Client.birth_number"); });
  add("reference", [](LawRow& changed) { changed.reference_required ^= true; });
  add("a day earlier", [](LawRow& changed) { --changed.valid_from; });
  add("a day later", [](LawRow& changed) { ++changed.valid_from; });
  add("ended", [](LawRow& changed) { changed.valid_to = kToday - 1; });
  add("dropped", [](LawRow& changed) { changed.disclosers.clear(); });
  return mutants;
}

TEST(XC_65, EveryChangeOfTheLawTableIsNoticed) {
  std::vector<std::string> unnoticed;
  int mutants = 0;
  for (std::size_t number = 0; number < Law().size(); ++number) {
    Space space = LawPlane();
    space.days.push_back(Law()[number].valid_from);
    space.days.push_back(Law()[number].valid_from - 1);
    for (const Mutant& mutant : MutantsOf(number)) {
      ++mutants;
      if (Sweep(space, mutant.law).Run(true).differences() == 0) unnoticed.push_back(mutant.name);
    }
  }
  std::cout << "[  MUTANTS ] " << mutants << std::endl;
  // These change nothing: no row opens the reporter or an area that is none, and whatever the
  // contact point could open for the purposes of delegated work, that row opens before.
  std::vector<std::string> harmless = {"HOUSING_CONTACT_POINT: PURPOSE_ADVERSE_SOCIAL_SITUATION",
                                       "HOUSING_CONTACT_POINT: PURPOSE_MATERIAL_NEED"};
  for (const LawRow& row : Law()) {
    harmless.push_back(row.name + ": DATA_AREA_REPORTER");
    harmless.push_back(row.name + ": DATA_AREA_UNSPECIFIED");
  }
  EXPECT_THAT(unnoticed, ::testing::UnorderedElementsAreArray(harmless));
}

// Every change of the rule table of the decision must be noticed on one of these planes, which are
// small enough to be crossed for each change.
struct Plane {
  Space space;
  std::vector<LawRow> law = Law();
};

Plane Usual() {
  Plane plane;
  Space& space = plane.space;
  space.consents = CasesOfOneConsent();
  space.purposes = {PURPOSE_MATERIAL_NEED, PURPOSE_COURT_PROCEEDINGS};
  space.areas = {DATA_AREA_HOUSING, DATA_AREA_REPORTER, DATA_AREA_SUPPORT_PLAN, DATA_AREA_ADDRESS,
                 kTaboo};
  space.topics = {{}, {kTaboo}};
  space.stances = {STANCE_SUPPORT, STANCE_CONTROL};
  space.classes = {{kDelegated, kDelegated},
                   {kDelegated, {PartyClass::kJustice}},
                   {kProvider, kDelegated},
                   {kNoClass, kNoClass}};
  space.one_offs = kOneOffs;
  return plane;
}

Plane Unknown() {
  Plane plane = Usual();
  plane.space.consents.resize(2);
  plane.space.areas = {DATA_AREA_UNSPECIFIED, DATA_AREA_HOUSING};
  plane.space.topics = {{}, {static_cast<DataArea>(99)}};
  return plane;
}

Plane Emergency() {
  Plane plane;
  Space& space = plane.space = Flagged();
  space.recipients = {kNgo};
  space.clients = {{true, false, false}, {true, true, false}};
  space.purposes = {PURPOSE_HEALTH_EMERGENCY, PURPOSE_AGREED_SUPPORT};
  space.areas = {DATA_AREA_HEALTH, DATA_AREA_SUPPORT_PLAN, DATA_AREA_ADDRESS, DATA_AREA_REPORTER};
  space.topics = {{}, {DATA_AREA_ADDRESS}, {kTaboo}};
  space.references = {""};
  space.classes.resize(1);
  return plane;
}

// The law before, on and after the days of its rows.
Plane Dated() {
  Plane plane;
  plane.space = LawPlane();
  plane.space.purposes = {PURPOSE_MATERIAL_NEED, PURPOSE_COURT_PROCEEDINGS};
  plane.law.resize(3);
  plane.law[0].valid_to = kToday - 1;
  for (const LawRow& row : plane.law) plane.space.days.push_back(row.valid_from - 1);
  plane.law[2].valid_to = kToday - 1;
  return plane;
}

const std::vector<Plane>& Planes() {
  static const auto* planes =
      new std::vector<Plane>{Emergency(), Dated(), {LawPlane()}, Unknown(), Usual()};
  return *planes;
}

bool IsNoticed(const Policy& policy) {
  return std::any_of(Planes().begin(), Planes().end(), [&](const Plane& plane) {
    return Sweep(plane.space, plane.law, policy, plane.law).Run(true).differences() > 0;
  });
}

Answer AllowAll(const Matter&) {
  Answer answer;
  answer.allowed = true;
  answer.grant.basis = BASIS_OWN_RECORD;
  return answer;
}

Answer DenyAll(const Matter&) {
  Answer answer;
  answer.rule = &rule::kClientNotPresent;  // By which no decision denies.
  return answer;
}

struct PolicyMutant {
  std::string name;
  Policy policy;
};

// The order with one step dropped, widened to everything, turned, or moved.
std::vector<PolicyMutant> MutantsOfOrder() {
  std::vector<PolicyMutant> mutants;
  const Policy& shipped = ShippedPolicy();
  const auto change = [&](std::string name, auto edit) {
    PolicyMutant& mutant = mutants.emplace_back(PolicyMutant{std::move(name), shipped});
    edit(mutant.policy.order);
  };
  using Order = std::vector<Step>;
  for (std::size_t i = 0; i < shipped.order.size(); ++i) {
    const std::string name(shipped.order[i].name);
    const auto at = static_cast<std::ptrdiff_t>(i);
    change(name + " dropped", [&](Order& order) { order.erase(order.begin() + at); });
    change(name + " widened",
           [&](Order& order) { order[i].holds = [](const Matter&) { return true; }; });
    change(name + " allows", [&](Order& order) { order[i].answer = AllowAll; });
    change(name + " denies", [&](Order& order) { order[i].answer = DenyAll; });
    change(name + " last", [&](Order& order) {
      std::rotate(order.begin() + at, order.begin() + at + 1, order.end());
    });
    change(name + " first", [&](Order& order) {
      std::rotate(order.begin(), order.begin() + at, order.begin() + at + 1);
    });
    if (i + 1 == shipped.order.size()) continue;
    change(absl::StrCat(name, " <-> ", std::string(shipped.order[i + 1].name)),
           [&](Order& order) { std::swap(order[i], order[i + 1]); });
  }
  return mutants;
}

// One condition of a basis that is asked no more, or never met.
template <typename Basis>
void AddMutantsOf(std::vector<Condition<Basis>> Policy::*conditions, const std::string& of,
                  std::vector<PolicyMutant>& mutants) {
  const Policy& shipped = ShippedPolicy();
  for (std::size_t i = 0; i < (shipped.*conditions).size(); ++i) {
    const std::string name = absl::StrCat(of, " ", std::string((shipped.*conditions)[i].name));
    Policy& met = mutants.emplace_back(PolicyMutant{name + " not asked", shipped}).policy;
    (met.*conditions)[i].holds = [](const Basis&, const Question&) { return true; };
    Policy& never = mutants.emplace_back(PolicyMutant{name + " never met", shipped}).policy;
    (never.*conditions)[i].holds = [](const Basis&, const Question&) { return false; };
  }
}

TEST(XC_27, EveryChangeOfTheRuleTableIsNoticed) {
  std::vector<PolicyMutant> mutants = MutantsOfOrder();
  AddMutantsOf(&Policy::consent, "consent:", mutants);
  AddMutantsOf(&Policy::concerns, "row:", mutants);
  AddMutantsOf(&Policy::row, "row:", mutants);
  AddMutantsOf(&Policy::glass, "glass:", mutants);
  std::vector<std::string> unnoticed;
  for (const PolicyMutant& mutant : mutants) {
    if (!IsNoticed(mutant.policy)) unnoticed.push_back(mutant.name);
  }
  std::cout << "[  MUTANTS ] " << mutants.size() << std::endl;
  const std::vector<std::string> harmless = {// Both deny by the same rule.
                                             "nobody <-> unknown value", "unknown value first",
                                             // They are that already.
                                             "nobody first", "provider last", "own record allows"};
  EXPECT_THAT(unnoticed, ::testing::UnorderedElementsAreArray(harmless));
}

}  // namespace
}  // namespace opora::registry::access::trial
