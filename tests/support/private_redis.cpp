#include "tests/support/private_redis.h"

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <memory>

#include <hiredis/hiredis.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

namespace followup {

namespace {

struct FreeContext {
  void operator()(redisContext* context) const { redisFree(context); }
};

struct FreeAnswer {
  void operator()(redisReply* reply) const { freeReplyObject(reply); }
};

[[noreturn]] void give_up(const char* why) {
  std::fprintf(stderr, "private redis: %s\n", why);
  std::abort();
}

std::string simple_text(const redisReply& reply) {
  if (reply.type == REDIS_REPLY_NIL) return "(nil)";
  if (reply.type == REDIS_REPLY_INTEGER) return std::to_string(reply.integer);
  return {reply.str, reply.len};
}

std::string text_of(const redisReply& reply) {
  if (reply.type != REDIS_REPLY_ARRAY) return simple_text(reply);
  std::string text;
  for (std::size_t i = 0; i < reply.elements; ++i) {
    if (i > 0) text += ' ';
    text += simple_text(*reply.element[i]);
  }
  return text;
}

/// Waits for the end of the process, `most` at longest; true if it has ended.
bool ended_within(pid_t process, std::chrono::milliseconds most) {
  const int descriptor = static_cast<int>(::syscall(SYS_pidfd_open, process, 0));
  if (descriptor < 0) give_up("pidfd_open failed");
  pollfd watched{descriptor, POLLIN, 0};
  const int ready = ::poll(&watched, 1, static_cast<int>(most.count()));
  ::close(descriptor);
  return ready > 0;
}

}  // namespace

PrivateRedis::PrivateRedis(std::vector<std::string> settings) : settings_(std::move(settings)) {
  std::string pattern = (std::filesystem::temp_directory_path() / "followup-redis-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) give_up("no temporary folder");
  folder_ = pattern;
  start();
}

PrivateRedis::~PrivateRedis() {
  kill9();
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

RedisAddress PrivateRedis::address() const {
  RedisAddress address;
  address.socket = socket();
  return address;
}

void PrivateRedis::launch() {
  // Ends with the test program, however that ends.
  std::vector<std::string> words{"setpriv", "--pdeathsig", "KILL", "redis-server"};
  const std::vector<std::string> shipped{
      "--port", "0", "--unixsocket", socket(), "--dir", folder_, "--appendonly", "yes",
      "--appendfsync", "always", "--maxmemory-policy", "noeviction", "--save", "", "--logfile",
      folder_ + "/redis.log",
      // As systemd/redis.conf has it: a young file is not worth rewriting.
      "--auto-aof-rewrite-min-size", "256mb", "--slowlog-log-slower-than", "-1",
      "--latency-tracking", "no"};
  words.insert(words.end(), shipped.begin(), shipped.end());
  for (std::size_t i = 0; i < settings_.size(); ++i) {
    words.push_back(i % 2 == 0 ? "--" + settings_[i] : settings_[i]);
  }
  std::vector<char*> arguments;
  for (auto& word : words)
    arguments.push_back(word.data());
  arguments.push_back(nullptr);
  if (::posix_spawnp(&process_, "setpriv", nullptr, nullptr, arguments.data(), environ) != 0) {
    give_up("redis-server can not be started");
  }
}

void PrivateRedis::start() {
  if (process_ > 0) return;
  // A socket left by a killed server would refuse; the new server makes its own.
  ::unlink(socket().c_str());
  launch();
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!answers()) {
    if (ended_within(process_, std::chrono::milliseconds(2))) give_up("redis-server ended at once");
    if (std::chrono::steady_clock::now() > end) give_up("redis-server does not answer");
  }
}

void PrivateRedis::end_with(int signal) {
  if (process_ <= 0) return;
  ::kill(process_, signal);
  if (signal != SIGKILL && !ended_within(process_, std::chrono::seconds(20))) {
    ::kill(process_, SIGKILL);
  }
  ::waitpid(process_, nullptr, 0);
  process_ = -1;
}

void PrivateRedis::stop() {
  end_with(SIGTERM);
}

void PrivateRedis::kill9() {
  end_with(SIGKILL);
}

void PrivateRedis::restart() {
  stop();
  start();
}

void PrivateRedis::pause() {
  ::kill(process_, SIGSTOP);
  // The signal is sent; the process is known to be stopped only when its state says so.
  ::waitpid(process_, nullptr, WUNTRACED);
}

void PrivateRedis::resume() {
  ::kill(process_, SIGCONT);
}

bool PrivateRedis::answers() const {
  const std::unique_ptr<redisContext, FreeContext> context(redisConnectUnix(socket().c_str()));
  if (!context || context->err != 0) return false;
  const std::unique_ptr<redisReply, FreeAnswer> reply(
      static_cast<redisReply*>(redisCommand(context.get(), "PING")));
  if (!reply) return false;
  // A server that asks for a password is up, too.
  return reply->type == REDIS_REPLY_STATUS || text_of(*reply).starts_with("NOAUTH");
}

std::string PrivateRedis::command(std::initializer_list<std::string> words) const {
  auto answer = redis_command(socket(), words);
  if (!answer) give_up("no connection for a command");
  return *answer;
}

std::optional<std::string> redis_command(const std::string& socket,
                                         std::initializer_list<std::string> words) {
  const std::unique_ptr<redisContext, FreeContext> context(redisConnectUnix(socket.c_str()));
  if (!context || context->err != 0) return std::nullopt;
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  for (const auto& word : words) {
    texts.push_back(word.data());
    lengths.push_back(word.size());
  }
  const std::unique_ptr<redisReply, FreeAnswer> reply(static_cast<redisReply*>(redisCommandArgv(
      context.get(), static_cast<int>(texts.size()), texts.data(), lengths.data())));
  return reply ? text_of(*reply) : "(no answer)";
}

}  // namespace followup
