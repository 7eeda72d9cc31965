#include "common/auth/token.h"

#include <cjose/cjose.h>
#include <curl/curl.h>
#include <jansson.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <initializer_list>
#include <optional>
#include <set>
#include <thread>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "common/status_macros.h"

namespace opora::auth {
namespace {

constexpr size_t kMaxTokenBytes = 12 * 1024;
constexpr size_t kMaxKeySetBytes = 64 * 1024;
constexpr size_t kMaxCachedTokens = 8192;
constexpr size_t kMaxTextBytes = 255;  // of a subject, a client or an agency
constexpr size_t kMinRsaBits = 2048;   // RFC 7518, 3.3
constexpr size_t kMaxRsaBits = 8192;   // verification time grows with the square

constexpr absl::Duration kMaxCacheTime = absl::Minutes(5);
constexpr absl::Duration kFileCheckPeriod = absl::Seconds(1);
constexpr absl::Duration kUrlRefreshPeriod = absl::Minutes(15);
constexpr absl::Duration kUnknownKeyPeriod = absl::Minutes(1);
constexpr absl::Duration kMaxRetryDelay = absl::Minutes(1);

template <auto kRelease>
struct Releaser {
  template <typename T>
  void operator()(T* object) const {
    kRelease(object);
  }
};
using Json = std::unique_ptr<json_t, Releaser<json_decref>>;
using Jwk = std::unique_ptr<cjose_jwk_t, Releaser<cjose_jwk_release>>;
using Jws = std::unique_ptr<cjose_jws_t, Releaser<cjose_jws_release>>;
using Curl = std::unique_ptr<CURL, Releaser<curl_easy_cleanup>>;
using CurlUrl = std::unique_ptr<CURLU, Releaser<curl_url_cleanup>>;
using CurlList = std::unique_ptr<curl_slist, Releaser<curl_slist_free_all>>;

// A failed signature leaves errors in OpenSSL's queue of this thread, where the next TLS
// operation of gRPC on the same thread would take them for its own.
class OpensslErrorsDropped {
 public:
  OpensslErrorsDropped() { ERR_set_mark(); }
  ~OpensslErrorsDropped() { ERR_pop_to_mark(); }
  OpensslErrorsDropped(const OpensslErrorsDropped&) = delete;
  OpensslErrorsDropped& operator=(const OpensslErrorsDropped&) = delete;
};

absl::Status Refused(const char* reason, const char* message) {
  absl::Status status = absl::UnauthenticatedError(message);
  status.SetPayload(kReasonPayload, absl::Cord(reason));
  return status;
}

absl::Status Malformed(const char* message) { return Refused("TOKEN_MALFORMED", message); }

Json ParseObject(std::string_view text) {
  Json json(json_loadb(text.data(), text.size(), JSON_REJECT_DUPLICATES, nullptr));
  return json_is_object(json.get()) ? std::move(json) : nullptr;
}

std::string_view TextOf(const json_t* string) {
  return {json_string_value(string), json_string_length(string)};
}

// Whether `value` is the string `text`, or a list of which one element is.
bool IsOrContains(const json_t* value, std::string_view text) {
  if (json_is_string(value)) return TextOf(value) == text;
  for (size_t i = 0; i < json_array_size(value); ++i) {
    const json_t* element = json_array_get(value, i);
    if (json_is_string(element) && TextOf(element) == text) return true;
  }
  return false;
}

bool Contains(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

// ---- Keys ----

constexpr struct {
  const char* name;
  cjose_jwk_kty_t key_type;
} kAlgorithms[] = {
    {"RS256", CJOSE_JWK_KTY_RSA},
    {"PS256", CJOSE_JWK_KTY_RSA},
    {"ES256", CJOSE_JWK_KTY_EC},
};

// nullopt: not one of ours; `none` and the symmetric ones never are.
std::optional<cjose_jwk_kty_t> KeyTypeFor(std::string_view algorithm) {
  for (const auto& entry : kAlgorithms) {
    if (algorithm == entry.name) return entry.key_type;
  }
  return std::nullopt;
}

struct Key {
  std::string kid;        // may be empty
  std::string algorithm;  // empty = any that fits the type
  cjose_jwk_kty_t type = {};
  Jwk jwk;
};
using KeySet = std::vector<Key>;

// Whether an entry of a key set is there to verify signatures.
bool IsForVerifying(const json_t* entry) {
  const json_t* use = json_object_get(entry, "use");
  const json_t* operations = json_object_get(entry, "key_ops");
  return (use == nullptr || (json_is_string(use) && TextOf(use) == "sig")) &&
         (operations == nullptr ||
          (json_is_array(operations) && IsOrContains(operations, "verify")));
}

// Takes the public members alone: cjose refuses keys for oddities in members that do not matter
// here, and a private part has no business in this process.
Jwk ImportPublicKey(const json_t* entry, std::initializer_list<const char*> members) {
  Json bare(json_object());
  for (const char* member : members) {
    json_t* value = json_object_get(entry, member);
    if (!json_is_string(value)) return nullptr;
    json_object_set(bare.get(), member, value);
  }
  return Jwk(cjose_jwk_import_json(bare.get(), nullptr));
}

Jwk ImportRsa(const json_t* entry) {
  Jwk jwk = ImportPublicKey(entry, {"kty", "n", "e"});
  if (jwk == nullptr) return nullptr;
  const size_t bits = cjose_jwk_get_keysize(jwk.get(), nullptr);
  return bits >= kMinRsaBits && bits <= kMaxRsaBits ? std::move(jwk) : nullptr;
}

Jwk ImportP256(const json_t* entry) {
  const json_t* curve = json_object_get(entry, "crv");
  if (!json_is_string(curve) || TextOf(curve) != "P-256") return nullptr;
  return ImportPublicKey(entry, {"kty", "crv", "x", "y"});
}

// nullopt for an entry that is of no use here: RFC 7517, 5, wants those ignored.
std::optional<Key> ImportKey(const json_t* entry) {
  const json_t* type = json_object_get(entry, "kty");
  if (!json_is_string(type) || !IsForVerifying(entry)) return std::nullopt;
  Key key;
  if (TextOf(type) == "RSA") {
    key.type = CJOSE_JWK_KTY_RSA;
    key.jwk = ImportRsa(entry);
  } else if (TextOf(type) == "EC") {
    key.type = CJOSE_JWK_KTY_EC;
    key.jwk = ImportP256(entry);
  }
  if (key.jwk == nullptr) return std::nullopt;
  if (const json_t* kid = json_object_get(entry, "kid")) {
    if (!json_is_string(kid)) return std::nullopt;
    key.kid = TextOf(kid);
  }
  if (const json_t* algorithm = json_object_get(entry, "alg")) {
    if (!json_is_string(algorithm) || KeyTypeFor(TextOf(algorithm)) != key.type) {
      return std::nullopt;
    }
    key.algorithm = TextOf(algorithm);
  }
  return key;
}

absl::StatusOr<std::shared_ptr<const KeySet>> ParseKeySet(std::string_view document) {
  if (document.size() > kMaxKeySetBytes) {
    return absl::InvalidArgumentError("the key set is larger than 64 KB");
  }
  const OpensslErrorsDropped scope;
  const Json json = ParseObject(document);
  const json_t* list = json_object_get(json.get(), "keys");
  if (!json_is_array(list)) return absl::InvalidArgumentError("not a JSON Web Key Set");

  auto keys = std::make_shared<KeySet>();
  std::set<std::pair<cjose_jwk_kty_t, std::string>> names;
  for (size_t i = 0; i < json_array_size(list); ++i) {
    std::optional<Key> key = ImportKey(json_array_get(list, i));
    if (!key) continue;
    if (!key->kid.empty() && !names.emplace(key->type, key->kid).second) {
      return absl::InvalidArgumentError("two keys of the set have the same kid");
    }
    keys->push_back(*std::move(key));
  }
  if (keys->empty()) {
    return absl::InvalidArgumentError("no key of the set can verify RS256, PS256 or ES256");
  }
  return keys;
}

// ---- Where keys come from ----

// Lets one caller through per period, and one after the clock was set back.
class Throttle {
 public:
  explicit Throttle(absl::Duration period) : period_(period) {}

  bool Pass(absl::Time now) {
    int64_t last = last_ms_.load(std::memory_order_relaxed);
    if (absl::AbsDuration(now - absl::FromUnixMillis(last)) < period_) return false;
    return last_ms_.compare_exchange_strong(last, absl::ToUnixMillis(now));
  }

 private:
  const absl::Duration period_;
  std::atomic<int64_t> last_ms_{0};
};

// The keys of one issuer. Keeps the last good set while a newer one cannot be had.
class KeySource {
 public:
  explicit KeySource(std::function<void()> on_change) : on_change_(std::move(on_change)) {}
  virtual ~KeySource() = default;
  KeySource(const KeySource&) = delete;
  KeySource& operator=(const KeySource&) = delete;

  // Null until there is a good set.
  std::shared_ptr<const KeySet> keys() const {
    absl::ReaderMutexLock lock(&mutex_);
    return keys_;
  }

  absl::Status problem() const {
    absl::ReaderMutexLock lock(&mutex_);
    return problem_;
  }

  // Comes before every verification, so it must be cheap.
  virtual void Poll(absl::Time now) = 0;

  // For a token whose key is not in the set.
  virtual void Seek(absl::Time now) = 0;

 protected:
  // Never by two threads at once.
  void Publish(absl::StatusOr<std::string> document) {
    if (!document.ok() || *document == document_) return SetProblem(document.status());
    absl::StatusOr<std::shared_ptr<const KeySet>> keys = ParseKeySet(*document);
    if (!keys.ok()) return SetProblem(keys.status());
    document_ = *std::move(document);
    {
      absl::MutexLock lock(&mutex_);
      keys_ = *std::move(keys);
      problem_ = absl::OkStatus();
    }
    on_change_();
  }

 private:
  void SetProblem(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    problem_ = status;
  }

  const std::function<void()> on_change_;
  std::string document_;  // that keys_ was made from
  mutable absl::Mutex mutex_;
  std::shared_ptr<const KeySet> keys_ ABSL_GUARDED_BY(mutex_);
  absl::Status problem_ ABSL_GUARDED_BY(mutex_) = absl::UnavailableError("not fetched yet");
};

class FileKeys final : public KeySource {
 public:
  FileKeys(std::string path, std::function<void()> on_change)
      : KeySource(std::move(on_change)), path_(std::move(path)) {
    Reread();
  }

  void Poll(absl::Time now) override {
    if (throttle_.Pass(now)) Reread();
  }

  void Seek(absl::Time) override { Reread(); }

 private:
  struct Stamp {
    dev_t device;
    ino_t inode;
    off_t size;
    int64_t mtime_s, mtime_ns;
    bool operator==(const Stamp&) const = default;
  };

  void Reread() {
    absl::MutexLock lock(&mutex_);
    struct stat info = {};
    if (stat(path_.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
      return Publish(absl::NotFoundError(absl::StrCat("no file ", path_)));
    }
    const Stamp stamp = {info.st_dev, info.st_ino, info.st_size, info.st_mtim.tv_sec,
                         info.st_mtim.tv_nsec};
    if (stamp == read_) return;
    // Times of files have a granularity of some milliseconds: a second write may leave the same
    // stamp, so only one that has settled is remembered.
    const bool settled = absl::Now() - absl::TimeFromTimespec(info.st_mtim) > absl::Seconds(1);
    absl::StatusOr<std::string> document = Read();
    read_ = settled && document.ok() ? std::optional(stamp) : std::nullopt;
    Publish(std::move(document));
  }

  absl::StatusOr<std::string> Read() const {
    std::string document(kMaxKeySetBytes + 1, '\0');
    std::ifstream file(path_, std::ios::binary);
    if (!file) return absl::UnavailableError(absl::StrCat("cannot read ", path_));
    file.read(document.data(), static_cast<std::streamsize>(document.size()));
    if (file.bad()) return absl::UnavailableError(absl::StrCat("cannot read ", path_));
    document.resize(static_cast<size_t>(file.gcount()));
    return document;
  }

  const std::string path_;
  Throttle throttle_{kFileCheckPeriod};
  absl::Mutex mutex_;
  std::optional<Stamp> read_ ABSL_GUARDED_BY(mutex_);
};

// https://, or http:// to this very machine; without a password in it.
absl::Status CheckUrl(const std::string& url) {
  const CurlUrl parsed(curl_url());
  if (curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) {
    return absl::InvalidArgumentError(absl::StrCat("jwks is not a URL: ", url));
  }
  const auto part = [&](CURLUPart which) {
    char* text = nullptr;
    curl_url_get(parsed.get(), which, &text, 0);
    const std::unique_ptr<char, Releaser<curl_free>> owner(text);
    return std::string(text == nullptr ? "" : text);
  };
  const std::string host = part(CURLUPART_HOST);
  const bool loopback = host == "localhost" || host == "127.0.0.1" || host == "[::1]";
  const std::string scheme = part(CURLUPART_SCHEME);
  if (scheme != "https" && !(scheme == "http" && loopback)) {
    return absl::InvalidArgumentError(absl::StrCat("jwks must be https:// or a file: ", url));
  }
  if (!part(CURLUPART_USER).empty() || !part(CURLUPART_PASSWORD).empty()) {
    return absl::InvalidArgumentError("the URL in jwks must not hold a password");
  }
  return absl::OkStatus();
}

class UrlKeys final : public KeySource {
 public:
  UrlKeys(std::string url, std::function<void()> on_change)
      : KeySource(std::move(on_change)), url_(std::move(url)), thread_([this] { Run(); }) {}

  ~UrlKeys() override {
    stopping_ = true;
    {
      absl::MutexLock lock(&mutex_);
      due_ = true;
    }
    thread_.join();
  }

  void Poll(absl::Time) override {}

  // The new set comes too late for this token: it has to be presented again.
  void Seek(absl::Time now) override {
    if (!throttle_.Pass(now)) return;
    absl::MutexLock lock(&mutex_);
    due_ = true;
  }

 private:
  void Run() {
    absl::Duration retry = absl::Seconds(1);
    while (!stopping_) {
      absl::StatusOr<std::string> document = Fetch();
      const bool fetched = document.ok();
      Publish(std::move(document));
      Wait(fetched ? kUrlRefreshPeriod : retry);
      retry = fetched ? absl::Seconds(1) : std::min(retry * 2, kMaxRetryDelay);
    }
  }

  void Wait(absl::Duration at_most) {
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&due_), at_most);
    due_ = false;
  }

  absl::StatusOr<std::string> Fetch() {
    const Curl curl(curl_easy_init());
    const CurlList headers(curl_slist_append(nullptr, "Accept: application/json"));
    std::string body;
    if (curl == nullptr || headers == nullptr || !Prepare(curl.get(), headers.get(), &body)) {
      return absl::InternalError("libcurl refuses an option");
    }
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK) {
      return absl::UnavailableError(absl::StrCat(url_, ": ", curl_easy_strerror(code)));
    }
    long http_status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &http_status);
    if (http_status != 200) {
      return absl::UnavailableError(absl::StrCat(url_, " answers ", http_status));
    }
    return body;
  }

