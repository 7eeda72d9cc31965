#include "services/reporting/following/projections.h"

#include <algorithm>
#include <map>

#include "common/db/plan.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"
#include "common/time/proto_date.h"
#include "opora/registry/v1/facts.pb.h"
#include "services/reporting/following/fact_store.h"
#include "services/reporting/following/ignored_events.h"

namespace opora::reporting {
namespace {

using common::v1::Event;
namespace registry = opora::registry::v1;

constexpr std::string_view kRegistryEvents[] = {"ConsentSigned", "ConsentRevoked", "DebtOpened",
                                                "ScheduleAgreed"};
// A conference that was held on paper and entered afterwards is one all the same (CONF-115).
constexpr std::string_view kConferenceEvents[] = {"CaseOpened", "MeetingStarted",
                                                  "ConferenceRecorded", "ActionPlanApproved"};
// Nothing of an application, whose applicant may not have been told yet (HOUS-45).
constexpr std::string_view kHousingEvents[] = {"TenantMovedIn"};

// The fact that an event must carry. Without it figures would be wrong in silence.
template <typename Fact>
absl::StatusOr<Fact> FactOf(const Event& event) {
  Fact fact;
  if (event.fact().UnpackTo(&fact)) return fact;
  return rules::StatusWithReason(absl::StatusCode::kDataLoss, "FACT_MISSING",
                                 "event " + event.event_id() + " of type " + event.type() +
                                     " carries no fact that can be read");
}

using Apply = std::function<absl::Status(FactStore&, const Event&)>;

template <typename Fact>
Apply Storing(void (FactStore::*store)(const Event&, const Fact&)) {
  return [store](FactStore& facts, const Event& event) -> absl::Status {
    ASSIGN_OR_RETURN(const Fact fact, FactOf<Fact>(event));
    (facts.*store)(event, fact);
    return absl::OkStatus();
  };
}

const std::map<std::string, Apply, std::less<>>& RegistryEffects() {
  static const auto* effects = new std::map<std::string, Apply, std::less<>>{
      {"AgencyCreated", Storing(&FactStore::PutAgency)},
      {"AgencyUpdated", Storing(&FactStore::PutAgency)},
      {"ServiceCreated", Storing(&FactStore::PutService)},
      {"ServiceUpdated", Storing(&FactStore::PutService)},
      {"StaffingPut", Storing(&FactStore::PutStaffing)},
      {"CapacityPut", Storing(&FactStore::PutCapacity)},
      {"ClientRegistered", Storing(&FactStore::AddRecord)},
      {"ClientIdentified", Storing(&FactStore::IdentifyRecord)},
      {"ClientsMerged", Storing(&FactStore::SetClusters)},
      {"ClientsUnmerged", Storing(&FactStore::SetClusters)},
      {"SupportRecorded", Storing(&FactStore::AddSupport)},
      {"ReferralSent", Storing(&FactStore::PutReferral)},
      {"ReferralSeen", Storing(&FactStore::PutReferral)},
      {"ReferralWaitlisted", Storing(&FactStore::PutReferral)},
      {"ReferralAccepted", Storing(&FactStore::PutReferral)},
      {"ReferralDeclined", Storing(&FactStore::PutReferral)},
      {"ReferralStarted", Storing(&FactStore::PutReferral)},
      {"ReferralClosed", Storing(&FactStore::PutReferral)},
      {"ReferralWithdrawn", Storing(&FactStore::PutReferral)},
  };
  return *effects;
}

std::string_view DropHappenings(std::string_view feed) {
  if (feed == kConferenceFeed) return "TRUNCATE happenings_conference";
  return feed == kHousingFeed ? "TRUNCATE happenings_housing" : "TRUNCATE happenings_registry";
}

bool IsCounted(std::string_view feed, const Event& event) {
  const auto types = CountedEvents(feed);
  return !event.client_id().empty() &&
         std::find(types.begin(), types.end(), event.type()) != types.end();
}

}  // namespace

std::span<const std::string_view> CountedEvents(std::string_view feed) {
  if (feed == kRegistryFeed) return kRegistryEvents;
  if (feed == kConferenceFeed) return kConferenceEvents;
  if (feed == kHousingFeed) return kHousingEvents;
  return {};
}

bool IsKnownEvent(std::string_view feed, std::string_view type) {
  if (feed == kRegistryFeed && RegistryEffects().contains(type)) return true;
  const auto counted = CountedEvents(feed);
  if (std::find(counted.begin(), counted.end(), type) != counted.end()) return true;
  const auto ignored = IgnoredEvents(feed);
  return std::any_of(ignored.begin(), ignored.end(),
                     [&](const Ignored& one) { return one.type == type; });
}

Projection RegistryProjection(const Pseudonyms& pseudonyms) {
  Projection projection = EventProjection(kRegistryFeed, pseudonyms);
  // Support decides about the target numbers: none of its records is counted twice or passed over.
  projection.consumer.version = [&pseudonyms](db::Tx& tx,
                                              const Event& event) -> std::optional<int64_t> {
    if (event.aggregate() != "SupportRecord") return std::nullopt;
    return FactStore(tx, pseudonyms).SupportVersion(event.aggregate_id());
  };
  projection.consumer.apply = [&pseudonyms, events = projection.consumer.apply](
                                  db::Tx& tx, const Event& event) -> absl::Status {
    RETURN_IF_ERROR(events(tx, event));
    const auto effect = RegistryEffects().find(event.type());
    if (effect == RegistryEffects().end()) return absl::OkStatus();
    FactStore facts(tx, pseudonyms);
    return effect->second(facts, event);
  };
  projection.drop = [drop = projection.drop](db::Tx& tx) {
    drop(tx);
    FactStore::DropFacts(tx);
  };
  return projection;
}

Projection EventProjection(std::string_view feed, const Pseudonyms& pseudonyms) {
  Projection projection;
  projection.feed = std::string(feed);
  projection.consumer.version = [](db::Tx&, const Event&) { return std::nullopt; };
  projection.consumer.apply = [&pseudonyms, name = projection.feed](db::Tx& tx,
                                                                    const Event& event) {
    // A service that is newer than this one: figures may lack something, and nothing else stops.
    if (!IsKnownEvent(name, event.type())) {
      telemetry::Log(telemetry::Level::kWarn, "an event of a type that is not known here",
                     {{"feed", name}, {"type", event.type()}});
    }
    if (IsCounted(name, event)) FactStore(tx, pseudonyms).AddHappening(name, event);
    return absl::OkStatus();
  };
  projection.drop = [statement = std::string(DropHappenings(feed))](db::Tx& tx) {
    tx.Run(statement);
  };
  return projection;
}

}  // namespace opora::reporting
