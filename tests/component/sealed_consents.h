#pragma once

#include "services/client_registry/consents/seal.h"
#include "tests/component/postgres.h"

namespace opora::component {

inline constexpr char kConsentKey[] = "0123456789abcdef0123456789abcdef";

// Takes consents as they stand in the tables for the registry's own, as if it had written them.
inline void SealAsWritten(const TestDatabase& database) {
  registry::seal::UseKeys(kConsentKey);
  database.Execute("UPDATE consent_versions SET x_seal = NULL");
  db::Session session(database.Dsn("app"));
  for (std::string after = registry::seal::kFirst; !after.empty();) {
    pqxx::work transaction(session.Connection());
    db::Tx tx(session, transaction);
    after = registry::seal::PutAll(tx, after, true).last;
    transaction.commit();
  }
}

}  // namespace opora::component
