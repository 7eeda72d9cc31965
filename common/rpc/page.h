#pragma once

#include <google/protobuf/message.h>

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "common/rpc/call.h"

namespace opora::rpc {

// Where a page of a list begins and how long it may be.
struct Page {
  int size = 50;
  std::vector<std::string>
      after;  // Sort keys of the last row of the page before; empty for the first page.

  // One of those keys as a parameter, NULL on the first page.
  std::optional<std::string> Key(std::size_t number) const {
    return number < after.size() ? std::optional(after[number]) : std::nullopt;
  }

  // What to read at most: one row more than the page holds says that another page follows.
  std::string Limit() const { return std::to_string(size + 1); }
};

// Reads page_size and page_token of a List request. A token holds for the same caller, method and
// filter.
//
// INVALID_ARGUMENT PAGE_TOKEN_MISMATCH: edited, of another caller, or of another filter.
absl::StatusOr<Page> ReadPage(const Call& call, const google::protobuf::Message& request);

// Token of the page that follows the row with these sort keys.
std::string NextPageToken(const Call& call, const google::protobuf::Message& request,
                          const std::vector<std::string>& keys);

// Drops the row beyond the page that `Page::Limit` allowed for. The last row of the page, whose
// keys make the token of the next; nullptr where no page follows.
template <typename Record>
const Record* CutToPage(const Page& page, google::protobuf::RepeatedPtrField<Record>& found) {
  if (found.size() <= page.size) return nullptr;
  found.RemoveLast();
  return &*found.rbegin();
}

template <typename Record>
const Record* CutToPage(const Page& page, std::vector<Record>& found) {
  if (found.size() <= static_cast<std::size_t>(page.size)) return nullptr;
  found.pop_back();
  return &found.back();
}

}  // namespace opora::rpc
