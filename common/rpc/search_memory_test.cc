#include "common/rpc/search_memory.h"

#include <gtest/gtest.h>

namespace opora::rpc {
namespace {

using common::v1::AuditEntry;

const absl::Time kNow = absl::FromUnixSeconds(1790000000);

std::vector<AuditEntry> Of(const std::vector<std::string>& clients) {
  std::vector<AuditEntry> entries(1);
  for (const std::string& client : clients) entries.emplace_back().set_client_id(client);
  return entries;
}

// Clients of the entries that a keystroke makes; "" for one without.
std::vector<std::string> Typed(SearchMemory& memory, const std::string& search,
                               const std::vector<std::string>& shown, absl::Time now = kNow) {
  const auto entries = memory.New(search, Of(shown), now);
  memory.Remember(search, entries, now);
  std::vector<std::string> clients;
  for (const AuditEntry& entry : entries) clients.push_back(entry.client_id());
  return clients;
}

using Clients = std::vector<std::string>;

TEST(XC_50, ASearchIsToldOnceHoweverManyLettersAreTyped) {
  SearchMemory memory;
  EXPECT_EQ(Typed(memory, "s", {"anna", "adam"}), (Clients{"anna", "adam"}));
  EXPECT_EQ(Typed(memory, "s", {"anna", "adam"}), Clients());
  EXPECT_EQ(Typed(memory, "s", {"adam"}), Clients());
  EXPECT_EQ(Typed(memory, "s", {}), Clients());
}

TEST(XC_50, WhoIsShownForTheFirstTimeIsTold) {
  SearchMemory memory;
  EXPECT_EQ(Typed(memory, "s", {}), (Clients{""}));
  EXPECT_EQ(Typed(memory, "s", {}), Clients());
  EXPECT_EQ(Typed(memory, "s", {"anna"}), (Clients{"anna"}));
  EXPECT_EQ(Typed(memory, "s", {"anna", "adam"}), (Clients{"adam"}));
}

TEST(XC_50, AnotherSearchIsAnother) {
  SearchMemory memory;
  Typed(memory, "s", {"anna"});
  EXPECT_EQ(Typed(memory, "t", {"anna"}), (Clients{"anna"}));
  EXPECT_EQ(Typed(memory, "s", {"anna"}, kNow + absl::Hours(1)), (Clients{"anna"}));
}

TEST(XC_50, WhatIsNotDurableIsNotRemembered) {
  SearchMemory memory;
  EXPECT_EQ(memory.New("s", Of({"anna"}), kNow).size(), 1);
  EXPECT_EQ(memory.New("s", Of({"anna"}), kNow).size(), 1);
}

TEST(XC_50, TheMemoryOfSearchesIsBounded) {
  SearchMemory memory;
  Typed(memory, "first", {"anna"});
  for (int i = 0; i < 20000; ++i) Typed(memory, std::to_string(i), {});
  EXPECT_EQ(Typed(memory, "first", {"anna"}), (Clients{"anna"}));
}

}  // namespace
}  // namespace opora::rpc
