#include "services/client_registry/work/client_names.h"

#include <map>
#include <set>

namespace opora::registry {
namespace {

std::map<std::string, std::string> NamesOf(db::Tx& tx, const std::vector<std::string>& clients) {
  std::map<std::string, std::string> names;
  if (clients.empty()) return names;
  for (const auto& row :
       tx.Run("SELECT client_id, coalesce(code_name, concat_ws(' ', given_name, family_name)) FROM "
              "clients WHERE client_id = ANY($1::uuid[])",
              {db::ArrayLiteral(clients)})) {
    names.emplace(row[0].c_str(), row[1].c_str());
  }
  return names;
}

}  // namespace

absl::Status NameClients(rpc::Call& call, work::Items& items) {
  std::vector<rpc::Subject> subjects;
  std::set<std::string> seen;
  for (const auto& item : items) {
    if (!item.client_id().empty() && seen.insert(item.client_id()).second)
      subjects.push_back({item.client_id(), {}});
  }
  RETURN_IF_ERROR(call.Decide(subjects));
  std::vector<std::string> known;
  for (const rpc::Subject& subject : subjects) {
    if (call.decisions().at(subject).Any()) known.push_back(subject.client_id);
  }
  const std::map<std::string, std::string> names = NamesOf(call.tx(), known);
  for (auto& item : items) {
    if (const auto found = names.find(item.client_id()); found != names.end())
      item.set_client_name(found->second);
  }
  return absl::OkStatus();
}

}  // namespace opora::registry
