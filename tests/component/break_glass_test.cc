// Access in an emergency over simulated days, with real tables.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "common/rpc/policy.h"
#include "common/rules/rule.h"
#include "common/schema/migrations.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/break_glass_review_service.h"
#include "services/client_registry/access/break_glass_service.h"
#include "services/client_registry/access/registry_decider.h"
#include "services/client_registry/schema/migrations.h"
#include "tests/component/postgres.h"

namespace opora::registry {
namespace {

using component::TestDatabase;

std::string Id(int group, int number) {
  return absl::StrFormat("%08d-0000-4000-8000-%012d", group, number);
}

// Wednesday.
const absl::Time kNow = absl::FromCivil(absl::CivilHour(2026, 7, 29, 12), dates::PragueZone());

// Agency 1 has the workers 1 to 4, agency 2 the worker 5; agency 3 holds the clients.
class BreakGlassTest : public testing::Test {
 protected:
  BreakGlassTest()
      : database_(TestDatabase::Create({"registry", sql::common_schema::kMigrations,
                                        sql::services_client_registry_schema::kMigrations})),
        session_(database_.Dsn("app")) {
    std::string sql;
    for (int agency = 1; agency <= 3; ++agency) {
      absl::StrAppend(
          &sql, "INSERT INTO agencies (agency_id, name, type, territory, suspended) VALUES ('",
          Id(1, agency), "', 'a", agency, "', 'NGO', 't', false);");
    }
    for (int worker = 1; worker <= 6; ++worker) {
      absl::StrAppend(&sql,
                      "INSERT INTO workers (worker_id, agency_id, given_name, family_name, "
                      "fte_milli, issuer, subject, qualified_social_worker, suspended) VALUES ('",
                      Id(2, worker), "', '", Id(1, AgencyOf(worker)), "', 'g', 'f', 1000, 'i', 's",
                      worker, "', true, false);");
    }
    for (int client = 1; client <= 9; ++client) {
      absl::StrAppend(
          &sql, "INSERT INTO clients (client_id, agency_id, kind, family_name) VALUES ('",
          Id(3, client), "', '", Id(1, 3), "', 'IDENTIFIED', 'x');",
          "INSERT INTO client_clusters VALUES ('", Id(3, client), "', '", Id(3, client), "');");
    }
    database_.Execute(sql);
  }

  static int AgencyOf(int worker) { return worker <= 4 ? 1 : worker - 3; }

  // Runs a handler as a worker at an instant, in a transaction of its own.
  template <typename Response, typename Request, typename Service>
  absl::StatusOr<Response> Call(
      Service& service, absl::StatusOr<Response> (Service::*handler)(rpc::Call&, const Request&),
      const Request& request, int worker, absl::Time now, common::v1::ActingRole role) {
    rpc::CallFacts facts;
    std::string name = Request::descriptor()->name();
    name.resize(name.size() - std::string_view("Request").size());
    facts.method = Request::descriptor()->file()->pool()->FindMethodByName(
        "opora.registry.v1.AccessService." + name);
    facts.policy = &facts.method->options().GetExtension(common::v1::policy);
    facts.caller.kind = common::v1::CALLER_PERSON;
    facts.caller.worker_id = Id(2, worker);
    facts.caller.unit = {Id(1, AgencyOf(worker)), ""};
    facts.caller.role = role;
    facts.caller.stance = common::v1::STANCE_SUPPORT;
    facts.caller.signed_in = now;
    facts.context.set_purpose(common::v1::PURPOSE_HEALTH_EMERGENCY);
    facts.now = now;
    pqxx::work transaction(session_.Connection());
    db::Tx tx(session_, transaction);
    access::RegistryDecider decider;
    rpc::Call call(facts, tx, &decider);
    auto response = (service.*handler)(call, request);
    if (response.ok()) transaction.commit();
    return response;
  }

  absl::StatusOr<v1::OpenBreakGlassResponse> Open(int worker, int client, absl::Time now) {
    v1::OpenBreakGlassRequest request;
    v1::BreakGlass& glass = *request.mutable_break_glass();
    glass.set_client_id(Id(3, client));
    glass.set_reason(v1::BREAK_GLASS_REASON_IMMINENT_DANGER);
    glass.set_description("Leží v bezvědomí v čekárně a nereaguje.");
    glass.add_areas(common::v1::DATA_AREA_HEALTH);
    return Call(service_, &BreakGlassService::OpenBreakGlass, request, worker, now,
                common::v1::ACTING_ROLE_SOCIAL_WORKER);
  }