  bool Prepare(CURL* curl, curl_slist* headers, std::string* body) {
    const bool secure = absl::StartsWithIgnoreCase(url_, "https:");
    const auto set = [&](CURLoption option, auto value) {
      return curl_easy_setopt(curl, option, value) == CURLE_OK;
    };
    return set(CURLOPT_URL, url_.c_str()) &&
           set(CURLOPT_PROTOCOLS_STR, secure ? "https" : "http") &&
           (secure || set(CURLOPT_NOPROXY, "*")) &&
           set(CURLOPT_SSLVERSION, long{CURL_SSLVERSION_TLSv1_2}) &&
           set(CURLOPT_FOLLOWLOCATION, 0L) && set(CURLOPT_NOSIGNAL, 1L) &&
           set(CURLOPT_CONNECTTIMEOUT_MS, 5000L) && set(CURLOPT_TIMEOUT_MS, 10000L) &&
           set(CURLOPT_HTTPHEADER, headers) && set(CURLOPT_WRITEDATA, body) &&
           set(CURLOPT_WRITEFUNCTION, &UrlKeys::Receive) && set(CURLOPT_NOPROGRESS, 0L) &&
           set(CURLOPT_XFERINFODATA, this) && set(CURLOPT_XFERINFOFUNCTION, &UrlKeys::IsStopping);
  }

