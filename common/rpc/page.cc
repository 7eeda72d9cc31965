#include "common/rpc/page.h"

#include <openssl/sha.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "common/db/session.h"
#include "common/rpc/idempotency.h"
#include "common/rules/rule.h"

namespace opora::rpc {
namespace {

constexpr int kDefaultSize = 50;
constexpr std::size_t kDigestSize = 12;

// Binds a token to caller, method and filter. Not a secret: every page is authorized afresh, so a
// forged token gains nothing; it only must not be mistaken for one of another list.
std::string Digest(const Call& call, const google::protobuf::Message& request,
                   const std::string& keys) {
  std::unique_ptr<google::protobuf::Message> filter(request.New());
  filter->CopyFrom(request);
  const auto* descriptor = filter->GetDescriptor();
  filter->GetReflection()->ClearField(filter.get(), descriptor->FindFieldByName("page_size"));
  filter->GetReflection()->ClearField(filter.get(), descriptor->FindFieldByName("page_token"));
  const std::string text = absl::StrCat(CallerKey(call.caller()), "\n", call.method().full_name(),
                                        "\n", RequestHash(*filter), "\n", keys);
  unsigned char hash[SHA256_DIGEST_LENGTH];
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), hash);
  return std::string(reinterpret_cast<const char*>(hash), kDigestSize);
}

}  // namespace

absl::StatusOr<Page> ReadPage(const Call& call, const google::protobuf::Message& request) {
  const auto* descriptor = request.GetDescriptor();
  Page page;
  page.size = request.GetReflection()->GetInt32(request, descriptor->FindFieldByName("page_size"));
  if (page.size == 0) page.size = kDefaultSize;
  const std::string token = TextAt(request, "page_token");
  if (token.empty()) return page;
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(token, &bytes) || bytes.size() < kDigestSize ||
      bytes.substr(0, kDigestSize) != Digest(call, request, bytes.substr(kDigestSize))) {
    return rules::InvalidField("page_token", "PAGE_TOKEN_MISMATCH",
                               "is not a token of this list for this caller");
  }
  page.after = db::ParseArray(bytes.substr(kDigestSize));
  return page;
}

std::string NextPageToken(const Call& call, const google::protobuf::Message& request,
                          const std::vector<std::string>& keys) {
  const std::string text = db::ArrayLiteral(keys);
  return absl::WebSafeBase64Escape(absl::StrCat(Digest(call, request, text), text));
}

}  // namespace opora::rpc
