// Random histories of a few cases of every kind: what a CRM says, in what order and when. The same
// seed gives the same history.
#pragma once

#include "core/flow/case_batch.h"

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace followup {

/// What is said at one instant.
struct SaidAt {
  TimePoint at;
  std::vector<WorkItem> items;
};

/// The cases of a history, with so few events each, their projects' and agents' included, that
/// every one of them is still remembered at the end.
[[nodiscard]] const std::vector<CaseKey>& cases_of_a_history();

/// The policy that they are under: referrals, appointments in every mode, a project that sends
/// protocols at once and one that sends them in batches,
/// tickets with terms of hours and of business days and without, meetings with reminders.
[[nodiscard]] Policy history_policy();

/// A person as the events of contacts name one: "Nome di rossi", rossi@privato.example. The notes
/// of contacts are "Nota segreta".
[[nodiscard]] PersonRef inline_person(const std::string& id);

/// Which histories are played: FOLLOWUP_SEEDS (else 100) is where they end, FOLLOWUP_FIRST_SEED
/// (else 0) where they begin.
struct Seeds {
  std::uint64_t first = 0;
  std::uint64_t end = 100;
};

[[nodiscard]] Seeds seeds();

/// Whether the event is for other cases, too, so that it matters what of them came before it.
[[nodiscard]] bool speaks_of_many(const WorkItem& item);

class RandomHistory {
 public:
  explicit RandomHistory(std::uint64_t seed) : random_(seed) {}

  /// So many events and pauses, beginning on 1 January 2011.
  [[nodiscard]] std::vector<SaidAt> next(int steps);

  /// A number from 0 to `most`, for whoever plays the history.
  int up_to(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }

 private:
  Payload referral_payload();
  Payload appointment_payload(TimePoint at);
  Payload callback_payload(TimePoint at);
  Payload contact_payload(TimePoint at);
  Payload ticket_payload(TimePoint at);
  Payload meeting_payload(const std::string& id, TimePoint at);
  Payload application_payload(TimePoint at);
  Payload communication_payload(TimePoint at);
  std::vector<PersonRef> some_workers();
  Payload project_payload(const std::string& id);
  Payload person_payload(const std::string& id);
  Payload payload(const CaseKey& key, TimePoint at);
  WorkItem item(TimePoint at);

  std::mt19937_64 random_;
  bool sequenced_ = true;
  int told_ = 0;
  std::set<std::string> anonymised_;  ///< projects
  std::vector<int> events_of_ = std::vector<int>(cases_of_a_history().size());
};

}  // namespace followup
