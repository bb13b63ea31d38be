// The metrics of daemon and workers: one table of names, types and help texts, and the exposer that
// serves them to Prometheus on a local address (in a thread of its own). Labels hold codes only,
// never anything of a person or a case.
#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace followup {

enum class Metric : std::uint8_t {
  events,
  event_batches,
  replies_undeliverable,
  doors_paused,
  deadlines_claimed,
  notifications_made,
  outcomes_taken,
  commit_conflicts,
  damaged_records,
  lateness,
  next_due,
  store_up,
  store_round_trip,
  clock_offset,
  clock_frozen,
  config_rejected,
  lane_waiting,
  attempts,
  deliveries,
  delivery_duration,
  transfers,
  dead_letters,
};

enum class MetricType : std::uint8_t { counter, gauge, histogram };

struct MetricInfo {
  Metric metric;
  std::string_view name;  ///< as Prometheus sees it
  MetricType type;
  std::string_view label;  ///< name of its one label, or empty
  std::string_view help;
};

/// Every metric there is: docs/operations.md is checked against it.
[[nodiscard]] std::span<const MetricInfo> metric_table();

class Metrics {
 public:
  Metrics();
  ~Metrics();
  Metrics(Metrics&&) noexcept;
  Metrics& operator=(Metrics&&) noexcept;

  /// Serves /metrics on `address` ("127.0.0.1:9464"; port 0 picks one). `unavailable` if the port
  /// is taken.
  Result<void> expose(const std::string& address);
  /// The ports in use, for tests; empty when not exposed.
  [[nodiscard]] std::string ports() const;

  void add(Metric metric, double amount = 1, std::string_view label = {});
  void set(Metric metric, double value, std::string_view label = {});
  /// Seconds.
  void observe(Metric metric, double seconds, std::string_view label = {});
  /// The text that /metrics gives (tests).
  [[nodiscard]] std::string text() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace followup