  // Taking less than was offered ends the transfer.
  static size_t Receive(const char* data, size_t size, size_t count, std::string* body) {
    if (size * count > kMaxKeySetBytes - body->size()) return 0;
    body->append(data, size * count);
    return size * count;
  }

  static int IsStopping(UrlKeys* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return self->stopping_ ? 1 : 0;
  }

  const std::string url_;
  Throttle throttle_{kUnknownKeyPeriod};
  std::atomic<bool> stopping_{false};
  absl::Mutex mutex_;
  bool due_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;  // last: it uses all the others
};

// ---- Cache ----

using Digest = std::array<unsigned char, 32>;

Digest Sha256(std::string_view text) {
  static const EVP_MD* const kSha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  Digest digest = {};
  unsigned int size = 0;
  // Without it every token would share one place in the cache.
  if (EVP_Digest(text.data(), text.size(), digest.data(), &size, kSha256, nullptr) != 1) abort();
  return digest;
}

struct Verified {
  Identity identity;
  absl::Time at;
};

// Tokens that were found good with the present keys.
class TokenCache {
 public:
  std::shared_ptr<const Verified> Find(const Digest& token) const {
    absl::ReaderMutexLock lock(&mutex_);
    const auto found = tokens_.find(token);
    return found == tokens_.end() ? nullptr : found->second;
  }

