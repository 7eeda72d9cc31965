#include "common/telemetry/log.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <grpc/support/log.h>
#include <gtest/gtest.h>
#include <jansson.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <random>
#include <thread>

#include "absl/strings/str_split.h"

namespace opora::telemetry {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;

constexpr absl::Duration kTimeout = absl::Seconds(20);

struct FreeJson {
  void operator()(json_t* json) const { json_decref(json); }
};
using Json = std::unique_ptr<json_t, FreeJson>;

// Null, with a failed expectation, unless `line` is one valid JSON object.
Json ParseJson(const std::string& line) {
  json_error_t error;
  Json json(json_loadb(line.data(), line.size(), JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error));
  EXPECT_NE(json, nullptr) << error.text << " in " << line;
  return json;
}

std::string Text(const Json& json, const char* key) {
  json_t* value = json_object_get(json.get(), key);
  return {json_string_value(value), json_string_length(value)};
}

int64_t Number(const Json& json, const char* key) {
  return json_integer_value(json_object_get(json.get(), key));
}

// A logger into an anonymous file.
class LogTest : public ::testing::Test {
 protected:
  ~LogTest() override { close(fd_); }

  std::vector<std::string> Lines() {
    EXPECT_TRUE(log_.Flush(kTimeout));
    std::string text(static_cast<size_t>(lseek(fd_, 0, SEEK_END)), '\0');
    EXPECT_EQ(pread(fd_, text.data(), text.size(), 0), static_cast<ssize_t>(text.size()));
    std::vector<std::string> lines = absl::StrSplit(text, '\n');
    EXPECT_EQ(lines.back(), "");
    lines.pop_back();
    return lines;
  }

  std::string LastLine() {
    const std::vector<std::string> lines = Lines();
    return lines.empty() ? "" : lines.back();
  }

  std::string LoggedMessage(std::string_view message) {
    log_.Log(Level::kInfo, message);
    return Text(ParseJson(LastLine()), "message");
  }

