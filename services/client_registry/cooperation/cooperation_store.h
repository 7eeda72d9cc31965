#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "common/rpc/page.h"
#include "opora/registry/v1/cooperation.pb.h"
#include "opora/registry/v1/social_department.pb.h"

namespace opora::registry {

// Key actors of a municipality by name; one more than the page holds when there are more.
void FindKeyActors(db::Tx& tx, const v1::ListKeyActorsRequest& filter, const rpc::Page& page,
                   const std::function<v1::KeyActor*()>& add);

// Key actors of all municipalities who answer a need: a page of them, by name.
std::vector<v1::KeyActor> ActorsByNeed(db::Tx& tx, v1::HelpNeed need,
                                       const rpc::Page& page);
std::vector<std::string> SortKeys(const v1::KeyActor& actor);

// Agreements of a municipality, newest first; one more than the page holds when there are more.
// A state is that of the day, as StateOn says it.
void FindAgreements(db::Tx& tx, const v1::ListAgreementsRequest& filter, absl::CivilDay day,
                    const rpc::Page& page, const std::function<v1::CooperationAgreement*()>& add);
std::vector<std::string> SortKeys(const v1::CooperationAgreement& agreement);

// The contact person of a unit on a day.
std::optional<v1::ContactPerson> ContactPersonOn(db::Tx& tx, const rpc::Unit& unit,
                                                 absl::CivilDay day);
// Contact persons of a unit whose time reaches to the day or beyond it.
std::vector<v1::ContactPerson> ContactPersonsFrom(db::Tx& tx, const rpc::Unit& unit,
                                                  absl::CivilDay day);
// All of a unit, the last one first; one more than the page holds when there are more.
void FindContactPersons(db::Tx& tx, const rpc::Unit& unit, const rpc::Page& page,
                        const std::function<v1::ContactPerson*()>& add);
std::vector<std::string> SortKeys(const v1::ContactPerson& person);

// Change bearers of a municipality, or of one unit of it, on a day.
void FindChangeBearers(db::Tx& tx, const std::string& agency_id, absl::CivilDay day,
                       const rpc::Page& page, const std::function<v1::ChangeBearer*()>& add);
int64_t CountChangeBearers(db::Tx& tx, const rpc::Unit& unit, absl::CivilDay day);

// The definition of a municipality's target group in force on a day.
std::optional<v1::ApproachDefinition> DefinitionOn(db::Tx& tx, const std::string& agency_id,
                                                   absl::CivilDay day);

// Whether the agency is a municipality, of whatever type.
bool IsMunicipality(db::Tx& tx, const std::string& agency_id);

bool IsSuspended(db::Tx& tx, const std::string& worker_id);

// What CheckSetup asks about a social department beside its contact person (XC-55).
struct SetupFacts {
  int64_t coordinators = 0;
  int64_t key_actors = 0;
  int64_t matrix_rows = 0;
  std::vector<std::string> actors_without_competence;
  std::vector<std::string> actors_without_agreement;
  // Services of the municipality that say neither a caseload nor a figure.
  std::vector<std::string> services_of_unknown_capacity;
};
SetupFacts ReadSetup(db::Tx& tx, const rpc::Unit& unit, absl::CivilDay day);

}  // namespace opora::registry
