// The authorization matrix: every method of the registry x kind of caller x role x relationship x
// state of a consent x area x purpose x flags, from the policies of the contract and the rule table
// of the decision, against a second reading of both.
#include <gtest/gtest.h>

#include <filesystem>
#include <iostream>
#include <set>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "common/rpc/policy.h"
#include "opora/common/v1/policy.pb.h"
#include "services/client_registry/access/decide_oracle.h"
#include "services/client_registry/schema/migrations.h"

namespace opora::registry::access {
namespace {

using common::v1::MethodPolicy;

const rpc::Unit kHolder = {"town", "social"};
const rpc::Unit kAsker = {"labour-office", ""};
const absl::CivilDay kToday(2026, 7, 29);
const absl::Time kNow = absl::FromUnixSeconds(1785312000);

// How the asker stands to the client and to the holder.
enum Relationship { kOwnUnit, kWorksToo, kBothDelegated, kOneDelegated, kStranger, kNobodysClient };
constexpr int kRelationships = kNobodysClient + 1;

// States of a consent between the two, for the area and the purpose asked.
enum ConsentState {
  kNone,
  kNotYetValid,
  kActive,
  kExpired,
  kWithdrawn,
  kSuperseded,
  kOral,
  kDisputed,
  kInvalid,
  kOtherArea,
  kOtherPurpose,
  kExcluding
};
constexpr int kConsentStates = kExcluding + 1;

// Flags by bit: known by a code name, broken glass, writing instead of reading, a reference given.
constexpr int kFlags = 16;

// What a client's facts and a question are in one cell.
struct Cell {
  Question question;
  Facts facts;
};

Consent ConsentIn(ConsentState state, const Question& question) {
  Consent consent;
  consent.consent_id = "consent-1";
  consent.version = 1;
  consent.written = state != kOral;
  consent.withdrawn = state == kWithdrawn;
  if (state == kDisputed) consent.standing = Standing::kDisputed;
  if (state == kInvalid) consent.standing = Standing::kInvalid;
  consent.effective = state == kNotYetValid ? kNow + absl::Hours(1) : kNow - absl::Hours(30);
  if (state == kSuperseded || state == kWithdrawn) consent.end = kNow - absl::Hours(1);
  consent.valid_to = state == kExpired ? kToday - 1 : kToday;
  consent.parties = {{question.discloser.unit, ""}, {question.recipient.unit, ""}};
  consent.areas = {state == kOtherArea ? common::v1::DATA_AREA_CRISIS : question.area};
  if (state == kExcluding) consent.excluded = {question.area};
  consent.purposes = {state == kOtherPurpose ? common::v1::PURPOSE_CLIENT_REQUEST
                                             : question.purpose};
  return consent;
}

Cell CellOf(common::v1::Stance stance, Relationship relationship, ConsentState state, int flags,
            common::v1::Purpose purpose, DataArea area) {
  Cell cell;
  Question& question = cell.question;
  question.discloser = {kHolder, "", {PartyClass::kOther}, common::v1::STANCE_SUPPORT};
  question.recipient = {
      relationship == kOwnUnit ? kHolder : kAsker, "worker", {PartyClass::kOther}, stance};
  if (relationship == kBothDelegated) {
    question.discloser.classes = {PartyClass::kDelegatedSocialWork};
    question.recipient.classes = {PartyClass::kDelegatedSocialWork};
  }
  if (relationship == kOneDelegated) {
    question.discloser.classes = {PartyClass::kProvider};
    question.recipient.classes = {PartyClass::kDelegatedSocialWork};
  }
  question.purpose = purpose;
  question.area = area;
  question.instant = kNow;
  question.day = kToday;
  question.reading = (flags & 4) == 0;
  if ((flags & 8) != 0) question.reference = "12 C 34/2026";
  Facts& facts = cell.facts;
  facts.exists = relationship != kNobodysClient;
  facts.units = {kHolder};
  if (relationship == kWorksToo) facts.units.insert(kAsker);
  facts.code_name_only = (flags & 1) != 0;
  if (state != kNone) facts.consents = {ConsentIn(state, question)};
  if ((flags & 2) != 0) {
    facts.broken = {{question.recipient.unit,
                     "worker",
                     purpose,
                     {area, common::v1::DATA_AREA_CONTACT},
                     kNow,
                     kNow + absl::Hours(1)}};
  }
  return cell;
}

// What the engine opens of what the holder keeps, as the pipeline is told.
rpc::Grants GrantsIn(const std::vector<Cell>& cells, const std::vector<LawRow>& law) {
  rpc::Grants grants;
  for (const Cell& cell : cells) {
    const Answer answer = Decide(cell.question, cell.facts, law);
    if (!answer.allowed) continue;
    grants.own = grants.own || answer.grant.basis == common::v1::BASIS_OWN_RECORD;
    grants.areas.emplace(cell.question.area, answer.grant);
  }
  return grants;
}

// The policy of a method read a second time, from the text of its option.
class SecondReading {
 public:
  explicit SecondReading(const MethodPolicy& policy) : text_(policy.ShortDebugString()) {}