  absl::StatusOr<v1::ReviewBreakGlassResponse> Review(const std::string& glass, int worker,
                                                      absl::Time now) {
    v1::ReviewBreakGlassRequest request;
    request.set_break_glass_id(glass);
    request.set_outcome(v1::BREAK_GLASS_OUTCOME_JUSTIFIED);
    request.set_note("ověřeno");
    return Call(reviews_, &BreakGlassReviewService::ReviewBreakGlass, request, worker, now,
                common::v1::ACTING_ROLE_HEAD_OF_UNIT);
  }

  absl::StatusOr<v1::RenewBreakGlassResponse> Renew(const std::string& glass, int worker,
                                                    absl::Time now) {
    v1::RenewBreakGlassRequest request;
    request.set_break_glass_id(glass);
    request.set_description("Sanitka ještě nepřijela, klient nereaguje.");
    return Call(service_, &BreakGlassService::RenewBreakGlass, request, worker, now,
                common::v1::ACTING_ROLE_SOCIAL_WORKER);
  }

  absl::StatusOr<v1::CloseBreakGlassResponse> Close(const std::string& glass, int worker,
                                                    absl::Time now) {
    v1::CloseBreakGlassRequest request;
    request.set_break_glass_id(glass);
    return Call(service_, &BreakGlassService::CloseBreakGlass, request, worker, now,
                common::v1::ACTING_ROLE_SOCIAL_WORKER);
  }

  int Process(absl::Time now) {
    v1::ProcessAccessDeadlinesRequest request;
    return Call(reviews_, &BreakGlassReviewService::ProcessAccessDeadlines, request, 6, now,
                common::v1::ACTING_ROLE_PLATFORM_ADMIN)
        ->overdue_count();
  }

  int Suspensions(int worker, absl::Time now) {
    v1::ListBreakGlassSuspensionsRequest request;
    return Call(reviews_, &BreakGlassReviewService::ListBreakGlassSuspensions, request, worker, now,
                common::v1::ACTING_ROLE_HEAD_OF_UNIT)
        ->suspensions_size();
  }

  int Count(const std::string& of) const {
    return database_.Execute("SELECT count(*) FROM " + of)[0][0].as<int>();
  }

  template <typename Response>
  static std::string Told(const absl::StatusOr<Response>& response) {
    return response.ok() ? "OK" : rules::ReasonOf(response.status());
  }

