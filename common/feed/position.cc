#include "common/feed/position.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::feed {
namespace {

constexpr std::size_t kEpochBytes = 4;
constexpr std::size_t kSeqBytes = 8;
constexpr std::size_t kChecksumBytes = 4;
constexpr std::size_t kTextBytes = kEpochBytes + kSeqBytes + kChecksumBytes;

// Numbers that crashes, rollbacks and new epochs may have used up before the first transaction.
constexpr char kUnusedAtFirst[] = "100000";

// Which database this is. The oids tell a copy within the cluster, and a schema restored in place.
// The timeline is read from the name of the log's file: that of pg_control_checkpoint() stays the
// old one until the first checkpoint after a promotion has ended, which may take minutes.
constexpr char kIdentity[] =
    "SELECT concat_ws('/', i.system_identifier, d.oid, 'outbox'::regclass::oid), "
    "('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::integer "
    "FROM database_identity() i, pg_database d WHERE d.datname = current_database()";

// Numbers of epochs are seconds since 2026, so that a database made anew or restored twice does not
// repeat one that means another history.
//
// first_seq of the epoch is the first number that an earlier history may have used for something
// that is not here: behind the newest transaction, or in the first gap of the last minute before
// it, since a transaction that was under way there is lost although later ones are not.
constexpr char kOpenEpoch[] =
    "WITH newest AS (SELECT seq, create_time FROM outbox ORDER BY seq DESC LIMIT 100000), "
    "tail AS (SELECT seq, lead(seq) OVER (ORDER BY seq) AS next FROM newest WHERE create_time > "
    "(SELECT create_time FROM newest ORDER BY seq DESC LIMIT 1) - interval '1 minute'), "
    "kept AS (SELECT coalesce(min(seq) FILTER (WHERE next > seq + 1), max(seq), 0) AS seq FROM "
    "tail), "
    "older AS (SELECT max(epoch) AS epoch FROM feed_epochs) "
    "INSERT INTO feed_epochs (epoch, system_identifier, timeline, first_seq) "
    "SELECT greatest(coalesce(older.epoch, 0) + 1, "
    "(extract(epoch FROM clock_timestamp()) - 1767225600)::integer), $1::text, $2::integer, "
    "CASE WHEN older.epoch IS NULL THEN 1 ELSE kept.seq + 1 END FROM kept, older "
    "RETURNING epoch, first_seq";

// Numbers that the lost end of the earlier history may have used are not used again.
constexpr char kMoveOn[] = "SELECT max(nextval('outbox_seq_seq')) FROM generate_series(1, 10000)";

constexpr char kCheckEpoch[] =
    "SELECT epoch = $1 AND system_identifier = $2 AND timeline = $3 FROM feed_epochs "
    "ORDER BY epoch DESC LIMIT 1";

// Whether the history of the position is kept, and whether the feed still begins at or before it.
constexpr char kCheckPosition[] =
    "WITH oldest AS (SELECT seq FROM outbox ORDER BY seq LIMIT 1) "
    "SELECT EXISTS (SELECT FROM feed_epochs WHERE epoch = $1) AND $2::bigint <= s.last_value AND "
    "NOT EXISTS (SELECT FROM feed_epochs WHERE epoch > $1 AND first_seq <= $2), "
    "CASE WHEN $2::bigint = 0 THEN coalesce((SELECT seq FROM oldest) <= $3, true) "
    "ELSE coalesce((SELECT seq FROM oldest) <= $2 + 1, s.last_value = $2) END "
    "FROM outbox_seq_seq s";

void AppendBigEndian(uint64_t value, std::size_t bytes, std::string& out) {
  for (std::size_t i = bytes; i-- > 0;) out += static_cast<char>(value >> (8 * i) & 0xff);
}

uint64_t ReadBigEndian(std::string_view bytes) {
  uint64_t value = 0;
  for (const char c : bytes) value = value << 8 | static_cast<unsigned char>(c);
  return value;
}

std::string Checksum(std::string_view service, const std::string& bytes) {
  const std::string text = absl::StrCat("opora feed ", std::string(service), " ", bytes);
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash);
  return {reinterpret_cast<const char*>(hash), kChecksumBytes};
}

struct Identity {
  std::string identifier;
  std::string timeline;
};

