#pragma once

#include "opora/conference/v1/conference.pb.h"
#include "opora/conference/v1/facts.pb.h"
#include "opora/conference/v1/plan.pb.h"

namespace opora::conference {

// What the feed tells of a record for statistics.
v1::ConferenceFact FactOf(const v1::Conference& conference);
v1::ActionItemFact FactOf(const v1::ActionItem& item);

}  // namespace opora::conference
