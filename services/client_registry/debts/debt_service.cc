#include "services/client_registry/debts/debt_service.h"

#include "absl/strings/str_cat.h"
#include "common/db/record.h"
#include "common/ids/ids.h"
#include "common/rpc/holder.h"
#include "common/rpc/page.h"
#include "services/client_registry/debts/debt_access.h"
#include "services/client_registry/debts/debt_rules.h"
#include "services/client_registry/debts/enforcement_rules.h"
#include "services/client_registry/debts/refusals.h"
#include "services/client_registry/facts/facts.h"

namespace opora::registry {
namespace {

constexpr char kDebtsOfPerson[] = "WHERE r.client_id IN (SELECT * FROM records_of($1)) ";

bool IsAgency(db::Tx& tx, const std::string& agency_id) {
  return !tx.Run("SELECT 1 FROM agencies WHERE agency_id = $1", {agency_id}).empty();
}

// Debts of the person that the caller may see; one person has few enough to decide them all.
absl::StatusOr<std::vector<v1::Debt>> VisibleDebts(rpc::Call& call, const std::string& client_id) {
  std::vector<v1::Debt> visible;
  for (v1::Debt& debt : db::Select<v1::Debt>(
           call.tx(),
           absl::StrCat(kDebtsOfPerson,
                        "AND r.state <> 'DISCHARGED' ORDER BY r.create_time DESC, r.debt_id DESC"),
           {client_id})) {
    ASSIGN_OR_RETURN(const rpc::Grants* grants,
                     call.GrantsFor({debt.client_id(), rpc::HolderOf(debt)}));
    if (grants->Covers(common::v1::DATA_AREA_DEBTS)) visible.push_back(std::move(debt));
  }
  return visible;
}

// Earlier debts that the new one paid: of the same person, and open to the caller.
absl::StatusOr<std::vector<v1::Debt>> PaidDebts(rpc::Call& call, const v1::Debt& debt) {
  std::vector<v1::Debt> paid;
  if (debt.pays_debt_ids().empty()) return paid;
  ASSIGN_OR_RETURN(const std::vector<v1::Debt> known, VisibleDebts(call, debt.client_id()));
  for (const std::string& id : debt.pays_debt_ids()) {
    const auto found = std::find_if(known.begin(), known.end(),
                                    [&](const v1::Debt& one) { return one.debt_id() == id; });
    if (found == known.end()) {
      return rules::InvalidField("debt.pays_debt_ids", "DEBT_FOREIGN",
                                 "names no debt of this client");
    }
    paid.push_back(*found);
  }
  return paid;
}

}  // namespace

void DebtService::Register(rpc::Methods& methods) {
  constexpr char kInterface[] = "opora.registry.v1.DebtService";
  rpc::Bind(methods, kInterface, "OpenDebt", *this, &DebtService::OpenDebt);
  rpc::Bind(methods, kInterface, "RecordDebtAmount", *this, &DebtService::RecordDebtAmount);
  rpc::Bind(methods, kInterface, "GetDebt", *this, &DebtService::GetDebt);
  rpc::Bind(methods, kInterface, "ListDebts", *this, &DebtService::ListDebts);
}

absl::StatusOr<v1::OpenDebtResponse> DebtService::OpenDebt(rpc::Call& call,
                                                           const v1::OpenDebtRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Unit holder, HolderOfNew(call, request.debt()));
  RETURN_IF_ERROR(CheckDebt(request.debt()));
  v1::OpenDebtResponse response;
  if (request.debt().has_source_ref()) {
    const auto known =
        db::Select<v1::Debt>(call.tx(), "WHERE r.agency_id = $1 AND r.source_ref = $2",
                             {holder.agency_id, request.debt().source_ref()});
    if (!known.empty() && known.front().client_id() != request.debt().client_id()) {
      return rules::InvalidField("debt.source_ref", "SOURCE_REF_REUSED",
                                 "names the debt of another client");
    }
    if (!known.empty()) {
      *response.mutable_debt() = known.front();
      HoldForAnswer(call, response.debt());
      return response;
    }
  }
  if (request.debt().has_creditor_agency_id() &&
      !IsAgency(call.tx(), request.debt().creditor_agency_id())) {
    return rules::InvalidField("debt.creditor_agency_id", "AGENCY_UNKNOWN", "is no agency");
  }
  ASSIGN_OR_RETURN(const std::vector<v1::Debt> paid, PaidDebts(call, request.debt()));
  if (IsDebtTrap(paid)) *response.add_warnings() = rules::Warn(rule::kDebtTrap, call.language());
  v1::Debt& debt = *response.mutable_debt();
  debt = request.debt();
  debt.set_debt_id(ids::RandomId());
  rpc::SetHolder(holder, debt);
  debt.set_state(v1::DEBT_STATE_OPEN);
  debt.clear_settled_on();
  *debt.mutable_create_time() = rpc::ToTimestamp(call.now());
  db::Insert(call.tx(), debt);
  MarkOpenedBy(call, debt);
  HoldForAnswer(call, debt);
  const v1::DebtFact fact = FactOf(debt);
  call.Emit("DebtOpened", debt, &fact);
  return response;
}

