#include "common/config/config.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"

namespace opora::config {
namespace {

constexpr size_t kMaxFileBytes = 1 << 20;
constexpr char kFileSetting[] = "config";

[[noreturn]] void ProgrammingError(const std::string& text) {
  std::fprintf(stderr, "configuration table: %s\n", text.c_str());
  std::abort();
}

std::string TypeName(Type type) {
  constexpr std::array<const char*, 5> kNames = {"STRING", "INT", "BOOL", "DURATION", "LIST"};
  return kNames.at(static_cast<size_t>(type));
}

std::string VariableName(const std::string& name) {
  return "OPORA_" + absl::AsciiStrToUpper(absl::StrReplaceAll(name, {{"-", "_"}}));
}

std::string SecretFileName(const Setting& setting) { return setting.name + "-file"; }

std::optional<int64_t> ParseInt(const std::string& text) {
  int64_t number = 0;
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, number);
  if (error != std::errc() || end != last) return std::nullopt;
  return number;
}

std::optional<bool> ParseBool(const std::string& text) {
  for (const char* yes : {"true", "1", "yes", "on"}) {
    if (text == yes) return true;
  }
  for (const char* no : {"false", "0", "no", "off"}) {
    if (text == no) return false;
  }
  return std::nullopt;
}

std::optional<absl::Duration> ParseDuration(const std::string& text) {
  absl::Duration duration;
  if (!absl::ParseDuration(text, &duration) ||
      absl::AbsDuration(duration) == absl::InfiniteDuration()) {
    return std::nullopt;
  }
  return duration;
}

std::optional<std::vector<std::string>> ParseList(const std::string& text) {
  if (text.empty()) return std::vector<std::string>();
  std::vector<std::string> items = absl::StrSplit(text, ',');
  for (std::string& item : items) {
    absl::StripAsciiWhitespace(&item);
    if (item.empty()) return std::nullopt;
  }
  return items;
}

std::string LimitText(const Setting& setting, int64_t limit) {
  return setting.type == Type::kDuration ? absl::FormatDuration(absl::Milliseconds(limit))
                                         : std::to_string(limit);
}

template <typename T>
std::string RangeProblem(const Setting& setting, T value, T unit) {
  const bool is_duration = setting.type == Type::kDuration;
  const std::optional<int64_t> min = is_duration ? setting.min.value_or(0) : setting.min;
  if (min && value < unit * *min) return "is below the minimum " + LimitText(setting, *min);
  if (setting.max && value > unit * *setting.max) {
    return "is above the maximum " + LimitText(setting, *setting.max);
  }
  return "";
}

// What is wrong with a value, as the rest of a sentence; empty when nothing is.
std::string Problem(const Setting& setting, const std::string& text) {
  switch (setting.type) {
    case Type::kString:
      return "";
    case Type::kInt: {
      const std::optional<int64_t> value = ParseInt(text);
      return value ? RangeProblem<int64_t>(setting, *value, 1) : "is not a whole number";
    }
    case Type::kBool:
      return ParseBool(text) ? "" : "is neither true nor false";
    case Type::kDuration: {
      const std::optional<absl::Duration> value = ParseDuration(text);
      return value ? RangeProblem(setting, *value, absl::Milliseconds(1))
                   : "is not a duration such as 250ms, 5s or 1h30m";
    }
    case Type::kList:
      return ParseList(text) ? "" : "has an empty item";
  }
  ProgrammingError("setting '" + setting.name + "' is of no known type");
}

bool IsName(const std::string& name) {
  const auto allowed = [](unsigned char c) {
    return absl::ascii_islower(c) || absl::ascii_isdigit(c) || c == '-';
  };
  return !name.empty() && absl::ascii_islower(static_cast<unsigned char>(name[0])) &&
         name.back() != '-' && std::all_of(name.begin(), name.end(), allowed);
}

void CheckSetting(const Setting& setting) {
  const auto refuse = [&](const std::string& why) {
    ProgrammingError(absl::StrCat("setting '", setting.name, "' ", why));
  };
  if (!IsName(setting.name)) refuse("is not named by lower-case words joined by '-'");
  if (setting.secret && (setting.type != Type::kString || !setting.default_value.empty())) {
    refuse("is secret, so it must be a STRING without default");
  }
  if (setting.required && !setting.default_value.empty()) refuse("is required and has a default");
  const bool is_number = setting.type == Type::kInt || setting.type == Type::kDuration;
  if (!is_number && (setting.min || setting.max)) refuse("has a range but is no number");
  if (setting.required) return;
  const std::string problem = Problem(setting, setting.default_value);
  if (!problem.empty()) refuse("has the default '" + setting.default_value + "', which " + problem);
}

void CheckTable(std::span<const Setting> table) {
  std::vector<std::string> names = {kFileSetting};
  for (const Setting& setting : table) {
    CheckSetting(setting);
    names.push_back(setting.name);
    if (setting.secret) names.push_back(SecretFileName(setting));
  }
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) ProgrammingError("two settings are named '" + *twice + "'");
}

