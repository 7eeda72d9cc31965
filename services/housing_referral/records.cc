#include "services/housing_referral/records.h"

#include "common/rules/occurrence.h"

namespace opora::housing {

absl::StatusOr<bool> MayKnow(rpc::Call& call, const google::protobuf::Message& record) {
  if (rpc::HolderOf(record) == call.caller().unit) return true;
  if (rpc::IsAddressee(record, call.caller().unit)) return true;
  ASSIGN_OR_RETURN(const rpc::Grants* grants,
                   call.GrantsFor({rpc::ClientOf(record), rpc::HolderOf(record)}));
  return grants->Any();
}

absl::Status Unknown(rpc::Call& call) { return call.HiddenRefusal("XC-13", "NO_BASIS"); }

absl::StatusOr<absl::CivilDay> DayOr(bool given, const common::v1::Date& date,
                                     std::string_view field, absl::Time now) {
  if (!given) return dates::DayAt(now);
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  return dates::FromDate(date);
}

absl::StatusOr<absl::CivilDay> PastDay(const common::v1::Date& date, std::string_view field,
                                       absl::Time now) {
  RETURN_IF_ERROR(dates::CheckDate(date, field));
  const absl::CivilDay day = dates::FromDate(date);
  if (day > dates::DayAt(now))
    return rules::Refuse(rules::kNotInFuture, {.field = std::string(field)});
  return day;
}

absl::StatusOr<absl::Time> PastTimeOr(bool given, const google::protobuf::Timestamp& time,
                                      std::string_view field, absl::Time now) {
  if (!given) return now;
  const absl::Time occurred_at = rpc::FromTimestamp(time);
  RETURN_IF_ERROR(rules::CheckOccurrence(occurred_at, now, field));
  return occurred_at;
}

}  // namespace opora::housing
