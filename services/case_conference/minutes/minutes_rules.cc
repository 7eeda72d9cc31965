#include "services/case_conference/minutes/minutes_rules.h"

#include <algorithm>

#include "common/time/proto_date.h"
#include "services/case_conference/conferences/participants.h"
#include "services/case_conference/minutes/refusals.h"

namespace opora::conference {
namespace {

bool IsOfEdition(const v1::Minutes& minutes, const v1::MinutesAgreement& agreement) {
  return agreement.edition() == minutes.edition();
}

}  // namespace

bool IsApproved(const v1::Minutes& minutes) {
  return minutes.state() == v1::MINUTES_STATE_APPROVED ||
         minutes.state() == v1::MINUTES_STATE_APPROVED_WITH_OBJECTIONS;
}

bool IsBrief(const std::string& text) {
  const auto goes_on = [](unsigned char byte) { return (byte & 0xC0) == 0x80; };
  const auto beyond_first = std::count_if(text.begin(), text.end(), goes_on);
  return static_cast<std::ptrdiff_t>(text.size()) - beyond_first <= kBriefMinutes;
}

absl::Status Edit(v1::Minutes& minutes, const std::string& text) {
  if (IsApproved(minutes)) return rules::Refuse(rule::kMinutesStateRefuses);
  minutes.set_text(text);
  const auto& given = minutes.agreements();
  const bool answered = std::any_of(
      given.begin(), given.end(),
      [&](const v1::MinutesAgreement& agreement) { return IsOfEdition(minutes, agreement); });
  if (answered) minutes.set_edition(minutes.edition() + 1);
  return absl::OkStatus();
}

std::vector<std::string> MissingAgreements(const v1::Conference& conference,
                                           const v1::Minutes& minutes) {
  return Ids(conference, [&](const v1::Participant& participant) {
    const auto& given = minutes.agreements();
    const bool agreed =
        std::any_of(given.begin(), given.end(), [&](const v1::MinutesAgreement& agreement) {
          return IsOfEdition(minutes, agreement) && agreement.agreed() &&
                 agreement.participant_id() == participant.participant_id();
        });
    return TookPart(participant) && !agreed;
  });
}

absl::Status CheckClosing(const v1::Minutes& minutes, absl::CivilDay today) {
  if (minutes.state() != v1::MINUTES_STATE_CIRCULATED)
    return rules::Refuse(rule::kMinutesStateRefuses);
  if (dates::FromDate(minutes.answers_due_date()) >= today)
    return rules::Refuse(rule::kAnswersNotDue);
  const auto& given = minutes.agreements();
  const bool unclear =
      std::any_of(given.begin(), given.end(), [&](const v1::MinutesAgreement& agreement) {
        return IsOfEdition(minutes, agreement) && agreement.is_incomprehensible();
      });
  return unclear ? rules::Refuse(rule::kIncomprehensible) : absl::OkStatus();
}

std::vector<std::string> MissingForShare(const v1::Conference& conference,
                                         const v1::ContentShare& share) {
  return Ids(conference, [&](const v1::Participant& participant) {
    bool agreed = false;
    bool refused = false;
    for (const v1::ShareAgreement& agreement : share.agreements()) {
      if (agreement.participant_id() != participant.participant_id()) continue;
      (agreement.agreed() ? agreed : refused) = true;
    }
    const bool asked = TookPart(participant) || HasRole(participant, v1::CONFERENCE_ROLE_CLIENT);
    return refused || (asked && !agreed);
  });
}

}  // namespace opora::conference
