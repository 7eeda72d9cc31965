#include <gtest/gtest.h>

#include <cstdlib>

#include "services/client_registry/access/decide_sweep.h"

namespace opora::registry::access::trial {
namespace {

// With OPORA_EVERY_CELL set, under every pair of classes: some minutes.
TEST(XC_13, EngineAndOracleAgreeInEveryCell) {
  Space space;
  if (std::getenv("OPORA_EVERY_CELL") != nullptr) space.classes = AllPairs();
  const Sweep sweep = ExpectAgreement(space);
  // What an event opens is swept apart, so that the cells stay countable.
  space.one_offs = kOneOffs;
  space.recipients = {kSocial, kNgo};
  space.purposes = {PURPOSE_MATERIAL_NEED, PURPOSE_AGREED_SUPPORT};
  space.references = {""};
  const Sweep of_events = ExpectAgreement(space);
  const Sweep of_flags = ExpectAgreement(Flagged());
  for (const oracle::Line& line : oracle::kOrder) {
    EXPECT_TRUE(sweep.decided().contains(&line) || of_events.decided().contains(&line) ||
                of_flags.decided().contains(&line))
        << line.rule << " " << line.reason;
  }
}

TEST(XC_13, EngineAndOracleAgreeOnUnknownValues) {
  Space space;
  const auto unknown = static_cast<DataArea>(99);
  space.consents = {space.consents[0], space.consents[1]};
  space.purposes = {PURPOSE_MATERIAL_NEED, static_cast<Purpose>(99)};
  space.areas = {DATA_AREA_HOUSING, DATA_AREA_SUPPORT_PLAN, unknown};
  space.topics = {{}, {unknown}, {DATA_AREA_UNSPECIFIED}, {DATA_AREA_FAMILY, unknown}};
  space.stances = {STANCE_SUPPORT, STANCE_CONTROL, static_cast<Stance>(99)};
  space.one_offs = {BASIS_UNSPECIFIED, BASIS_EMERGENCY, BASIS_CONSENT, static_cast<Basis>(99)};
  space.classes = AllPairs();
  space.classes.push_back({{static_cast<PartyClass>(99)}, kDelegated});
  ExpectAgreement(space);
}

TEST(XC_65, EngineAndOracleAgreeOnEveryRowForEveryPairOfClassesOnEveryDayThatChangesTheLaw) {
  Space space = LawPlane();
  for (const LawRow& row : Law()) {
    space.days.push_back(row.valid_from);
    space.days.push_back(row.valid_from - 1);
  }
  ExpectAgreement(space);
}

}  // namespace
}  // namespace opora::registry::access::trial
