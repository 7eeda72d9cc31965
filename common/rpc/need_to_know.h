#pragma once

#include <google/protobuf/message.h>

#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/context.pb.h"

namespace opora::rpc {

// XC-29: whether somebody in this role, for this purpose, works with this area at all. Narrows what
// a basis opens and what colleagues hold; opens nothing by itself. Who controls needs no health,
// addiction, violence or protection of children; a purpose of control needs the matter and no more.
bool NeedsToKnow(common::v1::ActingRole role, common::v1::Purpose purpose,
                 common::v1::DataArea area);

// Clears the fields of a record about a client, and of its parts, whose areas are not needed, by
// the options of the fields; whoever holds the record.
void KeepNeeded(common::v1::ActingRole role, common::v1::Purpose purpose,
                google::protobuf::Message& record);

}  // namespace opora::rpc
