#include "common/app/verify_audit.h"

#include <iostream>

#include "absl/strings/str_cat.h"
#include "common/app/seal_keys.h"
#include "common/audit/chain.h"
#include "common/audit/verify.h"
#include "common/audit/witness.h"
#include "common/status_macros.h"

namespace opora::app {

absl::Status VerifyAudit(const config::Config& config) {
  ASSIGN_OR_RETURN(const std::vector<audit::SealKey> keys, ReadSealKeys(config));
  if (keys.empty()) return absl::FailedPreconditionError("there is no audit-key-file");
  std::vector<audit::WitnessLine> witness;
  if (const std::string file = config.String("audit-witness-file"); !file.empty()) {
    ASSIGN_OR_RETURN(witness, audit::ReadWitness(file));
  }
  try {
    db::Session session(config.String("database-sealer"));
    pqxx::nontransaction transaction(session.Connection());
    db::Tx tx(session, transaction);
    ASSIGN_OR_RETURN(const audit::VerifyResult result, audit::VerifyChain(tx, keys, witness));
    std::cout << "sealed entries: " << result.sealed_count
              << "\nopen entries:   " << result.open_count << "\n";
    if (result.intact) {
      std::cout << "intact\n";
      return absl::OkStatus();
    }
    return absl::DataLossError(
        absl::StrCat("broken at entry ", result.first_broken_seq, ": ", result.problem));
  } catch (const std::exception& error) {
    return absl::UnavailableError(absl::StrCat("the database cannot be read: ", error.what()));
  }
}

}  // namespace opora::app
