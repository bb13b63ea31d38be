#include "tests/flow/random_history.h"

#include "tests/flow/world.h"

#include <array>

namespace followup {

namespace {

constexpr int most_events_a_case = 14;
constexpr std::array<Millis, 6> pauses{std::chrono::minutes{1}, std::chrono::hours{1},
                                       std::chrono::hours{9},   std::chrono::days{1},
                                       std::chrono::days{5},    std::chrono::days{12}};

}  // namespace

const std::vector<CaseKey>& cases_of_a_history() {
  static const std::vector<CaseKey> keys{
      {"assist", Kind::referral, "R-0"},    {"assist", Kind::referral, "R-1"},
      {"assist", Kind::referral, "R-2"},    {"assist", Kind::appointment, "A-0"},
      {"assist", Kind::appointment, "A-1"}, {"assist", Kind::contact, "p/K-0"},
      {"assist", Kind::contact, "p/K-1"}};
  return keys;
}

Policy history_policy() {
  Policy policy = assist_policy();
  auto& appointment = policy.appointment;
  appointment.states[31] = {.callback = CallbackOption::to_operator};
  appointment.states[32] = {.callback = CallbackOption::to_team};
  appointment.states[33] = {.callback = CallbackOption::to_operator, .mandatory = {"why"}};
  appointment.states[41] = {.reschedule = true};
  appointment.states[42] = {.reschedule = true};
  appointment.states[43] = {.callback = CallbackOption::to_operator, .reschedule = true};
  appointment.procedures = {{.name = "move", .kind = ProcedureKind::reschedule, .states = {41}},
                            {.name = "new", .kind = ProcedureKind::create_new, .states = {42}},
                            {.name = "call", .kind = ProcedureKind::callback, .states = {43}}};
  appointment.reminder.time = std::chrono::hours{18};
  appointment.calls.publish_after = std::chrono::minutes{45};
  appointment.calls.escalate_after = std::chrono::hours{2};
  policy.contact.projects["p"] = {.history = true, .protocol = ProtocolMail::immediate};
  policy.contact.calls = appointment.calls;
  policy.contact.calls.publish_after = std::chrono::minutes{0};
  policy.contact.reminder = appointment.reminder;
  return policy;
}

Payload RandomHistory::referral_payload() {
  const int dice = up_to(99);
  if (dice < 45) {
    ReferralRecord record = referral("", up_to(40));
    if (up_to(3) != 0) record.referral_date = add_days(date("2010-12-25"), up_to(40));
    record.follow_up_requested = up_to(6) != 0;
    if (up_to(19) == 0) record.follow_up_days.reset();
    return record;
  }
  if (dice < 60) return contact(true);
  if (dice < 75) return contact(false);
  if (dice < 90) return ContactWithdrawn{};
  return ReferralCancelled{};
}

Payload RandomHistory::callback_payload(TimePoint at) {
  const PersonRef who = person_ref(up_to(1) == 0 ? "rossi" : "verdi");
  const auto cycle = static_cast<std::uint32_t>(1 + up_to(2));
  const int dice = up_to(2);
  if (dice == 0) return CallbackClaimed{cycle, who};
  if (dice == 1) return CallbackDone{cycle, who, {}, up_to(1) == 0};
  return CallbackPostponed{cycle, who, at + std::chrono::hours{up_to(100)}, up_to(1) == 0};
}

Payload RandomHistory::appointment_payload(TimePoint at) {
  const auto later = [&] { return Moment{at + std::chrono::hours{up_to(400) - 20}}; };
  const int dice = up_to(99);
  if (dice < 35) {
    AppointmentRecord record{.start = later(), .agent = person_ref("bianchi")};
    if (up_to(4) != 0) record.caller = person_ref(up_to(1) == 0 ? "rossi" : "verdi");
    record.team = "t1";
    return record;
  }
  if (dice < 70) {
    constexpr std::array<int, 6> states{31, 32, 33, 41, 42, 43};
    AppointmentOutcome outcome{.state = states.at(static_cast<std::size_t>(up_to(5)))};
    if (up_to(3) != 0) outcome.reschedule_at = later();
    if (up_to(1) == 0) outcome.annotations = {{"why", "text"}};
    return outcome;
  }
  if (dice < 80) {
    AppointmentRebooked rebooked{.start = later(), .caller = person_ref("verdi")};
    if (up_to(5) == 0) rebooked.new_appointment_id = "A-9";
    return rebooked;
  }
  if (dice < 95) return callback_payload(at);
  return AppointmentCancelled{};
}

Payload RandomHistory::contact_payload(TimePoint at) {
  const int dice = up_to(99);
  if (dice < 45) {
    FollowUpSet fact{.due = Moment{at + std::chrono::hours{up_to(400) - 20}}};
    fact.agents.push_back(person_ref(up_to(1) == 0 ? "rossi" : "verdi"));
    if (up_to(3) == 0) fact.agents.push_back(person_ref("gialli"));
    fact.override_lock = up_to(3) == 0;
    return fact;
  }
  if (dice < 60) return ContactStatus{.done = up_to(1) == 0, .origin = Origin::call};
  if (dice < 70) return FollowUpCleared{};
  if (dice < 80) return FieldAppointment{.start = Moment{at + std::chrono::hours{up_to(100)}}};
  constexpr std::array<ProjectState, 3> states{ProjectState::stopped, ProjectState::in_progress,
                                               ProjectState::training};
  if (dice < 88) return ProjectStateSet{states.at(static_cast<std::size_t>(up_to(2)))};
  return callback_payload(at);
}

WorkItem RandomHistory::item(TimePoint at) {
  const auto& keys = cases_of_a_history();
  auto which = static_cast<std::size_t>(up_to(static_cast<int>(keys.size()) - 1));
  while (events_of_.at(which) >= most_events_a_case)
    which = (which + 1) % keys.size();
  ++events_of_.at(which);
  ++told_;
  const CaseKey& key = keys.at(which);
  // Numbers rise, but one in five comes as if it had been held up on the way.
  std::optional<std::uint64_t> sequence;
  if (sequenced_) {
    sequence = static_cast<std::uint64_t>(1000 + 100 * told_);
    if (up_to(4) == 0) *sequence -= static_cast<std::uint64_t>(100 * up_to(8) + told_);
  }
  Payload payload = key.kind == Kind::referral      ? referral_payload()
                    : key.kind == Kind::appointment ? appointment_payload(at)
                                                    : contact_payload(at);
  WorkItem made = make_item("e" + std::to_string(told_), key.id, std::move(payload), sequence, at);
  made.key = key;
  made.event.kind = key.kind;
  return made;
}

std::vector<SaidAt> RandomHistory::next(int steps) {
  sequenced_ = up_to(2) != 0;
  const int most = static_cast<int>(cases_of_a_history().size()) * most_events_a_case;
  std::vector<SaidAt> moments(1);
  moments.back().at = instant("2011-01-01T08:00:00Z");
  for (int step = 0; step < steps; ++step) {
    if (up_to(9) < 6 && told_ < most) {
      moments.back().items.push_back(item(moments.back().at));
    } else {
      const TimePoint at = moments.back().at + pauses.at(static_cast<std::size_t>(up_to(5)));
      moments.push_back({at, {}});
    }
  }
  return moments;
}

}  // namespace followup
