#include "common/db/migrate.h"

#include <openssl/sha.h>

#include <cstdio>
#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "common/status_macros.h"

namespace opora::db {
namespace {

struct Step {
  std::string name;
  std::string text;
  std::string checksum;
};

std::string Checksum(const std::string& text) {
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash);
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash), sizeof(hash)));
}

std::vector<Step> StepsOf(const MigrationSet& set) {
  std::vector<Step> steps;
  const auto add = [&](std::string_view prefix, std::span<const Migration> migrations) {
    for (const Migration& migration : migrations) {
      Step& step = steps.emplace_back();
      step.name = absl::StrCat(std::string(prefix), "/", migration.name);
      step.text = absl::StrReplaceAll(migration.text, {{":service", set.schema}});
      step.checksum = Checksum(migration.text);
    }
  };
  add("platform", set.platform);
  add(set.schema, set.service);
  return steps;
}

using Applied = std::map<std::string, std::string>;

// What is wrong with what is applied; empty when it is a prefix of what this release knows.
absl::Status CheckApplied(const std::vector<Step>& steps, Applied applied) {
  for (const Step& step : steps) {
    const auto found = applied.find(step.name);
    if (found == applied.end()) continue;
    if (found->second != step.checksum) {
      return absl::FailedPreconditionError(
          absl::StrCat("migration ", step.name, " was changed after it was applied"));
    }
    applied.erase(found);
  }
  if (applied.empty()) return absl::OkStatus();
  return absl::FailedPreconditionError(absl::StrCat(
      "the database is newer than this release: it has migration ", applied.begin()->first));
}

template <typename Transaction>
Applied ReadApplied(Transaction& transaction) {
  Applied applied;
  for (const auto& row : transaction.exec("SELECT name, checksum FROM schema_migrations")) {
    applied[row[0].template as<std::string>()] = row[1].template as<std::string>();
  }
  return applied;
}

void CreateTable(pqxx::connection& connection, const std::string& schema) {
  pqxx::work work(connection);
  work.exec(
      "CREATE TABLE IF NOT EXISTS schema_migrations (name text NOT NULL, checksum text NOT NULL, "
      "apply_time timestamptz NOT NULL DEFAULT clock_timestamp(), "
      "CONSTRAINT schema_migrations_pkey PRIMARY KEY (name))");
  work.exec(absl::StrCat("GRANT SELECT ON schema_migrations TO ", schema, "_app"));
  work.commit();
}

void Apply(pqxx::connection& connection, const Step& step) {
  pqxx::work work(connection);
  work.exec(step.text);
  work.exec_params("INSERT INTO schema_migrations (name, checksum) VALUES ($1, $2)", step.name,
                   step.checksum);
  work.commit();
  std::printf("applied %s\n", step.name.c_str());
}

}  // namespace

absl::Status Migrate(const std::string& conninfo, const MigrationSet& set) {
  std::string at = "the connection";
  try {
    pqxx::connection connection(conninfo);
    {
      // Everything belongs to the owner, whoever runs the migrations.
      pqxx::nontransaction setup(connection);
      setup.exec(absl::StrCat("SET ROLE ", set.schema, "_owner"));
      setup.exec(absl::StrCat("SET search_path = ", set.schema));
      setup.exec("SET client_min_messages = warning");
      // Whoever migrates at the same time waits here, however long; only table locks have a limit.
      setup.exec("SET lock_timeout = 0");
      setup.exec_params("SELECT pg_advisory_lock(hashtext($1))", "opora migrations " + set.schema);
      setup.exec("SET lock_timeout = '3s'");
    }
    CreateTable(connection, set.schema);
    const std::vector<Step> steps = StepsOf(set);
    Applied applied;
    {
      pqxx::nontransaction read(connection);
      applied = ReadApplied(read);
    }
    RETURN_IF_ERROR(CheckApplied(steps, applied));
    for (const Step& step : steps) {
      if (applied.contains(step.name)) continue;
      at = step.name;
      Apply(connection, step);
    }
    return absl::OkStatus();
  } catch (const pqxx::broken_connection& error) {
    return absl::UnavailableError(absl::StrCat("the database cannot be reached: ", error.what()));
  } catch (const std::exception& error) {
    return absl::InternalError(absl::StrCat(at, ": ", error.what()));
  }
}

absl::Status CheckMigrations(Tx& tx, const MigrationSet& set) {
  const std::vector<Step> steps = StepsOf(set);
  Applied applied;
  if (tx.Run("SELECT to_regclass('schema_migrations') IS NULL")[0][0].as<bool>()) {
    return absl::FailedPreconditionError(
        "the database is not migrated; run the subcommand migrate");
  }
  for (const auto& row : tx.Run("SELECT name, checksum FROM schema_migrations")) {
    applied[row[0].as<std::string>()] = row[1].as<std::string>();
  }
  for (const Step& step : steps) {
    if (!applied.contains(step.name)) {
      return absl::FailedPreconditionError(
          absl::StrCat("migration ", step.name, " is not applied; run the subcommand migrate"));
    }
  }
  return CheckApplied(steps, std::move(applied));
}

}  // namespace opora::db