  // To be asked before the keys are: what was found good with older keys is then not inserted.
  uint64_t generation() const {
    absl::ReaderMutexLock lock(&mutex_);
    return generation_;
  }

  void Insert(const Digest& token, Verified verified, uint64_t generation) {
    auto entry = std::make_shared<const Verified>(std::move(verified));
    absl::MutexLock lock(&mutex_);
    if (generation != generation_) return;
    // Only good tokens get here, so no stranger can make it overflow.
    if (tokens_.size() >= kMaxCachedTokens) tokens_.clear();
    tokens_[token] = std::move(entry);
  }

  void Drop() {
    absl::MutexLock lock(&mutex_);
    ++generation_;
    tokens_.clear();
  }

 private:
  mutable absl::Mutex mutex_;
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<Digest, std::shared_ptr<const Verified>> tokens_ ABSL_GUARDED_BY(mutex_);
};

// ---- The token's form ----

struct Header {
  std::string algorithm;
  std::string kid;
};

struct Token {
  Header header;
  Jws jws;
  Json claims;  // not to be believed before the signature is verified
};

// Three parts of pure base64url. cjose itself stops reading at a '=' and ignores what follows.
bool IsCompactForm(std::string_view jwt) {
  size_t length = 0, parts = 1;
  for (const char c : jwt) {
    if (c == '.') {
      if (length == 0 || length % 4 == 1) return false;
      length = 0;
      ++parts;
    } else if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_') {
      ++length;
    } else {
      return false;
    }
  }
  return parts == 3 && length != 0 && length % 4 != 1;
}

