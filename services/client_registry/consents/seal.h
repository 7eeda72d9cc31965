#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "common/config/config.h"
#include "common/db/session.h"

// Seals of consents: a keyed hash (HMAC-SHA256) over each version exactly as decisions read it.
// What was written into the tables by anybody else, a superuser of the database too, has no seal
// that holds, and opens nothing. An old row put back together with its old seal is not told from
// the present; that is what the journal of withdrawals is for (XC-69).
namespace opora::registry::seal {

// Columns of sealed_consents (0036_consent_seals.sql) in the order in which they are sealed, the
// seal last; `s` is the view.
inline constexpr char kColumns[] =
    "s.consent_id, s.version, s.form, s.areas, s.excluded_topics, s.purposes, s.valid_to, "
    "s.effective, s.parties, s.state, s.ended, s.representation_id, s.client_view, s.signed_at, "
    "s.objections, s.rest, s.seal";
inline constexpr int kSealed = 16;

// Settings of the keys.
std::vector<config::Setting> Settings();

// Keys of this process, to be called once before consents are read: those of the settings, newest
// first, which seals. `broken` is called for every reading of a version whose seal does not hold.
// Until then no seal holds.
void UseKeys(std::string_view keys, std::function<void()> broken = {});

// Whether the seal of a row with kColumns from `first` on holds. Logs and counts one that does not.
bool Holds(const pqxx::row& row, int first);

// Ids among these of consents with a signed version whose seal does not hold.
std::vector<std::string> Broken(db::Tx& tx, const std::vector<std::string>& consent_ids);

// Seals a consent as it stands. To be called after each change of one that held before it.
void Put(db::Tx& tx, const std::string& consent_id);

// Changes a consent and seals it again, unless its seal did not hold before: then it stays broken.
void Change(db::Tx& tx, const std::string& consent_id, const std::function<void()>& change);

// What one step of sealing anew did.
struct Sealing {
  std::string last;                 // Consent up to which it went; empty when there was none.
  std::vector<std::string> broken;  // Consents that it did not seal.
};

// Id before all others.
inline constexpr char kFirst[] = "00000000-0000-0000-0000-000000000000";

// Seals the next 500 consents behind `after` anew with the newest key: those whose seal holds by
// any key, and with `adopt` those that never had one.
Sealing PutAll(db::Tx& tx, const std::string& after, bool adopt);

// The subcommand seal-consents and its settings.
absl::Status RunCommand(const config::Config& config);
std::vector<config::Setting> CommandSettings();

}  // namespace opora::registry::seal
