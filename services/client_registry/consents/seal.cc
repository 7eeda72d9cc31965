#include "services/client_registry/consents/seal.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <iostream>
#include <set>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/db/field.h"
#include "common/telemetry/log.h"

namespace opora::registry::seal {
namespace {

struct Keys {
  std::vector<std::string> all;  // Newest first.
  std::function<void()> broken;
};

// Written once, before calls are served.
Keys& ProcessKeys() {
  static auto* keys = new Keys;
  return *keys;
}

// Every column with its length, so that no two different rows give the same text.
std::string TextOf(const pqxx::row& row, int first) {
  std::string text = "consent 1";
  for (int i = first; i < first + kSealed; ++i) {
    if (row[i].is_null()) {
      absl::StrAppend(&text, "|-");
    } else {
      absl::StrAppend(&text, "|", row[i].size(), ":", row[i].c_str());
    }
  }
  return text;
}

std::string SealOf(const std::string& text, const std::string& key) {
  unsigned char hash[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash, &length);
  return absl::BytesToHexString(absl::string_view(reinterpret_cast<const char*>(hash), length));
}

bool IsSealed(const pqxx::row& row, int first) {
  const std::string found = db::Text(row[first + kSealed]);
  const std::string text = TextOf(row, first);
  for (const std::string& key : ProcessKeys().all) {
    const std::string seal = SealOf(text, key);
    if (found.size() == seal.size() && CRYPTO_memcmp(found.data(), seal.data(), seal.size()) == 0)
      return true;
  }
  return false;
}

pqxx::result Read(db::Tx& tx, std::string_view columns, const std::vector<std::string>& ids) {
  return tx.Run(absl::StrCat("SELECT ", kColumns, std::string(columns),
                             " FROM sealed_consents s WHERE s.of_consent = ANY($1::uuid[])"),
                {db::ArrayLiteral(ids)});
}

// Seals rows of kColumns and the id of the version.
void PutRows(db::Tx& tx, const std::vector<pqxx::row>& rows) {
  if (ProcessKeys().all.empty()) return;
  std::vector<std::string> versions;
  std::vector<std::string> seals;
  for (const pqxx::row& row : rows) {
    versions.emplace_back(row[kSealed + 1].c_str());
    seals.push_back(SealOf(TextOf(row, 0), ProcessKeys().all.front()));
  }
  tx.Run(
      "UPDATE consent_versions v SET x_seal = decode(s.seal, 'hex') FROM unnest($1::uuid[], "
      "$2::text[]) s (id, seal) WHERE v.consent_version_id = s.id",
      {db::ArrayLiteral(versions), db::ArrayLiteral(seals)});
}

}  // namespace

std::vector<config::Setting> Settings() {
  return {{.name = "consent-keys",
           .help = "keys of the seals of consents, known to this service alone; the first one "
                   "seals, the others, separated by blanks, still hold",
           .secret = true,
           .required = true}};
}

std::vector<config::Setting> CommandSettings() {
  return {{.name = "adopt",
           .type = config::Type::kBool,
           .default_value = "false",
           .help = "also seal consents that never had a seal: once, after the upgrade to the first "
                   "release that seals"}};
}

void UseKeys(std::string_view keys, std::function<void()> broken) {
  Keys& mine = ProcessKeys();
  mine.all = absl::StrSplit(absl::string_view(keys.data(), keys.size()), absl::ByAnyChar(" \n\t\r"),
                            absl::SkipEmpty());
  mine.broken = std::move(broken);
}

bool Holds(const pqxx::row& row, int first) {
  if (IsSealed(row, first)) return true;
  telemetry::Log(telemetry::Level::kError, "a consent was changed outside the registry",
                 {{"consent", db::Text(row[first])}, {"version", db::Text(row[first + 1])}});
  if (ProcessKeys().broken) ProcessKeys().broken();
  return false;
}

std::vector<std::string> Broken(db::Tx& tx, const std::vector<std::string>& consent_ids) {
  std::set<std::string> broken;
  for (const auto& row : Read(tx, ", s.signed", consent_ids)) {
    if (!row[kSealed + 1].is_null() && !Holds(row, 0)) broken.insert(db::Text(row[0]));
  }
  return {broken.begin(), broken.end()};
}

void Put(db::Tx& tx, const std::string& consent_id) {
  const pqxx::result rows = Read(tx, ", s.consent_version_id", {consent_id});
  PutRows(tx, std::vector<pqxx::row>(rows.begin(), rows.end()));
}

void Change(db::Tx& tx, const std::string& consent_id, const std::function<void()>& change) {
  const bool held = Broken(tx, {consent_id}).empty();
  change();
  if (held) Put(tx, consent_id);
}

Sealing PutAll(db::Tx& tx, const std::string& after, bool adopt) {
  Sealing done;
  std::vector<std::string> ids;
  for (const auto& row : tx.Run("SELECT consent_id FROM consents WHERE consent_id > $1 ORDER BY "
                                "consent_id LIMIT 500 FOR UPDATE",
                                {after}))
    ids.push_back(db::Text(row[0]));
  if (ids.empty()) return done;
  done.last = ids.back();
  std::set<std::string> broken;
  std::vector<pqxx::row> sealed;
  for (const auto& row : Read(tx, ", s.consent_version_id, s.signed", ids)) {
    if (row[kSealed + 2].is_null()) continue;
    if (IsSealed(row, 0) || (adopt && row[kSealed].is_null())) {
      sealed.push_back(row);
    } else {
      broken.insert(db::Text(row[0]));
    }
  }
  PutRows(tx, sealed);
  done.broken.assign(broken.begin(), broken.end());
  return done;
}

absl::Status RunCommand(const config::Config& config) {
  UseKeys(config.String("consent-keys"));
  if (ProcessKeys().all.empty()) return absl::InvalidArgumentError("consent-keys: is needed");
  try {
    db::Session session(config.String("database"));
    int broken = 0;
    for (std::string after = kFirst; !after.empty();) {
      pqxx::work transaction(session.Connection());
      db::Tx tx(session, transaction);
      const Sealing done = PutAll(tx, after, config.Bool("adopt"));
      transaction.commit();
      for (const std::string& consent : done.broken)
        std::cout << "changed outside the registry: " << consent << "\n";
      broken += static_cast<int>(done.broken.size());
      after = done.last;
    }
    if (broken == 0) return absl::OkStatus();
    return absl::DataLossError(absl::StrCat(broken, " consents open nothing"));
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(absl::StrCat("the database cannot be reached: ", error.what()));
  } catch (const std::exception&) {
    return db::StatusFromCurrentException();
  }
}

}  // namespace opora::registry::seal
