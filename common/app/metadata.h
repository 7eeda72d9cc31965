#pragma once

#include <span>
#include <string>

#include "common/rpc/method.h"
#include "common/rules/rule.h"

namespace opora::app {

// Registers opora.common.v1.MetadataService: server info, rules, codes.
void RegisterMetadata(rpc::Methods& methods, std::string service, bool sandbox,
                      std::span<const rules::Rule* const> rules);

}  // namespace opora::app
