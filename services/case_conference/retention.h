#pragma once

#include <span>

#include "common/app/retention.h"

namespace opora::conference {

// How long each class of records of this service is kept (XC-68).
std::span<const app::RecordClass> RetentionOfRecords();

}  // namespace opora::conference