  const int fd_ = memfd_create("log", 0);
  Logger log_{{.fd = fd_}};
};

TEST_F(LogTest, LineHasTimeLevelMessageAndFieldsInOrder) {
  log_.Log(Level::kWarn, "pool is empty", {{"waiting", 3}, {"pool", "write"}});
  EXPECT_THAT(LastLine(),
              MatchesRegex(R"(\{"ts":"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z",)"
                           R"("level":"WARN","message":"pool is empty","waiting":3,)"
                           R"("pool":"write"\})"));
}

TEST_F(LogTest, TimeIsNowInUtc) {
  const absl::Time before = absl::Now() - absl::Milliseconds(1);
  log_.Log(Level::kInfo, "now");
  absl::Time ts;
  std::string error;
  ASSERT_TRUE(absl::ParseTime(absl::RFC3339_full, Text(ParseJson(LastLine()), "ts"), &ts, &error))
      << error;
  EXPECT_GE(ts, before);
  EXPECT_LE(ts, absl::Now());
}

TEST_F(LogTest, AnyArithmeticOrTextValueIsAField) {
  const std::string text = "text";
  log_.Log(Level::kInfo, "m",
           {{"one", std::string_view(text)},
            {"two", absl::string_view(text)},
            {"three", text},
            {"four", static_cast<const char*>(nullptr)},
            {"five", true},
            {"six", false},
            {"seven", std::numeric_limits<int64_t>::min()},
            {"eight", std::numeric_limits<uint64_t>::max()},
            {"nine", size_t{9}},
            {"ten", 0.1},
            {"eleven", 1e300},
            {"twelve", 2.5F}});
  EXPECT_THAT(LastLine(), EndsWith(R"("one":"text","two":"text","three":"text","four":"",)"
                                   R"("five":true,"six":false,"seven":-9223372036854775808,)"
                                   R"("eight":18446744073709551615,"nine":9,"ten":0.1,)"
                                   R"("eleven":1e+300,"twelve":2.5})"));
}

TEST_F(LogTest, OneFieldOfTwoTextsIsAField) {
  log_.Log(Level::kInfo, "m", {{"key", "value"}});
  EXPECT_THAT(LastLine(), EndsWith(R"("message":"m","key":"value"})"));
}

TEST_F(LogTest, NumbersThatJsonLacksAreNull) {
  log_.Log(Level::kInfo, "m", {{"nan", std::nan("")}, {"inf", -INFINITY}});
  EXPECT_THAT(LastLine(), EndsWith(R"("nan":null,"inf":null})"));
}

TEST_F(LogTest, EveryAsciiCharacterSurvives) {
  std::string ascii;
  for (int i = 0; i < 0x80; ++i) ascii += static_cast<char>(i);
  EXPECT_EQ(LoggedMessage(ascii), ascii);
}

TEST_F(LogTest, KeysAreEscapedToo) {
  log_.Log(Level::kInfo, "m", {{"a\"b\xff", 1}});
  EXPECT_THAT(LastLine(), EndsWith("\"a\\\"b\uFFFD\":1}"));
}

TEST_F(LogTest, LineHoldsNoControlCharacterAndNoOtherLineEnd) {
  log_.Log(Level::kInfo, "\x1b[2J \x7f \u009b2J \u0085 \u2028 \u2029 \r\n\t");
  const std::string line = LastLine();
  EXPECT_THAT(line,
              HasSubstr(R"("\u001b[2J \u007f \u009b2J \u0085 \u2028 \u2029 \u000d\n\u0009")"));
  EXPECT_EQ(Text(ParseJson(line), "message"), "\x1b[2J \x7f \u009b2J \u0085 \u2028 \u2029 \r\n\t");
}

TEST_F(LogTest, WellFormedUtf8Survives) {
  for (const char* text : {"Strnadová, Doležel", "\u00a0\u07ff", "\u0800\ud7ff\ue000\uffff",
                           "\U00010000\U0010ffff", "東京 🏠"}) {
    EXPECT_EQ(LoggedMessage(text), text);
  }
}

TEST_F(LogTest, InvalidUtf8IsReplaced) {
  const std::pair<std::string_view, std::string_view> cases[] = {
      {"a\xff z", "a\uFFFD z"},                          // never a lead byte
      {"a\x80z", "a\uFFFDz"},                            // lone continuation
      {"a\xc3", "a\uFFFD"},                              // cut at the end
      {"a\xe2\x82", "a\uFFFD\uFFFD"},                    // cut at the end
      {"a\xf0\x9f\x8f", "a\uFFFD\uFFFD\uFFFD"},          // cut at the end
      {"a\xc3(", "a\uFFFD("},                            // cut by ASCII
      {"a\xe2(\xa1", "a\uFFFD(\uFFFD"},                  // cut by ASCII
      {"\xc0\xaf", "\uFFFD\uFFFD"},                      // overlong '/'
      {"\xe0\x80\xaf", "\uFFFD\uFFFD\uFFFD"},            // overlong '/'
      {"\xf0\x80\x80\xaf", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // overlong '/'
      {"\xed\xa0\x80", "\uFFFD\uFFFD\uFFFD"},            // surrogate
      {"\xf4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // above U+10FFFF
      {"\xf5\x80\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},  // above U+10FFFF
      {"\xc3\"", "\uFFFD\""},                            // must not swallow the quote
  };
  for (const auto& [text, expected] : cases) EXPECT_EQ(LoggedMessage(text), expected);
}

TEST_F(LogTest, LongTextsAreCutBetweenCharacters) {
  EXPECT_EQ(LoggedMessage(std::string(4096, 'x')), std::string(4096, 'x'));
  EXPECT_EQ(LoggedMessage(std::string(5000, 'x')), std::string(4096, 'x') + "…");
  EXPECT_EQ(LoggedMessage(std::string(4095, 'x') + "žžž"), std::string(4095, 'x') + "…");
  EXPECT_EQ(LoggedMessage(std::string(4093, 'x') + "🏠🏠"), std::string(4093, 'x') + "…");
  EXPECT_EQ(LoggedMessage(std::string(5000, '\x80')).size(), 4092 * 3 + 3);  // all replaced
}

TEST_F(LogTest, LevelsBelowTheThresholdAreSilentAndSwitchAtRunTime) {
  log_.Log(Level::kDebug, "hidden");
  EXPECT_FALSE(log_.Enabled(Level::kDebug));
  log_.SetLevel(Level::kDebug);
  log_.Log(Level::kDebug, "shown");
  log_.SetLevel(Level::kError);
  log_.Log(Level::kWarn, "hidden");
  log_.Log(AccessLine{.level = Level::kWarn});
  log_.Log(Level::kError, "shown");
  EXPECT_THAT(Lines(), ElementsAre(HasSubstr(R"("DEBUG","message":"shown")"),
                                   HasSubstr(R"("ERROR","message":"shown")")));
}

TEST(LevelNames, AreReadInAnyCase) {
  for (const Level level : {Level::kDebug, Level::kInfo, Level::kWarn, Level::kError}) {
    EXPECT_EQ(ParseLevel(LevelName(level)), level);
  }
  EXPECT_EQ(ParseLevel("Warn"), Level::kWarn);
  for (const char* name : {"", "warning", "INFO ", "2"}) EXPECT_EQ(ParseLevel(name), std::nullopt);
}

TEST_F(LogTest, AccessLineIsOneObjectWithAllItsKeys) {
  log_.Log(AccessLine{.ts = absl::FromUnixMillis(1785319445007),
                      .level = Level::kWarn,
                      .service = "opora.registry.v1.ConsentService",
                      .method = "RevokeConsent",
                      .code = absl::StatusCode::kFailedPrecondition,
                      .reason = "CONSENT_ENDED",
                      .rule = "REG-07",
                      .time = absl::Microseconds(12345),
                      .queue_time = absl::Microseconds(20),
                      .db_time = absl::Milliseconds(11),
                      .request_bytes = 120,
                      .response_bytes = 0,
                      .agency = "ngo-7",
                      .subject_hash = "9f86d081",
                      .request_id = "r-1",
                      .trace_id = "0af7651916cd43dd8448eb211c80319c",
                      .peer = "ipv4:127.0.0.1:5000"});
  const std::string line = LastLine();
  ParseJson(line);
  EXPECT_EQ(line, R"({"ts":"2026-07-29T10:04:05.007Z","level":"WARN",)"
                  R"("service":"opora.registry.v1.ConsentService","method":"RevokeConsent",)"
                  R"("code":"FAILED_PRECONDITION","reason":"CONSENT_ENDED","rule":"REG-07",)"
                  R"("ms":12.345,"queue_ms":0.02,"db_ms":11,"req_bytes":120,"res_bytes":0,)"
                  R"("agency":"ngo-7","subject_hash":"9f86d081","request_id":"r-1",)"
                  R"("trace_id":"0af7651916cd43dd8448eb211c80319c","peer":"ipv4:127.0.0.1:5000"})");
}

TEST_F(LogTest, AccessLineOfACallThatSaysNothingIsValidToo) {
  log_.Log(AccessLine{});
  const Json json = ParseJson(LastLine());
  EXPECT_EQ(Text(json, "code"), "OK");
  EXPECT_EQ(json_object_size(json.get()), 17u);
}

TEST_F(LogTest, LinesOfManyThreadsAreValidCompleteAndInEachThreadsOrder) {
  constexpr int kThreads = 8, kEach = 2000;
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int id = 0; id < kThreads; ++id) {
    threads.emplace_back([this, id] {
      std::mt19937 random(static_cast<unsigned>(id));
      for (int i = 0; i < kEach; ++i) {
        std::string noise(random() % 100, '\0');
        for (char& byte : noise) byte = static_cast<char>(random());
        log_.Log(Level::kInfo, noise, {{"thread", id}, {"i", i}, {"noise", noise}});
      }
    });
  }
  for (std::thread& thread : threads) thread.join();

  std::vector<int64_t> next(kThreads, 0);
  for (const std::string& line : Lines()) {
    const Json json = ParseJson(line);
    const int64_t id = Number(json, "thread");
    ASSERT_EQ(Number(json, "i"), next.at(static_cast<size_t>(id))++) << line;
  }
  EXPECT_THAT(next, ::testing::Each(kEach));
  EXPECT_EQ(log_.dropped(), 0u);
}

TEST(Logger, WritesEachLineByOneCall) {
  int sockets[2];  // a datagram is what one write(2) sent
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, sockets), 0);
  {
    Logger log({.fd = sockets[0]});
    for (size_t i = 0; i < 20; ++i) log.Log(Level::kInfo, std::string(i * 100, 'x'));
  }
  for (size_t i = 0; i < 20; ++i) {
    std::string line(8192, '\0');
    line.resize(static_cast<size_t>(recv(sockets[1], line.data(), line.size(), MSG_DONTWAIT)));
    EXPECT_THAT(line, EndsWith("\"}\n"));
    EXPECT_EQ(Text(ParseJson(line), "message").size(), i * 100);
  }
  close(sockets[0]);
  close(sockets[1]);
}

// Both ends of a pipe that holds some 4 KB, so that it soon is full.
struct NarrowPipe {
  NarrowPipe() {
    EXPECT_EQ(pipe(ends), 0);
    EXPECT_NE(fcntl(ends[1], F_SETPIPE_SZ, 4096), -1);
  }
  ~NarrowPipe() {
    CloseReader();
    CloseWriter();
  }

  void CloseReader() { Close(ends[0]); }
  void CloseWriter() { Close(ends[1]); }

  static void Close(int& end) {
    if (end >= 0) close(end);
    end = -1;
  }

  int ends[2] = {-1, -1};
};

// Reads until `stop` lies in what was read, or to the end.
std::string ReadUntil(int fd, std::string_view stop) {
  std::string text;
  char buffer[4096];
  while (text.find(stop) == std::string::npos) {
    const ssize_t size = read(fd, buffer, sizeof(buffer));
    if (size <= 0) break;
    text.append(buffer, static_cast<size_t>(size));
  }
  return text;
}

TEST(Logger, CallerDoesNotWaitForAStalledReaderAndLearnsWhatWasLost) {
  constexpr int kLines = 20000;
  NarrowPipe pipe;
  std::optional<Logger> log(LoggerOptions{.fd = pipe.ends[1], .queue_bytes = 50'000});
  const absl::Time start = absl::Now();
  for (int i = 0; i < kLines; ++i) log->Log(Level::kInfo, "line", {{"i", i}});
  EXPECT_LT(absl::Now() - start, absl::Seconds(5));
  EXPECT_FALSE(log->Flush(absl::Milliseconds(50)));

  std::string text;
  std::thread reader([&] { text = ReadUntil(pipe.ends[0], "never"); });
  EXPECT_TRUE(log->Flush(kTimeout));
  log->Log(Level::kInfo, "again", {{"i", kLines}});
  const uint64_t dropped = log->dropped();
  EXPECT_GT(dropped, uint64_t{kLines / 2});
  log.reset();
  pipe.CloseWriter();
  reader.join();

  uint64_t written = 0, reported = 0;  // there may be several reports
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(text, '\n'))) {
    if (line.empty()) continue;
    const Json json = ParseJson(line);
    const bool is_report = Text(json, "message") == "log lines were dropped";
    EXPECT_EQ(Text(json, "level"), is_report ? "WARN" : "INFO");
    written += is_report ? 0 : 1;
    reported += static_cast<uint64_t>(Number(json, "dropped"));
  }
  EXPECT_EQ(written, kLines + 1 - dropped);
  EXPECT_EQ(reported, dropped);
}

TEST(Logger, LineIsWrittenWithoutBeingAskedFor) {
  NarrowPipe pipe;
  Logger log({.fd = pipe.ends[1]});
  for (int i = 0; i < 3; ++i) {
    absl::SleepFor(absl::Milliseconds(50));  // so that the writer rests
    log.Log(Level::kInfo, "line");
    pollfd readable{pipe.ends[0], POLLIN, 0};
    ASSERT_EQ(poll(&readable, 1, 20'000), 1);
    EXPECT_THAT(ReadUntil(pipe.ends[0], "\n"), HasSubstr("line"));
  }
}

TEST(Logger, WaitsForANonBlockingDescriptorThatTakesLinesInPieces) {
  const std::string text(4000, 'x');
  NarrowPipe pipe;
  ASSERT_EQ(fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK), 0);
  Logger log({.fd = pipe.ends[1]});
  for (int i = 0; i < 100; ++i) log.Log(Level::kInfo, "line", {{"a", text}, {"b", text}});
  log.Log(Level::kInfo, "last");
  const std::vector<std::string> lines =
      absl::StrSplit(ReadUntil(pipe.ends[0], "last\"}\n"), '\n', absl::SkipEmpty());
  ASSERT_THAT(lines, SizeIs(101));
  for (size_t i = 0; i < 100; ++i) EXPECT_EQ(Text(ParseJson(lines[i]), "b"), text);
  EXPECT_EQ(log.dropped(), 0u);
}

TEST(Logger, SurvivesAReaderThatWentAway) {
  NarrowPipe pipe;
  pipe.CloseReader();
  Logger log({.fd = pipe.ends[1]});
  log.Log(Level::kInfo, "nobody reads this");
  EXPECT_TRUE(log.Flush(kTimeout));
  EXPECT_EQ(log.dropped(), 1u);
}

TEST_F(LogTest, ReportsWhatAFailedDescriptorLostOnceItIsReplaced) {
  log_.SetFd(-1);
  log_.Log(Level::kInfo, "lost");
  log_.Log(Level::kInfo, "lost");
  EXPECT_TRUE(log_.Flush(kTimeout));
  log_.SetFd(fd_);
  log_.Log(Level::kInfo, "kept");
  EXPECT_THAT(Lines(), ElementsAre(HasSubstr("kept"), HasSubstr(R"("dropped":2)")));
}

TEST(Logger, DestructorWritesWhatIsQueued) {
  const int fd = memfd_create("log", 0);
  {
    Logger log({.fd = fd});
    for (int i = 0; i < 100; ++i) log.Log(Level::kInfo, "0123456789");
  }
  EXPECT_GT(lseek(fd, 0, SEEK_END), 100 * 10);
  close(fd);
}

TEST_F(LogTest, FlushOfNothingReturnsAtOnce) {
  EXPECT_TRUE(log_.Flush(absl::ZeroDuration()));
  EXPECT_THAT(Lines(), IsEmpty());
}

TEST_F(LogTest, GrpcsOwnErrorsComeAsWarnings) {
  ProcessLog().SetFd(fd_);
  RouteGrpcLog();
  gpr_log(GPR_ERROR, "handshake \"failed\" with %d", 7);
  EXPECT_TRUE(ProcessLog().Flush(kTimeout));
  ProcessLog().SetFd(STDOUT_FILENO);
  const Json json = ParseJson(LastLine());
  EXPECT_EQ(Text(json, "level"), "WARN");
  EXPECT_EQ(Text(json, "message"), "handshake \"failed\" with 7");
  EXPECT_EQ(Text(json, "component"), "grpc");
  EXPECT_THAT(Text(json, "file"), EndsWith("log_test.cc"));
  EXPECT_GT(Number(json, "line"), 0);
}

TEST(ProcessLogDeathTest, IsFlushedAtExit) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        ProcessLog().SetFd(STDERR_FILENO);
        for (int i = 0; i < 500; ++i) Log(Level::kInfo, "line");
        Log(Level::kInfo, "the very last line");
        std::exit(0);
      },
      ::testing::ExitedWithCode(0), "the very last line\"}");
}

TEST(ProcessLogDeathTest, ExitDoesNotHangOnAStalledReader) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        NarrowPipe pipe;
        ProcessLog().SetFd(pipe.ends[1]);
        for (int i = 0; i < 500; ++i) Log(Level::kInfo, "line");
        std::exit(0);
      },
      ::testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace opora::telemetry
