#pragma once

#include <optional>
#include <string>

#include "common/db/session.h"
#include "opora/common/v1/feed.pb.h"
#include "opora/registry/v1/facts.pb.h"
#include "services/reporting/following/pseudonym.h"

namespace opora::reporting {

// Rows of the projections. What was so before stays, with the instant at which it ended.
class FactStore {
 public:
  using Event = common::v1::Event;

  FactStore(db::Tx& tx, const Pseudonyms& pseudonyms) : tx_(tx), pseudonyms_(pseudonyms) {}

  void PutAgency(const Event& event, const registry::v1::AgencyFact& fact);
  void PutService(const Event& event, const registry::v1::ServiceFact& fact);
  void PutStaffing(const Event& event, const registry::v1::StaffingFact& fact);
  void PutCapacity(const Event& event, const registry::v1::CapacityFact& fact);

  void AddRecord(const Event& event, const registry::v1::ClientRegisteredFact& fact);
  // A person served under a code name is known by name from now on (REG-116).
  void IdentifyRecord(const Event& event, const registry::v1::ClientRegisteredFact& fact);
  // Records of one person, or of several again (REG-41).
  void SetClusters(const Event& event, const registry::v1::ClusterFact& fact);
  // With the time from which it was known, for reports of before (REP-69).
  void AddSupport(const Event& event, const registry::v1::SupportFact& fact);
  // Version of a support record that has taken effect, 0 for none.
  int64_t SupportVersion(const std::string& support_record_id);
  void PutReferral(const Event& event, const registry::v1::ReferralFact& fact);
  void AddHappening(const std::string& feed, const Event& event);

  // All but the happenings.
  static void DropFacts(db::Tx& tx);

 private:
  void SetCluster(const std::string& client_id, const std::string& survivor_id,
                  const std::string& since);

  db::Tx& tx_;
  const Pseudonyms& pseudonyms_;
};

}  // namespace opora::reporting
