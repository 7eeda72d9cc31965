#include "common/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <fstream>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace opora::config {
namespace {

using ::testing::AllOf;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<Setting> Table() {
  return {
      {"listen-address", Type::kString, "127.0.0.1:8443", "Where gRPC listens."},
      {"workers", Type::kInt, "8", "Threads with a connection each.", 1, 200},
      {"offset", Type::kInt, "0", "Any number."},
      {"read-only", Type::kBool, "false", "Refuse all writes."},
      {"drain-delay", Type::kDuration, "3s", "Wait before the drain.", 500, 30'000},
      {"idle", Type::kDuration, "5m", "How long a connection may rest."},
      {"issuers", Type::kList, "", "Trusted issuers."},
      {"db-password", Type::kString, "", "Password of the role.", {}, {}, true},
  };
}

// A file that is gone at the end of the test.
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content) {
    close(mkstemp(path_.data()));
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::remove(path_.c_str()); }

  const std::string& path() const { return path_; }

 private:
  std::string path_ = "/tmp/opora_config_test_XXXXXX";
};

class ConfigTest : public ::testing::Test {
 protected:
  absl::StatusOr<Config> Load() const {
    const std::optional<TemporaryFile> file =
        file_.empty() ? std::nullopt : std::optional<TemporaryFile>(std::in_place, file_);
    return Config::Load(table_, args_, Lookup(), file ? file->path() : "");
  }

  // The configuration, which must be valid.
  Config Loaded() const {
    absl::StatusOr<Config> config = Load();
    if (!config.ok()) ADD_FAILURE() << config.status();
    return *config;
  }

  // The problems, one per line; a file's name is given as FILE.
  std::vector<std::string> Problems() const {
    const absl::StatusOr<Config> config = Load();
    EXPECT_EQ(config.status().code(), absl::StatusCode::kInvalidArgument);
    std::vector<std::string> problems = absl::StrSplit(config.status().message(), '\n');
    const std::string prefix = "/tmp/opora_config_test_";
    for (std::string& problem : problems) {
      for (size_t path; (path = problem.find(prefix)) != std::string::npos;) {
        problem.replace(path, prefix.size() + 6, "FILE");
      }
    }
    return problems;
  }

  Environment Lookup() const {
    return [this](const std::string& variable) -> std::optional<std::string> {
      const auto found = environment_.find(variable);
      if (found == environment_.end()) return std::nullopt;
      return found->second;
    };
  }

  std::vector<Setting> table_ = Table();
  std::vector<std::string> args_;
  std::map<std::string, std::string> environment_;
  std::string file_;
};

TEST_F(ConfigTest, DefaultsHoldWithoutAnySource) {
  const Config config = Loaded();
  EXPECT_EQ(config.String("listen-address"), "127.0.0.1:8443");
  EXPECT_EQ(config.Int("workers"), 8);
  EXPECT_FALSE(config.Bool("read-only"));
  EXPECT_EQ(config.Duration("drain-delay"), absl::Seconds(3));
  EXPECT_THAT(config.List("issuers"), IsEmpty());
  EXPECT_EQ(config.String("db-password"), "");
}

TEST_F(ConfigTest, FlagGoesBeforeEnvironmentBeforeFileBeforeDefault) {
  file_ = "workers = 2\n";
  EXPECT_EQ(Loaded().Int("workers"), 2);
  environment_["OPORA_WORKERS"] = "3";
  EXPECT_EQ(Loaded().Int("workers"), 3);
  args_ = {"--workers=4"};
  EXPECT_EQ(Loaded().Int("workers"), 4);
  environment_.clear();
  EXPECT_EQ(Loaded().Int("workers"), 4);
}

TEST_F(ConfigTest, SourcesMix) {
  file_ = "workers = 2\nread-only = on\nidle = 1s\n";
  environment_ = {{"OPORA_READ_ONLY", "off"}, {"OPORA_IDLE", "2s"}};
  args_ = {"--idle=3s"};
  const Config config = Loaded();
  EXPECT_EQ(config.Int("workers"), 2);
  EXPECT_FALSE(config.Bool("read-only"));
  EXPECT_EQ(config.Duration("idle"), absl::Seconds(3));
}

