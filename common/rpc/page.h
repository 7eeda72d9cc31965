#pragma once

#include <google/protobuf/message.h>

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
};

// Reads page_size and page_token of a List request. A token holds for the same caller, method and
// filter.
//
// INVALID_ARGUMENT PAGE_TOKEN_MISMATCH: edited, of another caller, or of another filter.
absl::StatusOr<Page> ReadPage(const Call& call, const google::protobuf::Message& request);

// Token of the page that follows the row with these sort keys.
std::string NextPageToken(const Call& call, const google::protobuf::Message& request,
                          const std::vector<std::string>& keys);

}  // namespace opora::rpc
