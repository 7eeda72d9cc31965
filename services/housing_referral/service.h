#pragma once

#include "common/app/application.h"

namespace opora::housing {

// What housing-referral is made of; main() runs it, tests start it in their process.
app::Definition Definition();

}  // namespace opora::housing
