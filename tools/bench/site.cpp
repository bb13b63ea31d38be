#include "core/flow/transition.h"
#include "tools/bench/bench.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace followup::bench {

namespace fs = std::filesystem;

namespace {

std::string temporary_folder() {
  std::string name = (fs::temp_directory_path() / "followup-bench-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return name;
}

}  // namespace

Event filled_event(int number, int days, TimePoint now) {
  const std::string text = std::to_string(number);
  const std::string worker = "w-" + std::to_string(number % 500);
  ReferralRecord record;
  record.created = Date{std::chrono::floor<std::chrono::days>(now)};
  record.follow_up_requested = true;
  record.follow_up_days = days;
  record.case_worker = {worker, "Worker", worker + "@bench.example"};
  record.case_id = "CASE-" + text;
  record.clients = {{"C-" + text, "Client"}};
  record.provider = "Provider";
  record.service = "Service";
  Event event;
  event.source = "/bench";
  event.id = "fill-" + text;
  event.type = "referral.created";
  event.subject = "REF-" + text;
  event.time = now;
  event.payload = std::move(record);
  return event;
}

double send_straight(RedisStore& store, const std::vector<CaseCall>& calls) {
  constexpr std::size_t depth = 256;
  const auto begun = std::chrono::steady_clock::now();
  std::deque<CallTicket> tickets;
  const auto take = [&] {
    if (auto done = store.wait(tickets.front()); !done) throw std::runtime_error(done.error().what);
    tickets.pop_front();
  };
  for (std::size_t at = 0; at < calls.size(); at += depth) {
    const auto end = std::min(calls.size(), at + depth);
    tickets.push_back(store.send({calls.begin() + static_cast<std::ptrdiff_t>(at),
                                  calls.begin() + static_cast<std::ptrdiff_t>(end)}));
    if (tickets.size() == 3) take();
  }
  while (!tickets.empty())
    take();
  return static_cast<double>(calls.size()) / seconds_since(begun);
}

double send_one_by_one(RedisStore& store, std::vector<CaseCall> calls) {
  const auto begun = std::chrono::steady_clock::now();
  for (auto& one : calls) {
    const auto done = store.call({std::move(one)});
    if (!done) throw std::runtime_error(done.error().what);
    if (done->front().kind != CaseAnswer::Kind::applied)
      throw std::runtime_error("a commit was not applied");
  }
  return static_cast<double>(calls.size()) / seconds_since(begun);
}

Process::Process(std::vector<std::string> command, const std::string& log_file) {
  std::vector<char*> arguments;
  for (auto& word : command)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_ = fork();
  if (pid_ != 0) return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  const int log = open(log_file.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  dup2(log, STDOUT_FILENO);
  dup2(log, STDERR_FILENO);
  execvp(arguments.front(), arguments.data());
  _exit(127);
}

Process::Process(Process&& other) noexcept : pid_(std::exchange(other.pid_, -1)) {}

Process::~Process() {
  stop();
}

void Process::stop() {
  if (pid_ <= 0) return;
  kill(pid_, SIGTERM);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

bool Process::running() {
  return pid_ > 0 && waitpid(pid_, nullptr, WNOHANG) == 0;
}

Site::Site(const Options& options) : folder_(temporary_folder()), options_(options) {
  if (options.redis.empty()) {
    redis_ = std::make_unique<PrivateRedis>();
  } else if (redis_command(address().socket, {"DBSIZE"}) != "0") {
    throw std::runtime_error(
        "--redis " + options.redis +
        ": there must be a Redis with nothing in it, as in unix:/tmp/redis.sock");
  }
  store_ = std::make_unique<RedisStore>(address());
  configure("", "");
}

Site::~Site() {
  store_.reset();
  if (!redis_) redis_command(address().socket, {"FLUSHALL"});
  redis_.reset();
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

RedisAddress Site::address() const {
  if (redis_) return redis_->address();
  RedisAddress given;
  given.socket = options_.redis.substr(options_.redis.find(':') + 1);
  return given;
}

void Site::configure(const std::string& infrastructure, const std::string& tenant) {
  fs::create_directories(folder_ + "/tenants");
  std::ofstream(folder_ + "/followupd.toml")
      << "[redis]\nsocket = \"" << address().socket << "\"\n[intake]\nrouter = \"" << router()
      << "\"\n"
      << (infrastructure.empty()
              ? "[mail]\ntransport = \"maildir\"\nmaildir = \"" + folder_ + "/maildir\"\n"
              : infrastructure);
  std::ofstream(folder_ + "/tenants/bench.toml")
      << "[tenant]\nsources = [\"/bench\"]\nzone = \"UTC\"\nlanguage = \"en\"\nmail_from = "
         "\"followup@bench.example\"\n"
      << "case_url = \"https://crm.bench.example/{kind}/{id}\"\nfallback_email = "
         "\"office@bench.example\"\n"
      << "administrator_email = \"admin@bench.example\"\n[calendar]\nsend_time = \"00:00\"\n"
      << tenant;
  LoadedConfig loaded = load_config(folder_);
  if (!loaded.usable()) throw std::runtime_error(describe(loaded.faults));
  config_ = std::move(loaded.config);
  policies_ = PolicyBook();
  if (auto published = policies_.publish(config_.tenants, *store_); !published)
    throw std::runtime_error(published.error().what);
  if (auto time = store_->server_time()) clock_.follow(*time);
  store_->set_clock(&clock_);
}

FlowContext Site::context() {
  return {&config_.tenants, &policies_, &clock_, std::chrono::minutes{1}};
}

Process Site::start_daemon(const std::string& roles) {
  const std::string log = folder_ + "/followupd.log";
  Process process({options_.programs + "/daemon/followupd", "--config", folder_, "--roles", roles},
                  log);
  const auto serving = [&] {
    std::ifstream file(log);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return text.find("event=serving") != std::string::npos;
  };
  if (!wait_until(serving, std::chrono::seconds{10}))
    throw std::runtime_error("followupd does not start: see " + log);
  return process;
}

Process Site::start_worker(const std::string& channel) {
  const std::string log = folder_ + "/worker.log";
  Process process(
      {options_.programs + "/workers/followup-worker", "--config", folder_, "--channel", channel},
      log);
  const auto delivering = [&] {
    std::ifstream file(log);
    const std::string text(std::istreambuf_iterator<char>(file), {});
    return text.find("event=delivering") != std::string::npos;
  };
  if (!wait_until(delivering, std::chrono::seconds{10}))
    throw std::runtime_error("followup-worker does not start: see " + log);
  return process;
}

Transition Site::created(int number, int days, TimePoint now) {
  Transition transition(empty_case({"bench", Kind::referral, "REF-" + std::to_string(number)}),
                        context(), now);
  transition.apply(filled_event(number, days, now));
  return transition;
}

void Site::fill(int first, int count, const std::function<std::optional<TimePoint>(int)>& due,
                Next next) {
  constexpr int at_once = 500;
  std::vector<CaseCall> calls;
  const auto flush = [&] {
    const auto answers = store_->call(std::exchange(calls, {}));
    if (!answers) throw std::runtime_error(answers.error().what);
  };
  for (int number = first; number < first + count; ++number) {
    const auto at = due(number);
    const TimePoint now =
        next == Next::reminder ? clock_.now() : clock_.now() - std::chrono::days{40};
    Transition transition = created(number, at ? 0 : 60, now);
    if (next == Next::escalation) transition.apply_deadlines();
    Commit commit = transition.commit();
    commit.notifications.clear();
    // Deadlines are on whole seconds of a day; the score may be any later millisecond.
    if (at) commit.due = *at;
    calls.push_back({transition.state().key, std::move(commit)});
    if (calls.size() == at_once) flush();
  }
  if (!calls.empty()) flush();
}

}  // namespace followup::bench
