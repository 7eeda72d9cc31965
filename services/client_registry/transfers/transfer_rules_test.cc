#include "services/client_registry/transfers/transfer_rules.h"

#include <gtest/gtest.h>

#include <string>

#include "common/rules/rule.h"
#include "common/time/proto_date.h"

namespace opora::registry {
namespace {

using rules::ReasonOf;

const absl::CivilDay kToday(2026, 7, 29);
constexpr TransferSides kGiver = {.giver = true, .taker = false};
constexpr TransferSides kTaker = {.giver = false, .taker = true};

TEST(REG_115, EachStateAllowsItsVerbsToItsSide) {
  struct Row {
    v1::TransferState from;
    const char* verb;
    bool giver;
    bool taker;
  };
  constexpr Row kRows[] = {
      {v1::TRANSFER_STATE_PROPOSED, "RecordClientTold", true, false},
      {v1::TRANSFER_STATE_PROPOSED, "AcceptTransfer", false, true},
      {v1::TRANSFER_STATE_PROPOSED, "DeclineTransfer", false, true},
      {v1::TRANSFER_STATE_PROPOSED, "WithdrawTransfer", true, false},
      {v1::TRANSFER_STATE_PROPOSED, "RecordTransferMade", true, false},
      {v1::TRANSFER_STATE_PROPOSED, "MarkHandOverRead", false, true},
      {v1::TRANSFER_STATE_ACCEPTED, "AcceptTransfer", false, false},
      {v1::TRANSFER_STATE_ACCEPTED, "WithdrawTransfer", false, false},
      {v1::TRANSFER_STATE_ACCEPTED, "MarkHandOverRead", false, true},
      {v1::TRANSFER_STATE_ACCEPTED, "RecordClientTold", true, false},
      {v1::TRANSFER_STATE_DECLINED, "AcceptTransfer", false, false},
      {v1::TRANSFER_STATE_DECLINED, "MarkHandOverRead", false, false},
      {v1::TRANSFER_STATE_WITHDRAWN, "AcceptTransfer", false, false},
      {v1::TRANSFER_STATE_UNSPECIFIED, "AcceptTransfer", false, false},
  };
  for (const Row& row : kRows) {
    EXPECT_EQ(NextTransferState(row.from, row.verb, kGiver).ok(), row.giver) << row.verb;
    EXPECT_EQ(NextTransferState(row.from, row.verb, kTaker).ok(), row.taker) << row.verb;
  }
  EXPECT_EQ(
      ReasonOf(NextTransferState(v1::TRANSFER_STATE_PROPOSED, "AcceptTransfer", kGiver).status()),
      "TRANSFER_OTHER_SIDE");
  EXPECT_EQ(
      ReasonOf(NextTransferState(v1::TRANSFER_STATE_DECLINED, "AcceptTransfer", kTaker).status()),
      "TRANSFER_STATE_REFUSES");
}

TEST(REG_115, NothingMovesBeforeTheClientWasTold) {
  v1::CaseTransfer transfer;
  transfer.set_state(v1::TRANSFER_STATE_PROPOSED);
  EXPECT_EQ(ReasonOf(CheckClientTold(transfer)), "CLIENT_NOT_TOLD");
  const auto acceptance = [&] {
    for (const auto& action : TransferActions(transfer, kTaker, {})) {
      if (action.verb() == "AcceptTransfer") return action;
    }
    return common::v1::Action();
  };
  EXPECT_FALSE(acceptance().allowed());
  EXPECT_EQ(acceptance().rule(), "REG-115");
  EXPECT_EQ(ReasonOf(CheckToldDate(dates::ToDate(kToday + 1), "client_told_date", kToday)),
            "NOT_IN_FUTURE");
  EXPECT_TRUE(CheckToldDate(dates::ToDate(kToday), "client_told_date", kToday).ok());
  *transfer.mutable_client_told_date() = dates::ToDate(kToday);
  EXPECT_TRUE(CheckClientTold(transfer).ok());
  EXPECT_TRUE(acceptance().allowed());
}

TEST(REG_115, ALineOfWhichOneAreaIsClosedIsNotInTheSheet) {
  v1::CaseTransfer transfer;
  const auto add = [&](std::initializer_list<common::v1::DataArea> areas, const char* words) {
    v1::HandOverItem& item = *transfer.add_items();
    for (const auto area : areas) item.add_areas(area);
    item.set_words(words);
  };
  add({common::v1::DATA_AREA_DEBTS}, "debts");
  add({common::v1::DATA_AREA_ADDICTION, common::v1::DATA_AREA_DEBTS}, "both");
  add({common::v1::DATA_AREA_SUPPORT_PLAN}, "plan");
  KeepCovered({common::v1::DATA_AREA_DEBTS, common::v1::DATA_AREA_SUPPORT_PLAN}, transfer);
  ASSERT_EQ(transfer.items_size(), 2);
  EXPECT_EQ(transfer.items(0).words(), "debts");
  EXPECT_EQ(transfer.items(1).words(), "plan");
  EXPECT_EQ(transfer.left_out_count(), 1);
}

}  // namespace
}  // namespace opora::registry
