#pragma once

#include <pqxx/pqxx>
#include <string>
#include <string_view>

#include "common/db/migrate.h"

// Databases for tests, on the private cluster that `./opora test` starts and names in
// OPORA_TEST_DATABASE (libpq conninfo of a superuser). By hand:
//
//   tools/cluster.sh start mine off
//   OPORA_TEST_DATABASE=$(tools/cluster.sh dsn mine) build/dev/component_tests
namespace opora::component {

// A migrated database of its own, with the roles of its schema; gone with the object. Copied from a
// template that is migrated once, so that making one takes a tenth of a second. Tests run in the
// root of the checkout. What cannot be made ends the program: tests that do not run prove nothing.
class TestDatabase {
 public:
  static TestDatabase Create(const db::MigrationSet& set);
  ~TestDatabase();
  TestDatabase(TestDatabase&& other) noexcept;
  TestDatabase& operator=(TestDatabase&&) = delete;

  // Roles, schema and tables of another service in the same database, as in an installation.
  void AddService(const db::MigrationSet& set) const;

  // The same content in another database, by way of pg_dump and psql.
  TestDatabase DumpAndRestore() const;

  // Conninfo of a role of the schema: "app", "sealer", "migrate".
  std::string Dsn(std::string_view role) const;
  // The same of a service that was added.
  std::string Dsn(std::string_view role, std::string_view schema) const;
  std::string SuperuserDsn() const;
  const std::string& schema() const { return schema_; }

  // Runs statements as superuser, in the schema, and commits.
  pqxx::result Execute(const std::string& sql) const;

  // Ends all sessions of a role in this database, as a restart of the server would.
  void BreakConnections(std::string_view role) const;

 private:
  TestDatabase(std::string name, std::string schema)
      : name_(std::move(name)), schema_(std::move(schema)) {}

  std::string name_;  // Empty when moved from.
  std::string schema_;
};

// The platform's own tables in a schema "platform", for tests of common/.
db::MigrationSet PlatformMigrations();

}  // namespace opora::component