  bool Admits(common::v1::Caller caller, common::v1::ActingRole role,
              common::v1::Purpose purpose) const {
    const bool named = Has("callers: " + common::v1::Caller_Name(caller));
    if (Has("callers: ") ? !named : caller != common::v1::CALLER_PERSON) return false;
    if (caller != common::v1::CALLER_PERSON) return true;
    if (Has("groups: ") && !SharesGroup(role)) return false;
    return purpose != common::v1::PURPOSE_UNSPECIFIED || Has("need: NEED_NO_CLIENT");
  }

  // What is needed of a client of whom nothing, something, or all as one's own is open.
  bool Suffices(bool own, bool something) const {
    if (Has("need: NEED_OWN_RECORD")) return own;
    return !Has("need: NEED_ANY_BASIS") || own || something;
  }

 private:
  bool Has(const std::string& words) const {
    return absl::StrContains(absl::StrCat(" ", text_, " "), absl::StrCat(" ", words));
  }

  bool SharesGroup(common::v1::ActingRole role) const {
    const std::string meaning = common::v1::ActingRole_descriptor()
                                    ->FindValueByNumber(role)
                                    ->options()
                                    .GetExtension(common::v1::role_meaning)
                                    .ShortDebugString();
    for (int group = 1; group <= common::v1::RoleGroup_MAX; ++group) {
      const std::string words =
          "groups: " + common::v1::RoleGroup_Name(static_cast<common::v1::RoleGroup>(group));
      if (absl::StrContains(absl::StrCat(meaning, " "), absl::StrCat(words, " ")) &&
          Has(words + " ")) {
        return true;
      }
    }
    return false;
  }

