#include "common/app/settings.h"

namespace opora::app {

std::vector<config::Setting> CommonSettings() {
  using config::Type;
  return {
      {.name = "listen-address", .default_value = "127.0.0.1:7101", .help = "gRPC address; without certificates loopback only"},
      {.name = "admin-address", .default_value = "", .help = "HTTP address of /metrics, /livez and /readyz; empty for none"},
      {.name = "database", .help = "libpq connection string of the serving role, <schema>_app", .secret = true},
      {.name = "database-migrate", .help = "libpq connection string of the migrating role, <schema>_migrate", .secret = true},
      {.name = "database-sealer", .help = "libpq connection string of the role that seals the audit log, <schema>_sealer", .secret = true},
      {.name = "workers", .type = Type::kInt, .default_value = "8", .help = "threads that run calls, each with one database connection", .min = 1, .max = 64},
      {.name = "queue-limit", .type = Type::kInt, .default_value = "64", .help = "calls that may wait for a worker; more are refused at once", .min = 1, .max = 10000},
      {.name = "audit-queue-limit", .type = Type::kInt, .default_value = "1000", .help = "answers that may wait for the audit log", .min = 1, .max = 100000},
      {.name = "default-deadline", .type = Type::kDuration, .default_value = "5s", .help = "deadline of calls that bring none", .min = 100, .max = 60000},
      {.name = "drain-delay", .type = Type::kDuration, .default_value = "3s", .help = "time between NOT_SERVING and refusing calls", .min = 0, .max = 60000},
      {.name = "drain-grace", .type = Type::kDuration, .default_value = "15s", .help = "time for calls under way when stopping", .min = 0, .max = 60000},
      {.name = "tls-certificate", .help = "PEM certificate of the service; reloaded when the file changes"},
      {.name = "tls-key", .help = "PEM private key of the service"},
      {.name = "tls-client-ca", .help = "PEM certificates that client certificates are verified against"},
      {.name = "issuers-file", .help = "JSON list of token issuers: issuer, audiences, jwks, algorithms, agency_claim, kind_claim"},
      {.name = "journal-file", .help = "journal of withdrawals, suspensions and erasures, outside the database"},
      {.name = "audit-key-file", .help = "PEM Ed25519 private key that signs the seals of the audit log"},
      {.name = "audit-witness-file", .help = "file to which every seal is appended, better on another machine"},
      {.name = "log-level", .default_value = "info", .help = "debug, info, warn or error"},
      {.name = "reflection", .type = Type::kBool, .default_value = "true", .help = "answer gRPC server reflection"},
      {.name = "sandbox", .type = Type::kBool, .default_value = "false", .help = "tell clients that the data are invented"},
  };
}

}  // namespace opora::app
