#pragma once

#include <algorithm>
#include <functional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "services/client_registry/access/decide_testing.h"

// Every combination of what a decision depends on.
namespace opora::registry::access::trial {

inline constexpr DataArea kTaboo = DATA_AREA_ADDICTION;

struct ClientCase {
  bool exists;
  bool code_name;
  bool recipient_works_with_client;
  bool address_protected = false;
  bool address_hidden = false;
};

inline const std::vector<ClientCase> kClientCases = {{false, false, false},
                                                     {true, false, false},
                                                     {true, false, true},
                                                     {true, true, false},
                                                     {true, true, true},
                                                     {true, false, false, true, false},
                                                     {true, false, true, true, true},
                                                     {true, true, false, true, true}};

struct ConsentCase {
  const char* name;
  std::function<void(const Question&, Consents&)> change;  // From one consent that suffices.
};

inline DataArea OtherArea(DataArea area) {
  return area == DATA_AREA_FAMILY ? DATA_AREA_CONTACT : DATA_AREA_FAMILY;
}

inline Purpose OtherPurpose(Purpose purpose) {
  return purpose == PURPOSE_AGREED_SUPPORT ? PURPOSE_CLIENT_REQUEST : PURPOSE_AGREED_SUPPORT;
}

// Puts before the consent one that rules its area and the taboo out.
inline void RuleOut(const Question& ask, Consents& all) {
  all.insert(all.begin(), all[0]);
  all[0].consent_id = "consent-2";
  all[0].excluded = {ask.area, kTaboo};
}

using Q = const Question&;

inline std::vector<ConsentCase> CasesOfOneConsent() {
  std::vector<ConsentCase> cases;
  const auto add = [&](const char* name, auto change) { cases.push_back({name, change}); };
  const absl::Duration moment = absl::Nanoseconds(1);
  add("none", [](Q, Consents& all) { all.clear(); });
  add("active", [](Q, Consents&) {});
  add("not yet effective", [=](Q ask, Consents& all) { all[0].effective = ask.instant + moment; });
  add("ended", [](Q ask, Consents& all) { all[0].end = ask.instant; });
  add("about to end", [=](Q ask, Consents& all) { all[0].end = ask.instant + moment; });
  add("withdrawn", [](Q, Consents& all) { all[0].withdrawn = true; });
  add("expired by date", [](Q ask, Consents& all) { all[0].valid_to = ask.day - 1; });
  add("oral", [](Q, Consents& all) { all[0].written = false; });
  add("disputed", [](Q, Consents& all) { all[0].standing = Standing::kDisputed; });
  add("invalid", [](Q, Consents& all) { all[0].standing = Standing::kInvalid; });
  add("other purpose", [](Q ask, Consents& all) { all[0].purposes = {OtherPurpose(ask.purpose)}; });
  add("other area", [](Q ask, Consents& all) { all[0].areas = {OtherArea(ask.area)}; });
  add("recipient no party", [](Q, Consents& all) { all[0].parties[1].unit = kClinic; });
  add("discloser no party", [](Q, Consents& all) { all[0].parties[0].unit = kClinic; });
  add("other worker", [](Q, Consents& all) { all[0].parties[1].worker_id = "worker-3"; });
  add("that worker", [](Q, Consents& all) { all[0].parties[1].worker_id = "worker-2"; });
  add("area excluded", [](Q ask, Consents& all) { all[0].excluded = {ask.area}; });
  add("topic excluded", [](Q, Consents& all) { all[0].excluded = {kTaboo}; });
  return cases;
}

inline std::vector<ConsentCase> CasesOfTwoConsents() {
  std::vector<ConsentCase> cases;
  const auto add = [&](const char* name, auto change) { cases.push_back({name, change}); };
  const absl::Duration moment = absl::Nanoseconds(1);
  add("excluded by another", [](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].parties = {{kClinic, ""}, {kLabourOffice, ""}};
  });
  add("excluded by another in future", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].effective = ask.instant + moment;
  });
  add("excluded by another that expired before", [](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].effective = ask.instant - absl::Hours(48);
    all[0].valid_to = ask.day - 1;
  });
  add("excluded by another that expired since", [](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].effective = ask.instant - absl::Hours(48);
    all[0].valid_to = ask.day - 1;
    all[1].effective = ask.instant - absl::Hours(72);
  });
  add("excluded by another that was withdrawn before", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].withdrawn = true;
    all[0].effective = ask.instant - moment;
    all[0].end = ask.instant;
  });
  add("excluded by another that was withdrawn since", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[0].withdrawn = true;
    all[0].effective = ask.instant - 3 * moment;
    all[0].end = ask.instant - moment;
    all[1].effective = ask.instant - 2 * moment;
  });
  add("excluded until its next version", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[1].consent_id = all[0].consent_id;
    all[1].version = 2;
    all[1].effective = ask.instant + moment;
  });
  add("excluded by its first version", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[1].consent_id = all[0].consent_id;
    all[1].version = 2;
    all[0].effective = ask.instant - moment;
    all[0].end = ask.instant;
  });
  add("excluded by its first version, the second invalid", [=](Q ask, Consents& all) {
    RuleOut(ask, all);
    all[1].consent_id = all[0].consent_id;
    all[1].version = 2;
    all[1].standing = Standing::kInvalid;
    all[0].effective = ask.instant - moment;
    all[0].end = ask.instant;
    all.push_back(ConsentFor(ask));
    all[2].effective = ask.instant - moment;
  });
  add("replaced by its second version", [](Q ask, Consents& all) {
    all.push_back(all[0]);
    all[0].end = ask.instant;
    all[1].version = 2;
  });
  return cases;
}