  std::string text_;
};

// As Pipeline::Authorize has it.
bool EngineAdmits(const MethodPolicy& policy, common::v1::Caller caller,
                  common::v1::ActingRole role, common::v1::Purpose purpose) {
  if (!rpc::AllowsCaller(policy, caller)) return false;
  if (caller != common::v1::CALLER_PERSON) return true;
  return rpc::AllowsRole(policy, role) && (policy.need() == common::v1::NEED_NO_CLIENT ||
                                           purpose != common::v1::PURPOSE_UNSPECIFIED);
}

// Every method of the registry's contract; the service refuses to start when one is not served.
const std::map<std::string, const MethodPolicy*>& Methods() {
  static const auto* methods = [] {
    auto* found = new std::map<std::string, const MethodPolicy*>();
    const std::filesystem::path package = "opora/registry/v1";
    for (const auto& entry : std::filesystem::directory_iterator("protos" / package)) {
      const auto* file = google::protobuf::DescriptorPool::generated_pool()->FindFileByName(
          (package / entry.path().filename()).string());
      for (int i = 0; file != nullptr && i < file->service_count(); ++i) {
        for (int j = 0; j < file->service(i)->method_count(); ++j) {
          const auto* method = file->service(i)->method(j);
          (*found)[method->full_name()] = &method->options().GetExtension(common::v1::policy);
        }
      }
    }
    return found;
  }();
  return *methods;
}

TEST(XC_29, EveryMethodAdmitsWhomItsPolicyNames) {
  int64_t cells = 0;
  ASSERT_GT(Methods().size(), 100u) << "tests run in the root of the checkout";
  for (const auto& [name, policy] : Methods()) {
    const SecondReading reading(*policy);
    for (int caller = 1; caller <= common::v1::Caller_MAX; ++caller) {
      for (int role = 0; role <= common::v1::ActingRole_MAX; ++role) {
        for (int purpose = 0; purpose <= common::v1::Purpose_MAX; ++purpose) {
          const auto kind = static_cast<common::v1::Caller>(caller);
          const auto acting = static_cast<common::v1::ActingRole>(role);
          const auto pursued = static_cast<common::v1::Purpose>(purpose);
          ++cells;
          ASSERT_EQ(EngineAdmits(*policy, kind, acting, pursued),
                    reading.Admits(kind, acting, pursued))
              << name << " " << caller << " " << role << " " << purpose;
        }
      }
    }
  }
  std::cout << "[  CELLS   ] " << Methods().size() << " methods, " << cells << std::endl;
}

// Since a method is admitted by its policy and then by what is open of the client, the matrix is
// the product of the test above and this one; each factor is crossed in full.
TEST(XC_29, EveryMethodShowsWhatTheDecisionOpensInEveryStateOfTheWorld) {
  const std::vector<LawRow> law =
      oracle::ShippedLaw(sql::services_client_registry_schema::kMigrations);
  const oracle::Law second(law);
  int64_t cells = 0, open = 0;
  std::set<std::pair<bool, bool>> seen;
  for (auto stance :
       {common::v1::STANCE_UNSPECIFIED, common::v1::STANCE_SUPPORT, common::v1::STANCE_CONTROL}) {
    for (int relationship = 0; relationship < kRelationships; ++relationship) {
      for (int state = 0; state < kConsentStates; ++state) {
        for (int flags = 0; flags < kFlags; ++flags) {
          for (int purpose = 0; purpose <= common::v1::Purpose_MAX; ++purpose) {
            std::vector<Cell> of_client;
            bool own = false, something = false;
            for (int area = 1; area <= common::v1::DataArea_MAX; ++area) {
              of_client.push_back(CellOf(
                  stance, static_cast<Relationship>(relationship), static_cast<ConsentState>(state),
                  flags, static_cast<common::v1::Purpose>(purpose), static_cast<DataArea>(area)));
              const Cell& cell = of_client.back();
              const bool expected = oracle::Allows(cell.question, cell.facts, second);
              ASSERT_EQ(Decide(cell.question, cell.facts, law).allowed, expected)
                  << stance << " " << relationship << " " << state << " " << flags << " " << purpose
                  << " " << area;
              something = something || expected;
              own = relationship == kOwnUnit;
              ++cells;
              open += expected ? 1 : 0;
            }
            const rpc::Grants grants = GrantsIn(of_client, law);
            ASSERT_EQ(grants.own, own);
            ASSERT_EQ(grants.Any(), something);
            if (!seen.emplace(own, something).second) continue;
            for (const auto& [name, policy] : Methods()) {
              ASSERT_EQ(rpc::IsEnough(*policy, grants),
                        SecondReading(*policy).Suffices(own, something))
                  << name;
            }
          }
        }
      }
    }
  }
  std::cout << "[  CELLS   ] " << cells << ", open " << open
            << "; with every method, caller and role: "
            << static_cast<double>(cells) * static_cast<double>(Methods().size()) * 4 * 30
            << std::endl;
}

}  // namespace
}  // namespace opora::registry::access