std::optional<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content(kMaxFileBytes + 1, '\0');
  file.read(content.data(), static_cast<std::streamsize>(content.size()));
  content.resize(static_cast<size_t>(file.gcount()));
  if (!file.is_open() || file.bad() || content.size() > kMaxFileBytes) return std::nullopt;
  return content;
}

std::string OneLine(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\n", "\\n"}, {"\r", "\\r"}});
}

}  // namespace

// Reads the sources one after the other and collects what is wrong with them. Quotes nothing that
// may be a secret at the wrong place.
class Loader {
 public:
  Loader(std::span<const Setting> table, const Environment& environment)
      : table_(table), environment_(environment), config_(table) {}

  absl::StatusOr<Config> Load(std::span<const std::string> args, std::string path) && {
    const Layer flags = ReadFlags(args);
    const Layer variables = ReadEnvironment();
    for (const Layer* layer : {&variables, &flags}) {
      const auto config = layer->find(kFileSetting);
      if (config != layer->end()) path = config->second.text;
    }
    const Layer lines = ReadLines(path);
    for (const Layer* layer : {&lines, &variables, &flags}) Apply(*layer);
    for (size_t i = 0; i < table_.size(); ++i) Check(table_[i], config_.values_[i]);
    if (!problems_.empty()) return absl::InvalidArgumentError(absl::StrJoin(problems_, "\n"));
    return std::move(config_);
  }

 private:
  // What one source gives, by name.
  using Layer = std::map<std::string, Config::Value>;

  template <typename... Parts>
  void Refuse(const Parts&... parts) {
    problems_.push_back(absl::StrCat(parts...));
  }

  // The setting of that name, or the secret whose file has it.
  const Setting* Find(const std::string& name) const {
    for (const Setting& setting : table_) {
      if (name == setting.name || (setting.secret && name == SecretFileName(setting))) {
        return &setting;
      }
    }
    return nullptr;
  }

  static bool IsFlag(const std::string& arg) { return absl::StartsWith(arg, "--"); }

  Layer ReadFlags(std::span<const std::string> args) {
    Layer layer;
    for (size_t i = 0; i < args.size(); ++i) {
      const size_t equals = args[i].find('=');
      const bool joined = equals != std::string::npos;
      const bool followed = !joined && i + 1 < args.size() && !IsFlag(args[i + 1]);
      const std::string name =
          IsFlag(args[i]) ? args[i].substr(2, joined ? equals - 2 : equals) : "";
      const Setting* const setting = Find(name);
      if (!IsName(name)) {
        Refuse("argument ", i + 1, ": not of the form --name=value with a lower-case name");
      } else if (setting == nullptr && name != kFileSetting) {
        Refuse("unknown flag --", name);
        if (followed) ++i;
      } else if (joined) {
        Put(layer, name, args[i].substr(equals + 1), "flag --" + name);
      } else if (setting != nullptr && setting->type == Type::kBool) {
        Put(layer, name, "true", "flag --" + name);
      } else if (followed) {
        Put(layer, name, args[++i], "flag --" + name);
      } else {
        Refuse("flag --", name, ": needs a value");
      }
    }
    return layer;
  }

