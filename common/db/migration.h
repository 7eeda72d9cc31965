#pragma once

namespace opora::db {

// One forward-only step of a schema, embedded in the binary (cmake: opora_embed_sql).
struct Migration {
  const char* name;
  const char* text;
};

}  // namespace opora::db
