#include "services/client_registry/rules.h"

#include <filesystem>

#include "common/rules/catalogue_testing.h"

namespace opora::registry {
namespace {

TEST(XC_66, EveryRuleIsToldInBothLanguagesWithItsRemedy) {
  std::vector<std::string> tables;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator("services/client_registry"))
    if (entry.path().filename() == "refusals.h") tables.push_back(entry.path().string());
  rules::ExpectCatalogue(rule::All(), tables);
}

}  // namespace
}  // namespace opora::registry