TEST_F(ConfigTest, AnOverriddenValueIsNotJudged) {
  file_ = "workers = many\ndb-password-file = /nonexistent\n";
  args_ = {"--workers=4", "--db-password=x"};
  EXPECT_EQ(Loaded().Int("workers"), 4);
  EXPECT_EQ(Loaded().String("db-password"), "x");
}

TEST_F(ConfigTest, EmptyIsAValueInEverySource) {
  args_ = {"--listen-address="};
  EXPECT_EQ(Loaded().String("listen-address"), "");
  args_ = {"--listen-address", ""};
  EXPECT_EQ(Loaded().String("listen-address"), "");
  args_.clear();
  environment_["OPORA_LISTEN_ADDRESS"] = "";
  EXPECT_EQ(Loaded().String("listen-address"), "");
  environment_.clear();
  file_ = "listen-address =\n";
  EXPECT_EQ(Loaded().String("listen-address"), "");
}

TEST_F(ConfigTest, FlagFormsAreEquivalent) {
  args_ = {"--workers", "5",  "--read-only", "--listen-address=a=b",
           "--offset",  "-7", "--issuers",   "https://a"};
  const Config config = Loaded();
  EXPECT_EQ(config.Int("workers"), 5);
  EXPECT_TRUE(config.Bool("read-only"));
  EXPECT_EQ(config.String("listen-address"), "a=b");
  EXPECT_EQ(config.Int("offset"), -7);
  EXPECT_THAT(config.List("issuers"), ElementsAre("https://a"));
}

TEST_F(ConfigTest, JoinedValueMayBeginLikeAFlag) {
  args_ = {"--listen-address=--workers"};
  EXPECT_EQ(Loaded().String("listen-address"), "--workers");
}

TEST_F(ConfigTest, BoolTakesNoSeparateValue) {
  args_ = {"--read-only", "false"};
  EXPECT_THAT(Problems(),
              ElementsAre("argument 2: not of the form --name=value with a lower-case name"));
}

TEST_F(ConfigTest, ReadsEveryWordForABool) {
  for (const char* word : {"true", "1", "yes", "on"}) {
    args_ = {absl::StrCat("--read-only=", word)};
    EXPECT_TRUE(Loaded().Bool("read-only")) << word;
  }
  for (const char* word : {"false", "0", "no", "off"}) {
    args_ = {absl::StrCat("--read-only=", word)};
    EXPECT_FALSE(Loaded().Bool("read-only")) << word;
  }
}

TEST_F(ConfigTest, ReadsDurations) {
  const std::pair<const char*, absl::Duration> cases[] = {{"500ms", absl::Milliseconds(500)},
                                                          {"1.5s", absl::Milliseconds(1500)},
                                                          {"0", absl::ZeroDuration()},
                                                          {"1h30m", absl::Minutes(90)}};
  for (const auto& [text, duration] : cases) {
    args_ = {absl::StrCat("--idle=", text)};
    EXPECT_EQ(Loaded().Duration("idle"), duration) << text;
  }
}

TEST_F(ConfigTest, ReadsListsWithoutBlanksAroundItems) {
  args_ = {"--issuers= https://a , https://b"};
  EXPECT_THAT(Loaded().List("issuers"), ElementsAre("https://a", "https://b"));
  args_ = {"--issuers="};
  EXPECT_THAT(Loaded().List("issuers"), IsEmpty());
}

TEST_F(ConfigTest, BoundsAreInside) {
  for (const char* flag :
       {"--workers=1", "--workers=200", "--drain-delay=500ms", "--drain-delay=30s",
        "--offset=-9223372036854775808", "--offset=9223372036854775807"}) {
    args_ = {flag};
    EXPECT_TRUE(Load().ok()) << flag;
  }
}

