// What needs no attempt: it ends before one, and is recorded like the end of one.
#include "core/codec/record_codec.h"
#include "workers/lost_answer.h"
#include "workers/preparation.h"

namespace followup {

/// What can not be read becomes a dead letter that belongs to no case.
void Preparation::bury(const ClaimedNotification& damaged) {
  const TimePoint now = parts_.clock->now();
  prepared_.ended.push_back({.kind = Record::Kind::dead,
                             .id = damaged.id,
                             .lane = damaged.lane,
                             .token = damaged.token,
                             .last_outcome = "damaged_notification",
                             .not_before = now,
                             .now = now});
  prepared_.endings.push_back(Outcome::refused);
}

void Preparation::end_without_attempt(const Job& job, Record::Kind kind, Outcome outcome,
                                      const std::string& reason, bool unresolved) {
  const bool lost = answer_was_lost(job.claimed);
  end(job, kind, {job.claimed.id, outcome, reason, unresolved, false, lost});
}

/// A message to several has gone as far as it can: each of those whom it goes to gets one.
void Preparation::end_expanded(const Job& job, const Expansion& expansion) {
  end(job, Record::Kind::done,
      {.notification = job.claimed.id,
       .outcome = Outcome::expanded,
       .reason = {},
       .addressees = expansion.addressees,
       .troubles = expansion.troubles});
}

void Preparation::end(const Job& job, Record::Kind kind, const DeliveryOutcome& end) {
  const TimePoint now = parts_.clock->now();
  const std::string text = end.reason.empty() ? std::string(to_text(end.outcome)) : end.reason;
  prepared_.ended.push_back({.kind = kind,
                             .id = job.claimed.id,
                             .case_key = job.notification.case_key,
                             .lane = job.claimed.lane,
                             .token = job.claimed.token,
                             .outcome_line = encode_outcome(end, now),
                             .last_outcome = text,
                             .not_before = now,
                             .now = now});
  prepared_.endings.push_back(end.outcome);
}

}  // namespace followup
