#include "services/client_registry/access/registry_decider.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "common/rpc/need_to_know.h"
#include "common/rpc/policy.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/facts_store.h"
#include "services/client_registry/access/present.h"
#include "services/client_registry/consents/consent_rules.h"
#include "services/client_registry/workforce/refusals.h"

namespace opora::registry::access {
namespace {

// What was read for this call.
struct State {
  std::map<std::string, Facts> facts;
  std::map<rpc::Unit, std::set<PartyClass>> classes;
  std::optional<std::vector<LawRow>> law;
  std::optional<Question> question;
};

State& StateOf(rpc::Call& call) {
  if (call.decider_state == nullptr) call.decider_state = std::make_shared<State>();
  return *static_cast<State*>(call.decider_state.get());
}

// XC-58: to a worker who is tied to the person there is no such client, on whatever basis. Call
// sees to it in every decision; here it holds for those who act on facts before there is one, or
// without: OpenBreakGlass, DiscloseOnce, PassOnFact, EndHouseholdMembership, changes of
// safety notices.
Facts SeenBy(const std::string& worker_id, Facts facts) {
  if (worker_id.empty() || !facts.tied_workers.contains(worker_id)) return facts;
  Facts nobody;
  nobody.tied_workers = std::move(facts.tied_workers);
  return nobody;
}

void LoadFacts(rpc::Call& call, std::span<const rpc::Subject> subjects, const FactsReader& read) {
  State& state = StateOf(call);
  std::vector<std::string> missing;
  for (const rpc::Subject& subject : subjects) {
    if (state.facts.emplace(subject.client_id, Facts{}).second)
      missing.push_back(subject.client_id);
  }
  if (missing.empty()) return;
  for (auto& [id, facts] : read(call.tx(), missing, call.now()))
    state.facts[id] = SeenBy(call.caller().worker_id, std::move(facts));
}

void LoadClasses(rpc::Call& call, const std::vector<rpc::Unit>& units) {
  State& state = StateOf(call);
  std::vector<rpc::Unit> missing;
  for (const rpc::Unit& unit : units) {
    if (!state.classes.contains(unit)) missing.push_back(unit);
  }
  if (missing.empty()) return;
  for (auto& [unit, classes] : ReadClasses(call.tx(), missing, dates::DayAt(call.now()))) {
    state.classes[unit] = std::move(classes);
  }
}

const std::vector<LawRow>& LawOf(rpc::Call& call) {
  State& state = StateOf(call);
  if (!state.law.has_value()) state.law = ReadLaw(call.tx(), dates::DayAt(call.now()));
  return *state.law;
}

// REG-32, REG-35
const rules::Rule& RuleOfRole(common::v1::ActingRole role) {
  return role == common::v1::ACTING_ROLE_ONLINE_EDITOR ? rule::kEditorWithoutClients
                                                       : rule::kCoordinatorWithoutClients;
}

// The units whose records the subject means: one holder, or everybody who holds something.
std::vector<rpc::Unit> HoldersOf(const rpc::Subject& subject, const Facts& facts) {
  if (!subject.holder.agency_id.empty()) return {subject.holder};
  return {facts.units.begin(), facts.units.end()};
}

// The call's question to one holder; of all holders of all clients only the holder differs.
Question& QuestionFor(rpc::Call& call, const rpc::Unit& holder) {
  std::optional<Question>& question = StateOf(call).question;
  if (!question.has_value()) {
    question.emplace();
    question->recipient = PartyOf(call);
    question->purpose = call.context().purpose();
    question->reading = call.policy().access() == common::v1::ACCESS_READ;
    question->instant = call.now();
    question->day = dates::DayAt(call.now());
  }
  question->discloser.unit = holder;
  question->discloser.classes = StateOf(call).classes[holder];
  return *question;
}

const std::vector<DataArea>& AreasOf(const rpc::Subject& subject) {
  static const auto* all = [] {
    auto* areas = new std::vector<DataArea>;
    for (int number = common::v1::DataArea_MIN + 1; number <= common::v1::DataArea_MAX; ++number)
      areas->push_back(static_cast<DataArea>(number));
    return areas;
  }();
  return subject.areas.empty() ? *all : subject.areas;
}

// Adds what one holder's records open.
void AddGrants(rpc::Call& call, const rpc::Subject& subject, const rpc::Unit& holder,
               const Facts& facts, rpc::Grants& grants) {
  Question& question = QuestionFor(call, holder);
  for (const DataArea area : AreasOf(subject)) {
    question.area = area;
    const Answer answer = access::Decide(question, facts, LawOf(call));
    if (answer.allowed && !rpc::NeedsToKnow(call.caller().role, question.purpose, question.area))
      continue;
    if (answer.allowed) {
      grants.areas.emplace(question.area, answer.grant);
    } else if (answer.rule != nullptr &&
               (grants.denied_rule.empty() || answer.rule->id < grants.denied_rule)) {
      // Of many reasons the first by its id, so that the same call is always told alike.
      grants.denied_rule = answer.rule->id;
      grants.denied_reason = answer.rule->reason;
    }
  }
}

// Whether the subject is what the caller's own unit holds or works with.
bool IsOwn(const rpc::Call& call, const rpc::Subject& subject, const Facts& facts) {
  const rpc::Unit& own = call.caller().unit;
  return facts.units.contains(own) && (subject.holder.agency_id.empty() || subject.holder == own);
}

// Classes of the caller and of all whose records the subjects mean, and the law, with the same two
// statements for somebody whom the caller may not see and for nobody: time must not tell the two
// apart.
void LoadParties(rpc::Call& call, std::span<const rpc::Subject> subjects) {
  std::set<rpc::Unit> parties;
  for (const rpc::Subject& subject : subjects) {
    const Facts& facts = StateOf(call).facts.at(subject.client_id);
    if (IsOwn(call, subject, facts)) continue;
    parties.insert(call.caller().unit);
    for (const rpc::Unit& holder : HoldersOf(subject, facts)) parties.insert(holder);
  }
  if (parties.empty()) return;
  LoadClasses(call, {parties.begin(), parties.end()});
  LawOf(call);
}

rpc::Grants GrantsOf(rpc::Call& call, const rpc::Subject& subject) {
  rpc::Grants grants;
  const Facts& facts = StateOf(call).facts.at(subject.client_id);
  const bool closed = !rpc::MayHaveClients(call.caller());
  if (!facts.exists || closed) {
    grants.denied_reason = closed ? "ROLE_WITHOUT_CLIENTS" : "NO_SUCH_CLIENT";
    if (closed) grants.denied_rule = RuleOfRole(call.caller().role).id;
    return grants;
  }
  if (IsOwn(call, subject, facts)) {
    grants.own = true;
    return grants;
  }
  for (const rpc::Unit& holder : HoldersOf(subject, facts)) {
    // What a shelter holds would tell by its name where somebody is.
    if (!facts.secret_agencies.contains(holder.agency_id))
      AddGrants(call, subject, holder, facts, grants);
  }
  if (facts.address_shadowed) grants.areas.erase(common::v1::DATA_AREA_ADDRESS);
  return grants;
}

}  // namespace

Party PartyOf(rpc::Call& call) {
  Party party;
  party.unit = call.caller().unit;
  party.worker_id = call.caller().worker_id;
  party.stance = call.caller().stance;
  LoadClasses(call, {party.unit});
  party.classes = StateOf(call).classes[party.unit];
  // For the caller the acting role counts, not what colleagues hold (XC-14).
  if (!call.caller().delegated_social_work) party.classes.erase(PartyClass::kDelegatedSocialWork);
  return party;
}

const Facts& FactsOf(rpc::Call& call, const std::string& client_id) {
  const rpc::Subject subject{client_id, {}};
  LoadFacts(call, {&subject, 1}, ReadFacts);
  return StateOf(call).facts.at(client_id);
}

RegistryDecider::RegistryDecider() : read_(ReadFacts) {}

RegistryDecider::RegistryDecider(FactsReader read) : read_(std::move(read)) {}

absl::Status RegistryDecider::Decide(rpc::Call& call, std::span<const rpc::Subject> subjects,
                                     std::vector<rpc::Grants>& grants) {
  LoadFacts(call, subjects, read_);
  LoadParties(call, subjects);
  for (const rpc::Subject& subject : subjects) grants.push_back(GrantsOf(call, subject));
  return absl::OkStatus();
}

void RegistryDecider::Present(const rpc::Call& call, google::protobuf::Message& record) const {
  auto* consent = google::protobuf::DynamicCastToGenerated<v1::Consent>(&record);
  if (consent != nullptr && rpc::HolderOf(*consent) != call.caller().unit) HideDrafts(*consent);
  rpc::KeepNeeded(call.caller().role, call.context().purpose(), record);
  if (call.decider_state == nullptr) return;
  const State& state = *static_cast<const State*>(call.decider_state.get());
  const auto facts = state.facts.find(rpc::ClientOf(record));
  PresentOther(call, facts == state.facts.end() ? Facts{} : facts->second, record);
}

}  // namespace opora::registry::access