// RFC 8725, 3.11: tokens for other uses (logout, DPoP proofs, …) may come from the same issuer.
bool IsAccessTokenType(const json_t* type) {
  if (type == nullptr) return true;
  if (!json_is_string(type)) return false;
  std::string name = absl::AsciiStrToLower(json_string_value(type));
  if (name.starts_with("application/")) name.erase(0, sizeof("application/") - 1);
  return name == "jwt" || name == "at+jwt";
}

absl::StatusOr<Header> ParseHeader(std::string_view jwt) {
  const std::string_view encoded = jwt.substr(0, jwt.find('.'));
  std::string text;
  if (!absl::WebSafeBase64Unescape(absl::string_view(encoded.data(), encoded.size()), &text)) {
    return Malformed("the token's header is not base64url");
  }
  const Json json = ParseObject(text);
  if (json == nullptr) return Malformed("the token's header is not a JSON object");
  const json_t* algorithm = json_object_get(json.get(), "alg");
  if (!json_is_string(algorithm)) return Malformed("the token's header has no alg");
  if (!KeyTypeFor(TextOf(algorithm))) {
    return Refused("ALGORITHM_REFUSED", "tokens are to be signed with RS256, PS256 or ES256");
  }
  // Every critical extension is one that we do not know.
  if (json_object_get(json.get(), "crit") != nullptr) {
    return Malformed("the token's header has critical extensions");
  }
  if (!IsAccessTokenType(json_object_get(json.get(), "typ"))) {
    return Malformed("the token is not an access token");
  }
  const json_t* kid = json_object_get(json.get(), "kid");
  if (kid != nullptr && !json_is_string(kid)) return Malformed("the token's kid is not a string");
  return Header{std::string(TextOf(algorithm)), kid ? std::string(TextOf(kid)) : ""};
}

absl::StatusOr<Token> ParseToken(std::string_view jwt) {
  if (!IsCompactForm(jwt)) return Malformed("the token is not a signed JWT");

  Token token;
  ASSIGN_OR_RETURN(token.header, ParseHeader(jwt));
  token.jws.reset(cjose_jws_import(jwt.data(), jwt.size(), nullptr));
  uint8_t* payload = nullptr;
  size_t size = 0;
  if (token.jws == nullptr || !cjose_jws_get_plaintext(token.jws.get(), &payload, &size, nullptr)) {
    return Malformed("the token is not a signed JWT");
  }
  token.claims = ParseObject({reinterpret_cast<const char*>(payload), size});
  if (token.claims == nullptr) return Malformed("the token's claims are not a JSON object");
  return token;
}

