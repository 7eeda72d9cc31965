#pragma once

#include <cstdint>

#include "opora/reporting/v1/report.pb.h"

// Small numbers of persons are not shown (REP-51, XC-54): with other knowledge they would name
// somebody.
namespace opora::reporting {

// Numbers from 1 up to, and without, `limit` are not shown. Nobody is named by a zero.
v1::PersonCount Shown(int64_t persons, int64_t limit);

// Does not show a part whose rest would be a small number, since whole minus part tells it.
void HideTelltale(const v1::PersonCount& whole, v1::PersonCount& part, int64_t limit);

// Does not show a whole of which `part` is shown, where what it has more would be a small number.
void HideJustAbove(const v1::PersonCount& part, v1::PersonCount& whole, int64_t limit);

}  // namespace opora::reporting