TEST_F(ConfigTest, EachBadValueNamesSettingValueSourceAndReason) {
  const std::pair<const char*, const char*> cases[] = {
      {"--workers=many", "workers: 'many' from flag --workers is not a whole number"},
      {"--workers=", "workers: '' from flag --workers is not a whole number"},
      {"--workers=8x", "workers: '8x' from flag --workers is not a whole number"},
      {"--workers= 8", "workers: ' 8' from flag --workers is not a whole number"},
      {"--workers=8.0", "workers: '8.0' from flag --workers is not a whole number"},
      {"--workers=+8", "workers: '+8' from flag --workers is not a whole number"},
      {"--offset=9223372036854775808",
       "offset: '9223372036854775808' from flag --offset is not a whole number"},
      {"--workers=0", "workers: '0' from flag --workers is below the minimum 1"},
      {"--workers=201", "workers: '201' from flag --workers is above the maximum 200"},
      {"--read-only=maybe", "read-only: 'maybe' from flag --read-only is neither true nor false"},
      {"--read-only=TRUE", "read-only: 'TRUE' from flag --read-only is neither true nor false"},
      {"--idle=5", "idle: '5' from flag --idle is not a duration such as 250ms, 5s or 1h30m"},
      {"--idle=inf", "idle: 'inf' from flag --idle is not a duration such as 250ms, 5s or 1h30m"},
      {"--idle=-inf", "idle: '-inf' from flag --idle is not a duration such as 250ms, 5s or 1h30m"},
      {"--idle=-1ms", "idle: '-1ms' from flag --idle is below the minimum 0"},
      {"--drain-delay=499ms",
       "drain-delay: '499ms' from flag --drain-delay is below the minimum 500ms"},
      {"--drain-delay=30001ms",
       "drain-delay: '30001ms' from flag --drain-delay is above the maximum 30s"},
      {"--issuers=a,,b", "issuers: 'a,,b' from flag --issuers has an empty item"},
      {"--issuers=a,", "issuers: 'a,' from flag --issuers has an empty item"},
      {"--issuers= ", "issuers: ' ' from flag --issuers has an empty item"},
  };
  for (const auto& [flag, problem] : cases) {
    args_ = {flag};
    EXPECT_THAT(Problems(), ElementsAre(problem));
  }
}

TEST_F(ConfigTest, BadValueOfEachSourceNamesIt) {
  file_ = "\n# comment\nworkers = 0\n";
  environment_ = {{"OPORA_READ_ONLY", "2"}};
  args_ = {"--idle", "x"};
  EXPECT_THAT(Problems(),
              ElementsAre("workers: '0' from file FILE:3 is below the minimum 1",
                          "read-only: '2' from environment OPORA_READ_ONLY is neither true nor "
                          "false",
                          "idle: 'x' from flag --idle is not a duration such as 250ms, 5s or "
                          "1h30m"));
}

TEST_F(ConfigTest, BadValueOfTwoLinesStaysOnOne) {
  environment_ = {{"OPORA_WORKERS", "1\r\n2"}};
  EXPECT_THAT(Problems(), ElementsAre("workers: '1\\r\\n2' from environment OPORA_WORKERS is not "
                                      "a whole number"));
}

TEST_F(ConfigTest, UnknownFlagIsNamedWithoutItsValue) {
  args_ = {"--db-pasword=hunter2", "--db-passwd", "hunter2", "--workers=3"};
  EXPECT_THAT(Problems(), ElementsAre("unknown flag --db-pasword", "unknown flag --db-passwd"));
}

TEST_F(ConfigTest, ArgumentThatIsNoFlagIsNotQuoted) {
  for (const char* argument : {"hunter2", "-w", "--", "", "--Workers=2", "--listen_address=x",
                               "--=x", "=x", "---workers=2", "--workers-=2"}) {
    args_ = {"--read-only", argument};
    EXPECT_THAT(Problems(),
                ElementsAre("argument 2: not of the form --name=value with a lower-case name"))
        << argument;
  }
}

TEST_F(ConfigTest, FlagWithoutItsValueIsRefused) {
  args_ = {"--workers"};
  EXPECT_THAT(Problems(), ElementsAre("flag --workers: needs a value"));
  args_ = {"--workers", "--read-only"};
  EXPECT_THAT(Problems(), ElementsAre("flag --workers: needs a value"));
  args_ = {"--config"};
  EXPECT_THAT(Problems(), ElementsAre("flag --config: needs a value"));
}

