#pragma once

#include <span>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "common/db/migration.h"
#include "common/db/session.h"

namespace opora::db {

// Migrations of the platform and of one service, in the order in which they are applied.
struct MigrationSet {
  std::string schema;  // Also the prefix of the roles: <schema>_owner, <schema>_app …
  std::span<const Migration> platform;  // common/schema
  std::span<const Migration> service;   // services/<name>/schema
};

// Applies what is missing, each file in one transaction, under an advisory lock of the schema.
// Prints a line per file applied.
//
// FAILED_PRECONDITION: an applied file was changed, or the database is newer than this release.
// UNAVAILABLE: the database cannot be reached.
absl::Status Migrate(const std::string& conninfo, const MigrationSet& set);

// Whether the database stands where this release wants it; for the start of the service.
//
// FAILED_PRECONDITION with what is missing, changed or newer.
absl::Status CheckMigrations(Tx& tx, const MigrationSet& set);

}  // namespace opora::db
