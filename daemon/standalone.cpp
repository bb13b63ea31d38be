#include "daemon/standalone.h"

#include "core/base/log.h"
#include "core/store/redis_store.h"

#include <algorithm>
#include <csignal>
#include <fstream>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace followup {

namespace fs = std::filesystem;

namespace {

constexpr int not_startable = 127;  ///< a child's status, as a shell's
constexpr auto redis_start_limit = std::chrono::seconds{10};
constexpr auto restart_interval = std::chrono::seconds{1};
constexpr auto look_again = std::chrono::milliseconds{10};

Error cannot(const std::string& what, const fs::path& path) {
  return {Code::unavailable,
          what + " " + path.string() + ": check that the folder exists and may be written"};
}

std::string infrastructure(const fs::path& folder) {
  const std::string base = folder.string();
  return "# Written by followupd --standalone; change it as you like.\n"
         "[redis]\nsocket = \"" +
         base +
         "/redis.sock\"\n\n"
         "[intake]\nrouter = \"ipc://" +
         base + "/router.sock\"\npull = \"ipc://" + base +
         "/pull.sock\"\n\n"
         "[mail]\ntransport = \"maildir\"\nmaildir = \"" +
         base + "/maildir\"\n";
}

constexpr std::string_view demo_tenant =
    "# The tenant of the standalone: change it, or put your own files beside it.\n"
    "[tenant]\n"
    "sources = [\"/demo/crm\"]\n"
    "zone = \"Europe/Rome\"\n"
    "language = \"en\"\n"
    "mail_from = \"Follow-up <followup@demo.example>\"\n"
    "case_url = \"https://crm.demo.example/{kind}/{id}\"\n"
    "fallback_email = \"office@demo.example\"\n"
    "administrator_email = \"admin@demo.example\"\n\n"
    "[referral]\n"
    "supervisor_days = 10\n";

Result<void> write_file(const fs::path& path, std::string_view text) {
  if (fs::exists(path)) return {};
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) return cannot("can not write", path);
  return {};
}

/// What a program said last, for the one who started it.
std::string last_line(const fs::path& log) {
  std::ifstream file(log);
  std::string last;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty()) last = std::move(line);
  }
  return last.empty() ? "is it installed?" : last + " (" + log.string() + ")";
}

std::string words_of_end(int status, const std::string& program) {
  if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
  if (WEXITSTATUS(status) == not_startable) return program + " can not be started: is it there?";
  return "exit status " + std::to_string(WEXITSTATUS(status));
}

void make_private(const fs::path& folder) {
  fs::create_directories(folder);
  fs::permissions(folder, fs::perms::owner_all);
}

}  // namespace

fs::path find_worker(const fs::path& program_folder) {
  for (const auto& folder : {program_folder, program_folder.parent_path() / "workers"}) {
    if (fs::exists(folder / "followup-worker")) return folder / "followup-worker";
  }
  return "followup-worker";
}

pid_t Standalone::spawn(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const auto& word : command)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  const pid_t parent = getpid();
  const pid_t pid = fork();
  if (pid != 0) return pid;
  // The child ends when the daemon does, whatever ends it.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);
  setpgid(0, 0);  // Ctrl-C reaches the daemon, which stops its children in order
  sigset_t held;  // a wish to read the configuration waits until the program can hear it
  sigemptyset(&held);
  sigaddset(&held, SIGHUP);
  sigprocmask(SIG_SETMASK, &held, nullptr);  // NOLINT(concurrency-mt-unsafe): one thread after fork
  execvp(arguments.front(), arguments.data());
  _exit(not_startable);
}

Result<void> Standalone::write_configuration(const fs::path& config) const {
  std::error_code fault;
  fs::create_directories(folder_ / "tenants", fault);
  if (fault) return cannot("can not make", folder_ / "tenants");
  if (auto written = write_file(folder_ / "followupd.toml", infrastructure(folder_)); !written)
    return written;
  if (!fs::is_empty(folder_ / "tenants")) return {};
  if (config.empty()) return write_file(folder_ / "tenants" / "demo.toml", demo_tenant);
  fs::copy(config / "tenants", folder_ / "tenants", fs::copy_options::recursive, fault);
  if (fault) {
    return Error{Code::invalid_input,
                 "can not read " + (config / "tenants").string() + ": " + fault.message()};
  }
  return {};
}