Identity ReadIdentity(db::Tx& tx) {
  const pqxx::result rows = tx.Run(kIdentity);
  return {rows[0][0].as<std::string>(), rows[0][1].as<std::string>()};
}

absl::Status Lost(std::string_view why) {
  return rules::StatusWithReason(absl::StatusCode::kOutOfRange, "FEED_POSITION_LOST", why);
}

}  // namespace

std::string FormatPosition(std::string_view service, const Position& position) {
  std::string bytes;
  AppendBigEndian(static_cast<uint64_t>(position.epoch), kEpochBytes, bytes);
  AppendBigEndian(static_cast<uint64_t>(position.seq), kSeqBytes, bytes);
  return absl::WebSafeBase64Escape(bytes + Checksum(service, bytes));
}

absl::StatusOr<Position> ParsePosition(std::string_view service, std::string_view text) {
  std::string bytes;
  const bool decoded = absl::WebSafeBase64Unescape({text.data(), text.size()}, &bytes);
  if (!decoded || bytes.size() != kTextBytes ||
      bytes.substr(kEpochBytes + kSeqBytes) !=
          Checksum(service, bytes.substr(0, kEpochBytes + kSeqBytes))) {
    return rules::InvalidField("position", "FEED_POSITION_MALFORMED",
                               "is no position of this service's feed");
  }
  const std::string_view view(bytes);
  return Position{static_cast<int>(ReadBigEndian(view.substr(0, kEpochBytes))),
                  static_cast<int64_t>(ReadBigEndian(view.substr(kEpochBytes, kSeqBytes)))};
}

absl::StatusOr<int> EnsureEpoch(db::Tx& tx) {
  if (tx.Run("SELECT pg_is_in_recovery()")[0][0].as<bool>()) {
    return rules::StatusWithReason(absl::StatusCode::kUnavailable, "SERVICE_READ_ONLY",
                                   "the database is a standby");
  }
  tx.Run("SELECT pg_advisory_xact_lock(hashtext('opora feed epoch ' || current_schema()))");
  const Identity identity = ReadIdentity(tx);
  const pqxx::result newest = tx.Run(
      "SELECT epoch, system_identifier = $1 AND timeline = $2 FROM feed_epochs ORDER BY epoch DESC "
      "LIMIT 1",
      {identity.identifier, identity.timeline});
  if (!newest.empty() && newest[0][1].as<bool>()) return newest[0][0].as<int>();
  const pqxx::result opened = tx.Run(kOpenEpoch, {identity.identifier, identity.timeline});
  const int epoch = opened[0][0].as<int>();
  if (!newest.empty()) {
    tx.Run(kMoveOn);
    telemetry::Log(telemetry::Level::kWarn, "the database is another one: a new epoch of the feed",
                   {{"epoch", epoch}, {"first_seq", opened[0][1].as<int64_t>()}});
  }
  return epoch;
}

absl::Status CheckEpoch(db::Tx& tx, int current) {
  const Identity identity = ReadIdentity(tx);
  const pqxx::result rows =
      tx.Run(kCheckEpoch, {std::to_string(current), identity.identifier, identity.timeline});
  if (!rows.empty() && rows[0][0].as<bool>()) return absl::OkStatus();
  return rules::StatusWithReason(absl::StatusCode::kUnavailable, "FEED_EPOCH_CHANGING",
                                 "the feed is being opened; ask again");
}

absl::Status CheckPosition(db::Tx& tx, int current, const Position& position) {
  RETURN_IF_ERROR(CheckEpoch(tx, current));
  const pqxx::result rows = tx.Run(kCheckPosition, {std::to_string(position.epoch),
                                                    std::to_string(position.seq), kUnusedAtFirst});
  if (!rows[0][0].as<bool>())
    return Lost("the position belongs to a history that is not kept here");
  if (!rows[0][1].as<bool>()) return Lost("the feed was cut behind the position");
  return absl::OkStatus();
}

int64_t BeforeOldest(db::Tx& tx, int64_t newest) {
  const pqxx::result rows = tx.Run("SELECT seq FROM outbox ORDER BY seq LIMIT 1");
  return rows.empty() ? newest : rows[0][0].as<int64_t>() - 1;
}

}  // namespace opora::feed
