#include "services/client_registry/consents/consent_paper.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "common/rules/rule.h"
#include "opora/common/v1/label.pb.h"

namespace opora::registry {
namespace {

using common::v1::Language;
using rules::Text;

constexpr char kLine[] = "______________________";

template <typename Enum>
std::string LabelOf(Enum value, Language language) {
  const auto* descriptor = google::protobuf::GetEnumDescriptor<Enum>()->FindValueByNumber(value);
  if (descriptor == nullptr) return "";
  const auto& label = descriptor->options().GetExtension(common::v1::label);
  return language == common::v1::LANGUAGE_CS ? label.cs() : label.en();
}

template <typename Enum>
std::string Labels(const std::vector<Enum>& values, Language language) {
  std::vector<std::string> labels;
  for (Enum value : values) labels.push_back(LabelOf(value, language));
  return absl::StrJoin(labels, ", ");
}

std::string DayIn(absl::CivilDay day, Language language) {
  if (language == common::v1::LANGUAGE_CS)
    return absl::StrCat(day.day(), ". ", day.month(), ". ", day.year());
  return absl::StrCat(day.year(), day.month() < 10 ? "-0" : "-", day.month(),
                      day.day() < 10 ? "-0" : "-", day.day());
}

std::string OrLine(const std::string& text) { return text.empty() ? kLine : text; }

// One line of the paper: what it is about, and what it says.
struct Entry {
  Text title;
  std::string content;
};

constexpr Text kTitle = {"CONSENT TO THE SHARING OF INFORMATION", "SOUHLAS SE SDÍLENÍM INFORMACÍ"};
constexpr Text kRights[] = {
    {"I was told that I can withdraw this consent at any time, without a reason, by telling any "
     "worker, and "
     "that it then ends at once.",
     "Byl(a) jsem poučen(a), že souhlas mohu kdykoli odvolat bez udání důvodu, stačí to říci "
     "kterémukoli pracovníkovi, a že tím ihned končí."},
    {"I need not sign it: help does not depend on it.",
     "Podepsat jej nemusím: pomoc na něm nezávisí."},
    {"I can ask at any time who was told what about me.",
     "Kdykoli se mohu zeptat, komu bylo co o mně sděleno."},
};

std::string Excluded(const PaperContent& content, Language language) {
  std::string said = Labels(content.excluded, language);
  if (!content.excluded_note.empty())
    absl::StrAppend(&said, said.empty() ? "" : "; ", content.excluded_note);
  if (!said.empty()) return said;
  if (!content.topics_asked) return kLine;
  return language == common::v1::LANGUAGE_CS ? "žádná" : "none";
}

std::string End(const PaperContent& content, Language language) {
  if (content.valid_to.has_value()) return DayIn(*content.valid_to, language);
  return language == common::v1::LANGUAGE_CS ? "nejdéle 12 měsíců od podpisu"
                                             : "12 months after the signature at most";
}

void AddRepresentative(const PaperContent& content, Language language,
                       std::vector<Entry>& entries) {
  if (content.representative.empty()) return;
  entries.push_back({{"Given for the client by", "Za klienta dává"}, content.representative});
  std::string view = LabelOf(content.view, language);
  if (!content.view_words.empty())
    absl::StrAppend(&view, view.empty() ? "" : ": ", content.view_words);
  entries.push_back({{"The client's own view", "Vlastní názor klienta"}, OrLine(view)});
}

std::vector<Entry> EntriesOf(const PaperContent& content, Language language) {
  std::vector<Entry> entries;
  std::string client = OrLine(content.client_name);
  if (!content.birth_date.empty()) absl::StrAppend(&client, ", ", content.birth_date);
  entries.push_back({{"Client", "Klient"}, client});
  entries.push_back({{"These may tell each other about me", "Sdělovat si o mně informace mohou"},
                     absl::StrJoin(content.parties, "; ")});
  entries.push_back({{"About", "O čem"}, Labels(content.areas, language)});
  entries.push_back({{"Not about", "O čem ne"}, Excluded(content, language)});
  entries.push_back({{"Purpose", "Účel"}, Labels(content.purposes, language)});
  entries.push_back({{"Valid until", "Platí do"}, End(content, language)});
  AddRepresentative(content, language, entries);
  return entries;
}

std::vector<Entry> SignatureOf(const PaperContent& content, Language language) {
  const Text signer = content.representative.empty()
                          ? Text{"Signature of the client", "Podpis klienta"}
                          : Text{"Signature of the representative", "Podpis zástupce"};
  std::vector<Entry> entries = {
      {{"Explained by", "Vysvětlil(a)"}, OrLine(content.explained_by)},
      {{"Date", "Datum"},
       content.signed_on.has_value() ? DayIn(*content.signed_on, language) : std::string(kLine)},
      {signer, kLine}};
  if (!content.document.empty()) entries.push_back({{"Document", "Dokument"}, content.document});
  return entries;
}

std::string Escape(std::string_view text) {
  return absl::StrReplaceAll(
      absl::string_view(text.data(), text.size()),
      {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&#39;"}});
}

void AppendText(const std::vector<Entry>& entries, Language language, std::string& text) {
  for (const Entry& entry : entries)
    absl::StrAppend(&text, std::string(entry.title.In(language)), ": ", entry.content, "\n");
}

void AppendHtml(const std::vector<Entry>& entries, Language language, std::string& html) {
  absl::StrAppend(&html, "<dl>\n");
  for (const Entry& entry : entries) {
    absl::StrAppend(&html, "<dt>", Escape(entry.title.In(language)), "</dt><dd>",
                    Escape(entry.content), "</dd>\n");
  }
  absl::StrAppend(&html, "</dl>\n");
}

}  // namespace

std::string PaperText(const PaperContent& content, Language language) {
  std::string text = absl::StrCat(std::string(kTitle.In(language)), "\n\n");
  if (!content.wording.empty()) absl::StrAppend(&text, content.wording, "\n\n");
  AppendText(EntriesOf(content, language), language, text);
  absl::StrAppend(&text, "\n");
  for (const Text& right : kRights) absl::StrAppend(&text, std::string(right.In(language)), "\n");
  absl::StrAppend(&text, "\n");
  AppendText(SignatureOf(content, language), language, text);
  return text;
}

std::string PaperHtml(const PaperContent& content, Language language) {
  const std::string title(kTitle.In(language));
  std::string html = absl::StrCat(
      "<!DOCTYPE html>\n<html lang=\"", language == common::v1::LANGUAGE_CS ? "cs" : "en",
      "\">\n<head><meta charset=\"utf-8\"><title>", title,
      "</title><style>body{font:14pt/1.5 sans-serif;max-width:42em}dt{font-weight:bold}</style>"
      "</head>\n<body>\n<h1>",
      title, "</h1>\n");
  if (!content.wording.empty()) absl::StrAppend(&html, "<p>", Escape(content.wording), "</p>\n");
  AppendHtml(EntriesOf(content, language), language, html);
  for (const Text& right : kRights)
    absl::StrAppend(&html, "<p>", Escape(right.In(language)), "</p>\n");
  AppendHtml(SignatureOf(content, language), language, html);
  absl::StrAppend(&html, "</body>\n</html>\n");
  return html;
}

v1::ConsentPaper PaperOf(const PaperContent& content, Language language) {
  v1::ConsentPaper paper;
  paper.set_text(PaperText(content, language));
  paper.set_html(PaperHtml(content, language));
  return paper;
}

}  // namespace opora::registry
