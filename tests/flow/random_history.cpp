#include "tests/flow/random_history.h"

#include "tests/flow/world.h"

#include <array>
#include <cstdlib>

namespace followup {

namespace {

/// How many events a case of that kind may have of its own. What a project and its agents tell its
/// contacts comes on top.
int most_events(Kind kind) {
  if (kind == Kind::contact) return 7;
  if (kind == Kind::project || kind == Kind::meeting || kind == Kind::application) return 5;
  if (kind == Kind::communication) return 6;
  return kind == Kind::person ? 2 : 14;
}

constexpr std::array<Millis, 6> pauses{std::chrono::minutes{1}, std::chrono::hours{1},
                                       std::chrono::hours{9},   std::chrono::days{1},
                                       std::chrono::days{5},    std::chrono::days{12}};

}  // namespace

const std::vector<CaseKey>& cases_of_a_history() {
  static const std::vector<CaseKey> keys{{"assist", Kind::referral, "R-0"},
                                         {"assist", Kind::referral, "R-1"},
                                         {"assist", Kind::referral, "R-2"},
                                         {"assist", Kind::appointment, "A-0"},
                                         {"assist", Kind::appointment, "A-1"},
                                         {"assist", Kind::contact, "p/K-0"},
                                         {"assist", Kind::contact, "p/K-1"},
                                         {"assist", Kind::contact, "q/K-2"},
                                         {"assist", Kind::contact, "q/K-3"},
                                         {"assist", Kind::project, "p"},
                                         {"assist", Kind::project, "q"},
                                         {"assist", Kind::person, "rossi"},
                                         {"assist", Kind::person, "verdi"},
                                         {"assist", Kind::ticket, "T-0"},
                                         {"assist", Kind::ticket, "T-1"},
                                         {"assist", Kind::meeting, "M-0"},
                                         {"assist", Kind::meeting, "M-1"},
                                         {"assist", Kind::application, "APP-0"},
                                         {"assist", Kind::communication, "APP-0/C-0"},
                                         {"assist", Kind::communication, "APP-0/C-1"}};
  return keys;
}

PersonRef inline_person(const std::string& id) {
  return {id, "Nome di " + id, id + "@privato.example"};
}

Seeds seeds() {
  const auto number = [](const char* name, std::uint64_t otherwise) {
    const char* wish = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): one thread
    return wish == nullptr ? otherwise : std::strtoull(wish, nullptr, 10);
  };
  return {number("FOLLOWUP_FIRST_SEED", 0), number("FOLLOWUP_SEEDS", 100)};
}

bool speaks_of_many(const WorkItem& item) {
  const auto* record = std::get_if<CommunicationRecord>(&item.event.payload);
  return item.key.kind == Kind::project || item.key.kind == Kind::person ||
         asks_state(item.event) || (record != nullptr && record->direction == Direction::in);
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
  policy.contact.projects["p"] = {.history = true,
                                  .agents_may_change = false,
                                  .protocol = ProtocolMail::immediate,
                                  .agents = {"rossi", "verdi", "gialli"},
                                  .max_days_ahead = 14};
  policy.contact.projects["q"] = {.protocol = ProtocolMail::batch,
                                  .agents = {"rossi", "verdi", "gialli"},
                                  .team = "t1",
                                  .max_personal = 100};
  policy.contact.calls = appointment.calls;
  policy.contact.reminder = appointment.reminder;
  policy.ticket.nodes["day"] = {.groups = {"g1", "g2"},
                                .terms = {.term = Term{TermUnit::minutes, 1440},
                                          .warnings = {{ShareGone{50}, ShareGone{75}}},
                                          .escalation_gap = Term{TermUnit::business_days, 1},
                                          .extension = Term{TermUnit::days, 9}}};
  policy.ticket.nodes["first"] = {.groups = {"g1", "g2", "g3"},
                                  .terms = {.term = Term{TermUnit::business_days, 2},
                                            .warnings = {{OpenTimeLeft{std::chrono::hours{2}}}}},
                                  .first_answer_ends_all = true};
  policy.ticket.nodes["open"] = {.groups = {"g3"}};
  policy.meeting.reminder = std::chrono::hours{24};
  policy.meeting.action_reminders = {-1, 0, 2};
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
  const auto later = [&](int hours) { return Moment{at + std::chrono::hours{up_to(hours) - 20}}; };
  const auto anybody = [&] { return inline_person(up_to(1) == 0 ? "rossi" : "verdi"); };
  const int dice = up_to(99);
  if (dice < 45) {
    FollowUpSet fact{.due = later(400), .override_lock = up_to(3) == 0, .by = anybody()};
    if (up_to(5) != 0) fact.agents.push_back(anybody());
    if (!fact.agents.empty() && up_to(3) == 0) fact.agents.push_back(inline_person("gialli"));
    return fact;
  }
  if (dice < 60) {
    return ContactStatus{
        .done = up_to(1) == 0, .notes = "Nota segreta", .origin = Origin::call, .by = anybody()};
  }
  if (dice < 65) return FollowUpCleared{.by = anybody()};
  if (dice < 85) {
    return FieldAppointment{.start = later(200),
                            .field_rep = inline_person(up_to(1) == 0 ? "lauf" : "berg"),
                            .origin = up_to(3) == 0 ? Origin::status_form : Origin::call,
                            .by = anybody()};
  }
  return callback_payload(at);
}

