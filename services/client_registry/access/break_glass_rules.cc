#include "services/client_registry/access/break_glass_rules.h"

#include <algorithm>
#include <set>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "common/rpc/call.h"
#include "common/rpc/holder.h"
#include "common/rules/rule.h"
#include "common/status_macros.h"
#include "common/time/date.h"
#include "common/time/proto_date.h"
#include "services/client_registry/access/refusals.h"

namespace opora::registry::access {
namespace {

constexpr absl::Duration kLongest = absl::Minutes(60);
constexpr int kPersonsADay = 5;
constexpr int kWorkingDaysToReview = 2;
constexpr std::size_t kFewestCharacters = 20;
constexpr std::size_t kFewestWords = 4;

// Who may use a verb, and when.
struct GlassStep {
  GlassVerb verb;
  std::string_view name;
  bool while_open;
  bool by_worker;   // The worker to whom it opens; otherwise anybody but that worker.
  bool by_leaders;  // Only who leads or audits.
};

constexpr GlassStep kSteps[] = {
    {GlassVerb::kClose, "CloseBreakGlass", true, true, false},
    {GlassVerb::kRenew, "RenewBreakGlass", true, false, false},
    {GlassVerb::kReview, "ReviewBreakGlass", false, false, true},
};

bool Is(const Reviewer& caller, const std::string& worker_id) {
  return !worker_id.empty() &&
         (caller.worker_id == worker_id || caller.substituted_worker_id == worker_id);
}

void Begin(absl::Time now, absl::Time end, v1::BreakGlass& glass) {
  *glass.mutable_open_time() = rpc::ToTimestamp(now);
  *glass.mutable_expire_time() = rpc::ToTimestamp(end);
  *glass.mutable_create_time() = rpc::ToTimestamp(now);
  *glass.mutable_review_due() =
      dates::ToDate(dates::AddWorkingDays(dates::DayAt(now), kWorkingDaysToReview));
}

}  // namespace

common::v1::Purpose PurposeOf(v1::BreakGlassReason reason) {
  switch (reason) {
    case v1::BREAK_GLASS_REASON_IMMINENT_DANGER:
    case v1::BREAK_GLASS_REASON_SUBJECT_INCAPABLE:
      return common::v1::PURPOSE_HEALTH_EMERGENCY;
    case v1::BREAK_GLASS_REASON_CHILD_AT_RISK:
      return common::v1::PURPOSE_CHILD_PROTECTION;
    default:
      return common::v1::PURPOSE_UNSPECIFIED;
  }
}

bool SaysSomething(std::string_view text) {
  const std::string plain(absl::StripAsciiWhitespace(absl::string_view(text.data(), text.size())));
  if (plain.size() < kFewestCharacters) return false;
  std::set<std::string> words;
  for (const auto word :
       absl::StrSplit(plain, absl::ByAnyChar(" \t\n.,;:!?-_*"), absl::SkipEmpty())) {
    const std::set<char> letters(word.begin(), word.end());
    if (letters.size() > 1) words.emplace(word);
  }
  return words.size() >= kFewestWords;
}

absl::Status CheckGlass(common::v1::Purpose purpose, absl::Time now, v1::BreakGlass& glass) {
  if (!SaysSomething(glass.description()))
    return rules::Refuse(rule::kGlassText, {.field = "break_glass.description"});
  // The same for everybody, so that it tells nothing about whose address is protected.
  for (int area : glass.areas()) {
    if (area == common::v1::DATA_AREA_REPORTER || area == common::v1::DATA_AREA_ADDRESS)
      return rules::Refuse(rule::kGlassNever);
  }
  if (purpose != PurposeOf(glass.reason())) return rules::Refuse(rule::kGlassPurpose);
  const absl::Time end =
      glass.has_expire_time() ? rpc::FromTimestamp(glass.expire_time()) : now + kLongest;
  if (end > now + kLongest)
    return rules::Refuse(rule::kGlassTooLong, {.field = "break_glass.expire_time"});
  if (end <= now) {
    return rules::InvalidField("break_glass.expire_time", "TIME_NOT_AHEAD", "does not lie ahead");
  }
  Begin(now, end, glass);
  return absl::OkStatus();
}

absl::Status CheckSignIn(absl::Time signed_in, absl::Time now, absl::Duration oldest) {
  if (now - signed_in <= oldest) return absl::OkStatus();
  return rules::Refuse(
      rule::kGlassSignIn,
      {.metadata = {{"max_age_seconds", absl::StrCat(absl::ToInt64Seconds(oldest))}}});
}

absl::Status CheckRecent(const std::vector<RecentGlass>& recent, absl::Time now) {
  std::set<std::string> persons;
  bool other_open = false;
  for (const RecentGlass& glass : recent) {
    if (glass.same_person) return rules::Refuse(rule::kGlassSecondPerson);
    persons.insert(glass.client_id);
    other_open = other_open || now < glass.end;
  }
  if (other_open) return rules::Refuse(rule::kGlassOneSubject);
  if (persons.size() >= kPersonsADay) return rules::Refuse(rule::kGlassLimit);
  return absl::OkStatus();
}

bool IsOnOwnSide(const v1::BreakGlass& glass, const Reviewer& caller) {
  if (rpc::HolderOf(glass) == caller.unit) return true;
  return caller.leads && glass.agency_id() == caller.unit.agency_id;
}

absl::Status CheckVerb(const v1::BreakGlass& glass, GlassVerb verb, const Reviewer& caller,
                       absl::Time now) {
  const GlassStep& step = *std::find_if(std::begin(kSteps), std::end(kSteps),
                                        [&](const GlassStep& one) { return one.verb == verb; });
  const bool own = Is(caller, glass.worker_id());
  if (step.by_worker && !own) return rules::Refuse(rule::kGlassState);
  if (!step.by_worker && own) return rules::Refuse(rule::kSelfReview);
  if (verb == GlassVerb::kReview && Is(caller, glass.confirmed_by_worker_id()))
    return rules::Refuse(rule::kSelfReview);
  if (step.by_leaders && !caller.leads) return rules::Refuse(rule::kGlassState);
  const bool open = now < EndOf(glass);
  if (open != step.while_open || glass.has_outcome()) return rules::Refuse(rule::kGlassState);
  return absl::OkStatus();
}

std::vector<common::v1::Action> GlassActions(const v1::BreakGlass& glass, const Reviewer& caller,
                                             absl::Time now, common::v1::Language language) {
  std::vector<common::v1::Action> actions;
  for (const GlassStep& step : kSteps) {
    common::v1::Action& action = actions.emplace_back();
    action.set_verb(std::string(step.name));
    const absl::Status status = CheckVerb(glass, step.verb, caller, now);
    action.set_allowed(status.ok() && IsOnOwnSide(glass, caller));
    if (action.allowed()) continue;
    const rules::Rule& refused_by =
        rules::ReasonOf(status) == rule::kGlassState.reason ? rule::kGlassState : rule::kSelfReview;
    action.set_rule(std::string(refused_by.id));
    action.set_remedy(std::string(refused_by.remedy.In(language)));
  }
  return actions;
}

v1::BreakGlass RenewalOf(const v1::BreakGlass& glass, const std::string& description,
                         const Reviewer& caller, absl::Time now) {
  v1::BreakGlass renewal;
  renewal.set_client_id(glass.client_id());
  rpc::SetHolder(rpc::HolderOf(glass), renewal);
  renewal.set_worker_id(glass.worker_id());
  renewal.set_reason(glass.reason());
  renewal.set_description(description);
  *renewal.mutable_areas() = glass.areas();
  renewal.set_renewal_of_id(glass.break_glass_id());
  renewal.set_confirmed_by_worker_id(caller.worker_id);
  Begin(now, now + kLongest, renewal);
  return renewal;
}

absl::Time EndOf(const v1::BreakGlass& glass) {
  return rpc::FromTimestamp(glass.has_close_time() ? glass.close_time() : glass.expire_time());
}

bool IsReviewOverdue(const v1::BreakGlass& glass, absl::CivilDay day) {
  return !glass.has_outcome() && dates::FromDate(glass.review_due()) < day;
}

}  // namespace opora::registry::access
