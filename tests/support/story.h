// A story teller over the pure rules: one referral of the tenant `assist`, its people, its policy
// and a virtual clock. at() lets time pass: every deadline on the way fires at its own instant, and
// every notification is delivered at once, unless the story says that the relay or the daemon is
// away. What went out is kept as lines that read aloud. No store, no codec.
#pragma once

#include "core/domain/decide.h"
#include "core/domain/directory.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// For literals in tests: a text that is none of these ends the test.
[[nodiscard]] Date date(std::string_view text);
[[nodiscard]] LocalTime local(std::string_view text);
[[nodiscard]] TimePoint instant(std::string_view text);

/// The policy of the fixture `assist`: Europe/Rome, 09:00, ten supervisor days, no shift.
[[nodiscard]] Policy assist_policy();

/// Anna's referral with Sara as supervisor and follow-up asked for. `day` empty: no referral date.
[[nodiscard]] ReferralRecord referral(std::string_view day, std::optional<int> days,
                                      std::string_view created_on = "2011-01-01");

/// A person of the tenant: "anna" is Anna at anna@assist.example.
[[nodiscard]] PersonRef person_ref(const std::string& id);

/// A recorded contact.
[[nodiscard]] ContactRecorded contact(bool contacted);

using Lines = std::vector<std::string>;

/// A message that went out.
struct Sent {
  Notification notification;
  TimePoint at;
  std::string to;  ///< person id, else the address; a webhook's endpoint
  Recipient recipient;
};

/// What an event was answered.
struct Told {
  Status status = Status::accepted;
  Reason reason = Reason::none;
  std::vector<Fault> faults;
  std::vector<std::string> in_flight;
};

class Story {
 public:
  explicit Story(Policy policy = assist_policy());

  /// Lets time pass until then (local time of the tenant). Time does not go back.
  void at(std::string_view local_time);
  /// The CRM says something now. Precondition: the daemon is up.
  Told tell(Payload payload, std::optional<std::uint64_t> sequence = std::nullopt);
  /// The CRM sends its last event once more.
  Told repeat();
  /// A new policy version; open cases go over to it only with `apply_to_pending` (Q7).
  void change_policy(Policy policy, bool apply_to_pending);
  /// A worker tells how this notification ended, which no relay has taken yet.
  void end(const std::string& id, Outcome outcome, std::string reason = {});

  /// Mails wait until the relay is back.
  void relay_down_until(std::string_view local_time);
  /// Mails are begun at once, and the relay's answer comes only then.
  void relay_answers_at(std::string_view local_time);

  /// The relay refuses this address for good (smtp_550).
  void refuse(const std::string& address) { refused_.insert(address); }

  /// Nothing fires and nothing is taken in from `from` until `until`.
  void daemon_down(std::string_view from, std::string_view until);

  /// Who does what is told from now on (S-X30).
  void actor(std::string person) { actor_ = std::move(person); }

  /// The directory; an entry that is asked for exists.
  Person& person(const std::string& id);

  TenantContacts& contacts() { return contacts_; }

  [[nodiscard]] const Case& state() const { return state_; }

  [[nodiscard]] const Referral& facts() const { return std::get<Referral>(state_.facts); }

  [[nodiscard]] bool erased() const { return erased_; }

  [[nodiscard]] const std::vector<Sent>& sent() const { return sent_; }

  [[nodiscard]] const std::vector<HistoryEntry>& history() const { return history_; }

  /// "2011-01-31T09:00 (08:00Z) reminder case_worker anna", with " late" where it was.
  [[nodiscard]] Lines mails() const;
  /// "2011-01-31T09:00 referral.followup_due"
  [[nodiscard]] Lines hooks() const;
  /// "reminder 2011-01-31T09:00": what is due now, without retention.
  [[nodiscard]] Lines due() const;

 private:
  struct Delivery {
    Notification notification;
    TimePoint ready;                     ///< when the attempt begins
    std::optional<TimePoint> answer_at;  ///< begun: when the relay answers
    bool done = false;
  };

  struct Ended {
    DeliveryOutcome outcome;
    TimePoint at;
  };

  [[nodiscard]] const Policy& policy() const;
  [[nodiscard]] TimePoint awake(TimePoint at) const;
  [[nodiscard]] std::optional<TimePoint> next_moment() const;
  void advance(TimePoint end);
  void step();
  void take_outcomes();
  void deliver(Delivery& delivery);
  DeliveryOutcome send(const Notification& notification);
  [[nodiscard]] Resolution recipient_of(const Notification& notification);
  Decision apply_now(const Event& event);
  [[nodiscard]] bool is_withdrawn(const std::string& id) const;
  [[nodiscard]] std::string clock_text(TimePoint at) const;

  Case state_;
  std::map<std::uint32_t, Policy> policies_;
  std::map<std::string, Person> people_;
  TenantContacts contacts_;
  TimePoint now_{};
  std::vector<Delivery> deliveries_;
  std::vector<Ended> ended_;
  std::vector<Sent> sent_;
  std::vector<HistoryEntry> history_;
  Event last_event_;
  int told_ = 0;
  bool erased_ = false;
  TimePoint relay_up_{};
  TimePoint relay_answers_{};
  std::set<std::string> refused_;
  TimePoint down_from_{};
  TimePoint down_until_{};
  std::string actor_;
};

/// S-R01: on 1 January 2011 at 10:00 the CRM tells of a referral of that day with 30 days.
[[nodiscard]] Story s_r01(Policy policy = assist_policy());

}  // namespace followup
