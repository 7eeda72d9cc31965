#pragma once

#include "common/app/application.h"

namespace opora::conference {

// What the case conference service is made of; main() runs it, tests start it in their process.
app::Definition Definition();

}  // namespace opora::conference
