#pragma once

#include <memory>

#include "common/app/application.h"

namespace opora::registry {

// What the client registry is made of; main() runs it, tests start it in their process.
app::Definition Definition();

}  // namespace opora::registry