Result<void> Standalone::start_redis() {
  const std::string socket = (folder_ / "redis.sock").string();
  children_.push_back({{"redis-server",
                        "--port",
                        "0",
                        "--unixsocket",
                        socket,
                        "--unixsocketperm",
                        "700",
                        "--dir",
                        (folder_ / "redis").string(),
                        "--appendonly",
                        "yes",
                        "--appendfsync",
                        "always",
                        "--save",
                        "",
                        "--maxmemory-policy",
                        "noeviction",
                        "--auto-aof-rewrite-min-size",
                        "256mb",
                        "--logfile",
                        (folder_ / "redis.log").string(),
                        "--daemonize",
                        "no"},
                       -1,
                       false});
  children_.back().pid = spawn(children_.back().command);
  RedisStore store(RedisAddress{.socket = socket});
  const auto limit = std::chrono::steady_clock::now() + redis_start_limit;
  while (!store.ping()) {
    const bool ended = waitpid(children_.back().pid, nullptr, WNOHANG) == children_.back().pid;
    if (ended) children_.back().pid = -1;
    if (ended || std::chrono::steady_clock::now() > limit) {
      return Error{Code::unavailable,
                   "redis-server does not start: " + last_line(folder_ / "redis.log")};
    }
    std::this_thread::sleep_for(look_again);
  }
  return {};
}

Result<Standalone> Standalone::start(const fs::path& folder, const fs::path& config,
                                     const fs::path& worker_program) {
  Standalone standalone(fs::absolute(folder).lexically_normal());
  standalone.worker_program_ = worker_program;
  try {
    make_private(standalone.folder_);
    make_private(standalone.folder_ / "redis");
  } catch (const fs::filesystem_error&) {
    return cannot("can not make", folder);
  }
  auto lock = FileLock::take((standalone.folder_ / "lock").string(),
                             "the folder " + standalone.folder_.string());
  if (!lock) return lock.error();
  standalone.lock_.emplace(std::move(lock).value());
  constexpr std::size_t longest_path = 107;  // unix(7)
  if (const auto door = standalone.folder_ / "router.sock"; door.string().size() > longest_path) {
    return Error{Code::invalid_input, "the folder's name is too long for sockets in it: " +
                                          standalone.folder_.string() + ": use a shorter one"};
  }
  if (auto written = standalone.write_configuration(config); !written) return written.error();
  if (auto started = standalone.start_redis(); !started) return started.error();
  return standalone;
}

Result<void> Standalone::start_workers() {
  for (const char* channel : {"email", "webhook"}) {
    Child child{
        {worker_program_.string(), "--config", folder_.string(), "--channel", channel}, -1, true};
    child.pid = spawn(child.command);
    if (child.pid < 0) return Error{Code::unavailable, "a worker can not be started"};
    children_.push_back(std::move(child));
  }
  return {};
}

void Standalone::reload_workers() {
  for (const auto& child : children_) {
    if (child.worker && child.pid > 0) kill(child.pid, SIGHUP);
  }
}

void Standalone::look_after_children() {
  const auto now = std::chrono::steady_clock::now();
  for (auto& child : children_) {
    int status = 0;
    if (child.pid > 0 && waitpid(child.pid, &status, WNOHANG) == child.pid) {
      child.pid = -1;
      log(Severity::warning, "child_ended",
          {{"program", child.worker ? "followup-worker" : "redis-server"},
           {"why", words_of_end(status, child.command.front())}});
    }
    if (child.pid > 0 || stopping_ || now < child.started + restart_interval) continue;
    child.started = now;
    child.pid = spawn(child.command);
  }
}

void Standalone::stop(bool workers) {
  for (auto& child : children_) {
    if (child.worker == workers && child.pid > 0) kill(child.pid, SIGTERM);
  }
  for (auto& child : children_) {
    if (child.worker != workers || child.pid <= 0) continue;
    waitpid(child.pid, nullptr, 0);
    child.pid = -1;
  }
}

void Standalone::stop_workers() {
  stopping_ = true;
  stop(true);
}

Standalone::Standalone(Standalone&& other) noexcept
    : folder_(std::move(other.folder_)),
      lock_(std::move(other.lock_)),
      worker_program_(std::move(other.worker_program_)),
      children_(std::exchange(other.children_, {})),
      stopping_(other.stopping_) {}

Standalone::~Standalone() {
  stopping_ = true;
  stop(true);
  stop(false);
}

}  // namespace followup