TEST_F(ConfigTest, ValueGivenTwiceIsRefused) {
  args_ = {"--workers=3", "--workers", "4"};
  EXPECT_THAT(Problems(),
              ElementsAre("workers: given twice, by flag --workers and by flag --workers"));
  args_.clear();
  file_ = "workers = 3\nworkers = 4\n";
  EXPECT_THAT(Problems(), ElementsAre("workers: given twice, by file FILE:1 and by file FILE:2"));
}

TEST_F(ConfigTest, AllProblemsAreToldAtOnce) {
  args_ = {"--nothing", "--workers=0", "--read-only=x"};
  environment_ = {{"OPORA_IDLE", "x"}};
  file_ = "unknown = 1\n";
  EXPECT_THAT(Problems(),
              ElementsAre("unknown flag --nothing", "FILE:1: unknown setting 'unknown'",
                          StartsWith("workers:"), StartsWith("read-only:"), StartsWith("idle:")));
}

TEST_F(ConfigTest, FileHasCommentsBlankLinesAndFreeSpacing) {
  file_ =
      "# comment = 1\n"
      "   # indented comment\n"
      "\n"
      "  \t \n"
      "workers=2\n"
      "  read-only   =   true  \n"
      "listen-address = a = b # not a comment\r\n"
      "issuers = https://a, https://b";
  const Config config = Loaded();
  EXPECT_EQ(config.Int("workers"), 2);
  EXPECT_TRUE(config.Bool("read-only"));
  EXPECT_EQ(config.String("listen-address"), "a = b # not a comment");
  EXPECT_THAT(config.List("issuers"), ElementsAre("https://a", "https://b"));
}

TEST_F(ConfigTest, FileErrorsNameTheLineAndQuoteNoValue) {
  file_ =
      "db-password hunter2\n"
      "workers = 2\n"
      "threads = hunter2\n"
      "OPORA_WORKERS = 3\n"
      "MIIEvQIBADANBg==\n"
      "= hunter2\n"
      "config = /etc/other\n";
  EXPECT_THAT(Problems(),
              ElementsAre("FILE:1: not of the form 'name = value' with a lower-case name",
                          "FILE:3: unknown setting 'threads'",
                          "FILE:4: not of the form 'name = value' with a lower-case name",
                          "FILE:5: not of the form 'name = value' with a lower-case name",
                          "FILE:6: not of the form 'name = value' with a lower-case name",
                          "FILE:7: unknown setting 'config'"));
}

TEST_F(ConfigTest, FlagNamesTheFileBeforeEnvironmentBeforeArgument) {
  const TemporaryFile by_flag("workers = 11\n"), by_environment("workers = 12\n");
  file_ = "workers = 13\n";
  EXPECT_EQ(Loaded().Int("workers"), 13);
  environment_ = {{"OPORA_CONFIG", by_environment.path()}};
  EXPECT_EQ(Loaded().Int("workers"), 12);
  args_ = {"--config=" + by_flag.path()};
  EXPECT_EQ(Loaded().Int("workers"), 11);
  args_ = {"--config", by_flag.path()};
  EXPECT_EQ(Loaded().Int("workers"), 11);
  args_ = {"--config="};
  EXPECT_EQ(Loaded().Int("workers"), 8);
}

TEST_F(ConfigTest, FileThatCannotBeReadIsAnError) {
  for (const char* path : {"/nonexistent/opora.conf", "/tmp", "/dev/zero"}) {
    args_ = {"--config", path};
    EXPECT_THAT(Problems(),
                ElementsAre(absl::StrCat("configuration file '", path, "': cannot be read")));
  }
}

TEST_F(ConfigTest, EmptyFileIsValid) {
  const TemporaryFile empty("");
  args_ = {"--config", empty.path()};
  EXPECT_EQ(Loaded().Int("workers"), 8);
}

