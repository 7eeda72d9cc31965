#pragma once

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "common/rpc/page.h"
#include "opora/housing/v1/complaint.pb.h"
#include "opora/housing/v1/rent.pb.h"
#include "opora/housing/v1/tenancy.pb.h"
#include "services/housing_referral/programmes/judge.h"

namespace opora::housing {

std::vector<v1::RentCharge> ChargesOf(db::Tx& tx, const std::string& tenancy_id);
std::vector<v1::Complaint> ComplaintsOf(db::Tx& tx, const std::string& tenancy_id);

// A page of the tenancies of a programme, newest first.
std::vector<v1::Tenancy> FindTenancies(db::Tx& tx, const std::string& programme_id,
                                       const rpc::Page& page);
std::vector<std::string> SortKeys(const v1::Tenancy& tenancy);

// Tenancies that have not ended, those whose lease ends first in front.
std::vector<v1::Tenancy> RunningTenancies(db::Tx& tx, const std::string& programme_id, int count);

// Tenancies whose lease ends within 90 days of the day, not announced yet, locked.
std::vector<v1::Tenancy> LockEndingLeases(db::Tx& tx, const std::string& programme_id,
                                          absl::CivilDay day, int count);

// Every tenancy of a programme that somebody moved into.
std::vector<v1::Tenancy> MovedInTenancies(db::Tx& tx, const std::string& programme_id);

// Keeps what the judge let pass, or what a fact did not follow.
void KeepDeviations(rpc::Call& call, const Judge& judge, const v1::Tenancy& tenancy,
                    const std::string& reason, bool is_fact, absl::Time occurred_at);

// A tenancy the caller may know of, for changing; whose the act is its service says.
absl::StatusOr<v1::Tenancy> LockTenancy(rpc::Call& call, const std::string& tenancy_id);

// PERMISSION_DENIED NOT_OF_PROGRAMME: the caller's unit is not the landlord.
absl::Status CheckLandlord(const rpc::Call& call, const google::protobuf::Message& record);

}  // namespace opora::housing
