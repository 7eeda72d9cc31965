#pragma once

#include <span>

#include "common/work/source.h"

namespace opora::registry {

// What waits for workers in the registry (REG-118): one row per kind.
std::span<const work::Source> WorkSources();

}  // namespace opora::registry
