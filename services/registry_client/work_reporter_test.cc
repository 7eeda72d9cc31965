#include "services/registry_client/work_reporter.h"

#include <gtest/gtest.h>

#include "common/ids/ids.h"

namespace opora::registry_client {
namespace {

constexpr work::Source kReferral = {.kind = common::v1::WORK_KIND_REFERRAL_TO_ANSWER,
                                    .why = {"a", "b"},
                                    .opens = "",
                                    .whose = work::Whose::kOwn,
                                    .areas = "",
                                    .sql = ""};
constexpr work::Source kTask = {.kind = common::v1::WORK_KIND_TASK,
                                .why = {"a", "b"},
                                .opens = "",
                                .whose = work::Whose::kOwn,
                                .areas = "",
                                .sql = ""};

work::Row RowOf(const work::Source& source, const std::string& record_id) {
  work::Row row;
  row.source = &source;
  row.record_id = record_id;
  row.client_id = "11111111-0000-4000-8000-000000000001";
  return row;
}

TEST(REG_119, AKeyTellsNothingOfWhatWaits) {
  const std::string record = "6f1c2a34-0000-4000-8000-000000000001";
  const work::Row row = RowOf(kTask, record);
  EXPECT_TRUE(ids::IsUuid(WaitingKey(row)));
  EXPECT_NE(WaitingKey(row), record);
  EXPECT_NE(WaitingKey(row), row.client_id);
}

TEST(REG_119, TheSameThingHasTheSameKeyAndNothingElseHas) {
  const std::string record = "6f1c2a34-0000-4000-8000-000000000001";
  EXPECT_EQ(WaitingKey(RowOf(kTask, record)), WaitingKey(RowOf(kTask, record)));
  EXPECT_NE(WaitingKey(RowOf(kTask, record)), WaitingKey(RowOf(kReferral, record)));
  EXPECT_NE(WaitingKey(RowOf(kTask, record)),
            WaitingKey(RowOf(kTask, "6f1c2a34-0000-4000-8000-000000000002")));
}

}  // namespace
}  // namespace opora::registry_client
