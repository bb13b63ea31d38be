// From what waits in the outbox to attempts that have begun: claim a lease, make the inputs,
// `begin` (the fence: still wanted? lease still mine?). Many notifications a pipeline. Decides no
// rule.
#pragma once

#include "core/domain/tenant.h"
#include "core/flow/policy_book.h"
#include "core/flow/recipients.h"
#include "core/store/store.h"
#include "workers/channel.h"
#include "workers/long_texts.h"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace followup {

/// The parts a preparation works with; all outlive it. It may run in a thread of its own if the
/// stores and the policies are used by nobody else. Policies that were published since are read.
struct PreparationParts {
  const DeliveryChannel* channel = nullptr;  ///< asked for inputs only
  CaseStore* cases = nullptr;
  Outbox* outbox = nullptr;
  PolicyBook* policies = nullptr;
  const TenantBook* tenants = nullptr;
  const Clock* clock = nullptr;
  Blobs* blobs = nullptr;  ///< where the long texts of mails are read; null: there are none
};

/// A lane, and how many of it may be begun.
struct LaneRoom {
  std::string lane;
  int room = 0;
  bool off = false;  ///< switched off: only looked at
};

/// An attempt that has begun.
struct BegunAttempt {
  Notification notification;
  std::string token;
  std::string unresolved;    ///< why the role had nobody, or empty
  std::string told;          ///< person id: who is told in the place of whom it is for, or empty
  bool answer_lost = false;  ///< of an earlier attempt (lost_answer.h)
  Shipment shipment;
};

struct Prepared {
  std::vector<BegunAttempt> begun;
  std::vector<Record> ended;      ///< what needs no attempt: to be recorded
  std::vector<Outcome> endings;   ///< what each of `ended` came to
  std::vector<LaneState> lanes;   ///< if nothing was claimed
  std::optional<TimePoint> next;  ///< earliest "not before" of what waits
  bool more = false;              ///< there may be more that could be begun at once
  std::optional<Error>
      failure;  ///< `unavailable`: the store went away; the rest holds all the same
};

class Preparation {
 public:
  /// So many are taken of a lane at once.
  static constexpr int most_a_lane = 200;
  /// How long a claim holds before `begin`, real time.
  static constexpr Millis claim_lease = std::chrono::seconds{10};
  /// Kept by an attempt's lease beyond the transfer's own limit, real time.
  static constexpr Millis attempt_margin = std::chrono::seconds{30};

  explicit Preparation(PreparationParts parts) : parts_(parts) {}

  /// Takes from the lanes in their order what has come due and there is room for, `most` in all.
  /// Claims that a failure leaves behind come back when their leases end.
  [[nodiscard]] Prepared run(const std::vector<LaneRoom>& lanes, int most);

 private:
  /// A claimed notification on its way to `begin`.
  struct Job {
    ClaimedNotification claimed;
    Notification notification;
    const Tenant* tenant = nullptr;
    std::uint32_t case_version = 0;
    std::string frozen;  ///< with what the resolution is remembered by as its first line
  };

  Result<std::vector<Job>> claim_all(const std::vector<LaneRoom>& lanes, int most);
  Result<void> look_at(const std::vector<LaneRoom>& lanes, int most);
  Result<void> claim(const std::string& lane, int limit, std::vector<Job>& jobs);
  Result<void> prepare(std::vector<Job> jobs);
  Result<void> make_inputs(std::vector<Job>& jobs);
  Result<std::vector<Case>> load_cases(std::vector<Job>& jobs);
  Result<std::vector<Resolution>> find_recipients(const std::vector<Job>& jobs,
                                                  const std::vector<Case>& cases);
  Result<LongTexts> read_texts(const std::vector<Job>& jobs, const std::vector<Case>& cases,
                               const std::vector<Resolution>& resolutions);
  void freeze(Job& job, const Case& state, const Resolution& resolution, const LongTexts& texts,
              TimePoint now);
  Result<std::vector<Job>> begin(std::vector<Job> jobs);
  void take_begun(Job job, const BeginAnswer& answer);
  void bury(const ClaimedNotification& damaged);
  [[nodiscard]] std::optional<TimePoint> quiet_until(const Job& job, const Case& state,
                                                     const Recipient& recipient,
                                                     TimePoint now) const;
  void end_without_attempt(const Job& job, Record::Kind kind, Outcome outcome,
                           const std::string& reason, bool unresolved = false);
  void end_expanded(const Job& job, const Expansion& expansion);
  void end(const Job& job, Record::Kind kind, const DeliveryOutcome& end);

  PreparationParts parts_;
  Prepared prepared_;
  std::vector<Outbox::GiveBack> put_off_;  ///< until quiet hours end
};

}  // namespace followup
