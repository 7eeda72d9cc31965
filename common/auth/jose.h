#pragma once

#include <cjose/cjose.h>
#include <jansson.h>
#include <openssl/err.h>

#include <memory>
#include <string_view>

#include "absl/status/status.h"

// What tokens and key sets are made of, and how a token is refused.
namespace opora::auth {

template <auto kRelease>
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    kRelease(object);
  }
};
// json_decref is a function of each file that includes it, hence no argument of Releaser.
struct JsonReleaser {
  void operator()(json_t* json) const { json_decref(json); }
};
using Json = std::unique_ptr<json_t, JsonReleaser>;
using Jwk = std::unique_ptr<cjose_jwk_t, Releaser<cjose_jwk_release>>;
using Jws = std::unique_ptr<cjose_jws_t, Releaser<cjose_jws_release>>;

// A failed signature leaves errors in OpenSSL's queue of this thread, where the next TLS
// operation of gRPC on the same thread would take them for its own.
class OpensslErrorsDropped {
 public:
  OpensslErrorsDropped() { ERR_set_mark(); }
  ~OpensslErrorsDropped() { ERR_pop_to_mark(); }
  OpensslErrorsDropped(const OpensslErrorsDropped&) = delete;
  OpensslErrorsDropped& operator=(const OpensslErrorsDropped&) = delete;
};

// UNAUTHENTICATED with the reason as its payload kReasonPayload.
absl::Status Refused(const char* reason, const char* message);
absl::Status Malformed(const char* message);

// Null when the text is no object.
Json ParseObject(std::string_view text);

std::string_view TextOf(const json_t* string);

// Whether `value` is the string `text`, or a list of which one element is.
bool IsOrContains(const json_t* value, std::string_view text);

}  // namespace opora::auth
