// Callers in a closed loop against one method: each sends its next call when the answer to the last
// one is there. Prints one line of JSON: rate, latencies, errors and the CPU time of this process.

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/synchronization/blocking_counter.h"

namespace opora::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kUuidSize = 36;

constexpr char kUsage[] =
    "usage: opora-bench-load --address=HOST:PORT --path=/package.Service/Method --request=FILE\n"
    "  --ca=FILE --certificate=FILE --key=FILE   mutual TLS\n"
    "  --headers=FILE         lines 'name: value', sent with every call\n"
    "  --fresh=N[,N...]       offsets in the request that get a new random UUID for each call\n"
    "  --pick=N[,N...]        offsets that get one of the UUIDs of --ids, the same at all of them\n"
    "  --ids=FILE             one UUID a line\n"
    "  --callers=1 --channels=1 --warmup=1 --seconds=5 --timeout=10\n";

[[noreturn]] void Fail(const std::string& what) {
  std::cerr << "opora-bench-load: " << what << "\n";
  std::exit(2);
}

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) Fail("cannot read " + path);
  std::stringstream content;
  content << file.rdbuf();
  return content.str();
}

std::vector<std::string> Split(const std::string& text, char separator) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);) {
    if (!part.empty()) parts.push_back(part);
  }
  return parts;
}

class Arguments {
 public:
  Arguments(int argc, char** argv) {
    for (int i = 1; i < argc; ++i) {
      const char* equals = std::strchr(argv[i], '=');
      if (std::strncmp(argv[i], "--", 2) != 0 || equals == nullptr) Fail(kUsage);
      const char* name = argv[i] + 2;
      values_[std::string(name, equals)] = equals + 1;
    }
  }
  std::string Text(const std::string& name) const {
    const auto found = values_.find(name);
    return found == values_.end() ? "" : found->second;
  }
  double Number(const std::string& name, double otherwise) const {
    const std::string text = Text(name);
    return text.empty() ? otherwise : std::atof(text.c_str());
  }
  std::vector<std::size_t> Offsets(const std::string& name, std::size_t size) const {
    std::vector<std::size_t> offsets;
    for (const std::string& part : Split(Text(name), ',')) {
      offsets.push_back(std::strtoul(part.c_str(), nullptr, 10));
      if (offsets.back() + kUuidSize > size) Fail("an offset lies beyond the request");
    }
    return offsets;
  }

 private:
  std::map<std::string, std::string> values_;
};

// What every call is made from.
struct Template {
  explicit Template(const Arguments& arguments)
      : path(arguments.Text("path")),
        request(ReadFile(arguments.Text("request"))),
        fresh(arguments.Offsets("fresh", request.size())),
        pick(arguments.Offsets("pick", request.size())),
        timeout(static_cast<int>(arguments.Number("timeout", 10) * 1000)) {
    if (!arguments.Text("ids").empty()) ids = Split(ReadFile(arguments.Text("ids")), '\n');
    if (!pick.empty() && ids.empty()) Fail("--pick needs --ids");
    if (arguments.Text("headers").empty()) return;
    for (const std::string& line : Split(ReadFile(arguments.Text("headers")), '\n')) {
      const std::size_t colon = line.find(": ");
      if (colon == std::string::npos) Fail("a header is 'name: value'");
      headers.emplace_back(line.substr(0, colon), line.substr(colon + 2));
    }
  }

  std::string path;
  std::string request;
  std::vector<std::size_t> fresh, pick;
  std::vector<std::string> ids;
  std::vector<std::pair<std::string, std::string>> headers;
  std::chrono::milliseconds timeout;
};

// Shared by all callers of a run.
struct Run {
  Run(const Template& of_each, int callers) : calls(of_each), running(callers) {}

  const Template& calls;
  std::atomic<bool> counting{false};
  std::atomic<bool> stopping{false};
  absl::BlockingCounter running;
};

class Caller {
 public:
  Caller(Run& run, std::shared_ptr<grpc::Channel> channel)
      : run_(run), stub_(std::move(channel)), random_(std::random_device{}()) {}

  void Next() {
    context_ = std::make_unique<grpc::ClientContext>();
    for (const auto& [name, value] : run_.calls.headers) context_->AddMetadata(name, value);
    context_->set_deadline(std::chrono::system_clock::now() + run_.calls.timeout);
    grpc::Slice slice(NextRequest());
    request_ = grpc::ByteBuffer(&slice, 1);
    response_.Clear();
    begun_ = Clock::now();
    stub_.UnaryCall(context_.get(), run_.calls.path, grpc::StubOptions(), &request_, &response_,
                    [this](const grpc::Status& status) { Answered(status); });
  }

  const std::vector<uint32_t>& latencies() const { return latencies_; }
  int64_t errors() const { return errors_; }
  const std::string& error() const { return error_; }
  std::size_t response_bytes() const { return response_bytes_; }

