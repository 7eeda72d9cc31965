#include "services/housing_referral/work/sources.h"

#include "common/work/source_testing.h"
#include "services/housing_referral/retention.h"

namespace opora::housing {
namespace {

TEST(REG_118, EveryKindOfWorkSaysWhyAndNamesTheCallThatOpensIt) {
  work::ExpectSources(WorkSources());
}

TEST(XC_68, EveryClassSaysOnWhatBasisItIsKeptAndWhatBecomesOfIt) {
  for (const app::RecordClass& one : RetentionOfRecords()) {
    EXPECT_FALSE(one.retention->basis.empty()) << one.table;
    EXPECT_NE(one.retention->start, common::v1::RETENTION_START_UNSPECIFIED) << one.table;
    EXPECT_NE(one.retention->action, common::v1::RETENTION_ACTION_UNSPECIFIED) << one.table;
    // What is handed over to a file service carries a shredding mark, what is kept has no end.
    EXPECT_EQ(one.retention->action == common::v1::RETENTION_ACTION_HAND_OVER,
              one.retention->action == common::v1::RETENTION_ACTION_HAND_OVER &&
                  !one.retention->shredding_mark.empty())
        << one.table;
    EXPECT_EQ(one.retention->action == common::v1::RETENTION_ACTION_KEEP,
              one.retention->months == 0)
        << one.table;
  }
}

}  // namespace
}  // namespace opora::housing