  TestDatabase database_;
  db::Session session_;
  BreakGlassService service_{absl::Minutes(15)};
  BreakGlassReviewService reviews_;
};

TEST_F(BreakGlassTest, XC_26_AnOverdueReviewTakesTheRightOfTheAgencyUntilItIsMade) {
  const auto opened = Open(1, 1, kNow);
  ASSERT_EQ(Told(opened), "OK");
  const std::string glass = opened->break_glass().break_glass_id();
  const absl::Time friday = kNow + absl::Hours(48);
  EXPECT_EQ(Told(Open(2, 2, friday)), "OK") << "Friday is the last day";
  EXPECT_EQ(Process(friday), 0);
  const absl::Time saturday = kNow + absl::Hours(72);
  EXPECT_EQ(Told(Open(3, 3, saturday)), "REVIEWS_OVERDUE") << "before anybody processed deadlines";
  EXPECT_EQ(Told(Open(5, 3, saturday)), "OK") << "another agency";
  EXPECT_EQ(Suspensions(4, saturday), 1);
  EXPECT_EQ(Suspensions(5, saturday), 0) << "an agency sees its own";
  EXPECT_EQ(Process(saturday), 1);
  EXPECT_EQ(Process(saturday), 0) << "told once";
  EXPECT_EQ(Count("access_alerts WHERE kind = 'REVIEW_OVERDUE'"), 1);
  EXPECT_EQ(Told(Review(glass, 1, saturday)), "SELF_REVIEW");
  EXPECT_EQ(Told(Review(glass, 5, saturday)), "NOT_FOUND") << "another agency's head";
  EXPECT_EQ(Told(Review(glass, 4, saturday)), "OK");
  EXPECT_EQ(Suspensions(4, saturday), 0);
  EXPECT_EQ(Told(Open(3, 3, saturday)), "OK");
}

TEST_F(BreakGlassTest, XC_26_AlertsComeAndGoWithTheAccessInOneTransaction) {
  ASSERT_EQ(Told(Open(1, 1, kNow)), "OK");
  EXPECT_EQ(Count("access_alerts WHERE kind = 'REVIEW_DUE'"), 1);
  EXPECT_EQ(Count("access_alerts WHERE kind = 'BREAK_GLASS' AND agency_id = '" + Id(1, 3) + "'"),
            1);
  EXPECT_EQ(Told(Open(1, 2, kNow)), "ONE_PERSON_AT_A_TIME");
  EXPECT_EQ(Count("access_alerts"), 2);
  EXPECT_EQ(Count("break_glasses"), 1);
  // Whoever writes past the service still cannot write what the schema forbids.
  for (const char* forbidden :
       {"expire_time = open_time + interval '61 minutes'", "areas = '{HEALTH,ADDRESS}'",
        "areas = '{REPORTER}'", "confirmed_by_worker_id = worker_id",
        "outcome = 'JUSTIFIED', reviewer_worker_id = worker_id, review_time = now(), "
        "review_note = 'x'"}) {
    EXPECT_ANY_THROW(database_.Execute(absl::StrCat("UPDATE break_glasses SET ", forbidden)))
        << forbidden;
  }
}

TEST_F(BreakGlassTest, XC_26_AThousandMisusesLeaveNothingForbidden) {
  std::minstd_rand chance(7);
  const auto below = [&](int limit) { return static_cast<int>(chance() >> 8) % limit; };
  std::vector<std::string> glasses = {Id(9, 9)};
  absl::Time now = kNow;
  std::map<std::string, int> told;
  for (int i = 0; i < 1000; ++i) {
    now += absl::Minutes(below(40));
    const int worker = 1 + below(5);
    const std::string glass =
        glasses[static_cast<std::size_t>(below(static_cast<int>(glasses.size())))];
    switch (below(5)) {
      case 0:
      case 1: {
        const auto opened = Open(worker, 1 + below(9), now);
        if (opened.ok()) glasses.push_back(opened->break_glass().break_glass_id());
        ++told[Told(opened)];
        break;
      }
      case 2: {
        const auto renewed = Renew(glasses.back(), worker, now);
        if (renewed.ok()) glasses.push_back(renewed->break_glass().break_glass_id());
        ++told[Told(renewed)];
        break;
      }
      case 3:
        ++told[Told(Close(glasses.back(), worker, now))];
        break;
      default:
        ++told[Told(Review(glass, worker, now))];
    }
  }
  for (const char* reason : {"OK", "ONE_PERSON_AT_A_TIME", "SECOND_PERSON_NEEDED", "SELF_REVIEW",
                             "BREAK_GLASS_STATE_REFUSES", "NOT_FOUND", "REVIEWS_OVERDUE"}) {
    EXPECT_GT(told[reason], 0) << reason;
  }
  EXPECT_EQ(Count("break_glasses WHERE expire_time > open_time + interval '60 minutes'"), 0);
  EXPECT_EQ(
      Count("break_glasses WHERE reviewer_worker_id IN (worker_id, confirmed_by_worker_id) OR "
            "confirmed_by_worker_id = worker_id"),
      0);
  // The same worker opens the same person again within a day by a second person only.
  EXPECT_EQ(
      Count("break_glasses a JOIN break_glasses b ON a.worker_id = b.worker_id AND a.client_id "
            "= b.client_id AND b.open_time > a.open_time AND b.open_time < a.open_time + "
            "interval '24 hours' WHERE b.renewal_of_id IS NULL"),
      0);
  EXPECT_EQ(Count("break_glasses g WHERE NOT EXISTS (SELECT FROM access_alerts l WHERE "
                  "l.break_glass_id = g.break_glass_id AND l.kind = 'BREAK_GLASS')"),
            0);
}

}  // namespace
}  // namespace opora::registry
