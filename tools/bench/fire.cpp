// Firing: a real followupd with the due role, and a delivery loop with a channel that does nothing
// in this process. What is measured is the whole way from the instant a case is due until the
// channel is handed its notification.
#include "core/codec/record_codec.h"
#include "core/flow/transition.h"
#include "tools/bench/bench.h"
#include "workers/delivery.h"
#include "workers/delivery_stores.h"

#include <algorithm>
#include <stdexcept>

#include <poll.h>

namespace followup::bench {

namespace {

/// Takes everything at once and remembers when.
class NoChannel : public DeliveryChannel {
 public:
  explicit NoChannel(const Clock& clock) : clock_(clock) {}

  [[nodiscard]] std::string name() const override { return "none"; }

  [[nodiscard]] std::vector<std::string> lanes() const override {
    return {"email:urgent", "email:normal"};
  }

  [[nodiscard]] int room(const std::string& /*lane*/) const override { return 400; }

  [[nodiscard]] int room_in_all() const override { return 400; }

  [[nodiscard]] std::vector<std::string> resting() const override { return {}; }

  [[nodiscard]] bool to_person() const override { return false; }

  [[nodiscard]] Result<std::string> freeze(const DeliveryInputs& inputs) const override {
    return inputs.notification->case_key.id.substr(4);
  }

  [[nodiscard]] Millis transfer_limit() const override { return std::chrono::seconds{1}; }

  void start(Shipment shipment) override {
    handed_.push_back({std::stoi(shipment.frozen), clock_.now()});
    ended_.push_back(
        {.id = std::move(shipment.id), .outcome = Outcome::delivered, .reason = "none"});
  }

  [[nodiscard]] std::size_t in_flight() const override { return ended_.size(); }

  [[nodiscard]] std::vector<ShipmentEnd> turn(Millis timeout,
                                              const std::vector<int>& descriptors) override {
    if (ended_.empty()) {
      std::vector<pollfd> polled;
      for (const int descriptor : descriptors)
        polled.push_back({descriptor, POLLIN, 0});
      ::poll(polled.data(), polled.size(), static_cast<int>(timeout.count()));
    }
    return std::exchange(ended_, {});
  }

  struct Handed {
    int number = 0;
    TimePoint at;
  };

  [[nodiscard]] const std::vector<Handed>& handed() const { return handed_; }

 private:
  const Clock& clock_;
  std::vector<Handed> handed_;
  std::vector<ShipmentEnd> ended_;
};

/// Delivers into the channel until it has been handed `count`.
void deliver(Site& site, NoChannel& channel, int count, std::chrono::seconds limit) {
  Metrics metrics;
  DeliveryStores stores(site.address());
  stores.set_clock(site.clock());
  if (auto loaded = stores.load_policies(site.tenants()); !loaded)
    throw std::runtime_error(loaded.error().what);
  RedisStore store(site.address());
  Waker waker(site.address(), Waker::What::email);
  Delivery delivery({.channel = &channel,
                     .preparations = stores.preparations(channel, site.tenants(), site.clock()),
                     .records = &stores.records(),
                     .waker = &waker,
                     .shelf = &store,
                     .clock = &site.clock(),
                     .metrics = &metrics,
                     .retry = default_mail_retry()});
  const auto end = std::chrono::steady_clock::now() + limit;
  while (channel.handed().size() < static_cast<std::size_t>(count)) {
    if (std::chrono::steady_clock::now() > end)
      throw std::runtime_error("not everything was fired in time");
    if (auto done = delivery.turn(std::chrono::seconds{1}, {}); !done)
      throw std::runtime_error(done.error().what);
  }
}

}  // namespace

double raw_fire(Site& site, int first, int count) {
  std::vector<CaseCall> made;
  std::vector<CaseCall> fired;
  const TimePoint now = site.clock().now();
  for (int n = first; n < first + count; ++n) {
    const Transition create = site.created(n, 0, now);
    Commit commit = create.commit();
    commit.due = now + std::chrono::hours{1};  // nobody else takes it
    made.push_back({create.state().key, std::move(commit)});
    Transition fire(create.state(), site.context(), now);
    fire.apply_deadlines();
    fired.push_back({fire.state().key, fire.commit()});
  }
  send_straight(site.store(), made);
  const auto begun = std::chrono::steady_clock::now();
  send_straight(site.store(), fired);
  for (int handed = 0; handed < count;) {
    const TimePoint lease = now + std::chrono::hours{1};
    const auto claimed = site.store().claim({"email:urgent", "email:normal"}, now, lease, 200);
    if (!claimed || claimed->empty()) throw std::runtime_error("nothing can be claimed");
    std::vector<Begin> begins;
    for (const auto& one : *claimed) {
      const auto notification = decode_notification(one.body);
      begins.push_back({.id = one.id,
                        .case_key = notification->case_key,
                        .token = one.token,
                        .case_version = 2,
                        .frozen = "inputs",
                        .lease_until = lease,
                        .lane = one.lane});
    }
    const auto answers = site.store().begin(begins);
    if (!answers) throw std::runtime_error(answers.error().what);
    handed +=
        static_cast<int>(std::ranges::count(*answers, BeginAnswer::Kind::go, &BeginAnswer::kind));
  }
  return count / seconds_since(begun);
}

bool bench_fire(const Options& options) {
  Site site(options);
  const auto instant = site.clock().now() + std::chrono::seconds{3} + Millis{options.cases / 5};
  site.fill(0, options.cases, [&](int) { return instant; });
  auto daemon = site.start_daemon("due");
  NoChannel channel(site.clock());
  deliver(site, channel, options.cases, std::chrono::seconds{120});
  daemon.stop();
  TimePoint last = instant;
  bool early = false;
  for (const auto& handed : channel.handed()) {
    last = std::max(last, handed.at);
    early = early || handed.at < instant;
  }
  if (early) throw std::runtime_error("something was fired early");
  const double took = std::chrono::duration<double>(last - instant).count();
  return report(options, {.bench = "fire",
                          .name = "handed_per_s",
                          .value = options.cases / took,
                          .floor = 8000,
                          .more = {{"cases", options.cases},
                                   {"raw_per_s", raw_fire(site, 50'000'000, options.cases / 2)}}});
}

bool bench_lateness(const Options& options) {
  Site site(options);
  site.fill(0, options.pending, [](int) { return std::nullopt; });
  const int count = std::min(options.cases, 2000);
  const auto first = site.clock().now() + std::chrono::seconds{3};
  const auto due = [&](int number) {
    return first + Millis{(number - options.pending) * 5};
  };  // 200 a second
  site.fill(options.pending, count, due);
  auto daemon = site.start_daemon("due");
  NoChannel channel(site.clock());
  deliver(site, channel, count, std::chrono::seconds{60});
  std::vector<double> late;
  for (const auto& handed : channel.handed()) {
    late.push_back(
        std::chrono::duration<double, std::milli>(handed.at - due(handed.number)).count());
  }
  if (*std::min_element(late.begin(), late.end()) < 0)
    throw std::runtime_error("something was fired early");
  return report(options, {.bench = "lateness",
                          .name = "p99_ms",
                          .value = percentile(late, 99),
                          .floor = 10,
                          .at_most = true,
                          .more = {{"pending", options.pending},
                                   {"fired", count},
                                   {"p50_ms", percentile(late, 50)},
                                   {"max_ms", percentile(late, 100)}}});
}

}  // namespace followup::bench
