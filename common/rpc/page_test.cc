#include "common/rpc/page.h"

#include <gtest/gtest.h>

namespace opora::rpc {
namespace {

TEST(Page, HasNoKeysWhenItIsTheFirst) {
  const Page first;
  EXPECT_EQ(first.Key(0), std::nullopt);
  const Page later{.after = {"Brno", "7"}};
  EXPECT_EQ(later.Key(0), "Brno");
  EXPECT_EQ(later.Key(1), "7");
  EXPECT_EQ(later.Key(2), std::nullopt);
}

TEST(Page, IsCutToItsSizeAndNamesItsLastRowWhenMoreWasFound) {
  const Page page{.size = 2};
  EXPECT_EQ(page.Limit(), "3");
  std::vector<std::string> found = {"a", "b", "c"};
  const std::string* last = CutToPage(page, found);
  ASSERT_NE(last, nullptr);
  EXPECT_EQ(*last, "b");
  EXPECT_EQ(found.size(), 2u);
}

TEST(Page, IsTheLastWhenAllWasFound) {
  const Page page{.size = 2};
  google::protobuf::RepeatedPtrField<std::string> found;
  EXPECT_EQ(CutToPage(page, found), nullptr);
  found.Add("a");
  found.Add("b");
  EXPECT_EQ(CutToPage(page, found), nullptr);
  EXPECT_EQ(found.size(), 2);
}

}  // namespace
}  // namespace opora::rpc