TEST_F(ConfigTest, RequiredSettingMustBeGivenAndNotEmpty) {
  table_.push_back({"database", Type::kString, "", "Where the data is.", {}, {}, false, true});
  table_.push_back({"port", Type::kInt, "", "A port.", 1, 65535, false, true});
  EXPECT_THAT(Problems(),
              ElementsAre("database: required, but not given; set --database or OPORA_DATABASE",
                          "port: required, but not given; set --port or OPORA_PORT"));
  args_ = {"--database=", "--port=70000"};
  EXPECT_THAT(Problems(),
              ElementsAre("database: required, but empty in flag --database; set --database or "
                          "OPORA_DATABASE",
                          "port: '70000' from flag --port is above the maximum 65535"));
  args_ = {"--database=x", "--port=1"};
  EXPECT_EQ(Loaded().String("database"), "x");
  EXPECT_EQ(Loaded().Int("port"), 1);
}

TEST_F(ConfigTest, SecretComesFromItsFileInEverySource) {
  const TemporaryFile secret("hunter2\n");
  args_ = {"--db-password-file=" + secret.path()};
  EXPECT_EQ(Loaded().String("db-password"), "hunter2");
  args_ = {"--db-password-file", secret.path()};
  EXPECT_EQ(Loaded().String("db-password"), "hunter2");
  args_.clear();
  environment_ = {{"OPORA_DB_PASSWORD_FILE", secret.path()}};
  EXPECT_EQ(Loaded().String("db-password"), "hunter2");
  environment_.clear();
  file_ = "db-password-file = " + secret.path() + "\n";
  EXPECT_EQ(Loaded().String("db-password"), "hunter2");
}

TEST_F(ConfigTest, SecretLosesOneLineEndOnly) {
  const std::pair<const char*, const char*> cases[] = {{"hunter2", "hunter2"},
                                                       {"hunter2\r\n", "hunter2"},
                                                       {"hunter2\n\n", "hunter2\n"},
                                                       {" a\nb \n", " a\nb "}};
  for (const auto& [content, value] : cases) {
    const TemporaryFile secret(content);
    args_ = {"--db-password-file", secret.path()};
    EXPECT_EQ(Loaded().String("db-password"), value);
  }
}

TEST_F(ConfigTest, SecretAndItsFileFollowPrecedenceTogether) {
  const TemporaryFile secret("from-file\n");
  environment_ = {{"OPORA_DB_PASSWORD", "direct"}};
  args_ = {"--db-password-file", secret.path()};
  EXPECT_EQ(Loaded().String("db-password"), "from-file");
  environment_ = {{"OPORA_DB_PASSWORD_FILE", secret.path()}};
  args_ = {"--db-password=direct"};
  EXPECT_EQ(Loaded().String("db-password"), "direct");
}

TEST_F(ConfigTest, SecretAndItsFileInOneSourceContradict) {
  environment_ = {{"OPORA_DB_PASSWORD", "hunter2"}, {"OPORA_DB_PASSWORD_FILE", "/nonexistent"}};
  EXPECT_THAT(Problems(),
              ElementsAre("db-password: given twice, by environment OPORA_DB_PASSWORD and by "
                          "environment OPORA_DB_PASSWORD_FILE",
                          "db-password: the file '/nonexistent' from environment "
                          "OPORA_DB_PASSWORD_FILE is empty or cannot be read"));
}

TEST_F(ConfigTest, SecretFileMustHaveContent) {
  const TemporaryFile empty(""), blank("\n");
  for (const std::string& path :
       {empty.path(), blank.path(), std::string("/nonexistent"), std::string("/tmp")}) {
    args_ = {"--db-password-file", path};
    EXPECT_THAT(Problems(), ElementsAre(HasSubstr("from flag --db-password-file is empty or cannot "
                                                  "be read")));
  }
}

TEST_F(ConfigTest, RequiredSecretMayComeFromItsFile) {
  table_.push_back({"key", Type::kString, "", "A key.", {}, {}, true, true});
  EXPECT_THAT(Problems(), ElementsAre(StartsWith("key: required, but not given")));
  const TemporaryFile secret("k");
  args_ = {"--key-file", secret.path()};
  EXPECT_EQ(Loaded().String("key"), "k");
}

