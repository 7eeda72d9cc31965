#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/competence.pb.h"
#include "services/client_registry/competences/matrix_rules.h"

namespace opora::registry {

// Rows of a municipality's matrix by area and activity; one more than the page holds when there are
// more.
void FindMatrixRows(db::Tx& tx, const v1::ListMatrixRequest& filter, const rpc::Page& page,
                    const std::function<v1::MatrixRow*()>& add);
std::vector<std::string> SortKeys(const v1::MatrixRow& row);

void DeleteMatrixRow(db::Tx& tx, const std::string& row_id);

// Who speaks for a unit at the working group of this social department.
std::optional<v1::Representative> RepresentativeOf(db::Tx& tx, const rpc::Unit& keeper,
                                                   const rpc::Unit& unit);

// Who is responsible by the row, and who speaks for the asking unit, on a day; nobody suspended.
Addressees ReadAddressees(db::Tx& tx, const v1::MatrixRow& row, const rpc::Unit& asking,
                          absl::CivilDay day);

// Questions that a unit asked, or that were routed to a worker, newest first; one more than the
// page holds when there are more.
void FindQuestions(db::Tx& tx, const v1::ListQuestionsRequest& filter, const rpc::Caller& caller,
                   const rpc::Page& page, const std::function<v1::Question*()>& add);

}  // namespace opora::registry
