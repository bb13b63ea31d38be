#include "core/base/metrics.h"

#include <algorithm>
#include <array>
#include <exception>
#include <map>

#include <prometheus/counter.h>
#include <prometheus/exposer.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

namespace followup {

namespace {

// In the enumerators' order.
constexpr std::array<MetricInfo, 22> table{{
    {Metric::events, "followupd_events_total", MetricType::counter, "status",
     "Events answered, by status"},
    {Metric::event_batches, "followupd_event_messages_total", MetricType::counter, "door",
     "Messages taken in, by door"},
    {Metric::replies_undeliverable, "followupd_replies_undeliverable_total", MetricType::counter,
     "", "Replies whose client had gone; the client sends again and is answered duplicate"},
    {Metric::doors_paused, "followupd_doors_paused", MetricType::gauge, "",
     "1 while nothing is read from the doors because the store is slow or away"},
    {Metric::deadlines_claimed, "followupd_cases_claimed_total", MetricType::counter, "",
     "Cases claimed because a deadline or a delivery outcome was due"},
    {Metric::notifications_made, "followupd_notifications_made_total", MetricType::counter, "",
     "Notifications put into the outbox by deadlines and outcomes"},
    {Metric::outcomes_taken, "followupd_outcomes_taken_total", MetricType::counter, "",
     "Delivery outcomes taken into their cases"},
    {Metric::commit_conflicts, "followupd_commit_conflicts_total", MetricType::counter, "",
     "Commits of the due role that another process was faster with"},
    {Metric::damaged_records, "followupd_damaged_records_total", MetricType::counter, "",
     "Case records whose checksum failed; they are set aside and need a person"},
    {Metric::lateness, "followupd_lateness_seconds", MetricType::histogram, "",
     "Real time from a due time to its claim; one observation a claim, of up to 200 cases: the "
     "worst of them"},
    {Metric::next_due, "followupd_next_due_seconds", MetricType::gauge, "",
     "Real time until the next deadline; negative when it has passed, NaN when there is none"},
    {Metric::store_up, "followupd_store_up", MetricType::gauge, "", "1 while the store answers"},
    {Metric::store_round_trip, "followupd_store_round_trip_seconds", MetricType::gauge, "",
     "Time of the latest look at the store's clock"},
    {Metric::clock_offset, "followupd_clock_offset_seconds", MetricType::gauge, "",
     "The store's clock minus this machine's"},
    {Metric::clock_frozen, "followupd_clock_frozen", MetricType::gauge, "",
     "1 while firing is stopped after a clock jump, until somebody confirms the time"},
    {Metric::config_rejected, "followupd_config_rejected_total", MetricType::counter, "",
     "Reloads that were refused because the configuration has faults"},
    {Metric::lane_waiting, "followupd_lane_waiting", MetricType::gauge, "lane",
     "Notifications waiting in an outbox lane"},
    {Metric::attempts, "followupd_attempts_total", MetricType::counter, "outcome",
     "Delivery attempts, by outcome"},
    {Metric::deliveries, "followupd_deliveries_total", MetricType::counter, "outcome",
     "Notifications that have ended, by outcome"},
    {Metric::delivery_duration, "followupd_transfer_seconds", MetricType::histogram, "",
     "Real time of one transfer"},
    {Metric::transfers, "followupd_transfers", MetricType::gauge, "", "Transfers under way"},
    {Metric::dead_letters, "followupd_dead_letters", MetricType::gauge, "",
     "Dead letters that wait for a person"},
}};

const prometheus::Histogram::BucketBoundaries buckets{
    0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600};

}  // namespace

std::span<const MetricInfo> metric_table() {
  return table;
}

struct Metrics::Parts {
  std::shared_ptr<prometheus::Registry> registry = std::make_shared<prometheus::Registry>();
  std::map<Metric, prometheus::Family<prometheus::Counter>*> counters;
  std::map<Metric, prometheus::Family<prometheus::Gauge>*> gauges;
  std::map<Metric, prometheus::Family<prometheus::Histogram>*> histograms;
  std::unique_ptr<prometheus::Exposer> exposer;

  [[nodiscard]] static prometheus::Labels labels(Metric metric, std::string_view value) {
    const auto& info = table.at(static_cast<std::size_t>(metric));
    if (info.label.empty()) return {};
    return {{std::string(info.label), std::string(value)}};
  }
};

Metrics::Metrics() : parts_(std::make_unique<Parts>()) {
  for (const auto& info : table) {
    const std::string name(info.name);
    const std::string help(info.help);
    auto& registry = *parts_->registry;
    if (info.type == MetricType::counter) {
      parts_->counters[info.metric] =
          &prometheus::BuildCounter().Name(name).Help(help).Register(registry);
    } else if (info.type == MetricType::gauge) {
      parts_->gauges[info.metric] =
          &prometheus::BuildGauge().Name(name).Help(help).Register(registry);
    } else {
      parts_->histograms[info.metric] =
          &prometheus::BuildHistogram().Name(name).Help(help).Register(registry);
    }
  }
}

Metrics::~Metrics() = default;
Metrics::Metrics(Metrics&&) noexcept = default;
Metrics& Metrics::operator=(Metrics&&) noexcept = default;

Result<void> Metrics::expose(const std::string& address) {
  try {
    parts_->exposer = std::make_unique<prometheus::Exposer>(address, 1);
    parts_->exposer->RegisterCollectable(parts_->registry);
  } catch (const std::exception&) {
    return Error{Code::unavailable, "the metrics address " + address +
                                        " can not be used: another program may have the port"};
  }
  return {};
}

std::string Metrics::ports() const {
  if (!parts_->exposer) return {};
  std::string text;
  for (const int port : parts_->exposer->GetListeningPorts()) {
    text += (text.empty() ? "" : ",") + std::to_string(port);
  }
  return text;
}

void Metrics::add(Metric metric, double amount, std::string_view label) {
  parts_->counters.at(metric)->Add(Parts::labels(metric, label)).Increment(amount);
}

void Metrics::set(Metric metric, double value, std::string_view label) {
  parts_->gauges.at(metric)->Add(Parts::labels(metric, label)).Set(value);
}

void Metrics::observe(Metric metric, double seconds, std::string_view label) {
  parts_->histograms.at(metric)->Add(Parts::labels(metric, label), buckets).Observe(seconds);
}

std::string Metrics::text() const {
  return prometheus::TextSerializer().Serialize(parts_->registry->Collect());
}

}  // namespace followup