TEST_F(ConfigTest, OnlySecretsHaveAFile) {
  args_ = {"--listen-address-file=/etc/hostname"};
  EXPECT_THAT(Problems(), ElementsAre("unknown flag --listen-address-file"));
}

TEST_F(ConfigTest, ShowsValuesWithTheirSourceAndNoSecret) {
  const TemporaryFile file("workers = 2\n");
  environment_ = {{"OPORA_IDLE", "1s"}, {"OPORA_LISTEN_ADDRESS", "a\nb"}};
  args_ = {"--read-only", "--db-password", "hunter2", "--config", file.path()};
  EXPECT_EQ(Loaded().Show(),
            "listen-address = a\\nb [environment OPORA_LISTEN_ADDRESS]\n"
            "workers = 2 [file " +
                file.path() +
                ":1]\n"
                "offset = 0 [default]\n"
                "read-only = true [flag --read-only]\n"
                "drain-delay = 3s [default]\n"
                "idle = 1s [environment OPORA_IDLE]\n"
                "issuers =  [default]\n"
                "db-password = (secret) [flag --db-password]\n");
}

TEST_F(ConfigTest, ShowsThatASecretIsNotSet) {
  EXPECT_THAT(Loaded().Show(), HasSubstr("db-password =  [default]\n"));
}

TEST_F(ConfigTest, ShowsWhereASecretsFileWasNamed) {
  const TemporaryFile secret("hunter2\n");
  args_ = {"--db-password-file", secret.path()};
  EXPECT_THAT(Loaded().Show(), AllOf(HasSubstr("db-password = (secret) [flag --db-password-file]"),
                                     Not(HasSubstr("hunter2"))));
}

TEST_F(ConfigTest, NoProblemQuotesASecret) {
  args_ = {"--db-password=hunter2", "--db-password", "hunter2", "--workers=0"};
  EXPECT_THAT(Problems(), Each(Not(HasSubstr("hunter2"))));
}

TEST(ConfigHelp, ListsEverySettingWithoutAConfiguration) {
  const std::string help = Config::Help(Table());
  EXPECT_THAT(help, StartsWith("  --config=FILE  OPORA_CONFIG\n"));
  EXPECT_THAT(help, HasSubstr("  --workers=INT  OPORA_WORKERS\n"
                              "      Threads with a connection each. (8, 1 to 200)\n"));
  EXPECT_THAT(help, HasSubstr("      Wait before the drain. (3s, 500ms to 30s)\n"));
  EXPECT_THAT(help, HasSubstr("      How long a connection may rest. (5m)\n"));
  EXPECT_THAT(help, HasSubstr("      Any number. (0)\n"));
  EXPECT_THAT(help, HasSubstr("  --issuers=LIST  OPORA_ISSUERS\n"
                              "      Trusted issuers. (empty)\n"));
  EXPECT_THAT(help, HasSubstr("Secret: use --db-password-file or OPORA_DB_PASSWORD_FILE"));
}

TEST(ConfigHelp, TellsOpenRanges) {
  const std::vector<Setting> table = {{"a", Type::kInt, "5", "Least.", 5},
                                      {"b", Type::kDuration, "5s", "Most.", {}, 5000}};
  EXPECT_THAT(Config::Help(table), HasSubstr("Least. (5, at least 5)\n"));
  EXPECT_THAT(Config::Help(table), HasSubstr("Most. (5s, at most 5s)\n"));
}

TEST(ConfigHelp, SaysWhatIsRequired) {
  const std::vector<Setting> table = {
      {"database", Type::kString, "", "Where the data is.", {}, {}, false, true}};
  EXPECT_THAT(Config::Help(table), HasSubstr("Where the data is. (required)\n"));
}