inline std::vector<ConsentCase> ConsentCases() {
  std::vector<ConsentCase> cases = CasesOfOneConsent();
  for (ConsentCase& of_two : CasesOfTwoConsents()) cases.push_back(std::move(of_two));
  return cases;
}

using ClassPair = std::pair<std::set<PartyClass>, std::set<PartyClass>>;

// Pairs under which every row of the law lives, and some under which none does.
inline std::vector<ClassPair> TellingPairs() {
  std::vector<ClassPair> pairs;
  for (const LawRow& row : Law()) {
    pairs.push_back({{*row.disclosers.begin()}, {*row.recipients.begin()}});
  }
  pairs.push_back({kDelegated, kProvider});
  pairs.push_back({kProvider, kDelegated});
  pairs.push_back({kNoClass, kNoClass});
  std::sort(pairs.begin(), pairs.end());
  pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
  return pairs;
}

inline std::vector<ClassPair> AllPairs() {
  std::vector<std::set<PartyClass>> classes = {
      {}, {PartyClass::kDelegatedSocialWork, PartyClass::kChildProtection}};
  for (int of = 0; of <= static_cast<int>(PartyClass::kOther); ++of) {
    classes.push_back({static_cast<PartyClass>(of)});
  }
  std::vector<ClassPair> pairs;
  for (const auto& discloser : classes) {
    for (const auto& recipient : classes) pairs.push_back({discloser, recipient});
  }
  return pairs;
}

struct GlassCase {
  const char* name;
  std::function<void(const Question&, BrokenGlass&)> change;  // From one that suffices.
};

inline const std::vector<GlassCase> kNoGlass = {{"none", nullptr}};

inline std::vector<GlassCase> GlassCases() {
  using Glass = BrokenGlass;
  const absl::Duration moment = absl::Nanoseconds(1);
  return {
      {"none", nullptr},
      {"open", [](Q, Glass&) {}},
      {"of a colleague", [](Q, Glass& one) { one.worker_id = "worker-3"; }},
      {"of another unit", [](Q, Glass& one) { one.unit = kClinic; }},
      {"for another purpose", [](Q ask, Glass& one) { one.purpose = OtherPurpose(ask.purpose); }},
      {"on another area", [](Q ask, Glass& one) { one.areas = {OtherArea(ask.area)}; }},
      {"on the topic as well", [](Q, Glass& one) { one.areas.insert(kTaboo); }},
      {"on what it never opens",
       [](Q, Glass& one) {
         one.areas.insert({DATA_AREA_ADDRESS, DATA_AREA_REPORTER, DATA_AREA_SUPPORT_PLAN});
       }},
      {"not begun", [=](Q ask, Glass& one) { one.open = ask.instant + moment; }},
      {"over", [](Q ask, Glass& one) { one.end = ask.instant; }},
      {"nearly over", [=](Q ask, Glass& one) { one.end = ask.instant + moment; }},
  };
}

struct Flags {
  bool passed_on;
  bool reading;
};

// The values that are combined.
struct Space {
  std::vector<rpc::Unit> recipients = {kSocial, kHousing, kNgo};  // Of what kSocial holds.
  std::vector<ClientCase> clients = kClientCases;
  std::vector<ConsentCase> consents = ConsentCases();
  std::vector<Purpose> purposes = Purposes();
  std::vector<DataArea> areas = Areas();
  std::vector<std::set<DataArea>> topics = {{}, {kTaboo}, {DATA_AREA_SUPPORT_PLAN}};
  std::vector<std::string> references = {"", kReference};
  std::vector<Stance> stances = {STANCE_UNSPECIFIED, STANCE_SUPPORT, STANCE_CONTROL};
  std::vector<ClassPair> classes = TellingPairs();
  std::vector<absl::CivilDay> days = {kToday};
  std::vector<Basis> one_offs = {BASIS_UNSPECIFIED};
  std::vector<GlassCase> glasses = kNoGlass;
  std::vector<Flags> flags = {{false, false}};
};

// What is opened in an emergency and what a client wants passed on: every area and every case of a
// broken glass, under those consents that could stand in its way.
inline Space Flagged() {
  Space space;
  const std::vector<ConsentCase> all = ConsentCases();
  space.consents.clear();
  for (const ConsentCase& one : all) {
    const std::string name = one.name;
    if (name == "none" || name == "active" || name == "area excluded" || name == "topic excluded")
      space.consents.push_back(one);
  }
  space.recipients = {kSocial, kNgo};
  space.purposes = {PURPOSE_HEALTH_EMERGENCY, PURPOSE_CHILD_PROTECTION, PURPOSE_AGREED_SUPPORT};
  space.topics.push_back({DATA_AREA_ADDRESS});
  space.topics.push_back({DATA_AREA_REPORTER});
  space.one_offs = {BASIS_UNSPECIFIED, BASIS_CLIENT_PRESENT};
  space.classes = {{kNoClass, kNoClass}, {kProvider, {PartyClass::kHealthProvider}}};
  space.glasses = GlassCases();
  space.flags = {{false, false}, {false, true}, {true, true}};
  return space;
}

// The plane of the law alone: nobody consented, and every pair of classes asks.
inline Space LawPlane() {
  Space plane;
  plane.recipients = {kNgo};
  plane.clients = {{true, false, false}};
  plane.consents = {ConsentCases().front()};
  plane.topics = {{}};
  plane.stances = {STANCE_SUPPORT};
  plane.classes = AllPairs();
  return plane;
}

}  // namespace opora::registry::access::trial