// ---- The signature ----

// The returned key keeps its set alive.
absl::StatusOr<std::shared_ptr<const Key>> SelectKey(const std::shared_ptr<const KeySet>& keys,
                                                     const Header& header) {
  const absl::Status unknown = Refused("KEY_UNKNOWN", "the token is signed with an unknown key");
  if (keys == nullptr) return unknown;
  if (header.kid.empty() && keys->size() != 1) return unknown;
  bool named = false;
  for (const Key& key : *keys) {
    if (!header.kid.empty() && key.kid != header.kid) continue;
    named = true;
    if (KeyTypeFor(header.algorithm) == key.type &&
        (key.algorithm.empty() || key.algorithm == header.algorithm)) {
      return std::shared_ptr<const Key>(keys, &key);
    }
  }
  if (!named) return unknown;
  return Refused("ALGORITHM_REFUSED", "the token's key is not for its algorithm");
}

absl::StatusOr<std::shared_ptr<const Key>> FindKey(KeySource& source, const Header& header,
                                                   absl::Time now) {
  const std::shared_ptr<const KeySet> keys = source.keys();
  absl::StatusOr<std::shared_ptr<const Key>> key = SelectKey(keys, header);
  if (key.ok()) return key;
  source.Seek(now);
  const std::shared_ptr<const KeySet> newer = source.keys();
  return newer == keys ? key : SelectKey(newer, header);
}

absl::Status CheckSignature(std::string_view jwt, const Token& token, const Key& key) {
  // cjose halves an ECDSA signature of any length; RFC 7518, 3.4, allows 64 bytes only.
  constexpr size_t kEs256Letters = 86;
  const bool fits =
      key.type != CJOSE_JWK_KTY_EC || jwt.size() - jwt.rfind('.') - 1 == kEs256Letters;
  const OpensslErrorsDropped scope;
  if (!fits || !cjose_jws_verify(token.jws.get(), key.jwk.get(), nullptr)) {
    return Refused("SIGNATURE_WRONG", "the token's signature is wrong");
  }
  return absl::OkStatus();
}

// ---- The claims ----

// nullopt when absent.
absl::StatusOr<std::optional<absl::Time>> ReadTime(const json_t* claims, const char* name) {
  constexpr double kYear9999 = 253402300799;
  const json_t* claim = json_object_get(claims, name);
  if (claim == nullptr) return std::nullopt;
  const double seconds = json_number_value(claim);
  if (!json_is_number(claim) || !(std::abs(seconds) <= kYear9999)) {
    return Malformed("exp, nbf and iat are to be seconds since 1970");
  }
  return absl::UnixEpoch() + absl::Seconds(seconds);
}

// Empty when absent. Identities end up in logs and keys, hence neither long nor of control
// characters.
absl::StatusOr<std::string> ReadText(const json_t* claims, const char* name) {
  const json_t* claim = json_object_get(claims, name);
  if (claim == nullptr) return "";
  if (!json_is_string(claim)) return Malformed("a claim of the token is not a string");
  const std::string_view text = TextOf(claim);
  if (text.size() > kMaxTextBytes || std::any_of(text.begin(), text.end(), [](unsigned char c) {
        return absl::ascii_iscntrl(c);
      })) {
    return Malformed("a claim of the token is too long or has control characters");
  }
  return std::string(text);
}

absl::Status CheckExpiry(absl::Time expires, absl::Time now) {
  if (now < expires + kLeeway) return absl::OkStatus();
  return Refused("TOKEN_EXPIRED", "the token has expired");
}

// The time of expiry, if `now` lies within the times of the token.
absl::StatusOr<absl::Time> CheckTimes(const json_t* claims, absl::Time now) {
  ASSIGN_OR_RETURN(const std::optional<absl::Time> expires, ReadTime(claims, "exp"));
  if (!expires) return Malformed("the token has no exp");
  RETURN_IF_ERROR(CheckExpiry(*expires, now));
  for (const char* name : {"nbf", "iat"}) {
    ASSIGN_OR_RETURN(const std::optional<absl::Time> start, ReadTime(claims, name));
    if (!start) continue;
    if (*start > *expires) return Malformed("the token expires before it begins");
    if (*start > now + kLeeway) {
      return Refused("TOKEN_NOT_YET_VALID", "the token is not valid yet");
    }
  }
  return *expires;
}

