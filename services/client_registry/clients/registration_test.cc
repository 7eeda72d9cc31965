#include "services/client_registry/clients/registration.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "common/rules/rule.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;
using rules::RuleOf;

v1::Client Known() {
  v1::Client client;
  client.set_client_id("1");
  client.set_agency_id("a");
  client.set_kind(v1::CLIENT_KIND_IDENTIFIED);
  client.set_given_name("Jan");
  client.set_family_name("Novák");
  client.set_phone_number("600000000");
  client.mutable_birth_date()->set_year(1980);
  client.mutable_birth_date()->set_month(5);
  return client;
}

TEST(REG_40, AnUpdateChangesWhatItNamesAndClearsWhatIsAbsent) {
  v1::Client client = Known();
  v1::Client values;
  values.set_family_name("Dvořák");
  values.set_email("jan@example.test");
  values.set_agency_id("b");
  values.mutable_birth_date()->set_year(1981);
  const std::vector<std::string> mask = {"family_name", "phone_number", "birth_date"};
  ASSERT_TRUE(ApplyMask(values, mask, client).ok());
  EXPECT_EQ(client.family_name(), "Dvořák");
  EXPECT_EQ(client.given_name(), "Jan");
  EXPECT_FALSE(client.has_phone_number());
  EXPECT_FALSE(client.has_email());
  EXPECT_EQ(client.agency_id(), "a");
  // A date is replaced, not mixed with the old one.
  EXPECT_EQ(client.birth_date().year(), 1981);
  EXPECT_EQ(client.birth_date().month(), 0);
}

TEST(REG_40, AnUpdateNamesNothingThatDoesNotChange) {
  for (const char* path : {"client_id", "agency_id", "department_id", "kind", "etag", "create_time",
                           "registered_by_worker_id", "*", "", "birth_date.year", "nothing"}) {
    v1::Client client = Known();
    const std::vector<std::string> mask = {path};
    EXPECT_EQ(ReasonOf(ApplyMask(Known(), mask, client)), "MASK_PATH_UNKNOWN") << path;
  }
}

TEST(REG_111, TheOriginIsEnteredOnce) {
  const std::vector<std::string> mask = {"contact_origin"};
  v1::Client client = Known();
  v1::Client values;
  values.set_contact_origin(v1::CONTACT_ORIGIN_OUTREACH);
  ASSERT_TRUE(ApplyMask(values, mask, client).ok());
  ASSERT_TRUE(ApplyMask(values, mask, client).ok());
  EXPECT_EQ(client.contact_origin(), v1::CONTACT_ORIGIN_OUTREACH);
  EXPECT_EQ(RuleOf(ApplyMask(v1::Client(), mask, client)), "REG-111");
  values.set_contact_origin(v1::CONTACT_ORIGIN_DEMAND);
  EXPECT_EQ(ReasonOf(ApplyMask(values, mask, client)), "ORIGIN_KNOWN");
}

}  // namespace
}  // namespace opora::registry