absl::StatusOr<v1::RecordDebtAmountResponse> DebtService::RecordDebtAmount(
    rpc::Call& call, const v1::RecordDebtAmountRequest& request) {
  RETURN_IF_ERROR(CheckAmount(request, call.now()));
  v1::RecordDebtAmountResponse response;
  ASSIGN_OR_RETURN(*response.mutable_debt(),
                   db::Lock<v1::Debt>(call.tx(), request.debt_id(), request.etag()));
  v1::Debt& debt = *response.mutable_debt();
  RETURN_IF_ERROR(CheckHolds(call, debt));
  HoldForAnswer(call, debt);
  *debt.mutable_principal() = request.principal();
  if (request.has_accessories()) *debt.mutable_accessories() = request.accessories();
  debt.set_amount_source(request.amount_source());
  *debt.mutable_amount_verified_on() = request.amount_verified_on();
  db::Update(call.tx(), debt, {"principal", "accessories", "amount_source", "amount_verified_on"});
  const v1::DebtFact fact = FactOf(debt);
  call.Emit("DebtAmountAscertained", debt, &fact);
  return response;
}

absl::StatusOr<v1::GetDebtResponse> DebtService::GetDebt(rpc::Call& call,
                                                         const v1::GetDebtRequest& request) {
  v1::GetDebtResponse response;
  ASSIGN_OR_RETURN(*response.mutable_debt(), db::Get<v1::Debt>(call.tx(), request.debt_id()));
  call.SetClient(response.debt().client_id());
  if (call.caller().kind == common::v1::CALLER_SERVICE) {
    RETURN_IF_ERROR(CheckHolds(call, response.debt()));
    HoldForAnswer(call, response.debt());
  }
  return response;
}

absl::StatusOr<v1::ListDebtsResponse> DebtService::ListDebts(rpc::Call& call,
                                                             const v1::ListDebtsRequest& request) {
  ASSIGN_OR_RETURN(const rpc::Page page, rpc::ReadPage(call, request));
  ASSIGN_OR_RETURN(const std::vector<v1::Debt> debts, VisibleDebts(call, request.client_id()));
  v1::ListDebtsResponse response;
  for (const v1::DebtSum& sum : SumDebts(debts)) *response.add_sums() = sum;
  bool begun = page.after.empty();
  for (const v1::Debt& debt : debts) {
    if (begun && response.debts_size() == page.size) {
      response.set_next_page_token(
          rpc::NextPageToken(call, request, {response.debts().rbegin()->debt_id()}));
      break;
    }
    if (begun) *response.add_debts() = debt;
    begun |= page.Key(0) == debt.debt_id();
  }
  return response;
}

}  // namespace opora::registry
