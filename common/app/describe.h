#pragma once

#include <string>

#include "common/app/application.h"
#include "opora/common/v1/context.pb.h"

namespace opora::app {

// The rules of a service and the state machines of its records, as a page of Markdown.
std::string Describe(const Definition& definition, common::v1::Language language);

}  // namespace opora::app
