#include "tests/component/postgres.h"

#include <openssl/sha.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/schema/migrations.h"

// libpqxx 6.4.5 loses the result of a statement whose connection broke, which tests bring about, in
// more than one of its functions. Asked for by the leak sanitizer, when there is one.
extern "C" const char* __lsan_default_suppressions();   // NOLINT(bugprone-reserved-identifier)
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libpqxx-6.4.so";
}

namespace opora::component {
namespace {

constexpr char kBin[] = "/usr/lib/postgresql/15/bin/";
constexpr char kRoles[] = "deploy/postgres/roles.sql";

[[noreturn]] void Fail(const std::string& what) {
  std::fprintf(stderr, "component tests: %s\n", what.c_str());
  std::exit(1);
}

const std::string& ClusterDsn() {
  static const std::string dsn = [] {
    const char* value = std::getenv("OPORA_TEST_DATABASE");
    if (value == nullptr) Fail("OPORA_TEST_DATABASE is not set; see tests/component/postgres.h");
    return std::string(value);
  }();
  return dsn;
}

// Of two equal keywords libpq takes the later one.
std::string DsnOf(const std::string& database, const std::string& user) {
  return absl::StrCat(ClusterDsn(), " dbname=", database, user.empty() ? "" : " user=", user);
}

void Shell(const std::string& command) {
  if (std::system(command.c_str()) != 0) Fail("failed: " + command);
}

void MakeRoles(const std::string& database, const std::string& schema) {
  Shell(absl::StrCat(kBin, "psql -X -q -v ON_ERROR_STOP=1 -v service=", schema, " -d '",
                     DsnOf(database, ""), "' -f ", kRoles));
}

std::string NewName() {
  static std::atomic<int> count{0};
  return absl::StrCat("opora_test_", getpid(), "_", ++count);
}

// Named by all that goes into it, so that processes share it and a changed migration makes another.
std::string TemplateName(const db::MigrationSet& set) {
  std::stringstream text;
  text << set.schema << std::ifstream(kRoles).rdbuf();
  for (const auto& migrations : {set.platform, set.service}) {
    for (const db::Migration& migration : migrations) text << migration.name << migration.text;
  }
  const std::string bytes = text.str();
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), hash);
  return absl::StrCat("opora_template_", absl::BytesToHexString(absl::string_view(
                                             reinterpret_cast<const char*>(hash), 8)));
}

// Appears under its name only when it is complete.
void MakeTemplate(pqxx::nontransaction& cluster, const std::string& name,
                  const db::MigrationSet& set) {
  const std::string draft = name + "_new";
  cluster.exec(absl::StrCat("DROP DATABASE IF EXISTS ", draft, " WITH (FORCE)"));
  cluster.exec(absl::StrCat("CREATE DATABASE ", draft));
  MakeRoles(draft, set.schema);
  const absl::Status status = db::Migrate(DsnOf(draft, set.schema + "_migrate"), set);
  if (!status.ok()) Fail(status.ToString());
  cluster.exec(absl::StrCat("ALTER DATABASE ", draft, " RENAME TO ", name));
}

}  // namespace

TestDatabase TestDatabase::Create(const db::MigrationSet& set) {
  const std::string name = NewName();
  try {
    pqxx::connection connection(ClusterDsn());
    pqxx::nontransaction cluster(connection);
    cluster.exec("SET client_min_messages = warning");
    cluster.exec("SELECT pg_advisory_lock(hashtext('opora test template'))");
    const std::string source = TemplateName(set);
    if (cluster.exec_params("SELECT FROM pg_database WHERE datname = $1", source).empty()) {
      MakeTemplate(cluster, source, set);
    }
    cluster.exec(absl::StrCat("CREATE DATABASE ", name, " TEMPLATE ", source));
  } catch (const std::exception& error) {
    Fail(error.what());
  }
  // Rights on the database itself are not copied.
  MakeRoles(name, set.schema);
  return {name, set.schema};
}

TestDatabase TestDatabase::DumpAndRestore() const {
  const std::string name = NewName();
  try {
    pqxx::connection connection(ClusterDsn());
    pqxx::nontransaction(connection).exec(absl::StrCat("CREATE DATABASE ", name));
  } catch (const std::exception& error) {
    Fail(error.what());
  }
  Shell(absl::StrCat("bash -o pipefail -c \"", kBin, "pg_dump -d '", SuperuserDsn(), "' | ", kBin,
                     "psql -X -q -v ON_ERROR_STOP=1 -d '", DsnOf(name, ""), "' >/dev/null\""));
  MakeRoles(name, schema_);
  return {name, schema_};
}

TestDatabase::TestDatabase(TestDatabase&& other) noexcept
    : name_(std::exchange(other.name_, "")), schema_(other.schema_) {}

TestDatabase::~TestDatabase() {
  if (name_.empty()) return;
  try {
    pqxx::connection connection(ClusterDsn());
    pqxx::nontransaction(connection).exec(absl::StrCat("DROP DATABASE ", name_, " WITH (FORCE)"));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s stays behind: %s\n", name_.c_str(), error.what());
  }
}

void TestDatabase::AddService(const db::MigrationSet& set) const {
  MakeRoles(name_, set.schema);
  const absl::Status status = db::Migrate(Dsn("migrate", set.schema), set);
  if (!status.ok()) Fail(status.ToString());
}

std::string TestDatabase::Dsn(std::string_view role) const { return Dsn(role, schema_); }

std::string TestDatabase::Dsn(std::string_view role, std::string_view schema) const {
  return DsnOf(name_, absl::StrCat(std::string(schema), "_", std::string(role)));
}

std::string TestDatabase::SuperuserDsn() const { return DsnOf(name_, ""); }

pqxx::result TestDatabase::Execute(const std::string& sql) const {
  pqxx::connection connection(SuperuserDsn());
  pqxx::work work(connection);
  work.exec(absl::StrCat("SET LOCAL search_path = ", schema_));
  pqxx::result result = work.exec(sql);
  work.commit();
  return result;
}

void TestDatabase::BreakConnections(std::string_view role) const {
  Execute(absl::StrCat("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '",
                       name_, "' AND usename = '", schema_, "_", std::string(role), "'"));
}

db::MigrationSet PlatformMigrations() { return {"platform", sql::common_schema::kMigrations, {}}; }

}  // namespace opora::component
