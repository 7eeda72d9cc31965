#include "services/client_registry/waiting_lists/waiting_store.h"

#include "absl/strings/str_cat.h"
#include "common/db/field.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/time/proto_date.h"
#include "services/client_registry/agencies/agency_store.h"
#include "services/client_registry/waiting_lists/refusals.h"

namespace opora::registry {
namespace {

// The first key of the order: a higher urgency is a lower rank; one rank for all where the date
// decides alone. $1 is true where the urgency counts.
constexpr char kRank[] =
    "(CASE WHEN NOT $1::boolean THEN 0 WHEN r.urgency = 'ACUTE' THEN -3 WHEN r.urgency = 'SOON' "
    "THEN -2 ELSE -1 END)";

std::string ByUrgency(const v1::WaitingList& list) {
  return list.order_rule() == v1::WAITING_ORDER_URGENCY_THEN_DATE ? "t" : "f";
}

}  // namespace

WaitingSides SidesOf(const rpc::Call& call, const v1::WaitingEntry& entry) {
  return {rpc::HolderOf(entry) == call.caller().unit,
          rpc::AddresseeOf(entry) == call.caller().unit};
}

absl::StatusOr<LockedEntry> LockEntry(rpc::Call& call, const std::string& waiting_entry_id) {
  ASSIGN_OR_RETURN(const v1::WaitingEntry seen,
                   db::Get<v1::WaitingEntry>(call.tx(), waiting_entry_id));
  call.SetClient(seen.client_id());
  LockedEntry locked;
  locked.sides = SidesOf(call, seen);
  if (!locked.sides.asker && !locked.sides.provider)
    return call.HiddenRefusal("REG-114", "FOREIGN_WAITING_ENTRY");
  LockPerson(call.tx(), seen.client_id());
  if (seen.has_referral_id()) {
    ASSIGN_OR_RETURN(locked.referral, db::Lock<v1::Referral>(call.tx(), seen.referral_id()));
  }
  ASSIGN_OR_RETURN(locked.list, db::Get<v1::WaitingList>(call.tx(), seen.waiting_list_id()));
  ASSIGN_OR_RETURN(locked.entry, db::Lock<v1::WaitingEntry>(call.tx(), waiting_entry_id));
  return locked;
}

absl::Status CheckNotWaiting(db::Tx& tx, const std::string& waiting_list_id,
                             const std::string& client_id) {
  const bool waits =
      !tx.Run(
             "SELECT 1 FROM waiting_entries WHERE waiting_list_id = $1 AND client_id IN (SELECT * "
             "FROM records_of($2)) AND state IN ('WAITING', 'OFFERED') LIMIT 1",
             {waiting_list_id, client_id})
           .empty();
  return waits ? rules::Refuse(rule::kAlreadyWaiting) : absl::OkStatus();
}

std::optional<v1::WaitingEntry> OpenEntryOf(db::Tx& tx, const std::string& referral_id) {
  auto entries = db::Select<v1::WaitingEntry>(
      tx,
      "WHERE r.referral_id = $1 AND r.state IN ('WAITING', 'OFFERED', 'LAPSED') ORDER BY "
      "r.create_time DESC LIMIT 1 FOR UPDATE",
      {referral_id});
  if (entries.empty()) return std::nullopt;
  return std::move(entries.front());
}

void FindEntries(db::Tx& tx, const v1::WaitingList& list, const rpc::Page& page,
                 const std::function<v1::WaitingEntry*()>& add) {
  db::SelectInto(
      tx, v1::WaitingEntry::default_instance(),
      absl::StrCat("WHERE r.waiting_list_id = $2 AND r.state IN ('WAITING', 'OFFERED') AND "
                   "($3::integer IS NULL OR (",
                   kRank,
                   ", r.waiting_since_date, r.waiting_entry_id) > ($3::integer, $4::date, "
                   "$5::uuid)) ORDER BY ",
                   kRank, ", r.waiting_since_date, r.waiting_entry_id LIMIT $6"),
      {ByUrgency(list), list.waiting_list_id(), page.Key(0), page.Key(1), page.Key(2),
       page.Limit()},
      add);
}

std::vector<std::string> SortKeys(const v1::WaitingList& list, const v1::WaitingEntry& entry) {
  const bool by_urgency = list.order_rule() == v1::WAITING_ORDER_URGENCY_THEN_DATE;
  const int rank = by_urgency ? -std::max<int>(entry.urgency(), v1::URGENCY_NORMAL) : 0;
  return {std::to_string(rank), dates::DateText(dates::FromDate(entry.waiting_since_date())),
          entry.waiting_entry_id()};
}

int32_t EntriesBefore(db::Tx& tx, const v1::WaitingList& list, const v1::WaitingEntry& entry,
                      bool with_offers) {
  const std::vector<std::string> keys = SortKeys(list, entry);
  return tx
      .Run(absl::StrCat("SELECT count(*) FROM waiting_entries r WHERE r.waiting_list_id = $2 AND "
                        "(r.state = 'WAITING' OR $6::boolean AND r.state = 'OFFERED') AND (",
                        kRank,
                        ", r.waiting_since_date, r.waiting_entry_id) < ($3::integer, $4::date, "
                        "$5::uuid)"),
           {ByUrgency(list), list.waiting_list_id(), keys[0], keys[1], keys[2],
            with_offers ? "t" : "f"})[0][0]
      .as<int32_t>();
}

bool OthersWait(db::Tx& tx, const std::string& service_id, v1::ServiceForm form,
                const std::string& client_id) {
  return !tx.Run(
                "SELECT 1 FROM waiting_entries WHERE service_id = $1 AND form IN ($2, "
                "'UNSPECIFIED') AND state IN ('WAITING', 'OFFERED') AND client_id NOT IN (SELECT * "
                "FROM records_of($3)) LIMIT 1",
                {service_id, db::Stored(form), client_id})
              .empty();
}

std::vector<std::string> LapsedOffers(db::Tx& tx, absl::Time now, int limit) {
  std::vector<std::string> entries;
  for (const auto& row :
       tx.Run("SELECT waiting_entry_id FROM waiting_entries WHERE state = 'OFFERED' AND "
              "offer_until_time <= $1::text::timestamptz ORDER BY waiting_entry_id LIMIT $2",
              {db::TimestampText(rpc::ToTimestamp(now)), std::to_string(limit)}))
    entries.emplace_back(row[0].c_str());
  return entries;
}

v1::GetWaitingFiguresResponse ReadFigures(db::Tx& tx, const std::string& service_id,
                                          v1::ServiceForm form, absl::CivilDay from,
                                          absl::CivilDay to) {
  const pqxx::result rows = tx.Run(
      "WITH span AS (SELECT $3::date AS first, $4::date AS last), entries AS (SELECT e.*, "
      "(e.end_time AT TIME ZONE 'Europe/Prague')::date AS ended, (e.create_time AT TIME ZONE "
      "'Europe/Prague')::date AS entered FROM waiting_entries e WHERE e.service_id = $1 AND ($2 = "
      "'UNSPECIFIED' OR e.form = $2)), over AS (SELECT state, ended - waiting_since_date AS days "
      "FROM entries, span WHERE ended BETWEEN first AND last) "
      "SELECT (SELECT count(*) FROM entries, span WHERE entered <= last AND (ended IS NULL OR "
      "ended > last)), "
      "(SELECT count(*) FROM entries, span WHERE entered BETWEEN first AND last), "
      "count(*) FILTER (WHERE state = 'ACCEPTED'), count(*) FILTER (WHERE state = 'REFUSED'), "
      "count(*) FILTER (WHERE state = 'LAPSED'), count(*) FILTER (WHERE state = 'LEFT'), "
      "percentile_disc(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE state = 'ACCEPTED'), "
      "max(days) FILTER (WHERE state = 'ACCEPTED') FROM over",
      {service_id, db::Stored(form), dates::DateText(from), dates::DateText(to)});
  const pqxx::row row = rows[0];
  v1::GetWaitingFiguresResponse figures;
  figures.set_waiting_count(row[0].as<int32_t>());
  figures.set_joined_count(row[1].as<int32_t>());
  figures.set_accepted_count(row[2].as<int32_t>());
  figures.set_refused_count(row[3].as<int32_t>());
  figures.set_lapsed_count(row[4].as<int32_t>());
  figures.set_left_count(row[5].as<int32_t>());
  if (!row[6].is_null()) figures.set_median_waiting_days(row[6].as<int32_t>());
  if (!row[7].is_null()) figures.set_longest_waiting_days(row[7].as<int32_t>());
  return figures;
}

}  // namespace opora::registry
