#include "daemon/service.h"

#include "core/base/crash_point.h"
#include "core/base/log.h"
#include "core/base/notify.h"
#include "core/flow/config_notice.h"

#include <algorithm>

namespace followup {

namespace {

constexpr Millis longest_wait = std::chrono::seconds{1};
constexpr Millis held_interval = std::chrono::seconds{1};
constexpr Millis pause_after_failure{200};
constexpr auto look_interval = std::chrono::seconds{1};
/// Firing gives the doors a turn after so long.
constexpr Millis firing_turn{20};
/// Messages answered `busy` in one pause, while the store is away.
constexpr int busy_answers = 64;
constexpr auto tidying_interval = std::chrono::minutes{1};
constexpr auto words_interval = std::chrono::seconds{1};

IntakeLimits intake_limits(const Config& config) {
  const Limits& limits = config.limits;
  return {limits.rejected_per_tenant, limits.rejected_unknown_sources,
          limits.quarantined_per_tenant, std::chrono::days{limits.rejected_days},
          longest_delivery(config.mail.retry) + std::chrono::days{1}};
}

/// What a message may bring: a file that may be attached, and one that is larger is linked.
std::uint64_t largest_file(const AttachmentLimits& limits) {
  return std::min(limits.file.value_or(largest_attachment), largest_attachment);
}

}  // namespace

Service::Service(Config config, const DaemonOptions& options, const RedisAddress& address,
                 Signals& signals, Children children)
    : config_(std::move(config)),
      options_(options),
      signals_(signals),
      children_(std::move(children)),
      intake_store_(address),
      due_store_(address),
      claim_store_(address),
      shelf_(address),
      blobs_(address),
      watch_(shelf_, clock_, metrics_,
             options.due ? StoreWatch::Role::fires : StoreWatch::Role::follows) {}

Result<std::unique_ptr<Service>> Service::open(Config config, const DaemonOptions& options,
                                               Signals& signals, Children children) {
  auto address = redis_address(config.redis);
  if (!address) return address.error();
  std::unique_ptr<Service> service(
      new Service(std::move(config), options, *address, signals, std::move(children)));
  if (auto started = service->start(); !started) return started.error();
  if (options.due) service->waker_.emplace(*address, Waker::What::due);
  return service;
}

Result<void> Service::start() {
  if (auto good = check_store(shelf_); !good) return good;
  watch_.look_now();
  if (options_.clock) {
    if (auto begun = clock_.begin_virtual(*options_.clock, shelf_); !begun) return begun;
  } else {
    if (auto adopted = clock_.adopt(shelf_); !adopted) return adopted;
    if (clock_.is_virtual()) {
      return Error{Code::conflict,
                   "the store runs on a virtual clock: start with --clock, or use a store of its "
                   "own for real work"};
    }
  }
  intake_store_.set_clock(&clock_);
  due_store_.set_clock(&clock_);
  claim_store_.set_clock(&clock_);
  shelf_.set_clock(&clock_);
  if (auto published = policies_.publish(config_.tenants, shelf_); !published) return published;
  if (auto noted = note_lanes(config_.tenants); !noted) return noted;
  if (!config_.metrics.empty()) {
    if (auto exposed = metrics_.expose(config_.metrics); !exposed) return exposed;
  }
  auto doors =
      Doors::open(options_.intake ? config_.intake : IntakeConfig{.router = "", .pull = ""},
                  largest_file(config_.attachments));
  if (!doors) return doors.error();
  doors_.emplace(std::move(doors).value());
  intake_.emplace(intake_store_, shelf_, blobs_, decoder_, flow_context(), intake_limits(config_));
  due_.emplace(due_store_, claim_store_, flow_context());
  return {};
}

FlowContext Service::flow_context() {
  return {&config_.tenants, &policies_, &clock_,
          std::chrono::duration_cast<Millis>(config_.late_tolerance)};
}

/// While events that nobody would send again wait for room in the store, their door stays shut and
/// the other one goes on.
Doors::From Service::reading() const {
  if (!options_.intake || paused_ || stopping_ || reload_wanted_ || intake_->full())
    return Doors::From::nobody;
  return intake_->holding() ? Doors::From::askers : Doors::From::everybody;
}

Millis Service::wait_time() const {
  Millis wait = longest_wait;
  if (intake_->hurried()) return Millis{0};
  if (paused_ || stopping_) wait = std::min(wait, pause_after_failure);
  if (options_.due && watch_.may_fire() && !stopping_) {
    if (look_for_due_) return Millis{0};
    if (next_due_) wait = std::min(wait, clock_.real_until(*next_due_));
  }
  return wait;
}

void Service::run() {
  log(Severity::info, "serving",
      {{"router", doors_->router_address()}, {"pull", doors_->pull_address()}});
  notify::ready("serving");
  while (!stopping_ || !intake_->quiet())
    turn();
  notify::stopping();
  answer();
  if (options_.intake) {
    intake_->refuse_busy(doors_->receive(config_.intake.batch, Doors::From::askers),
                         Reason::draining);
    answer();
  }
  log(Severity::info, "stopped");
}

void Service::turn() {
  std::vector<int> descriptors{signals_.descriptor()};
  if (waker_ && !look_for_due_) descriptors.push_back(waker_->descriptor());
  if (!intake_->quiet()) descriptors.push_back(intake_store_.descriptor());
  if (intake_->shelving()) descriptors.push_back(blobs_.descriptor());
  const auto ready = doors_->wait(wait_time(), reading(), descriptors);
  take_signals();
  if (waker_ && waker_->drain()) look_for_due_ = true;
  look_around();
  read_doors(ready.doors);
  answer();
  if (options_.due && !stopping_) fire();
  if (reload_wanted_ && intake_->quiet()) reload();
}

void Service::take_signals() {
  const auto seen = signals_.take();
  if (seen.child && children_.look_after) children_.look_after();
  if (seen.stop && !stopping_) {
    stopping_ = true;
    log(Severity::info, "draining");
  }
  reload_wanted_ = reload_wanted_ || seen.reload;
}

void Service::read_doors(bool ready) {
  if (ready) intake_->offer(doors_->receive(config_.intake.batch, reading()));
  if (!paused_ && intake_->holding() && Steady::now() >= held_not_before_) {
    held_not_before_ = Steady::now() + held_interval;
    intake_->retry_held();
  }
  if (!paused_ || !intake_->quiet()) intake_->advance();
  doors_->release(intake_->take_released());
  if (intake_->take_store_failure()) paused_ = true;
  if (const auto due = intake_->take_earliest_due(); due && (!next_due_ || *due < *next_due_))
    next_due_ = due;
}

void Service::answer() {
  const auto answers = intake_->take_answers();
  if (!answers.empty()) {
    doors_->send(answers);
    crash_point("g4");
  }
  report_intake();
}

void Service::fire() {
  const auto now = Steady::now();
  if (now >= next_look_) {
    next_look_ = now + look_interval;
    look_for_due_ = true;
  }
  const bool come = next_due_ && *next_due_ <= clock_.now();
  if ((!come && !look_for_due_) || !watch_.may_fire() || now < due_not_before_) return;
  while (Steady::now() - now < firing_turn) {
    fire_once();
    if (!look_for_due_) return;
  }
}

/// One claim. look_for_due_ afterwards: there may be more to do at once.
void Service::fire_once() {
  constexpr int most = 200;
  auto turn = due_->tick(most);
  if (!turn) {
    log(Severity::warning, "firing_failed", {{"why", turn.error().what}});
    due_not_before_ = Steady::now() + pause_after_failure;
    look_for_due_ = false;
    return;
  }
  look_for_due_ = turn->claimed == most;
  if (!look_for_due_) next_due_ = turn->next;
  report(*turn);
}

void Service::look_around() {
  const bool up = paused_ ? watch_.look_now() : watch_.look();
  if (watch_.has_new_time()) watch_.go_on();
  if (paused_ && watch_.usable()) paused_ = false;
  if (!watch_.usable()) {
    paused_ = true;
    if (options_.intake)
      intake_->refuse_busy(doors_->receive(busy_answers, Doors::From::askers),
                           Reason::store_unavailable);
  }
  metrics_.set(Metric::doors_paused, paused_ ? 1 : 0);
  const auto now = Steady::now();
  if (now < next_words_) return;
  next_words_ = now + words_interval;
  // The watchdog is fed by progress that reaches the store: a daemon that is cut off from it for
  // ever is restarted.
  if (up) notify::watchdog();
  say_status();
  if (children_.look_after) children_.look_after();
  if (options_.due && up && now >= next_tidying_) tidy_up();
}

/// Dead letters beyond the caps of age and number go, a bounded number at a time.
void Service::tidy_up() {
  next_tidying_ = Steady::now() + tidying_interval;
  const TimePoint oldest = clock_.now() - std::chrono::days{config_.limits.dead_days};
  const auto trimmed = shelf_.trim_dead(config_.limits.dead, oldest);
  if (trimmed && *trimmed > 0)
    log(Severity::warning, "dead_letters_dropped", {{"count", std::to_string(*trimmed)}});
  if (const auto dead = shelf_.count_dead())
    metrics_.set(Metric::dead_letters, static_cast<double>(*dead));
}

void Service::reload() {
  reload_wanted_ = false;
  notify::reloading();
  if (children_.reload) children_.reload();
  LoadedConfig loaded = load_config(options_.config, DeliverySecrets::ignored);
  log_faults(loaded);
  const auto applied = loaded.usable() ? apply_config(std::move(loaded.config))
                                       : Result<void>(Error{Code::invalid_input, "it has faults"});
  if (applied) return notify::ready("serving, configuration read again");
  metrics_.add(Metric::config_rejected);
  if (auto told = tell_of_rejected(loaded.faults, intake_store_, flow_context()); !told)
    log(Severity::warning, "config_notice_failed", {{"why", told.error().what}});
  log(Severity::error, "config_rejected",
      {{"why", applied.error().what}, {"what", "the configuration in force stays"}});
  notify::ready("serving with the old configuration: the new one was not taken");
}

/// What waits for an endpoint can still be told of when that is no longer configured.
Result<void> Service::note_lanes(const TenantBook& tenants) {
  for (const auto& [name, tenant] : tenants.tenants) {
    for (const auto& endpoint : tenant.endpoints) {
      const std::string mark =
          std::string(marks::lane_prefix) + "webhook:" + name + "/" + endpoint.name;
      if (auto noted = shelf_.set_mark(mark, "configured", true); !noted) return noted.error();
    }
  }
  return {};
}

/// The tenants, limits and tolerances take effect at once; addresses and connections with the next
/// start.
Result<void> Service::apply_config(Config fresh) {
  PolicyBook policies;
  if (auto published = policies.publish(fresh.tenants, shelf_); !published) return published;
  if (auto noted = note_lanes(fresh.tenants); !noted) return noted;
  config_.tenants = std::move(fresh.tenants);
  config_.limits = fresh.limits;
  config_.mail.retry = std::move(fresh.mail.retry);
  config_.late_tolerance = fresh.late_tolerance;
  policies_ = std::move(policies);
  intake_->set_context(flow_context());
  intake_->set_limits(intake_limits(config_));
  due_->set_context(flow_context());
  log(Severity::info, "config_read", {{"tenants", std::to_string(config_.tenants.tenants.size())}});
  return {};
}

}  // namespace followup
