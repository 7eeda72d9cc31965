#include "services/client_registry/access/consent_proposal.h"

#include "services/client_registry/consents/consent_paper.h"
#include "services/client_registry/consents/paper_store.h"

namespace opora::registry::access {
namespace {

// The paper of a proposal: the parties' names are no secret, the client's is filled in by hand.
std::string Printable(rpc::Call& call, const v1::ConsentProposal& proposal) {
  v1::ConsentVersion version;
  for (const v1::Recipient& unit : proposal.parties()) {
    v1::ConsentParty& party = *version.add_parties();
    party.set_agency_id(unit.agency_id());
    if (!unit.department_id().empty()) party.set_department_id(unit.department_id());
    if (!unit.worker_id().empty()) party.set_worker_id(unit.worker_id());
  }
  PaperContent content;
  content.parties = PartyNames(call.tx(), version);
  for (int area : proposal.areas()) content.areas.push_back(static_cast<DataArea>(area));
  content.purposes = {proposal.purpose()};
  return PaperText(content, call.language());
}

}  // namespace

bool ConsentWouldHelp(std::string_view reason) {
  return reason == "CONSENT_REQUIRED" || reason == "WRONG_PURPOSE" ||
         reason == "REFERENCE_REQUIRED";
}

absl::Status AddRemedy(rpc::Call& call, const Intent& intent, v1::DisclosureDecision& decision) {
  v1::ConsentProposal proposal;
  const rules::Rule* first = nullptr;
  for (const v1::AreaDecision& area : decision.areas()) {
    if (area.allowed()) continue;
    if (first == nullptr) first = FindRule(area.rule(), area.reason());
    if (ConsentWouldHelp(area.reason())) proposal.add_areas(area.area());
  }
  if (first != nullptr) decision.set_remedy(std::string(first->remedy.In(call.language())));
  if (proposal.areas().empty()) return absl::OkStatus();
  v1::Recipient& own = *proposal.add_parties();
  own.set_agency_id(call.caller().unit.agency_id);
  own.set_department_id(call.caller().unit.department_id);
  *proposal.add_parties() = intent.recipient;
  proposal.set_purpose(call.context().purpose());
  proposal.set_printable(Printable(call, proposal));
  *decision.mutable_smallest_consent() = std::move(proposal);
  return absl::OkStatus();
}

}  // namespace opora::registry::access
