#pragma once

#include <string>
#include <vector>

#include "opora/reporting/v1/report.pb.h"
#include "services/reporting/reports/report_frame.h"

// The figures of a territory report, before small numbers are hidden.
namespace opora::reporting {

struct FigureCount {
  v1::TownFigure figure;
  std::string feed;
  int64_t persons = 0;
};
// In the order of the contract, of the feeds that are followed.
std::vector<FigureCount> CountFigures(db::Tx& tx, const Frame& frame,
                                      const std::vector<std::string>& feeds);

struct GapCount {
  common::v1::DataArea area;
  int64_t referred = 0;
  int64_t waiting = 0;
  int64_t no_capacity = 0;
};
std::vector<GapCount> CountGaps(db::Tx& tx, const Frame& frame);

struct DuplicityCount {
  std::string agency_id;
  std::string other_agency_id;
  std::string category_code;
  int64_t persons = 0;
};
std::vector<DuplicityCount> CountDuplicities(db::Tx& tx, const Frame& frame);

// Capacity of the services of the frame's agencies, and of those that reach the territory from
// elsewhere (REG-22), as of the last day of the frame.
std::vector<v1::ServiceCapacity> ReadCapacities(db::Tx& tx, const Frame& frame,
                                                const std::string& territory);

}  // namespace opora::reporting
