#pragma once

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "common/rpc/caller.h"
#include "opora/common/v1/areas.pb.h"
#include "opora/common/v1/context.pb.h"
#include "opora/registry/v1/consent.pb.h"
#include "opora/registry/v1/consent_paper.pb.h"

// A consent on paper: one wording for proposals, drafts and signed consents (REG-122, XC-66).
namespace opora::registry {

// What a paper says. What is absent is a line to be filled in by hand.
struct PaperContent {
  std::string client_name;
  std::string birth_date;
  std::vector<std::string> parties;
  std::vector<common::v1::DataArea> areas;
  bool topics_asked = false;  // False: the line for excluded topics is left open.
  std::vector<common::v1::DataArea> excluded;
  std::string excluded_note;
  std::vector<common::v1::Purpose> purposes;
  std::optional<absl::CivilDay> valid_to;
  std::string wording;  // Of the template.
  std::string representative;
  v1::ClientView view = v1::CLIENT_VIEW_UNSPECIFIED;
  std::string view_words;
  std::string explained_by;
  std::optional<absl::CivilDay> signed_on;
  std::string document;
};

// The paper in plain sentences: who, about what, about what not, until when, and that it may be
// taken back.
std::string PaperText(const PaperContent& content, common::v1::Language language);

// The same as a page to be printed in large letters; every word is escaped.
std::string PaperHtml(const PaperContent& content, common::v1::Language language);

v1::ConsentPaper PaperOf(const PaperContent& content, common::v1::Language language);

}  // namespace opora::registry
