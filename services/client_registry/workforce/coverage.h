#pragma once

#include <string>
#include <vector>

#include "common/rpc/call.h"
#include "opora/registry/v1/agency.pb.h"
#include "opora/registry/v1/continuity.pb.h"

// Nobody is left without a responsible person (REG-48). Every act by which a worker stops being one
// comes through here, in its own transaction.
namespace opora::registry {

// Locks all records of all persons to whom the worker is assigned, before the worker is locked.
void LockPersonsOf(db::Tx& tx, const std::string& worker_id);

// Assignments of the worker that are not ended; of one role, or of all when UNSPECIFIED.
std::vector<v1::ClientAssignment> OpenAssignmentsOf(db::Tx& tx, const std::string& worker_id,
                                                    common::v1::ActingRole role);

// Ends an assignment, tells the feed, and lists the client when nobody is responsible then. True
// when the client was listed. The person is locked.
bool EndAndCover(rpc::Call& call, v1::ClientAssignment assignment, v1::UncoveredCause cause);

// Lists the client of an assignment when nobody else is responsible: the same stance in the same
// unit, or for key workers and case managers the same role anywhere. Suspended workers and those
// who left are nobody.
bool ListIfUncovered(rpc::Call& call, const v1::ClientAssignment& assignment,
                     v1::UncoveredCause cause);

// Takes the person from the list where somebody is responsible again.
void CloseCovered(rpc::Call& call, const std::string& client_id, v1::UncoveredClosure closure);

// Stores that a client is listed no longer.
void CloseUncovered(rpc::Call& call, v1::UncoveredClosure closure, v1::UncoveredClient& uncovered);

// The present fallback of the unit, if it is somebody who works; else empty.
std::string FallbackOf(db::Tx& tx, const rpc::Unit& unit);

}  // namespace opora::registry
