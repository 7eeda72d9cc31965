#include "services/client_registry/access/consent_proposal.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "opora/common/v1/label.pb.h"

namespace opora::registry::access {
namespace {

using common::v1::LANGUAGE_CS;

template <typename Enum>
std::string LabelOf(Enum value, common::v1::Language language) {
  const auto* descriptor = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  if (descriptor == nullptr) return "";
  const auto& label = descriptor->options().GetExtension(common::v1::label);
  return language == LANGUAGE_CS ? label.cs() : label.en();
}

std::string UnitName(rpc::Call& call, const v1::Recipient& unit) {
  const pqxx::result rows = call.tx().Run(
      "SELECT a.name, d.name FROM agencies a LEFT JOIN departments d ON d.department_id = $2::uuid "
      "WHERE a.agency_id = $1",
      {unit.agency_id(), unit.department_id().empty()
                             ? std::nullopt
                             : std::optional<std::string>(unit.department_id())});
  if (rows.empty()) return "";
  const std::string agency = rows[0][0].c_str();
  return rows[0][1].is_null() ? agency : absl::StrCat(agency, " – ", rows[0][1].c_str());
}

std::string Printable(rpc::Call& call, const v1::ConsentProposal& proposal) {
  const common::v1::Language language = call.language();
  std::vector<std::string> parties;
  for (const auto& party : proposal.parties()) parties.push_back(UnitName(call, party));
  std::vector<std::string> areas;
  for (int area : proposal.areas()) areas.push_back(LabelOf(static_cast<DataArea>(area), language));
  const std::string purpose = LabelOf(proposal.purpose(), language);
  if (language == LANGUAGE_CS) {
    return absl::StrCat(
        "SOUHLAS SE SDÍLENÍM INFORMACÍ\n\nSouhlasím, aby si mezi sebou sdělovali informace: ",
        absl::StrJoin(parties, "; "), ".\nOblasti: ", absl::StrJoin(areas, ", "),
        ".\nÚčel: ", purpose,
        ".\nTémata, o kterých si nepřeji mluvit: ______________________\n\n"
        "Byl(a) jsem poučen(a), že souhlas mohu kdykoli odvolat bez udání důvodu a že jej podepsat "
        "nemusím.\n"
        "Platí nejdéle 12 měsíců.\n\nDatum: ____________  Podpis klienta: ____________  "
        "Vysvětlil(a): ____________\n");
  }
  return absl::StrCat(
      "CONSENT TO THE SHARING OF INFORMATION\n\nI agree that these may tell each other about me: ",
      absl::StrJoin(parties, "; "), ".\nAreas: ", absl::StrJoin(areas, ", "),
      ".\nPurpose: ", purpose,
      ".\nTopics I do not want talked about: ______________________\n\n"
      "I was told that I can withdraw this at any time without a reason and that I need not sign "
      "it.\n"
      "It holds for 12 months at most.\n\nDate: ____________  Client: ____________  Explained by: "
      "____________\n");
}

bool ConsentWouldHelp(const std::string& reason) {
  return reason == "CONSENT_REQUIRED" || reason == "WRONG_PURPOSE" ||
         reason == "REFERENCE_REQUIRED";
}

}  // namespace

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
