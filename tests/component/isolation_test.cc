// The roles of one service reach nothing of another's, although all live in one database.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <pqxx/pqxx>
#include <regex>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/schema/migrations.h"
#include "tests/component/postgres.h"

namespace opora::component {
namespace {

constexpr const char* kRoles[] = {"app", "sealer", "migrate"};

std::string ReadFile(const std::filesystem::path& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// Migrations of one service as they lie in the checkout, so that no service is forgotten here.
class Sources {
 public:
  Sources(std::string schema, const std::filesystem::path& directory) : schema_(std::move(schema)) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(directory)) {
      if (entry.path().extension() == ".sql") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    for (const auto& file : files) {
      texts_.push_back({file.stem().string(), ReadFile(file)});
      migrations_.push_back({texts_.back().first.c_str(), texts_.back().second.c_str()});
    }
  }

  Sources(const Sources&) = delete;
  Sources& operator=(const Sources&) = delete;

  db::MigrationSet Set() const { return {schema_, sql::common_schema::kMigrations, migrations_}; }

 private:
  std::string schema_;
  std::deque<std::pair<std::string, std::string>> texts_;
  std::vector<db::Migration> migrations_;
};

// Every service of tools/system.sh that has migrations.
std::deque<Sources> Services() {
  std::deque<Sources> services;
  const std::string table = ReadFile("tools/system.sh");
  const std::regex row("\"([a-z-]+) ([a-z]+) [0-9]+\"");
  for (std::sregex_iterator match(table.begin(), table.end(), row), end; match != end; ++match) {
    const std::string folder = absl::StrReplaceAll((*match)[1].str(), {{"-", "_"}});
    const std::filesystem::path schema = "services/" + folder + "/schema";
    if (std::filesystem::is_directory(schema)) services.emplace_back((*match)[2].str(), schema);
  }
  return services;
}

class IsolationTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    const std::deque<Sources> services = Services();
    ASSERT_GE(services.size(), 2u);
    schemas_ = new std::vector<std::string>();
    for (const Sources& service : services) {
      const db::MigrationSet set = service.Set();
      schemas_->push_back(set.schema);
      if (database_ == nullptr) {
        database_ = new TestDatabase(TestDatabase::Create(set));
      } else {
        database_->AddService(set);
      }
    }
  }

  static void TearDownTestSuite() {
    delete database_;
    delete schemas_;
    database_ = nullptr;
    schemas_ = nullptr;
  }

  static std::vector<std::string> Names(const std::string& query) {
    std::vector<std::string> names;
    for (const auto& row : database_->Execute(query)) names.emplace_back(row[0].c_str());
    return names;
  }

  static std::vector<std::string> Tables(const std::string& schema) {
    return Names(absl::StrCat("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE ",
                              "schemaname = '", schema, "' ORDER BY 1"));
  }

  // Whether the statement is refused for want of rights, and not for anything else.
  static testing::AssertionResult Denied(pqxx::connection& connection,
                                         const std::string& statement) {
    try {
      pqxx::work(connection).exec(statement);  // Rolled back.
    } catch (const pqxx::insufficient_privilege&) {
      return testing::AssertionSuccess();
    } catch (const std::exception& error) {
      return testing::AssertionFailure() << statement << ": " << error.what();
    }
    return testing::AssertionFailure() << statement << " is allowed";
  }

  // Calls the function with each role of each service and the schema of each other service.
  template <typename Function>
  static void ForEachPair(Function function) {
    for (const std::string& own : *schemas_) {
      for (const char* role : kRoles) {
        pqxx::connection connection(database_->Dsn(role, own));
        for (const std::string& other : *schemas_) {
          if (own == other) continue;
          SCOPED_TRACE(absl::StrCat(own, "_", role, " in schema ", other));
          function(connection, other);
        }
      }
    }
  }

  static TestDatabase* database_;
  static std::vector<std::string>* schemas_;
};

TestDatabase* IsolationTest::database_ = nullptr;
std::vector<std::string>* IsolationTest::schemas_ = nullptr;

TEST_F(IsolationTest, NoRoleReadsOrWritesATableOfAnotherService) {
  int tables = 0;
  int pairs = 0;
  ForEachPair([&](pqxx::connection& connection, const std::string& other) {
    const std::vector<std::string> names = Tables(other);
    ASSERT_GT(names.size(), 5u);
    for (const std::string& table : names) {
      EXPECT_TRUE(Denied(connection, "SELECT FROM " + table + " LIMIT 0"));
      EXPECT_TRUE(Denied(connection, "INSERT INTO " + table + " DEFAULT VALUES"));
      EXPECT_TRUE(Denied(connection, "DELETE FROM " + table + " WHERE false"));
      EXPECT_TRUE(Denied(connection, "TRUNCATE " + table));
    }
    tables += static_cast<int>(names.size());
    ++pairs;
  });
  std::cout << schemas_->size() << " services, " << pairs << " pairs of a role and a schema, "
            << tables << " tables tried\n";
}

TEST_F(IsolationTest, NoRoleMakesOrUsesAnythingInAnothersSchema) {
  ForEachPair([](pqxx::connection& connection, const std::string& other) {
    EXPECT_TRUE(Denied(connection, "CREATE TABLE " + other + ".intruder ()"));
    EXPECT_TRUE(Denied(connection, "ALTER SCHEMA " + other + " RENAME TO stolen"));
    for (const char* role : {"_owner", "_migrate", "_app", "_sealer"})
      EXPECT_TRUE(Denied(connection, absl::StrCat("SET ROLE ", other, role)));
  });
}

// Without this the schema would be all that protects: a right on a table, granted by mistake, shows
// here although nobody can use it yet.
TEST_F(IsolationTest, NothingIsGrantedToAnotherServicesRole) {
  EXPECT_THAT(
      Names("SELECT format('%s on %s.%s', a.grantee::regrole, n.nspname, c.relname) FROM pg_class "
            "c JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(c.relacl) a WHERE "
            "n.nspname IN (SELECT nspname FROM pg_namespace WHERE nspname || '_owner' IN (SELECT "
            "rolname FROM pg_roles)) AND (a.grantee = 0 OR a.grantee::regrole::text NOT LIKE "
            "n.nspname || '\\_%')"),
      testing::IsEmpty());
}

TEST_F(IsolationTest, TheRolesDoReachTheirOwn) {
  for (const std::string& schema : *schemas_) {
    for (const char* role : {"app", "migrate"}) {
      pqxx::connection connection(database_->Dsn(role, schema));
      EXPECT_NO_THROW(pqxx::work(connection).exec("SELECT FROM " + schema + ".idempotency"))
          << role;
    }
    pqxx::connection app(database_->Dsn("app", schema));
    EXPECT_TRUE(Denied(app, "CREATE TABLE " + schema + ".own ()"));
  }
}

}  // namespace
}  // namespace opora::component
