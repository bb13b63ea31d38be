#include "workers/worker.h"

#include "core/base/log.h"
#include "core/base/notify.h"
#include "workers/channels.h"

#include <chrono>
#include <vector>

namespace followup {

namespace {

constexpr Millis longest_wait = std::chrono::seconds{1};
constexpr Millis pause_after_failure{200};
/// The longest that begun attempts wait in line before their transfer.
constexpr Millis line_limit = std::chrono::seconds{16};

}  // namespace

Worker::Worker(Config config, const WorkerOptions& options, const RedisAddress& address,
               Signals& signals)
    : config_(std::move(config)),
      options_(options),
      signals_(signals),
      store_(address),
      delivery_stores_(address),
      watch_(store_, clock_, metrics_, StoreWatch::Role::follows),
      waker_(address,
             options.channel == Channel::email ? Waker::What::email : Waker::What::webhook) {}

Result<std::unique_ptr<Worker>> Worker::open(Config config, const WorkerOptions& options,
                                             Signals& signals) {
  auto address = redis_address(config.redis);
  if (!address) return address.error();
  std::unique_ptr<Worker> worker(new Worker(std::move(config), options, *address, signals));
  if (auto started = worker->start(); !started) return started.error();
  return worker;
}

Result<void> Worker::start() {
  if (auto good = check_store(store_); !good) return good;
  watch_.look_now();
  if (auto adopted = clock_.adopt(store_); !adopted) return adopted;
  store_.set_clock(&clock_);
  delivery_stores_.set_clock(clock_);
  if (auto loaded = delivery_stores_.load_policies(config_.tenants); !loaded) return loaded;
  if (!config_.worker_metrics.empty()) {
    if (auto exposed = metrics_.expose(config_.worker_metrics); !exposed) return exposed;
  }
  auto channel = open_channel(options_.channel, config_);
  if (!channel) return channel.error();
  channel_ = std::move(channel).value();
  delivery_.emplace(parts());
  return {};
}

const RetryPolicy& Worker::retry() const {
  return options_.channel == Channel::email ? config_.mail.retry : config_.webhook.retry;
}

DeliveryParts Worker::parts() {
  return {.channel = channel_.get(),
          .preparations = delivery_stores_.preparations(*channel_, config_.tenants, clock_),
          .records = &delivery_stores_.records(),
          .waker = &waker_,
          .shelf = &store_,
          .clock = &clock_,
          .metrics = &metrics_,
          .retry = retry()};
}

void Worker::run() {
  log(Severity::info, "delivering", {{"channel", std::string(to_text(options_.channel))}});
  notify::ready("delivering");
  while (!stopping_)
    turn();
  notify::stopping();
  drain();
  log(Severity::info, "stopped");
}

void Worker::turn() {
  if (watch_.look()) notify::watchdog();
  const std::vector<int> descriptors{signals_.descriptor()};
  // Nothing new is begun while a new configuration, or another time, waits for the transfers under
  // way.
  const bool settle = reload_wanted_ || watch_.has_new_time();
  const auto done = settle ? delivery_->finish_transfers(pause_after_failure, descriptors)
                           : delivery_->turn(longest_wait, descriptors);
  if (!done) {
    log(Severity::warning, "store_failed", {{"why", done.error().what}});
    pause();
  }
  const auto seen = signals_.take();
  stopping_ = stopping_ || seen.stop;
  reload_wanted_ = reload_wanted_ || seen.reload;
  if (!delivery_->idle()) return;
  if (watch_.has_new_time()) go_on();
  if (reload_wanted_) reload();
}

/// The clock moves, perhaps back: what was put off by the time before does not wait for that to
/// come again. It gets a fresh attempt's lease, because another worker may still be at it.
void Worker::go_on() {
  watch_.go_on();
  const TimePoint latest = clock_.later(longest_retry_wait(retry()));
  const TimePoint to = clock_.later(channel_->transfer_limit() + Preparation::attempt_margin);
  if (auto moved = store_.bring_forward(channel_->lanes(), latest, to); !moved)
    log(Severity::error, "lanes_not_brought_forward", {{"why", moved.error().what}});
}

/// The store is away: transfers go on, their ends are recorded when it is back.
void Worker::pause() {
  [[maybe_unused]] const auto moved =
      delivery_->finish_transfers(pause_after_failure, {signals_.descriptor()});
  watch_.look_now();
}

/// What was begun is brought to its end, also what waits in line; what it came to is recorded.
void Worker::drain() {
  const auto limit = std::chrono::steady_clock::now() + channel_->transfer_limit() + line_limit;
  while (!delivery_->idle() && std::chrono::steady_clock::now() < limit) {
    if (!delivery_->finish_transfers(pause_after_failure, {})) watch_.look_now();
  }
  if (auto recorded = delivery_->record_all(); !recorded)
    log(Severity::error, "outcomes_not_recorded", {{"why", recorded.error().what}});
}

void Worker::reload() {
  reload_wanted_ = false;
  notify::reloading();
  LoadedConfig loaded = load_config(options_.config);
  log_faults(loaded);
  auto channel =
      loaded.usable()
          ? open_channel(options_.channel, loaded.config)
          : Result<std::unique_ptr<DeliveryChannel>>(Error{Code::invalid_input, "it has faults"});
  if (!channel) {
    metrics_.add(Metric::config_rejected);
    log(Severity::error, "config_rejected",
        {{"why", channel.error().what}, {"what", "the configuration in force stays"}});
    return notify::ready("delivering with the old configuration: the new one has faults");
  }
  delivery_.reset();  // idle: it leaves nothing behind
  config_ = std::move(loaded.config);
  channel_ = std::move(channel).value();
  // A policy that can not be read now is read when the first case asks for it.
  if (auto read = delivery_stores_.load_policies(config_.tenants); !read)
    log(Severity::warning, "policies_not_read", {{"why", read.error().what}});
  delivery_.emplace(parts());
  log(Severity::info, "config_read");
  notify::ready("delivering, configuration read again");
}

}  // namespace followup