absl::Status CheckAudience(const json_t* claims, const IssuerConfig& issuer) {
  const json_t* audience = json_object_get(claims, "aud");
  for (const std::string& ours : issuer.audiences) {
    if (IsOrContains(audience, ours)) return absl::OkStatus();
  }
  return Refused("AUDIENCE_WRONG", "the token is for another audience");
}

absl::StatusOr<CallerKind> ReadKind(const json_t* claims, const IssuerConfig& issuer) {
  const json_t* claim = json_object_get(claims, issuer.kind_claim.c_str());
  if (claim == nullptr) return CallerKind::kPerson;
  const std::string_view kind = json_is_string(claim) ? TextOf(claim) : "";
  if (kind == "PERSON") return CallerKind::kPerson;
  if (kind == "AGENCY_SYSTEM") return CallerKind::kAgencySystem;
  if (kind == "SERVICE") return CallerKind::kService;
  return Malformed("the token's kind of caller is unknown");
}

// RFC 8705. A confirmation by other means cannot be checked here, and a token that is bound must
// not pass for one that is not.
absl::StatusOr<std::string> ReadBinding(const json_t* claims) {
  constexpr size_t kDigestLetters = 43;
  const json_t* confirmation = json_object_get(claims, "cnf");
  if (confirmation == nullptr) return "";
  ASSIGN_OR_RETURN(std::string digest, ReadText(confirmation, "x5t#S256"));
  if (digest.size() != kDigestLetters) return Malformed("the token's cnf has no x5t#S256");
  return digest;
}

absl::StatusOr<Identity> ReadIdentity(const json_t* claims, const IssuerConfig& issuer) {
  Identity identity;
  identity.issuer = issuer.issuer;
  ASSIGN_OR_RETURN(identity.kind, ReadKind(claims, issuer));
  ASSIGN_OR_RETURN(identity.subject, ReadText(claims, "sub"));
  if (identity.subject.empty()) return Malformed("the token has no sub");
  ASSIGN_OR_RETURN(identity.client_id, ReadText(claims, "azp"));
  if (identity.client_id.empty()) {
    ASSIGN_OR_RETURN(identity.client_id, ReadText(claims, "client_id"));
  }
  ASSIGN_OR_RETURN(identity.agency_id, ReadText(claims, issuer.agency_claim.c_str()));
  if (identity.kind == CallerKind::kAgencySystem && identity.agency_id.empty()) {
    return Malformed("the token of an agency system names no agency");
  }
  ASSIGN_OR_RETURN(identity.certificate_sha256, ReadBinding(claims));
  return identity;
}

// ---- Configuration ----

absl::Status CheckConfig(const IssuerConfig& config) {
  const auto wrong = [&](const char* what) {
    return absl::InvalidArgumentError(absl::StrCat("token issuer '", config.issuer, "': ", what));
  };
  if (config.issuer.empty() || Contains(config.aliases, "")) return wrong("a name is empty");
  if (config.audiences.empty() || Contains(config.audiences, "")) return wrong("no audience");
  if (config.jwks.empty()) return wrong("no jwks");
  if (config.agency_claim.empty() || config.kind_claim.empty()) return wrong("a claim is empty");
  for (const std::string& algorithm : config.algorithms) {
    if (!KeyTypeFor(algorithm)) return wrong("algorithms are RS256, PS256 and ES256");
  }
  return config.jwks.find("://") == std::string::npos ? absl::OkStatus() : CheckUrl(config.jwks);
}

std::unique_ptr<KeySource> MakeSource(const std::string& jwks, std::function<void()> on_change) {
  if (jwks.find("://") == std::string::npos) {
    return std::make_unique<FileKeys>(jwks, std::move(on_change));
  }
  return std::make_unique<UrlKeys>(jwks, std::move(on_change));
}

struct Issuer {
  IssuerConfig config;
  std::unique_ptr<KeySource> source;
};

}  // namespace

struct TokenVerifier::State {
  TokenCache cache;  // first, because the threads of the issuers' sources drop its content
  std::vector<Issuer> issuers;
  absl::flat_hash_map<std::string, size_t> by_name;  // names and aliases to issuers

