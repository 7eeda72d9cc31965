#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <unistd.h>

#include <fstream>
#include <random>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "common/audit/log.h"
#include "common/audit/seal.h"
#include "common/audit/verify.h"
#include "common/ids/ids.h"
#include "tests/component/postgres.h"

namespace opora::audit {
namespace {

using ::testing::HasSubstr;

constexpr char kClient[] = "6f1c2a34-0000-4000-8000-000000000001";

std::string MakeKey(const std::string& file) {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
  std::FILE* stream = std::fopen(file.c_str(), "w");
  PEM_write_PrivateKey(stream, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(stream);
  EVP_PKEY_free(key);
  return file;
}

bool Denied(pqxx::connection& connection, const std::string& sql) {
  try {
    pqxx::nontransaction(connection).exec(sql);
    return false;
  } catch (const pqxx::insufficient_privilege&) {
    return true;
  }
}

class AuditSeal : public ::testing::Test {
 protected:
  AuditSeal() : database_(component::TestDatabase::Create(component::PlatformMigrations())) {}
  ~AuditSeal() override {
    for (const std::string& file : {key_file_, witness_file_}) unlink(file.c_str());
  }

  Sealer::Options Options() const {
    return {
        .conninfo = database_.Dsn("sealer"), .key_file = key_file_, .witness_file = witness_file_};
  }
  std::unique_ptr<Sealer> MakeSealer() const {
    auto sealer = Sealer::Create(Options());
    EXPECT_TRUE(sealer.ok()) << sealer.status();
    return *std::move(sealer);
  }

  // Writes entries as a service does, one transaction for all.
  void Write(int count) const {
    EntryRows rows;
    for (int i = 0; i < count; ++i) rows.Add(NewEntry());
    db::Session session(database_.Dsn("app"));
    pqxx::nontransaction transaction(session.Connection());
    db::Tx(session, transaction).Run(kInsertEntries, rows.ToParams());
  }

  static common::v1::AuditEntry NewEntry() {
    common::v1::AuditEntry entry;
    entry.set_entry_id(ids::TimeOrderedId(absl::Now()));
    entry.mutable_occurred_at()->set_seconds(absl::ToUnixSeconds(absl::Now()));
    entry.set_client_id(kClient);
    entry.set_method("opora.registry.v1.ClientService.GetClient");
    return entry;
  }

  // Three seals of four entries each.
  void WriteAndSeal() {
    const auto sealer = MakeSealer();
    for (int i = 0; i < 3; ++i) {
      Write(4);
      EXPECT_EQ(sealer->SealOnce().value(), 4);
    }
  }

  VerifyResult Verify(bool with_witness = false) const { return VerifyIn(database_, with_witness); }
  VerifyResult VerifyIn(const component::TestDatabase& database, bool with_witness = false) const {
    const SealKey key = SealKey::Read(key_file_).value();
    db::Session session(database.Dsn("app"));
    pqxx::nontransaction transaction(session.Connection());
    db::Tx tx(session, transaction);
    return VerifyChain(
               tx, {&key, 1},
               with_witness ? ReadWitness(witness_file_).value() : std::vector<WitnessLine>())
        .value();
  }

  // Every seal of the chain made anew over the entries as they are, by somebody who has the key.
  void Forge() const {
    database_.Execute("DELETE FROM audit_seals");
    auto options = Options();
    options.witness_file.clear();
    while (Sealer::Create(options).value()->SealOnce().value() > 0) {
    }
  }

  const component::TestDatabase database_;
  const std::string key_file_ =
      MakeKey(absl::StrCat(::testing::TempDir(), "seal-", getpid(), ".pem"));
  const std::string witness_file_ = absl::StrCat(::testing::TempDir(), "witness-", getpid());
};

TEST_F(AuditSeal, CoversWhatIsWrittenAndLeavesTheRestOpen) {
  WriteAndSeal();
  Write(2);
  const VerifyResult result = Verify();
  EXPECT_TRUE(result.intact) << result.problem;
  EXPECT_EQ(result.sealed_count, 12);
  EXPECT_EQ(result.open_count, 2);
}

TEST_F(AuditSeal, SealsNothingWhenNothingIsNew) {
  const auto sealer = MakeSealer();
  EXPECT_EQ(sealer->SealOnce().value(), 0);
  Write(1);
  EXPECT_EQ(sealer->SealOnce().value(), 1);
  EXPECT_EQ(sealer->SealOnce().value(), 0);
}

TEST_F(AuditSeal, SealsByItselfWithinSeconds) {
  const auto sealer = MakeSealer();
  sealer->Start();
  Write(3);
  const absl::Time give_up = absl::Now() + absl::Seconds(5);
  while (Verify().sealed_count < 3 && absl::Now() < give_up) absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(Verify().sealed_count, 3);
}

// Writers commit in another order than they drew numbers in; some never commit.
TEST_F(AuditSeal, SkipsNoEntryThatCommitsLate) {
  auto options = Options();
  options.interval = absl::ZeroDuration();
  const auto sealer = Sealer::Create(options).value();
  sealer->Start();
  std::vector<std::thread> writers;
  std::atomic<int> written{0};
  for (int w = 0; w < 6; ++w) {
    writers.emplace_back([&, w] {
      std::mt19937 random(static_cast<unsigned>(w));
      db::Session session(database_.Dsn("app"));
      for (int i = 0; i < 60; ++i) {
        pqxx::work work(session.Connection());
        EntryRows rows;
        for (unsigned n = random() % 3; n < 3; ++n) rows.Add(NewEntry());
        db::Tx(session, work).Run(kInsertEntries, rows.ToParams());
        if (random() % 4 == 0) absl::SleepFor(absl::Milliseconds(random() % 20));
        if (random() % 8 == 0) continue;
        work.commit();
        written += rows.count();
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  sealer->Stop();
  MakeSealer()->SealOnce().value();
  const VerifyResult result = Verify(true);
  EXPECT_TRUE(result.intact) << result.problem;
  EXPECT_EQ(result.sealed_count, written);
  EXPECT_EQ(result.open_count, 0);
}

// The fence knows transactions by their ids: one must have its id before it draws a number.
TEST_F(AuditSeal, WaitsForAnEntryWhoseStatementIsStillRunning) {
  Write(1);
  std::thread slow([this] {
    pqxx::connection connection(database_.Dsn("app"));
    pqxx::nontransaction(connection)
        .exec(
            "INSERT INTO audit_entries (entry_id, occurred_at, is_machine, entry) "
            "VALUES ((SELECT gen_random_uuid() FROM pg_sleep(1)), now(), false, '')");
  });
  absl::SleepFor(absl::Milliseconds(300));
  Write(1);
  EXPECT_EQ(MakeSealer()->SealOnce().value(), 3);
  slow.join();
  EXPECT_TRUE(Verify().intact) << Verify().problem;
}

TEST_F(AuditSeal, SurvivesDumpAndRestore) {
  WriteAndSeal();
  const auto restored = database_.DumpAndRestore();
  const VerifyResult result = VerifyIn(restored, true);
  EXPECT_TRUE(result.intact) << result.problem;
  EXPECT_EQ(result.sealed_count, 12);
}

TEST_F(AuditSeal, OneOfTwoSealersSealsAndTheOtherTakesOver) {
  auto first = MakeSealer();
  const auto second = MakeSealer();
  Write(4);
  EXPECT_EQ(first->SealOnce().value(), 4);
  Write(4);
  EXPECT_EQ(second->SealOnce().value(), 0);
  first.reset();
  EXPECT_EQ(second->SealOnce().value(), 4);
  EXPECT_TRUE(Verify(true).intact) << Verify(true).problem;
}

TEST_F(AuditSeal, TwoSealersAtOnceMakeOneChain) {
  auto options = Options();
  options.interval = absl::ZeroDuration();
  std::vector<std::unique_ptr<Sealer>> sealers;
  for (int i = 0; i < 2; ++i) sealers.push_back(Sealer::Create(options).value());
  for (const auto& sealer : sealers) sealer->Start();
  for (int i = 0; i < 100; ++i) {
    Write(2);
    // The elected one loses its session, and with it the lock.
    if (i % 10 == 9) database_.BreakConnections("sealer");
  }
  for (const auto& sealer : sealers) sealer->Stop();
  sealers.clear();
  MakeSealer()->SealOnce().value();
  const VerifyResult result = Verify();
  EXPECT_TRUE(result.intact) << result.problem;
  EXPECT_EQ(result.sealed_count, 200);
}

TEST_F(AuditSeal, AfterAChangeOfTheKeyOldSealsVerifyWithTheOldOne) {
  WriteAndSeal();
  auto options = Options();
  options.key_file = MakeKey(key_file_ + ".new");
  Write(2);
  EXPECT_EQ(Sealer::Create(options).value()->SealOnce().value(), 2);
  const SealKey before = SealKey::Read(key_file_).value();
  const SealKey after = SealKey::Read(options.key_file).value();
  unlink(options.key_file.c_str());
  db::Session session(database_.Dsn("app"));
  pqxx::nontransaction transaction(session.Connection());
  db::Tx tx(session, transaction);
  const auto intact = [&](const std::vector<SealKey>& keys) {
    return VerifyChain(tx, keys).value().intact;
  };
  EXPECT_FALSE(intact({after}));
  EXPECT_FALSE(intact({before}));
  EXPECT_TRUE(intact({after, before}));
}

TEST_F(AuditSeal, RefusesAKeyThatCannotSeal) {
  auto options = Options();
  options.key_file = "/nonexistent";
  EXPECT_EQ(Sealer::Create(options).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST_F(AuditSeal, WitnessTellsAChainThatWasForgedAsAWhole) {
  WriteAndSeal();
  database_.Execute("DELETE FROM audit_entries WHERE seq = 6");
  Forge();
  EXPECT_TRUE(Verify().intact) << Verify().problem;
  const VerifyResult result = Verify(true);
  EXPECT_FALSE(result.intact);
  EXPECT_THAT(result.problem, HasSubstr("witness"));
}

TEST_F(AuditSeal, WitnessTellsThatTheEndWasCutOff) {
  WriteAndSeal();
  database_.Execute(
      "DELETE FROM audit_seals WHERE last_seq = 12; DELETE FROM audit_entries WHERE seq > 8");
  EXPECT_TRUE(Verify().intact);
  const VerifyResult result = Verify(true);
  EXPECT_FALSE(result.intact);
  EXPECT_EQ(result.first_broken_seq, 9);
}

TEST_F(AuditSeal, WitnessOutlivesATornLineAndALatecomer) {
  Write(1);
  {
    auto options = Options();
    options.witness_file.clear();
    Sealer::Create(options).value()->SealOnce().value();
  }
  std::ofstream(witness_file_) << "1 2 torn";
  Write(1);
  EXPECT_EQ(MakeSealer()->SealOnce().value(), 1);
  EXPECT_EQ(ReadWitness(witness_file_).value().size(), 2u);
  EXPECT_TRUE(Verify(true).intact) << Verify(true).problem;
}

struct Tampering {
  const char* name;
  const char* sql;
  int64_t broken_seq;
  const char* problem;
};

class TamperedAudit : public AuditSeal, public ::testing::WithParamInterface<Tampering> {};

TEST_P(TamperedAudit, IsFoundAndNamed) {
  WriteAndSeal();
  ASSERT_TRUE(Verify().intact) << Verify().problem;
  database_.Execute(GetParam().sql);
  const VerifyResult result = Verify();
  EXPECT_FALSE(result.intact);
  EXPECT_EQ(result.first_broken_seq, GetParam().broken_seq);
  EXPECT_THAT(result.problem, HasSubstr(GetParam().problem));
}

constexpr char kInsertAt[] =
    "INSERT INTO audit_entries (seq, entry_id, occurred_at, is_machine, entry) OVERRIDING SYSTEM "
    "VALUE VALUES ";

const Tampering kTamperings[] = {
    {"OneByteOfAnEntry",
     "UPDATE audit_entries SET entry = set_byte(entry, 3, get_byte(entry, 3) # 1) WHERE seq = 6", 6,
     "entry 6 was changed"},
    {"ASearchedColumn", "UPDATE audit_entries SET client_id = NULL WHERE seq = 7", 7,
     "entry 7 was changed"},
    {"TheTime", "UPDATE audit_entries SET occurred_at = 'infinity' WHERE seq = 8", 8,
     "entry 8 was changed"},
    {"TwoEntriesExchanged",
     "UPDATE audit_entries a SET entry_id = b.entry_id, entry = b.entry FROM audit_entries b WHERE "
     "(a.seq, b.seq) IN ((5, 7), (7, 5))",
     5, "entry 5 was changed"},
    {"AnEntryRemoved", "DELETE FROM audit_entries WHERE seq = 6", 6, "missing between 5 and 7"},
    {"TheLastEntryOfASealRemoved", "DELETE FROM audit_entries WHERE seq = 8", 8,
     "missing between 7 and 9"},
    {"AllEntriesRemoved", "DELETE FROM audit_entries", 1, "missing between 0 and 5"},
    {"AnEntryAddedBeforeAll",
     "INSERT INTO audit_entries (seq, entry_id, occurred_at, is_machine, entry) OVERRIDING SYSTEM "
     "VALUE VALUES (-5, gen_random_uuid(), now(), true, '')",
     -5, "entry -5 was added"},
    {"AnEntryReplaced",
     "DELETE FROM audit_entries WHERE seq = 6; INSERT INTO audit_entries (seq, entry_id, "
     "occurred_at, is_machine, entry) OVERRIDING SYSTEM VALUE VALUES (6, gen_random_uuid(), now(), "
     "true, '')",
     6, "entry 6 was changed"},
    {"TheRootOfASeal",
     "UPDATE audit_seals SET root = set_byte(root, 0, get_byte(root, 0) # 1) WHERE last_seq = 8", 5,
     "no valid signature"},
    {"TheRangeOfASeal", "UPDATE audit_seals SET last_seq = 7, entry_count = 3 WHERE last_seq = 8",
     5, "no valid signature"},
    {"TheLeavesOfASeal",
     "UPDATE audit_seals SET leaves = set_byte(leaves, 9, get_byte(leaves, 9) # 1) WHERE last_seq "
     "= 8",
     5, "the seal over 5 to 8 was changed"},
    {"TheSignatureOfASeal",
     "UPDATE audit_seals SET signature = set_byte(signature, 0, get_byte(signature, 0) # 1) WHERE "
     "last_seq = 8",
     5, "no valid signature"},
    {"TheKeyOfASeal", "UPDATE audit_seals SET key_id = 'another' WHERE last_seq = 8", 5,
     "unknown key"},
    {"ASealRemoved", "DELETE FROM audit_seals WHERE last_seq = 8", 5, "does not follow"},
    {"TheFirstSealRemoved", "DELETE FROM audit_seals WHERE last_seq = 4", 1, "does not follow"},
};

INSTANTIATE_TEST_SUITE_P(All, TamperedAudit, ::testing::ValuesIn(kTamperings),
                         [](const auto& test) { return std::string(test.param.name); });

TEST_F(AuditSeal, AnEntryInsertedIntoAHoleIsFound) {
  Write(1);
  // A number that was drawn and never used.
  database_.Execute("SELECT nextval('audit_entries_seq_seq')");
  Write(1);
  EXPECT_EQ(MakeSealer()->SealOnce().value(), 2);
  pqxx::connection app(database_.Dsn("app"));
  pqxx::nontransaction(app).exec(std::string(kInsertAt) +
                                 "(2, gen_random_uuid(), now(), true, '')");
  const VerifyResult result = Verify();
  EXPECT_FALSE(result.intact);
  EXPECT_EQ(result.first_broken_seq, 2);
  EXPECT_THAT(result.problem, HasSubstr("entry 2 was added"));
}

TEST_F(AuditSeal, RolesCanDoNothingButTheirOwn) {
  WriteAndSeal();
  pqxx::connection app(database_.Dsn("app"));
  pqxx::connection sealer(database_.Dsn("sealer"));
  for (const char* sql :
       {"UPDATE audit_entries SET entry = ''", "UPDATE audit_entries_p0 SET entry = ''",
        "DELETE FROM audit_entries", "DELETE FROM audit_entries_p0", "TRUNCATE audit_entries",
        "UPDATE audit_seals SET root = ''", "DELETE FROM audit_seals",
        "SELECT setval('audit_entries_seq_seq', 1)", "CREATE TABLE mine (a integer)"}) {
    EXPECT_TRUE(Denied(app, sql)) << sql;
    EXPECT_TRUE(Denied(sealer, sql)) << sql;
  }
  EXPECT_TRUE(Denied(app, "INSERT INTO audit_seals (first_seq) VALUES (13)"));
  for (const char* sql :
       {"INSERT INTO audit_entries (entry_id) VALUES (gen_random_uuid())",
        "SELECT nextval('audit_entries_seq_seq')", "SELECT count(*) FROM outbox"}) {
    EXPECT_TRUE(Denied(sealer, sql)) << sql;
  }
  EXPECT_TRUE(Verify(true).intact);
}

}  // namespace
}  // namespace opora::audit
