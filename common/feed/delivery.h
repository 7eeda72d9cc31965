#pragma once

#include <google/protobuf/repeated_ptr_field.h>

#include <string>
#include <string_view>
#include <vector>

#include "common/feed/reader.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/audit.pb.h"
#include "opora/common/v1/feed.pb.h"

namespace opora::feed {

using Events = google::protobuf::RepeatedPtrField<common::v1::Event>;

// True for services, which have every event with its facts. An agency's system has the events of
// its own agency's records, without facts.
bool SeesAll(const rpc::Caller& caller);

// Appends the events of a transaction that the caller may have, in order.
void AppendVisible(const rpc::Caller& caller, const Transaction& transaction, Events& events);

// What the audit keeps of events handed to an agency in one message: an entry per client. `service`
// is this service's name, `method` the full name of the method.
std::vector<common::v1::AuditEntry> EntriesOf(const rpc::Caller& caller, std::string_view service,
                                              std::string_view method, const Events& events,
                                              absl::Time now);

}  // namespace opora::feed