 private:
  void Answered(const grpc::Status& status) {
    if (!status.ok()) {
      ++errors_;
      error_ = std::to_string(status.error_code()) + " " + status.error_message();
    } else if (run_.counting.load(std::memory_order_relaxed)) {
      const auto time =
          std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun_);
      latencies_.push_back(static_cast<uint32_t>(time.count()));
      response_bytes_ = response_.Length();
    }
    if (run_.stopping.load()) {
      run_.running.DecrementCount();
    } else {
      Next();
    }
  }

  std::string NextRequest() {
    std::string bytes = run_.calls.request;
    for (std::size_t offset : run_.calls.fresh) bytes.replace(offset, kUuidSize, RandomUuid());
    if (!run_.calls.pick.empty()) {
      const std::string& id = run_.calls.ids[random_() % run_.calls.ids.size()];
      for (std::size_t offset : run_.calls.pick) bytes.replace(offset, kUuidSize, id);
    }
    return bytes;
  }

  std::string RandomUuid() {
    const uint64_t high = random_(), low = random_();
    std::array<char, kUuidSize + 1> text;
    std::snprintf(text.data(), text.size(), "%08x-%04x-4%03x-a%03x-%012llx",
                  static_cast<unsigned>(high >> 32), static_cast<unsigned>(high >> 16 & 0xffff),
                  static_cast<unsigned>(high & 0xfff), static_cast<unsigned>(low >> 48 & 0xfff),
                  static_cast<unsigned long long>(low & 0xffffffffffff));
    return std::string(text.data(), kUuidSize);
  }

  Run& run_;
  grpc::GenericStub stub_;
  std::mt19937_64 random_;
  std::unique_ptr<grpc::ClientContext> context_;
  grpc::ByteBuffer request_, response_;
  Clock::time_point begun_;
  std::vector<uint32_t> latencies_;
  int64_t errors_ = 0;
  std::string error_;
  std::size_t response_bytes_ = 0;
};

std::vector<std::shared_ptr<grpc::Channel>> Channels(const Arguments& arguments) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ReadFile(arguments.Text("ca"));
  tls.pem_cert_chain = ReadFile(arguments.Text("certificate"));
  tls.pem_private_key = ReadFile(arguments.Text("key"));
  const auto credentials = grpc::SslCredentials(tls);
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < static_cast<int>(arguments.Number("channels", 1)); ++i) {
    grpc::ChannelArguments options;
    options.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
    // Else channels of the same address share one connection.
    options.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    channels.push_back(grpc::CreateCustomChannel(arguments.Text("address"), credentials, options));
    if (!channels.back()->WaitForConnected(std::chrono::system_clock::now() +
                                           std::chrono::seconds(5))) {
      Fail("no connection to " + arguments.Text("address"));
    }
  }
  return channels;
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void Pause(double seconds) { std::this_thread::sleep_for(std::chrono::duration<double>(seconds)); }

int Main(int argc, char** argv) {
  const Arguments arguments(argc, argv);
  const Template calls(arguments);
  const auto channels = Channels(arguments);
  const int count = static_cast<int>(arguments.Number("callers", 1));
  Run run(calls, count);
  std::vector<std::unique_ptr<Caller>> callers;
  for (int i = 0; i < count; ++i) {
    callers.push_back(
        std::make_unique<Caller>(run, channels[static_cast<std::size_t>(i) % channels.size()]));
  }
  for (const auto& caller : callers) caller->Next();
  Pause(arguments.Number("warmup", 1));
  const double cpu_before = CpuSeconds();
  const Clock::time_point begun = Clock::now();
  run.counting.store(true);
  Pause(arguments.Number("seconds", 5));
  run.counting.store(false);
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  const double cpu = CpuSeconds() - cpu_before;
  run.stopping.store(true);
  run.running.Wait();

  std::vector<uint32_t> latencies;
  int64_t errors = 0;
  std::string error;
  std::size_t response_bytes = 0;
  for (const auto& caller : callers) {
    latencies.insert(latencies.end(), caller->latencies().begin(), caller->latencies().end());
    errors += caller->errors();
    if (!caller->error().empty()) error = caller->error();
    response_bytes = std::max(response_bytes, caller->response_bytes());
  }
  std::sort(latencies.begin(), latencies.end());
  const auto percentile = [&](double part) {
    return latencies.empty() ? 0
                             : latencies[static_cast<std::size_t>(
                                   part * static_cast<double>(latencies.size() - 1))];
  };
  std::printf(
      "{\"calls\":%zu,\"errors\":%lld,\"seconds\":%.3f,\"rate\":%.1f,\"p50_us\":%u,\"p99_us\":%u,"
      "\"cpu_seconds\":%.3f,\"response_bytes\":%zu}\n",
      latencies.size(), static_cast<long long>(errors), seconds,
      static_cast<double>(latencies.size()) / seconds, percentile(0.5), percentile(0.99), cpu,
      response_bytes);
  if (errors > 0) std::cerr << "opora-bench-load: " << errors << " calls failed: " << error << "\n";
  return errors > 0 || latencies.empty() ? 1 : 0;
}

}  // namespace
}  // namespace opora::bench

int main(int argc, char** argv) { return opora::bench::Main(argc, argv); }
