// What a service tells about itself: metrics, the line for systemd's status, the log.
#include "core/base/log.h"
#include "core/base/notify.h"
#include "daemon/service.h"

#include <limits>

namespace followup {

void Service::say_status() {
  std::string text = paused_             ? "waiting for the store"
                     : watch_.may_fire() ? "serving"
                                         : "firing is stopped: the clock jumped";
  metrics_.set(Metric::next_due, std::numeric_limits<double>::quiet_NaN());
  if (next_due_) {
    const auto left =
        std::chrono::duration_cast<std::chrono::seconds>(clock_.real_until(*next_due_));
    metrics_.set(Metric::next_due, static_cast<double>(left.count()));
    text += ", next deadline in " + std::to_string(left.count()) + " s";
  }
  notify::status(text);
}

void Service::report(const DueFlow::Turn& turn) {
  if (turn.claimed == 0) return;
  metrics_.add(Metric::deadlines_claimed, turn.claimed);
  metrics_.add(Metric::notifications_made, turn.fired);
  metrics_.add(Metric::outcomes_taken, turn.outcomes);
  metrics_.add(Metric::commit_conflicts, turn.conflicts);
  metrics_.add(Metric::damaged_records, turn.damaged);
  metrics_.observe(Metric::lateness, std::chrono::duration<double>(turn.worst_lateness).count());
  if (turn.fired > 0) {
    log(Severity::info, "fired",
        {{"cases", std::to_string(turn.claimed)}, {"notifications", std::to_string(turn.fired)}});
  }
}

void Service::report_intake() {
  const auto& answered = intake_->answered();
  for (std::size_t status = 0; status < answered.size(); ++status) {
    if (answered.at(status) == reported_.at(status)) continue;
    const auto fresh = static_cast<double>(answered.at(status) - reported_.at(status));
    metrics_.add(Metric::events, fresh, to_text(static_cast<Status>(status)));
  }
  reported_ = answered;
  const auto& counts = doors_->counts();
  metrics_.add(Metric::event_batches, static_cast<double>(counts.router - reported_doors_.router),
               "router");
  metrics_.add(Metric::event_batches, static_cast<double>(counts.pull - reported_doors_.pull),
               "pull");
  metrics_.add(Metric::replies_undeliverable,
               static_cast<double>(counts.undeliverable - reported_doors_.undeliverable));
  reported_doors_ = counts;
}

}  // namespace followup
