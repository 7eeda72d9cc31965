#pragma once

#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/rpc/call.h"
#include "common/rpc/page.h"
#include "opora/housing/v1/complaint.pb.h"
#include "services/housing_referral/programmes/judge.h"

namespace opora::housing {

// A page of the complaints of a tenancy, newest first; only what may count for the lease on
// request.
std::vector<v1::Complaint> FindComplaints(db::Tx& tx, const std::string& tenancy_id, bool for_lease,
                                          const rpc::Page& page);
std::vector<std::string> SortKeys(const v1::Complaint& complaint);

// Open complaints of a programme, received up to a day, of which the client was not told: locked,
// in order of their keys, those that were found so before left out.
std::vector<v1::Complaint> LockUninformed(db::Tx& tx, const std::string& programme_id,
                                          absl::CivilDay received, int count);
// The same for those that were not passed on.
std::vector<v1::Complaint> LockUnforwarded(db::Tx& tx, const std::string& programme_id,
                                           absl::CivilDay received, int count);

// Keeps what the judge let pass.
void KeepDeviations(rpc::Call& call, const Judge& judge, const v1::Complaint& complaint,
                    const std::string& reason);

// Tells the feed, with what is counted.
void EmitComplaint(rpc::Call& call, std::string_view type, const v1::Complaint& complaint);

// The tenancy's remarks, notices and complaints by month.
std::vector<v1::ComplaintTrend> TrendOf(db::Tx& tx, const std::string& tenancy_id);

std::vector<v1::RepeatedComplainant> RepeatedComplainants(db::Tx& tx,
                                                          const std::string& programme_id,
                                                          const rpc::Unit& unit);

// Message names of the records in which the worker had to do with the client.
std::vector<std::string> InvolvementOf(db::Tx& tx, const std::string& worker_id,
                                       const std::string& client_id);

}  // namespace opora::housing
