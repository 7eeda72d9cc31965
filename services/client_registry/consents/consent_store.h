#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "common/db/session.h"
#include "common/rpc/caller.h"
#include "common/rpc/page.h"
#include "opora/common/v1/types.pb.h"
#include "opora/registry/v1/consent.pb.h"
#include "opora/registry/v1/consent_template.pb.h"

namespace opora::registry {

// Key workers of the person now.
std::vector<std::string> KeyWorkersOf(db::Tx& tx, const std::string& client_id);

// Consents of all records of the person that are not withdrawn, ids ascending (the order of
// locking).
std::vector<std::string> OpenConsentsOf(db::Tx& tx, const std::string& client_id);

// Every party is a unit that can talk, and each is named once: a party that matches nobody would
// let the client believe that something is open. One statement, whatever their number.
//
// INVALID_ARGUMENT naming the first wrong field, as ReadUnit; PARTY_TWICE.
absl::Status CheckParties(db::Tx& tx, const v1::ConsentVersion& version);

// A consent in force that ends soon (XC-60).
struct EndingConsent {
  std::string consent_id;
  std::string client_id;
  absl::CivilDay last_day;
};

// Consents in force that end from `today` to `until`, that the worker explained or of people whose
// key worker the worker is; a page of them, soonest end first.
std::vector<EndingConsent> EndingConsentsOf(db::Tx& tx, const std::string& worker_id,
                                            absl::CivilDay today, absl::CivilDay until,
                                            const rpc::Page& page);

// Consents by id, in the given order; those that are gone are left out.
std::vector<v1::Consent> ReadConsents(db::Tx& tx, const std::vector<std::string>& consent_ids);

// The version of a template by its own id; nullopt when there is none.
std::optional<v1::ConsentTemplateVersion> FindTemplateVersion(db::Tx& tx,
                                                              const std::string& version_id);

// Records of people with this folded name and, where both are known, this birth date.
std::vector<std::string> ClientsNamed(db::Tx& tx, const std::string& given_folded,
                                      const std::string& family_folded,
                                      const std::string& birth_date);

}  // namespace opora::registry
