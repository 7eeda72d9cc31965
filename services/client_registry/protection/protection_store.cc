#include "services/client_registry/protection/protection_store.h"

#include <algorithm>
#include <map>
#include <optional>

#include "common/db/field.h"
#include "common/db/or_null.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/text/fold.h"
#include "common/time/proto_date.h"

namespace opora::registry::protection {
namespace {

// One statement sees one state of the graph; the number is only this lock's own.
constexpr char kGraphLock[] = "SELECT pg_advisory_xact_lock(7701463)";

Level ReadLevel(const pqxx::field& field) {
  const auto* value = db::FromStoredName(*v1::AddressProtectionLevel_descriptor(), field.c_str());
  // A level that this release does not know is the strongest.
  return value == nullptr ? v1::ADDRESS_PROTECTION_LEVEL_HIDDEN
                          : static_cast<Level>(value->number());
}

void Conceal(db::Tx& tx, const std::vector<std::string>& people) {
  tx.Run("SELECT 1 FROM clients WHERE client_id = ANY ($1::uuid[]) ORDER BY client_id FOR UPDATE",
         {db::ArrayLiteral(people)});
  tx.Run("SELECT conceal_addresses($1::uuid[])", {db::ArrayLiteral(people)});
}

void Tell(rpc::Call& call, const std::string& client_id, const std::string& source,
          std::string_view level) {
  call.Journal(level == "HIDDEN" ? kJournalHidden : kJournalShielded, client_id, source);
  common::v1::AuditEntry& entry = call.AddAudit();
  entry.set_client_id(client_id);
  entry.set_effect(common::v1::AUDIT_EFFECT_WRITTEN);
  entry.add_areas(common::v1::DATA_AREA_ADDRESS);
}

}  // namespace

void LockGraph(db::Tx& tx) { tx.Run(kGraphLock); }

Level LevelOf(db::Tx& tx, const std::string& client_id) {
  return ReadLevel(tx.Run("SELECT address_level_of($1)", {client_id})[0][0]);
}

Protected ReadProtected(db::Tx& tx, const std::string& client_id, absl::Time now) {
  Protected found;
  const pqxx::result rows = tx.Run(
      "SELECT address_level_of($1), "
      "EXISTS (SELECT 1 FROM records_of($1) r (client_id) JOIN address_protections p USING "
      "(client_id) WHERE p.level <> 'NORMAL' AND p.source_client_id NOT IN (SELECT * FROM "
      "records_of($1)) AND p.client_id IN (SELECT * FROM protected_with(p.source_client_id, $2))), "
      "EXISTS (SELECT 1 FROM records_of($1) r (client_id) JOIN address_lowerings l USING "
      "(client_id) WHERE l.state = 'PROPOSED')",
      {client_id, dates::DateText(dates::DayAt(now))});
  found.level = ReadLevel(rows[0][0]);
  found.follows = rows[0][1].as<bool>();
  found.lowering_waits = rows[0][2].as<bool>();
  return found;
}

void Raise(db::Tx& tx, const v1::AddressProtection& protection) {
  tx.Run(
      "INSERT INTO address_protections AS p (protection_id, client_id, agency_id, department_id, "
      "level, source_client_id, cause, set_by_worker_id, intermediary_agency_id, set_time) "
      "SELECT gen_random_uuid(), r.client_id, $2, $3, $4, r.client_id, $5, $6, $7, $8 "
      "FROM records_of($1) r (client_id) "
      "ON CONFLICT (client_id, source_client_id) DO UPDATE SET agency_id = excluded.agency_id, "
      "department_id = excluded.department_id, level = excluded.level, cause = excluded.cause, "
      "set_by_worker_id = excluded.set_by_worker_id, intermediary_agency_id = "
      "coalesce(excluded.intermediary_agency_id, p.intermediary_agency_id), set_time = CASE WHEN "
      "p.level = 'NORMAL' THEN excluded.set_time ELSE p.set_time END, version = p.version + 1",
      {protection.client_id(), protection.agency_id(), db::OrNull(protection.department_id()),
       db::Stored(protection.level()), db::Stored(protection.cause()),
       db::OrNull(protection.set_by_worker_id()), db::OrNull(protection.intermediary_agency_id()),
       db::TimestampText(protection.set_time())});
}

void Lower(db::Tx& tx, const std::string& client_id, Level to) {
  tx.Run(
      "UPDATE address_protections SET level = $2, version = version + 1 WHERE (client_id IN "
      "(SELECT * FROM records_of($1)) OR source_client_id IN (SELECT * FROM records_of($1))) AND "
      "level <> $2 AND level <> 'NORMAL'",
      {client_id, db::Stored(to)});
}

void WithdrawWaiting(db::Tx& tx, const std::string& client_id) {
  tx.Run(
      "UPDATE address_lowerings SET state = 'WITHDRAWN', version = version + 1 WHERE state = "
      "'PROPOSED' AND client_id IN (SELECT * FROM records_of($1))",
      {client_id});
}

void Spread(rpc::Call& call, const std::vector<std::string>& people) {
  std::vector<std::string> touched;
  for (const std::string& person : people) {
    const pqxx::result rows = call.tx().Run(
        "SELECT client_id, source_client_id, level FROM "
        "spread_address_protections($1, $2, $3)",
        {person, dates::DateText(dates::DayAt(call.now())),
         db::TimestampText(rpc::ToTimestamp(call.now()))});
    for (const auto& row : rows) {
      touched.emplace_back(row[0].c_str());
      Tell(call, row[0].c_str(), row[1].c_str(), row[2].c_str());
    }
    touched.push_back(person);
  }
  std::sort(touched.begin(), touched.end());
  touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
  Conceal(call.tx(), touched);
}

bool FindStrongest(db::Tx& tx, const std::string& client_id, v1::AddressProtection& protection) {
  const auto found = db::Select<v1::AddressProtection>(
      tx,
      "WHERE r.client_id IN (SELECT * FROM records_of($1)) AND r.level <> 'NORMAL' ORDER BY "
      "r.level = 'HIDDEN' DESC, r.client_id = $1 DESC, r.source_client_id = r.client_id DESC, "
      "r.set_time DESC LIMIT 1",
      {client_id});
  if (found.empty()) return false;
  protection = found.front();
  return true;
}

Account ReadAccount(db::Tx& tx, const std::string& worker_id) {
  const pqxx::result rows = tx.Run(
      "SELECT worker_id, subject, given_name || ' ' || family_name FROM workers WHERE worker_id = "
      "$1",
      {worker_id});
  if (rows.empty()) return {worker_id, "", ""};
  return {rows[0][0].c_str(), rows[0][1].c_str(), text::FoldName(rows[0][2].c_str())};
}

Entitlement ReadEntitlement(const rpc::Call& call, db::Tx& tx, const std::string& client_id) {
  const rpc::Caller& caller = call.caller();
  // A deputy acts with the assignments of the absent worker (XC-61), not with what was entrusted to
  // that worker by name.
  const std::string absent =
      caller.substituted_worker_id.empty() ? caller.worker_id : caller.substituted_worker_id;
  const pqxx::result rows = tx.Run(
      "SELECT EXISTS (SELECT 1 FROM client_assignments a WHERE a.client_id IN (SELECT * FROM "
      "records_of($1)) AND a.worker_id IN ($2, $3) AND a.agency_id = $4 AND "
      "coalesce(a.department_id::text, '') = $5 AND a.state = 'ACTIVE' AND a.stance = 'SUPPORT' "
      "AND $6::date BETWEEN a.valid_from AND coalesce(a.valid_to, 'infinity') AND (a.create_time "
      "<= "
      "ALL (SELECT p.set_time FROM address_protections p WHERE p.client_id IN (SELECT * FROM "
      "records_of($1)) AND p.level <> 'NORMAL') OR EXISTS (SELECT 1 FROM address_releases e WHERE "
      "e.client_id IN (SELECT * FROM records_of($1)) AND e.recipient_worker_id = a.worker_id))), "
      "EXISTS (SELECT 1 FROM client_addresses d WHERE d.client_id IN (SELECT * FROM "
      "records_of($1)) AND d.author_worker_id = $2 AND d.agency_id = $4 AND "
      "coalesce(d.department_id::text, '') = $5), "
      "EXISTS (SELECT 1 FROM address_releases e WHERE e.client_id IN (SELECT * FROM "
      "records_of($1)) AND e.recipient_worker_id = $2 AND e.valid_until > $7::timestamptz)",
      {client_id, db::OrNull(caller.worker_id), db::OrNull(absent),
       db::OrNull(caller.unit.agency_id), caller.unit.department_id,
       dates::DateText(dates::DayAt(call.now())), db::TimestampText(rpc::ToTimestamp(call.now()))});
  Entitlement entitlement{rows[0][0].as<bool>(), rows[0][1].as<bool>(), rows[0][2].as<bool>()};
  // Acting in control opens nothing, whatever else somebody is assigned as (XC-36).
  if (caller.stance != common::v1::STANCE_SUPPORT) entitlement = Entitlement{};
  return entitlement;
}

bool HasSecretAddress(db::Tx& tx, const std::string& agency_id) {
  return tx.Run("SELECT has_secret_address($1)", {agency_id})[0][0].as<bool>();
}

bool NamesHoldAddress(db::Tx& tx, const std::string& agency_id) {
  return tx
      .Run(
          "SELECT EXISTS (SELECT 1 FROM agencies WHERE agency_id = $1 AND looks_like_address(name "
          "|| E'\\n' || territory)) OR EXISTS (SELECT 1 FROM departments WHERE agency_id = $1 AND "
          "looks_like_address(name)) OR EXISTS (SELECT 1 FROM services WHERE agency_id = $1 AND "
          "looks_like_address(name))",
          {agency_id})[0][0]
      .as<bool>();
}

void MatchByPhone(rpc::Call& call, const std::string& client_id) {
  call.tx().Run(
      "INSERT INTO client_matches (match_id, client_id, other_client_id, score, state, "
      "create_time) "
      "SELECT gen_random_uuid(), n.client_id, c.client_id, 800, 'OPEN', $2 FROM clients n, clients "
      "c JOIN address_protections p USING (client_id) WHERE n.client_id = $1 AND c.client_id <> "
      "n.client_id AND p.level <> 'NORMAL' AND length(n.phone_number) >= 9 AND "
      "right(regexp_replace(n.phone_number, '[^0-9]', '', 'g'), 9) = "
      "right(regexp_replace(c.phone_number, '[^0-9]', '', 'g'), 9) "
      "GROUP BY n.client_id, c.client_id ON CONFLICT (least(client_id, other_client_id), "
      "greatest(client_id, other_client_id)) DO UPDATE SET score = 800 "
      "WHERE client_matches.score < 800",
      {client_id, db::TimestampText(rpc::ToTimestamp(call.now()))});
}

void ForgetAddressesOf(db::Tx& tx, const std::string& agency_id) {
  tx.Run("DELETE FROM client_addresses WHERE agency_id = $1", {agency_id});
  tx.Run(
      "UPDATE offices SET address = '', version = version + 1 WHERE address <> '' AND service_id "
      "IN "
      "(SELECT service_id FROM services WHERE agency_id = $1)",
      {agency_id});
  tx.Run(
      "UPDATE statements SET topic = '[*]', content = '[*]', verified_on = NULL WHERE agency_id = "
      "$1 AND area = 'ADDRESS' AND content <> '[*]'",
      {agency_id});
}

int64_t Replay(db::Tx& tx, const std::vector<audit::JournalEntry>& entries) {
  struct Word {
    std::string level;
    std::string time;
  };
  std::map<std::pair<std::string, std::string>, Word> last;  // Client and source.
  for (const audit::JournalEntry& entry : entries) {
    if (entry.kind == kJournalShielded || entry.kind == kJournalHidden) {
      last[{entry.client_id, entry.record_id}] = {
          entry.kind == kJournalHidden ? "HIDDEN" : "SHIELDED",
          db::TimestampText(rpc::ToTimestamp(entry.time))};
    } else if (entry.kind == kJournalLowered) {
      const pqxx::result rows = tx.Run(
          "SELECT to_level FROM address_lowerings WHERE lowering_id = $1 AND state = 'CONFIRMED'",
          {entry.record_id});
      if (rows.empty()) continue;
      for (auto& [who, word] : last) {
        if (who.first == entry.client_id || who.second == entry.client_id)
          word.level = rows[0][0].c_str();
      }
    }
  }
  std::vector<std::string> changed;
  for (const auto& [who, word] : last) {
    if (word.level == "NORMAL") continue;
    const pqxx::result rows = tx.Run(
        "INSERT INTO address_protections AS p (protection_id, client_id, agency_id, department_id, "
        "level, source_client_id, set_time) SELECT gen_random_uuid(), c.client_id, c.agency_id, "
        "c.department_id, $3, s.client_id, $4 FROM clients c, clients s WHERE c.client_id = $1 AND "
        "s.client_id = $2 ON CONFLICT (client_id, source_client_id) DO UPDATE SET level = "
        "excluded.level, version = p.version + 1 WHERE p.level <> excluded.level AND p.level <> "
        "'HIDDEN' RETURNING p.client_id",
        {who.first, who.second, word.level, word.time});
    if (!rows.empty()) changed.push_back(who.first);
  }
  if (!changed.empty()) Conceal(tx, changed);
  return static_cast<int64_t>(changed.size());
}

}  // namespace opora::registry::protection
