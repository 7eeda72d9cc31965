#include "services/client_registry/access/present.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "opora/registry/v1/client.pb.h"
#include "opora/registry/v1/consent.pb.h"
#include "opora/registry/v1/household.pb.h"

namespace opora::registry::access {
namespace {

template <typename Record>
Record* As(google::protobuf::Message& record) {
  return record.GetDescriptor() == Record::descriptor() ? static_cast<Record*>(&record) : nullptr;
}

bool IsOpen(const rpc::Call& call, const std::string& client_id) {
  const auto found = call.decisions().find({client_id, {}});
  return found != call.decisions().end() && found->second.Any();
}

}  // namespace

bool IsSecret(std::string_view agency_id, const Facts& facts, const rpc::Unit& caller) {
  return agency_id != caller.agency_id && facts.secret_agencies.contains(std::string(agency_id));
}

bool TellsRegion(std::string_view phone_number) {
  std::string digits;
  for (const char c : phone_number) {
    if (absl::ascii_isdigit(static_cast<unsigned char>(c))) digits += c;
  }
  // With or without the code of the country.
  for (const char* country : {"00420", "420"}) {
    if (digits.size() > 9 && absl::StartsWith(digits, country)) {
      digits.erase(0, std::string_view(country).size());
      break;
    }
  }
  return !digits.empty() && digits.front() >= '2' && digits.front() <= '5';
}

void PresentOther(const rpc::Call& call, const Facts& facts, google::protobuf::Message& record) {
  if (auto* member = As<v1::HouseholdMember>(record)) {
    if (facts.address_protected) member->set_area(common::v1::DATA_AREA_ADDRESS);
  } else if (auto* relation = As<v1::FamilyRelation>(record)) {
    if (relation->has_relative_client_id() && !IsOpen(call, relation->relative_client_id()))
      relation->clear_relative_client_id();
  } else if (auto* consent = As<v1::Consent>(record)) {
    for (v1::ConsentVersion& version : *consent->mutable_versions()) {
      for (v1::ConsentParty& party : *version.mutable_parties()) {
        if (!IsSecret(party.agency_id(), facts, call.caller().unit)) continue;
        party.clear_agency_id();
        party.clear_department_id();
        party.clear_worker_id();
      }
    }
  } else if (auto* client = As<v1::Client>(record)) {
    if (facts.address_protected && rpc::HolderOf(*client) != call.caller().unit &&
        TellsRegion(client->phone_number())) {
      client->clear_phone_number();
    }
  }
}

}  // namespace opora::registry::access