  absl::StatusOr<const Issuer*> FindIssuer(const json_t* claims) const {
    const json_t* name = json_object_get(claims, "iss");
    const auto found = json_is_string(name) ? by_name.find(json_string_value(name)) : by_name.end();
    if (found == by_name.end()) {
      return Refused("ISSUER_UNKNOWN", "tokens of this issuer are not accepted");
    }
    return &issuers[found->second];
  }

  absl::StatusOr<Identity> VerifyAfresh(std::string_view jwt, absl::Time now) const {
    ASSIGN_OR_RETURN(const Token token, ParseToken(jwt));
    ASSIGN_OR_RETURN(const Issuer* issuer, FindIssuer(token.claims.get()));
    const std::vector<std::string>& allowed = issuer->config.algorithms;
    if (!allowed.empty() && !Contains(allowed, token.header.algorithm)) {
      return Refused("ALGORITHM_REFUSED", "the issuer may not use this algorithm");
    }
    ASSIGN_OR_RETURN(const auto key, FindKey(*issuer->source, token.header, now));
    RETURN_IF_ERROR(CheckSignature(jwt, token, *key));

    ASSIGN_OR_RETURN(const absl::Time expires, CheckTimes(token.claims.get(), now));
    RETURN_IF_ERROR(CheckAudience(token.claims.get(), issuer->config));
    ASSIGN_OR_RETURN(Identity identity, ReadIdentity(token.claims.get(), issuer->config));
    identity.expires = expires;
    return identity;
  }
};

TokenVerifier::TokenVerifier(std::unique_ptr<State> state) : state_(std::move(state)) {}
TokenVerifier::~TokenVerifier() = default;

absl::StatusOr<std::unique_ptr<TokenVerifier>> TokenVerifier::Create(
    std::vector<IssuerConfig> issuers) {
  static const CURLcode kCurlReady = curl_global_init(CURL_GLOBAL_DEFAULT);
  if (kCurlReady != CURLE_OK) return absl::InternalError("libcurl does not start");

  if (issuers.empty()) return absl::InvalidArgumentError("no token issuer is configured");
  auto state = std::make_unique<State>();
  for (size_t i = 0; i < issuers.size(); ++i) {
    RETURN_IF_ERROR(CheckConfig(issuers[i]));
    std::vector<std::string> names = issuers[i].aliases;
    names.push_back(issuers[i].issuer);
    for (const std::string& name : names) {
      if (!state->by_name.emplace(name, i).second) {
        return absl::InvalidArgumentError(absl::StrCat("two token issuers are called ", name));
      }
    }
  }
  for (IssuerConfig& config : issuers) {
    auto source = MakeSource(config.jwks, [cache = &state->cache] { cache->Drop(); });
    state->issuers.push_back({std::move(config), std::move(source)});
  }
  return std::unique_ptr<TokenVerifier>(new TokenVerifier(std::move(state)));
}

absl::StatusOr<Identity> TokenVerifier::Verify(std::string_view jwt, absl::Time now) const {
  if (jwt.empty()) return Refused("TOKEN_MISSING", "there is no token");
  if (jwt.size() > kMaxTokenBytes) return Malformed("the token is longer than 12 KB");
  for (const Issuer& issuer : state_->issuers) issuer.source->Poll(now);

  const Digest digest = Sha256(jwt);
  const std::shared_ptr<const Verified> known = state_->cache.Find(digest);
  if (known != nullptr && absl::AbsDuration(now - known->at) <= kMaxCacheTime) {
    RETURN_IF_ERROR(CheckExpiry(known->identity.expires, now));
    return known->identity;
  }
  const uint64_t generation = state_->cache.generation();
  absl::StatusOr<Identity> identity = state_->VerifyAfresh(jwt, now);
  if (identity.ok()) state_->cache.Insert(digest, {*identity, now}, generation);
  return identity;
}

bool TokenVerifier::Ready() const {
  return std::all_of(state_->issuers.begin(), state_->issuers.end(),
                     [](const Issuer& issuer) { return issuer.source->keys() != nullptr; });
}

absl::Status TokenVerifier::KeyStatus() const {
  for (const Issuer& issuer : state_->issuers) {
    const absl::Status problem = issuer.source->problem();
    if (!problem.ok()) {
      return absl::Status(
          problem.code(),
          absl::StrCat("keys of token issuer '", issuer.config.issuer, "': ", problem.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace opora::auth