  Layer ReadEnvironment() {
    Layer layer;
    const auto read = [&](const std::string& name) {
      const std::string variable = VariableName(name);
      const std::optional<std::string> value = environment_(variable);
      if (value) Put(layer, name, *value, "environment " + variable);
    };
    read(kFileSetting);
    for (const Setting& setting : table_) {
      read(setting.name);
      if (setting.secret) read(SecretFileName(setting));
    }
    return layer;
  }

  Layer ReadLines(const std::string& path) {
    Layer layer;
    if (path.empty()) return layer;
    const std::optional<std::string> content = ReadFile(path);
    if (!content) Refuse("configuration file '", path, "': cannot be read");
    const std::vector<std::string> lines = absl::StrSplit(content.value_or(""), '\n');
    for (size_t i = 0; i < lines.size(); ++i) {
      ReadLine(layer, lines[i], absl::StrCat(path, ":", i + 1));
    }
    return layer;
  }

  void ReadLine(Layer& layer, const std::string& line, const std::string& place) {
    const std::vector<std::string> parts = absl::StrSplit(line, absl::MaxSplits('=', 1));
    const std::string name(absl::StripAsciiWhitespace(parts[0]));
    if (absl::StartsWith(name, "#") || (name.empty() && parts.size() == 1)) return;
    if (parts.size() == 1 || !IsName(name)) {
      Refuse(place, ": not of the form 'name = value' with a lower-case name");
    } else if (Find(name) == nullptr) {
      Refuse(place, ": unknown setting '", name, "'");
    } else {
      Put(layer, name, std::string(absl::StripAsciiWhitespace(parts[1])), "file " + place);
    }
  }

  void Put(Layer& layer, const std::string& name, const std::string& text,
           const std::string& source) {
    const auto [entry, inserted] = layer.try_emplace(name, Config::Value{text, source});
    if (!inserted) RefuseTwice(name, entry->second.source, source);
  }

  void RefuseTwice(const std::string& name, const std::string& first, const std::string& second) {
    Refuse(name, ": given twice, by ", first, " and by ", second);
  }

  // Puts what the layer gives above what is there.
  void Apply(const Layer& layer) {
    for (size_t i = 0; i < table_.size(); ++i) {
      const Setting& setting = table_[i];
      const auto value = layer.find(setting.name);
      if (value != layer.end()) config_.values_[i] = value->second;
      const auto file = setting.secret ? layer.find(SecretFileName(setting)) : layer.end();
      if (file == layer.end()) continue;
      if (value != layer.end()) {
        RefuseTwice(setting.name, value->second.source, file->second.source);
      }
      config_.values_[i] = file->second;
      config_.values_[i].is_secret_file = true;
    }
  }

  // Judges the value in force only: what it overrides may be wrong, and its file missing.
  void Check(const Setting& setting, Config::Value& value) {
    if (value.is_secret_file) {
      ReadSecret(setting, value);
    } else if (setting.required && value.text.empty()) {
      Refuse(setting.name, ": required, but ",
             value.source == "default" ? "not given" : "empty in " + value.source, "; set --",
             setting.name, " or ", VariableName(setting.name));
    } else if (const std::string problem = Problem(setting, value.text); !problem.empty()) {
      Refuse(setting.name, ": '", OneLine(value.text), "' from ", value.source, " ", problem);
    }
  }

  void ReadSecret(const Setting& setting, Config::Value& value) {
    const std::string path = std::exchange(value.text, "");
    std::string content = ReadFile(path).value_or("");
    if (absl::EndsWith(content, "\n")) content.pop_back();
    if (absl::EndsWith(content, "\r")) content.pop_back();
    if (content.empty()) {
      Refuse(setting.name, ": the file '", path, "' from ", value.source,
             " is empty or cannot be read");
    }
    value.text = std::move(content);
  }

  const std::span<const Setting> table_;
  const Environment& environment_;
  Config config_;
  std::vector<std::string> problems_;
};

Environment ProcessEnvironment() {
  return [](const std::string& variable) -> std::optional<std::string> {
    const char* const value = std::getenv(variable.c_str());
    if (value == nullptr) return std::nullopt;
    return value;
  };
}

