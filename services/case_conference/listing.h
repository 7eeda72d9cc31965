#pragma once

#include "common/rpc/listing.h"

namespace opora::conference {

using rpc::ListNewest;

}  // namespace opora::conference
