#pragma once

#include <span>

#include "common/work/source.h"

namespace opora::housing {

// What waits for workers here (REG-118): one row per kind.
std::span<const work::Source> WorkSources();

}  // namespace opora::housing