Config::Config(std::span<const Setting> table) : table_(table.begin(), table.end()) {
  for (const Setting& setting : table) values_.push_back({setting.default_value});
}

absl::StatusOr<Config> Config::Load(std::span<const Setting> table,
                                    std::span<const std::string> args,
                                    const Environment& environment, const std::string& file) {
  CheckTable(table);
  return Loader(table, environment).Load(args, file);
}

const std::string& Config::Text(std::string_view name, Type type) const {
  for (size_t i = 0; i < table_.size(); ++i) {
    if (table_[i].name != name) continue;
    if (table_[i].type == type) return values_[i].text;
    ProgrammingError(absl::StrCat("setting '", table_[i].name, "' is of type ",
                                  TypeName(table_[i].type), ", not ", TypeName(type)));
  }
  ProgrammingError("there is no setting '" + std::string(name) + "'");
}

// Load() let only values pass that can be parsed.
std::string Config::String(std::string_view name) const { return Text(name, Type::kString); }
int64_t Config::Int(std::string_view name) const { return *ParseInt(Text(name, Type::kInt)); }
bool Config::Bool(std::string_view name) const { return *ParseBool(Text(name, Type::kBool)); }
absl::Duration Config::Duration(std::string_view name) const {
  return *ParseDuration(Text(name, Type::kDuration));
}
std::vector<std::string> Config::List(std::string_view name) const {
  return *ParseList(Text(name, Type::kList));
}

std::string Config::Show() const {
  std::string text;
  for (size_t i = 0; i < table_.size(); ++i) {
    const bool hidden = table_[i].secret && !values_[i].text.empty();
    absl::StrAppend(&text, table_[i].name, " = ", hidden ? "(secret)" : OneLine(values_[i].text),
                    " [", values_[i].source, "]\n");
  }
  return text;
}

namespace {

std::string RangeText(const Setting& setting) {
  const auto limit = [&](int64_t value) { return LimitText(setting, value); };
  if (setting.min && setting.max) {
    return absl::StrCat(", ", limit(*setting.min), " to ", limit(*setting.max));
  }
  if (setting.min) return ", at least " + limit(*setting.min);
  if (setting.max) return ", at most " + limit(*setting.max);
  return "";
}

std::string HelpText(const Setting& setting) {
  if (!setting.secret) return setting.help;
  return absl::StrCat(setting.help, " Secret: use --", SecretFileName(setting), " or ",
                      VariableName(SecretFileName(setting)),
                      ", since others see command lines and environments.");
}

std::string DefaultText(const Setting& setting, const std::string& quote) {
  if (setting.required) return "required";
  if (setting.default_value.empty()) return "empty";
  return quote + setting.default_value + quote;
}

}  // namespace

std::string Config::Help(std::span<const Setting> table) {
  std::string text =
      "  --config=FILE  OPORA_CONFIG\n"
      "      Lines 'name = value' for what neither flag nor environment gives.\n";
  for (const Setting& setting : table) {
    absl::StrAppend(&text, "  --", setting.name, "=", TypeName(setting.type), "  ",
                    VariableName(setting.name), "\n      ", HelpText(setting), " (",
                    DefaultText(setting, ""), RangeText(setting), ")\n");
  }
  return text;
}

std::string Config::Markdown(std::span<const Setting> table) {
  std::string text =
      "| Flag | Environment | Type | Default | Meaning |\n|---|---|---|---|---|\n"
      "| `--config` | `OPORA_CONFIG` | FILE | empty | Lines `name = value` for what neither flag "
      "nor environment gives; `#` begins a comment. |\n";
  for (const Setting& setting : table) {
    absl::StrAppend(&text, "| `--", setting.name, "` | `", VariableName(setting.name), "` | ",
                    TypeName(setting.type), RangeText(setting), " | ", DefaultText(setting, "`"),
                    " | ", absl::StrReplaceAll(HelpText(setting), {{"|", "\\|"}, {"\n", " "}}),
                    " |\n");
  }
  return text;
}

}  // namespace opora::config
