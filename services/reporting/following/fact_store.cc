#include "services/reporting/following/fact_store.h"

#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/time/proto_date.h"

namespace opora::reporting {
namespace {

std::string Since(const common::v1::Event& event) { return db::TimestampText(event.occurred_at()); }

template <typename Enum>
std::string Name(Enum value) {
  const auto* known = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  return known == nullptr ? "UNSPECIFIED" : db::StoredName(*known);
}

std::string Day(const common::v1::Date& date) { return dates::DateText(dates::FromDate(date)); }

std::string Flag(bool value) { return value ? "true" : "false"; }

std::optional<std::string> OrNull(bool known, int64_t value) {
  return known ? std::optional(std::to_string(value)) : std::nullopt;
}

std::string Array(const google::protobuf::RepeatedPtrField<std::string>& values) {
  return db::ArrayLiteral(std::vector<std::string>(values.begin(), values.end()));
}

}  // namespace

void FactStore::PutAgency(const Event&, const registry::v1::AgencyFact& fact) {
  tx_.Run(
      "INSERT INTO known_agencies (agency_id, type, territory) VALUES ($1, $2, $3) ON CONFLICT "
      "(agency_id) DO UPDATE SET type = $2, territory = $3",
      {fact.agency_id(), Name(fact.type()), fact.territory()});
}

void FactStore::PutService(const Event&, const registry::v1::ServiceFact& fact) {
  tx_.Run(
      "INSERT INTO service_facts (service_id, agency_id, area, territories) VALUES ($1, $2, $3, "
      "$4) "
      "ON CONFLICT (service_id) DO UPDATE SET area = $3, territories = $4",
      {fact.service_id(), fact.agency_id(), Name(fact.area()), Array(fact.territories())});
}

void FactStore::PutStaffing(const Event&, const registry::v1::StaffingFact& fact) {
  tx_.Run(
      "INSERT INTO staffing_facts (service_id, as_of_date, fte_milli, caseload_per_fte, shared_by) "
      "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (service_id, as_of_date) DO UPDATE SET fte_milli = "
      "$3, caseload_per_fte = $4, shared_by = $5",
      {fact.service_id(), Day(fact.as_of_date()), OrNull(fact.has_fte_milli(), fact.fte_milli()),
       OrNull(fact.has_caseload_per_fte(), fact.caseload_per_fte()), Array(fact.shared_by())});
}

void FactStore::PutCapacity(const Event&, const registry::v1::CapacityFact& fact) {
  tx_.Run(
      "INSERT INTO capacity_facts (service_id, form, kind, as_of_date, clients) VALUES ($1, $2, "
      "$3, "
      "$4, $5) ON CONFLICT (service_id, form, kind, as_of_date) DO UPDATE SET clients = $5",
      {fact.service_id(), Name(fact.form()), Name(fact.kind()), Day(fact.as_of_date()),
       OrNull(fact.has_clients(), fact.clients())});
}

void FactStore::AddRecord(const Event& event, const registry::v1::ClientRegisteredFact& fact) {
  tx_.Run(
      "INSERT INTO person_records (record, agency_id, code_name, known_from) VALUES ($1, $2, $3, "
      "$4)",
      {pseudonyms_.Client(fact.client_id()), db::OrNull(event.agency_id()), Flag(fact.code_name()),
       Since(event)});
  SetCluster(fact.client_id(), fact.survivor_id(), Since(event));
}

void FactStore::IdentifyRecord(const Event&, const registry::v1::ClientRegisteredFact& fact) {
  tx_.Run("UPDATE person_records SET code_name = $2 WHERE record = $1",
          {pseudonyms_.Client(fact.client_id()), Flag(fact.code_name())});
}

void FactStore::SetClusters(const Event& event, const registry::v1::ClusterFact& fact) {
  for (const auto& member : fact.members())
    SetCluster(member.client_id(), member.survivor_id(), Since(event));
}

void FactStore::SetCluster(const std::string& client_id, const std::string& survivor_id,
                           const std::string& since) {
  const std::string record = pseudonyms_.Client(client_id);
  const std::string person = pseudonyms_.Client(survivor_id);
  tx_.Run(
      "UPDATE person_clusters SET known_to = $3 WHERE record = $1 AND known_to = 'infinity' AND "
      "person <> $2",
      {record, person, since});
  tx_.Run(
      "INSERT INTO person_clusters (record, person, known_from) SELECT $1, $2, $3 WHERE NOT EXISTS "
      "(SELECT FROM person_clusters WHERE record = $1 AND known_to = 'infinity') ON CONFLICT "
      "(record, known_from) DO UPDATE SET person = $2, known_to = 'infinity'",
      {record, person, since});
}

void FactStore::AddSupport(const Event& event, const registry::v1::SupportFact& fact) {
  tx_.Run(
      "INSERT INTO support_facts (support, record, agency_id, category_code, unit, quantity_milli, "
      "is_group, occurred_on, version, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
      "$10)",
      {pseudonyms_.Of("support", fact.support_record_id()), pseudonyms_.Client(fact.client_id()),
       fact.agency_id(), fact.category_code(), Name(fact.unit()),
       std::to_string(fact.quantity_milli()), Flag(fact.is_group()), Day(fact.occurred_on()),
       std::to_string(event.version()), Since(event)});
}

int64_t FactStore::SupportVersion(const std::string& support_record_id) {
  return tx_
      .Run("SELECT coalesce(max(version), 0) FROM support_facts WHERE support = $1",
           {pseudonyms_.Of("support", support_record_id)})[0][0]
      .as<int64_t>();
}

void FactStore::PutReferral(const Event& event, const registry::v1::ReferralFact& fact) {
  const std::string referral = pseudonyms_.Of("referral", fact.referral_id());
  tx_.Run("UPDATE referral_facts SET known_to = $2 WHERE referral = $1 AND known_to = 'infinity'",
          {referral, Since(event)});
  tx_.Run(
      "INSERT INTO referral_facts (referral, record, agency_id, recipient_agency_id, area, state, "
      "decline_reason, sent_time, known_from) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON "
      "CONFLICT (referral, known_from) DO UPDATE SET state = $6, decline_reason = $7, known_to = "
      "'infinity'",
      {referral, pseudonyms_.Client(fact.client_id()), fact.agency_id(), fact.recipient_agency_id(),
       Name(fact.area()), Name(fact.state()), Name(fact.decline_reason()),
       db::TimestampText(fact.sent_at()), Since(event)});
}

void FactStore::AddHappening(const std::string& feed, const Event& event) {
  tx_.Run(
      "INSERT INTO happenings (event_id, feed, type, aggregate, record, agency_id, known_from) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {event.event_id(), feed, event.type(),
       pseudonyms_.Of(event.aggregate(), event.aggregate_id()),
       pseudonyms_.Client(event.client_id()), db::OrNull(event.agency_id()), Since(event)});
}

void FactStore::DropFacts(db::Tx& tx) {
  tx.Run(
      "TRUNCATE known_agencies, person_records, person_clusters, support_facts, referral_facts, "
      "service_facts, staffing_facts, capacity_facts");
}

}  // namespace opora::reporting
