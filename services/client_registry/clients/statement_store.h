#pragma once

#include <string>
#include <vector>

#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/statement.pb.h"

namespace opora::registry {

// True when the statement no longer stands.
bool IsReplaced(db::Tx& tx, const std::string& statement_id);

// Statements of the page asked for, and one more: of all records of the person, within the holdings
// that are open, without assumptions of other units (XC-41).
void SelectStatementPage(db::Tx& tx, const v1::ListStatementsRequest& request,
                         const std::vector<std::string>& open, const rpc::Unit& reader,
                         const rpc::Page& page, v1::ListStatementsResponse& response);

// Puts beside each statement what replaced it.
void AddChanges(db::Tx& tx, v1::ListStatementsResponse& response);

}  // namespace opora::registry
