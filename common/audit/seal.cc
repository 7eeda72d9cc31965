#include "common/audit/seal.h"

#include "absl/time/clock.h"
#include "common/audit/witness.h"
#include "common/status_macros.h"
#include "common/telemetry/log.h"

namespace opora::audit {
namespace {

constexpr int kEntriesPerSeal = 10000;
constexpr int kSealsPerWitnessing = 1000;
constexpr absl::Duration kTick = absl::Milliseconds(200);
constexpr absl::Duration kAfterFailure = absl::Seconds(5);

constexpr char kInsert[] =
    "INSERT INTO audit_seals (first_seq, last_seq, entry_count, prev_root, root, leaves, key_id, "
    "signature) VALUES ($1, $2, $3, $4::bytea, $5::bytea, $6::bytea, $7, $8::bytea)";

// The end of the chain; an empty one has root FirstRoot() and last_seq 0.
Seal ReadNewest(db::Tx& tx) {
  Seal seal;
  seal.root = FirstRoot();
  const pqxx::result rows =
      tx.Run("SELECT last_seq, root FROM audit_seals ORDER BY last_seq DESC LIMIT 1");
  if (rows.empty()) return seal;
  seal.last_seq = rows[0][0].as<int64_t>();
  seal.root = db::ParseBytea(rows[0][1].c_str());
  return seal;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Sealer>> Sealer::Create(Options options) {
  ASSIGN_OR_RETURN(SealKey key, SealKey::Read(options.key_file));
  if (!key.can_sign()) {
    return absl::FailedPreconditionError(options.key_file + " holds no private key");
  }
  return std::unique_ptr<Sealer>(new Sealer(std::move(options), std::move(key)));
}

Sealer::Sealer(Options options, SealKey key)
    : options_(std::move(options)),
      key_(std::move(key)),
      fence_("audit_entries_seq_seq"),
      session_(options_.conninfo) {}

Sealer::~Sealer() { Stop(); }

void Sealer::Start() {
  thread_ = std::thread([this] { Run(); });
}

void Sealer::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
  Resign();
}

bool Sealer::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void Sealer::Run() {
  absl::Time next = absl::Now();
  while (!stopping()) {
    if (Due(next)) {
      const absl::StatusOr<int> sealed = SealOnce();
      if (!sealed.ok()) {
        telemetry::Log(telemetry::Level::kError, "the audit log cannot be sealed",
                       {{"error", sealed.status().message()}});
      }
      next = absl::Now() + (sealed.ok() ? options_.interval : kAfterFailure);
      if (sealed.ok() && *sealed == kEntriesPerSeal) next = absl::Now();
    }
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&stopping_), std::min(kTick, next - absl::Now()));
  }
}

bool Sealer::Due(absl::Time next) {
  if (absl::Now() >= next) return true;
  if (elected_backend_ == 0 || elected_backend_ != session_.BackendPid()) return false;
  try {
    pqxx::nontransaction transaction(session_.Connection());
    db::Tx tx(session_, transaction);
    return fence_.ReadHead(tx).seq - sealed_upto_ >= options_.worth_a_seal;
  } catch (const std::exception&) {
    session_.Discard();
    return false;
  }
}

bool Sealer::Elect(db::Tx& tx) {
  if (elected_backend_ != 0 && elected_backend_ == session_.BackendPid()) return true;
  const bool elected =
      tx
          .Run(
              "SELECT pg_try_advisory_lock(hashtext('opora audit sealer ' || current_schema()))")[0]
                                                                                                 [0]
          .as<bool>();
  elected_backend_ = elected ? session_.BackendPid() : 0;
  looked_upto_ = 0;
  return elected;
}

// The server notices a closed connection when it gets to it; until then nobody else is elected.
void Sealer::Resign() {
  if (session_.BackendPid() == 0) return;
  try {
    pqxx::nontransaction transaction(session_.Connection());
    db::Tx(session_, transaction).Run("SELECT pg_advisory_unlock_all()");
  } catch (const std::exception&) {
    // Then the lock is gone with the session.
  }
  session_.Discard();
}

absl::StatusOr<int> Sealer::SealOnce() {
  absl::Status status;
  try {
    pqxx::nontransaction transaction(session_.Connection());
    db::Tx tx(session_, transaction);
    if (!Elect(tx)) return 0;
    ASSIGN_OR_RETURN(const int sealed, SealNext(tx));
    RETURN_IF_ERROR(Witness(tx));
    return sealed;
  } catch (const std::exception&) {
    status = db::StatusFromCurrentException();
  }
  // Whatever went wrong, the election is held anew: the lock ends with the session.
  session_.Discard();
  return status;
}

absl::StatusOr<int> Sealer::SealNext(db::Tx& tx) {
  const Seal newest = ReadNewest(tx);
  sealed_upto_ = newest.last_seq;
  const int64_t head = fence_.ReadHead(tx).seq;
  if (head <= std::max(sealed_upto_, looked_upto_)) return 0;
  if (!fence_.Await(tx, [this] { return stopping(); })) return 0;
  const std::vector<Leaf> leaves = ReadLeaves(tx, sealed_upto_, head, kEntriesPerSeal);
  looked_upto_ = head;
  if (leaves.empty()) return 0;

  Seal seal;
  seal.first_seq = newest.last_seq + 1;
  seal.last_seq = leaves.size() == kEntriesPerSeal ? leaves.back().seq : head;
  seal.entry_count = static_cast<int>(leaves.size());
  seal.prev_root = newest.root;
  seal.root = RootOf(seal.prev_root, leaves);
  seal.leaves = PrefixesOf(leaves);
  RETURN_IF_ERROR(Insert(tx, seal));
  sealed_upto_ = looked_upto_ = seal.last_seq;
  return seal.entry_count;
}

absl::Status Sealer::Insert(db::Tx& tx, Seal& seal) {
  seal.key_id = key_.id();
  ASSIGN_OR_RETURN(seal.signature, key_.Sign(SignedText(seal)));
  tx.Run(kInsert, {std::to_string(seal.first_seq), std::to_string(seal.last_seq),
                   std::to_string(seal.entry_count), db::ByteaLiteral(seal.prev_root),
                   db::ByteaLiteral(seal.root), db::ByteaLiteral(seal.leaves), seal.key_id,
                   db::ByteaLiteral(seal.signature)});
  return absl::OkStatus();
}

// Everything newer than the file's last line, whoever sealed it.
absl::Status Sealer::Witness(db::Tx& tx) {
  if (options_.witness_file.empty()) return absl::OkStatus();
  if (witnessed_upto_ < 0) {
    ASSIGN_OR_RETURN(const std::vector<WitnessLine> lines, ReadWitness(options_.witness_file));
    witnessed_upto_ = lines.empty() ? 0 : lines.back().last_seq;
  }
  while (witnessed_upto_ < sealed_upto_) {
    const std::vector<Seal> seals = ReadSeals(tx, witnessed_upto_, kSealsPerWitnessing);
    if (seals.empty()) break;
    RETURN_IF_ERROR(AppendToWitness(options_.witness_file, seals));
    witnessed_upto_ = seals.back().last_seq;
  }
  return absl::OkStatus();
}

}  // namespace opora::audit
