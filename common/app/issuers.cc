#include "common/app/issuers.h"

#include <jansson.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "common/status_macros.h"

namespace opora::app {
namespace {

using Json = std::unique_ptr<json_t, decltype(&json_decref)>;

absl::Status ReadTexts(const json_t* value, std::vector<std::string>& texts) {
  std::size_t index = 0;
  json_t* element = nullptr;
  json_array_foreach(value, index, element) {
    if (!json_is_string(element)) return absl::InvalidArgumentError("must be a list of texts");
    texts.emplace_back(json_string_value(element));
  }
  return json_is_array(value) ? absl::OkStatus()
                              : absl::InvalidArgumentError("must be a list of texts");
}

absl::StatusOr<auth::IssuerConfig> ReadIssuer(json_t* object) {
  auth::IssuerConfig issuer;
  const std::map<std::string, std::string*> texts = {{"issuer", &issuer.issuer},
                                                     {"jwks", &issuer.jwks},
                                                     {"agency_claim", &issuer.agency_claim},
                                                     {"kind_claim", &issuer.kind_claim}};
  const std::map<std::string, std::vector<std::string>*> lists = {
      {"aliases", &issuer.aliases},
      {"audiences", &issuer.audiences},
      {"algorithms", &issuer.algorithms}};
  const char* key = nullptr;
  json_t* value = nullptr;
  json_object_foreach(object, key, value) {
    if (const auto text = texts.find(key); text != texts.end() && json_is_string(value)) {
      *text->second = json_string_value(value);
    } else if (const auto list = lists.find(key); list != lists.end()) {
      RETURN_IF_ERROR(ReadTexts(value, *list->second));
    } else {
      return absl::InvalidArgumentError(absl::StrCat("member ", key, " is unknown or no text"));
    }
  }
  return issuer;
}

}  // namespace

absl::StatusOr<std::vector<auth::IssuerConfig>> ReadIssuers(const std::string& path) {
  json_error_t error;
  const Json json(json_load_file(path.c_str(), JSON_REJECT_DUPLICATES, &error), &json_decref);
  if (json == nullptr || !json_is_array(json.get())) {
    return absl::InvalidArgumentError(
        absl::StrCat("issuers-file ", path, ": ", json == nullptr ? error.text : "no list"));
  }
  std::vector<auth::IssuerConfig> issuers;
  std::size_t index = 0;
  json_t* object = nullptr;
  json_array_foreach(json.get(), index, object) {
    auto issuer = ReadIssuer(object);
    if (!issuer.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat("issuers-file ", path, ": ", std::string(issuer.status().message())));
    }
    issuers.push_back(*std::move(issuer));
  }
  return issuers;
}

}  // namespace opora::app
