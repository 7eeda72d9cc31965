#pragma once

#include <cstdint>
#include <vector>

#include "opora/reporting/v1/report.pb.h"

// Small numbers of persons are not shown (REP-51, XC-54): with other knowledge they would name
// somebody.
namespace opora::reporting {

// Numbers from 1 up to, and without, `limit` are not shown. Nobody is named by a zero.
v1::PersonCount Shown(int64_t persons, int64_t limit);

// Does not show a part whose rest would be a small number, since whole minus part tells it.
void HideTelltale(const v1::PersonCount& whole, v1::PersonCount& part, int64_t limit);

// Of parts that add up to a whole which is shown: where one is hidden alone, the smallest other is
// hidden with it, so that the whole does not give it away.
void HideWithCompany(const std::vector<v1::PersonCount*>& parts);

}  // namespace opora::reporting
