// What the benchmarks share: options, the figures' JSON lines, private servers, processes of the
// project, pending cases.
#pragma once

#include "core/domain/tenant.h"
#include "core/flow/policy_book.h"
#include "core/flow/runtime.h"
#include "core/flow/transition.h"
#include "tests/support/private_redis.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace followup::bench {

struct Options {
  std::string programs;  ///< build folder with daemon/ and workers/
  std::string redis;     ///< "unix:PATH" of a given server, empty before and afterwards, or empty
  std::string smtp;      ///< "HOST:PORT" of a given sink, or empty
  std::string hook;      ///< URL of a given receiver, or empty
  int producers = 16;
  int window = 64;
  int events = 100'000;
  int cases = 20'000;
  int pending = 100'000;
  int messages = 10'000;
  bool quick = false;  ///< small numbers, floors reported and not judged
};

/// One figure: a JSON line on standard output. `floor`: the least (or, for `at_most`, the most)
/// that is acceptable.
struct Figure {
  std::string bench;
  std::string name;
  double value = 0;
  std::optional<double> floor;
  bool at_most = false;
  std::map<std::string, double> more;
};

/// Prints it; false if it misses its floor.
bool report(const Options& options, const Figure& figure);

/// A process of the project or a server, in the background; ended by pid.
class Process {
 public:
  Process(std::vector<std::string> command, const std::string& log_file);
  ~Process();
  Process(Process&& other) noexcept;
  Process& operator=(Process&&) = delete;
  void stop();
  [[nodiscard]] bool running();

 private:
  pid_t pid_ = -1;
};

/// A temporary folder with a configuration (tenant "bench", source "/bench"), a private Redis
/// unless one was given, and stores.
class Site {
 public:
  explicit Site(const Options& options);
  ~Site();

  [[nodiscard]] RedisAddress address() const;

  [[nodiscard]] std::string folder() const { return folder_; }

  [[nodiscard]] std::string router() const { return "ipc://" + folder_ + "/router.sock"; }

  /// Writes the configuration; extra lines go to the ends of followupd.toml and the tenant's file.
  void configure(const std::string& infrastructure, const std::string& tenant);
  /// Starts followupd with these roles and waits until it serves.
  Process start_daemon(const std::string& roles);
  Process start_worker(const std::string& channel);

  [[nodiscard]] RedisStore& store() { return *store_; }

  /// Context over the configuration, for making cases in this process.
  [[nodiscard]] FlowContext context();

  [[nodiscard]] const TenantBook& tenants() const { return config_.tenants; }

  [[nodiscard]] PolicyBook& policies() { return policies_; }

  [[nodiscard]] BusinessClock& clock() { return clock_; }

  /// The referral REF-<number> as filled_event() makes it: not committed yet.
  [[nodiscard]] Transition created(int number, int days, TimePoint now);

  enum class Next : std::uint8_t { reminder, escalation };

  /// Makes `count` pending referrals, REF-<first>…: the next step is due at `due(n)`, or in sixty
  /// days where that says nothing. Before an escalation the reminder went out long ago.
  void fill(int first, int count, const std::function<std::optional<TimePoint>(int)>& due,
            Next next = Next::reminder);

 private:
  std::string folder_;
  const Options& options_;
  std::unique_ptr<PrivateRedis> redis_;
  std::unique_ptr<RedisStore> store_;
  Config config_;
  PolicyBook policies_;
  BusinessClock clock_;
};

/// The event that Site::fill() makes a case of: follow-up `days` after today.
[[nodiscard]] Event filled_event(int number, int days, TimePoint now);
/// Sends the calls straight to Redis, in pipelines of 256, three of them under way; how many a
/// second.
double send_straight(RedisStore& store, const std::vector<CaseCall>& calls);
/// Sends them one by one, each after the answer to the last one; how many a second.
double send_one_by_one(RedisStore& store, std::vector<CaseCall> calls);
/// The commits, claims and begins of `count` cases that are due, straight to Redis, one step after
/// the other; how many a second. For what is fired and what is delivered.
double raw_fire(Site& site, int first, int count);
/// The body of a referral.created of about 600 bytes.
[[nodiscard]] std::string created_event(int number);
/// The body of its contact_recorded.
[[nodiscard]] std::string contact_event(int number);

/// Waits until `done` says so, looking every millisecond or two; false after `limit`.
bool wait_until(const std::function<bool()>& done, std::chrono::seconds limit);

[[nodiscard]] double seconds_since(std::chrono::steady_clock::time_point begun);
/// The p-th percentile (0 to 100) of the values.
[[nodiscard]] double percentile(std::vector<double> values, double p);

// The benchmarks: each prints its figures and says whether all floors were held.
bool bench_intake(const Options& options);
bool bench_mixed(const Options& options);
bool bench_cancel(const Options& options);
bool bench_memory(const Options& options);
bool bench_fire(const Options& options);
bool bench_lateness(const Options& options);
bool bench_mail(const Options& options);
bool bench_webhook(const Options& options);

}  // namespace followup::bench
