#pragma once

#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "common/db/plan.h"
#include "common/db/record.h"
#include "common/rpc/page.h"
#include "common/status_macros.h"

namespace opora::rpc {

// Fills a page with the records that `where` (a condition with $1 … of `params`) names, newest
// first by create_time and key, and the token of the next page.
//
// INVALID_ARGUMENT PAGE_TOKEN_MISMATCH.
template <typename Record, typename Request, typename Response>
absl::Status ListNewest(Call& call, const Request& request, std::string_view where,
                        db::Params params, google::protobuf::RepeatedPtrField<Record>& records,
                        Response& response) {
  ASSIGN_OR_RETURN(const Page page, ReadPage(call, request));
  const std::size_t at = params.size();
  const std::string& key = db::PlanOf(Record::descriptor()).key;
  params.insert(params.end(), {page.Key(0), page.Key(1), page.Limit()});
  db::SelectInto(
      call.tx(), Record::default_instance(),
      absl::StrCat("WHERE (", std::string(where), ") AND ($", at + 1,
                   "::timestamptz IS NULL OR (r.create_time, r.", key, ") < ($", at + 1,
                   "::timestamptz, $", at + 2, "::uuid)) ORDER BY r.create_time DESC, r.", key,
                   " DESC LIMIT $", at + 3),
      params, [&] { return records.Add(); });
  if (const Record* last = CutToPage(page, records))
    response.set_next_page_token(
        NextPageToken(call, request, {db::TimestampText(last->create_time()), KeyOf(*last)}));
  return absl::OkStatus();
}

}  // namespace opora::rpc