Payload RandomHistory::ticket_payload(TimePoint at) {
  const auto group = [&] { return "g" + std::to_string(1 + up_to(2)); };
  const int dice = up_to(99);
  if (dice < 35) {
    constexpr std::array nodes{"day", "first", "open"};
    TicketRecord record{.protocol = "P-1",
                        .classification = nodes.at(static_cast<std::size_t>(up_to(2)))};
    if (up_to(3) == 0) record.groups = {group(), group()};
    return record;
  }
  if (dice < 50) return TicketForwarded{.from = group(), .to = group()};
  if (dice < 75) return TicketAnswered{.group = group(), .conclusive = up_to(3) != 0};
  if (dice < 85) {
    TicketExtended fact{.group = group(), .reason = "agreed on"};
    if (up_to(1) == 0)
      fact.days = up_to(12);
    else
      fact.until = at + std::chrono::hours{up_to(200)};
    return fact;
  }
  if (dice < 93) return TicketClosed{};
  return TicketReopened{};
}

Payload RandomHistory::project_payload(const std::string& id) {
  const int dice = up_to(9);
  if (anonymised_.contains(id)) return ProjectStateSet{ProjectState::anonymised};  // for good
  if (dice < 4) return ProjectStateSet{ProjectState::stopped};
  if (dice < 7) return ProjectStateSet{ProjectState::in_progress};
  const auto state = static_cast<ProjectState>(up_to(6));
  if (state == ProjectState::anonymised) anonymised_.insert(id);
  return ProjectStateSet{state};
}

Payload RandomHistory::person_payload(const std::string& id) {
  return PersonRecord{
      .name = person_ref(id).name, .email = person_ref(id).email, .active = up_to(2) == 0};
}

Payload RandomHistory::payload(const CaseKey& key, TimePoint at) {
  if (key.kind == Kind::referral) return referral_payload();
  if (key.kind == Kind::appointment) return appointment_payload(at);
  if (key.kind == Kind::project) return project_payload(key.id);
  if (key.kind == Kind::person) return person_payload(key.id);
  if (key.kind == Kind::ticket) return ticket_payload(at);
  if (key.kind == Kind::meeting) return meeting_payload(key.id, at);
  if (key.kind == Kind::application) return application_payload(at);
  if (key.kind == Kind::communication) return communication_payload(at);
  return contact_payload(at);
}

WorkItem RandomHistory::item(TimePoint at) {
  const auto& keys = cases_of_a_history();
  auto which = static_cast<std::size_t>(up_to(static_cast<int>(keys.size()) - 1));
  while (events_of_.at(which) >= most_events(keys.at(which).kind))
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
  WorkItem made = make_item("e" + std::to_string(told_), key.id, payload(key, at), sequence, at);
  made.key = key;
  made.event.kind = key.kind;
  return made;
}

std::vector<SaidAt> RandomHistory::next(int steps) {
  sequenced_ = up_to(2) != 0;
  int most = 0;
  for (const auto& key : cases_of_a_history())
    most += most_events(key.kind);
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
