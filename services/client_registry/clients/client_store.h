#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "opora/registry/v1/client.pb.h"
#include "services/client_registry/clients/client_rules.h"

namespace opora::registry {

// Stores a new client with its folded forms, in a cluster of its own, held by its unit.
void InsertClient(db::Tx& tx, v1::Client& client, const MatchKeys& keys);

// Stores the folded forms of a client whose name, birth or telephone changed.
void StoreKeys(db::Tx& tx, const std::string& client_id, const MatchKeys& keys);

// Stores a match unless the two records have one already, in either order.
void InsertMatch(db::Tx& tx, const v1::ClientMatch& match);

struct Candidate {
  std::string client_id;
  MatchKeys keys;
};

// Records that may be of the same person: those that share a key (client_match_keys in the schema).
// Code-name clients are never among them (REG-116). Bounded. Holds up, until the transaction ends,
// whoever else looks under one of these keys, so that of two who register one person at once the
// second finds the first.
std::vector<Candidate> FindCandidates(db::Tx& tx, const MatchKeys& keys, const std::string& except);

// Statements of all records of the person that stand, newest first.
void SelectStatements(db::Tx& tx, const std::string& client_id, v1::GetClientResponse& response);

// Clients of the unit whose family or given name begins with the folded prefix, `limit` of them.
void SelectSuggestions(db::Tx& tx, const rpc::Unit& unit, const std::string& folded_prefix,
                       int limit, v1::SuggestClientsResponse& response);

// Statements on the same topic and area that stand for the person, however the topic is written.
std::vector<v1::Statement> StatementsOn(db::Tx& tx, const std::string& client_id,
                                        const v1::Statement& statement);

}  // namespace opora::registry