TEST(ConfigMarkdown, IsATableWithOneRowPerSetting) {
  std::vector<Setting> table = Table();
  table.push_back({"mode", Type::kString, "a", "Either a|b\nor c."});
  const std::vector<std::string> lines = absl::StrSplit(Config::Markdown(table), '\n');
  ASSERT_EQ(lines.size(), 2 + 1 + table.size() + 1);
  EXPECT_EQ(lines[0], "| Flag | Environment | Type | Default | Meaning |");
  EXPECT_EQ(lines[4],
            "| `--workers` | `OPORA_WORKERS` | INT, 1 to 200 | `8` | Threads with a "
            "connection each. |");
  EXPECT_EQ(lines[lines.size() - 2],
            "| `--mode` | `OPORA_MODE` | STRING | `a` | Either a\\|b or c. |");
}

TEST_F(ConfigTest, HelpAndMarkdownOfAConfigurationAreThoseOfItsTable) {
  EXPECT_EQ(Loaded().Help(), Config::Help(Table()));
  EXPECT_EQ(Loaded().Markdown(), Config::Markdown(Table()));
}

TEST(ProcessEnvironment, ReadsTheProcessesOwn) {
  setenv("OPORA_CONFIG_TEST", "value", 1);
  EXPECT_EQ(ProcessEnvironment()("OPORA_CONFIG_TEST"), "value");
  setenv("OPORA_CONFIG_TEST", "", 1);
  EXPECT_EQ(ProcessEnvironment()("OPORA_CONFIG_TEST"), "");
  unsetenv("OPORA_CONFIG_TEST");
  EXPECT_EQ(ProcessEnvironment()("OPORA_CONFIG_TEST"), std::nullopt);
}

class ConfigDeathTest : public ConfigTest {
 protected:
  ConfigDeathTest() { GTEST_FLAG_SET(death_test_style, "threadsafe"); }
};

TEST_F(ConfigDeathTest, AskingForWhatTheTableLacksAborts) {
  const Config config = Loaded();
  EXPECT_DEATH(config.String("listen"), "there is no setting 'listen'");
  EXPECT_DEATH(config.String("db-password-file"), "there is no setting 'db-password-file'");
  EXPECT_DEATH(config.Int("listen-address"), "'listen-address' is of type STRING, not INT");
  EXPECT_DEATH(config.Bool("workers"), "'workers' is of type INT, not BOOL");
  EXPECT_DEATH(config.Duration("workers"), "'workers' is of type INT, not DURATION");
  EXPECT_DEATH(config.List("listen-address"), "'listen-address' is of type STRING, not LIST");
}

TEST_F(ConfigDeathTest, TableThatContradictsItselfAborts) {
  const std::pair<Setting, const char*> cases[] = {
      {{"", Type::kString}, "is not named by lower-case words"},
      {{"Workers", Type::kString}, "is not named by lower-case words"},
      {{"a_b", Type::kString}, "is not named by lower-case words"},
      {{"-a", Type::kString}, "is not named by lower-case words"},
      {{"a-", Type::kString}, "is not named by lower-case words"},
      {{"1a", Type::kString}, "is not named by lower-case words"},
      {{"config", Type::kString}, "two settings are named 'config'"},
      {{"workers", Type::kString}, "two settings are named 'workers'"},
      {{"db-password-file", Type::kString}, "two settings are named 'db-password-file'"},
      {{"a", Type::kInt}, "has the default '', which is not a whole number"},
      {{"a", Type::kInt, "5", "", 6}, "has the default '5', which is below the minimum 6"},
      {{"a", Type::kDuration, "5"}, "has the default '5', which is not a duration"},
      {{"a", Type::kBool}, "has the default '', which is neither true nor false"},
      {{"a", Type::kString, "", "", 1}, "has a range but is no number"},
      {{"a", Type::kInt, "1", "", {}, {}, true}, "is secret, so it must be a STRING"},
      {{"a", Type::kString, "x", "", {}, {}, true}, "is secret, so it must be a STRING"},
      {{"a", Type::kString, "x", "", {}, {}, false, true}, "is required and has a default"},
  };
  for (const auto& [setting, message] : cases) {
    table_ = Table();
    table_.push_back(setting);
    EXPECT_DEATH((void)Load(), message);
  }
}

}  // namespace
}  // namespace opora::config
