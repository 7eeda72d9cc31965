#pragma once

#include "common/app/application.h"

namespace opora::reporting {

// What the reporting service is made of; main() runs it, tests start it in their process.
app::Definition Definition();

}  // namespace opora::reporting
