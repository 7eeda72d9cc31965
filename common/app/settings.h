#pragma once

#include <vector>

#include "common/config/config.h"

namespace opora::app {

// The settings that every service has.
std::vector<config::Setting> CommonSettings();

}  // namespace opora::app
