#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace opora::config {

enum class Type { kString, kInt, kBool, kDuration, kList };

// One row of a service's table. A setting `listen-address` is the flag --listen-address, the
// environment variable OPORA_LISTEN_ADDRESS and the key `listen-address` of the file. A secret may
// also be named with -file behind it; its value is then that file's content without the last line
// end.
struct Setting {
  std::string name;  // lower-case words joined by '-'
  Type type = Type::kString;
  std::string default_value;
  std::string help;
  std::optional<int64_t> min, max;  // INT: the value; DURATION: milliseconds, min is 0 unless given
  bool secret = false;              // never shown; STRING without a default
  bool required = false;            // refused when empty or not given
};

// The value of an environment variable, nothing when it is not set. An empty value counts.
using Environment = std::function<std::optional<std::string>(const std::string& variable)>;

Environment ProcessEnvironment();

// A service's effective configuration: flag > environment > file > default.
//
// As text, an INT is decimal; a BOOL true, false, 1, 0, yes, no, on or off; a DURATION 250ms, 5s or
// 1h30m; a LIST separated by commas. A table that contradicts itself and a question for a setting
// that the table lacks, or has with another type, are programming errors and abort.
class Config {
 public:
  // `args` are those behind the command's name: --name=value, --name value, --name for a BOOL. The
  // file is that of --config, else of OPORA_CONFIG, else `file`; none when that is empty. Its lines
  // are `name = value`, empty, or begin with '#'.
  //
  // INVALID_ARGUMENT with all problems, one per line, each naming the setting and where its value
  // came from. The text quotes no secret.
  static absl::StatusOr<Config> Load(std::span<const Setting> table,
                                     std::span<const std::string> args,
                                     const Environment& environment, const std::string& file = "");

  std::string String(std::string_view name) const;
  int64_t Int(std::string_view name) const;
  bool Bool(std::string_view name) const;
  absl::Duration Duration(std::string_view name) const;
  std::vector<std::string> List(std::string_view name) const;

  // The effective values, one per line with its source; secrets are not shown.
  std::string Show() const;

  // For --help, which must work without a valid configuration.
  std::string Help() const { return Help(table_); }
  static std::string Help(std::span<const Setting> table);

  // The reference page.
  std::string Markdown() const { return Markdown(table_); }
  static std::string Markdown(std::span<const Setting> table);

 private:
  friend class Loader;

  struct Value {
    std::string text;
    std::string source = "default";
    bool is_secret_file = false;  // only while loading: the text is the path
  };

  explicit Config(std::span<const Setting> table);

  const std::string& Text(std::string_view name, Type type) const;

  std::vector<Setting> table_;
  std::vector<Value> values_;  // by index in table_
};

}  // namespace opora::config
