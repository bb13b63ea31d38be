// Random policies. Values that no tenant would choose are among them: a record has to hold them
// all.
#include "tests/support/random_case.h"

#include <array>
#include <utility>

namespace followup {

std::chrono::minutes RandomCases::minutes() {
  return std::chrono::minutes{up_to(10'000)};
}

std::chrono::seconds RandomCases::time_of_day() {
  return std::chrono::seconds{up_to(86'400)};
}

OpeningHours RandomCases::opening_hours() {
  const auto spans = [&] { return some([&] { return DaySpan{time_of_day(), time_of_day()}; }); };
  OpeningHours hours;
  for (auto& day : hours.week)
    day = spans();
  hours.holiday_eve = maybe(spans);
  hours.holidays.once = some_in<std::set<Date>>([&] { return date(); });
  hours.holidays.yearly = some_in<std::set<std::chrono::month_day>>([&] {
    const Date day = date();
    return day.month() / day.day();
  });
  hours.holidays.from_easter = some_in<std::set<int>>([&] { return number(); });
  hours.closed = some_in<std::set<Date>>([&] { return date(); });
  return hours;
}

BackOfficeState RandomCases::back_office_state() {
  return {.description = text(),
          .type = one_of(StateType::order_appointment),
          .obsolete = coin(),
          .list_state = text(),
          .callback = one_of(CallbackOption::to_team),
          .callback_after = minutes(),
          .reschedule = coin(),
          .mandatory = some([&] { return text(); }),
          .visible = some([&] { return text(); })};
}

Procedure RandomCases::procedure() {
  return {.name = text(),
          .kind = one_of(ProcedureKind::callback),
          .states = some([&] { return number(); }),
          .state_id = maybe([&] { return number(); }),
          .interval = minutes(),
          .honour_interval = coin(),
          .active = coin()};
}

Parameters RandomCases::parameters() {
  return {.cc0036 = coin(),
          .cc0036a = coin(),
          .cc0036b = number(),
          .cc0036c = coin(),
          .cc0036d = number(),
          .cc0037 = coin(),
          .cc0037a = coin()};
}

UserParameters RandomCases::user_parameters() {
  const auto flag = [&] { return maybe([&] { return coin(); }); };
  UserParameters own;
  own.cc0036 = flag();
  own.cc0036a = flag();
  own.cc0036b = maybe([&] { return number(); });
  own.cc0036c = flag();
  own.cc0036d = maybe([&] { return number(); });
  own.cc0037 = flag();
  own.cc0037a = flag();
  own.default_state = maybe([&] { return number(); });
  return own;
}

CallPolicy RandomCases::call_policy() {
  return {.calendar = text(), .publish_after = minutes(), .escalate_after = maybe([&] {
                                                            return minutes();
                                                          })};
}

VisitReminder RandomCases::visit_reminder() {
  return {.time = maybe([&] { return time_of_day(); }), .days_before = number()};
}

ReferralPolicy RandomCases::referral_policy() {
  return {.default_days = maybe([&] { return number(); }),
          .supervisor_days = maybe([&] { return number(); }),
          .shift = one_of(Shift::previous),
          .min_gap_business_days = number(),
          .copy_worker_on_escalation = coin(),
          .copy_absent_person = coin(),
          .closed_notice = coin(),
          .notify_own_actions = coin()};
}

AppointmentPolicy RandomCases::appointment_policy() {
  AppointmentPolicy policy;
  policy.states = some_in<std::map<int, BackOfficeState>>([&] {
    return std::pair{number(), back_office_state()};
  });
  policy.list_states = some_in<std::map<std::string, ListState>>([&] {
    return std::pair{text(), ListState{text(), text()}};
  });
  policy.characteristics = some_in<std::map<std::string, std::string>>([&] {
    return std::pair{text(), text()};
  });
  policy.procedures = some([&] { return procedure(); });
  policy.parameters = parameters();
  policy.users = some_in<std::map<std::string, UserParameters>>([&] {
    return std::pair{text(), user_parameters()};
  });
  policy.operators = some_in<std::set<std::string>>([&] { return text(); });
  policy.teams = some_in<std::set<std::string>>([&] { return text(); });
  policy.calls = call_policy();
  policy.reminder = visit_reminder();
  policy.agent_hold = minutes();
  return policy;
}

ProjectPolicy RandomCases::project_policy() {
  return {.name = text(),
          .state = one_of(ProjectState::anonymised),
          .history = coin(),
          .agents_may_change = coin(),
          .protocol = one_of(ProtocolMail::batch),
          .batch_time = time_of_day(),
          .protocol_judgements = some_in<std::set<std::string>>([&] { return text(); }),
          .agents = some([&] { return text(); }),
          .team = text(),
          .max_days_ahead = maybe([&] { return number(); }),
          .max_personal = maybe([&] { return number(); }),
          .training_email = text()};
}

ContactPolicy RandomCases::contact_policy() {
  ContactPolicy policy;
  policy.projects = some_in<std::map<std::string, ProjectPolicy>>([&] {
    return std::pair{text(), project_policy()};
  });
  policy.judgements = some_in<std::map<std::string, std::string>>([&] {
    return std::pair{text(), text()};
  });
  policy.calls = call_policy();
  policy.reminder = visit_reminder();
  return policy;
}

Term RandomCases::term() {
  return {one_of(TermUnit::months), static_cast<int>(up_to(1'200))};
}

TermWarning RandomCases::term_warning() {
  if (coin()) return ShareGone{static_cast<int>(up_to(98)) + 1};
  return OpenTimeLeft{minutes()};
}

TicketTerms RandomCases::ticket_terms() {
  return {.term = maybe([&] { return term(); }),
          .warnings = maybe([&] { return some([&] { return term_warning(); }); }),
          .escalation_gap = maybe([&] { return term(); }),
          .extension = maybe([&] { return term(); })};
}

TicketNode RandomCases::ticket_node() {
  return {.description = text(),
          .parent = text(),
          .level = number(),
          .leaf = coin(),
          .status = one_of(NodeStatus::draft),
          .person_types = some_in<std::set<std::string>>([&] { return text(); }),
          .groups = some([&] { return text(); }),
          .contact_form = coin(),
          .ombudsman = coin(),
          .lgpd = coin(),
          .terms = ticket_terms(),
          .first_answer_ends_all = coin()};
}

TicketPolicy RandomCases::ticket_policy() {
  TicketPolicy policy;
  policy.nodes = some_in<std::map<std::string, TicketNode>>([&] {
    return std::pair{text(), ticket_node()};
  });
  policy.channels = some_in<std::map<TicketChannel, TicketTerms>>([&] {
    return std::pair{one_of(TicketChannel::lgpd), ticket_terms()};
  });
  policy.terms = ticket_terms();
  policy.calendar = text();
  policy.rules = {one_of(MonthEnd::last_day), one_of(TermShift::next_working_day),
                  one_of(TermShift::next_working_day)};
  policy.groups = some_in<std::set<std::string>>([&] { return text(); });
  return policy;
}

Policy RandomCases::policy() {
  static constexpr std::array zones{"UTC", "Europe/Rome", "America/Sao_Paulo", "Asia/Kolkata"};
  Policy policy;
  policy.zone = Zone::load(zones.at(up_to(zones.size() - 1))).value();
  policy.send_time = time_of_day();
  policy.calendar = BusinessCalendar(some_in<std::set<Date>>([&] { return date(); }));
  policy.calendars = some_in<std::map<std::string, OpeningHours>>([&] {
    return std::pair{text(), opening_hours()};
  });
  policy.referral = referral_policy();
  policy.appointment = appointment_policy();
  policy.contact = contact_policy();
  policy.ticket = ticket_policy();
  policy.meeting = {.reminder = maybe([&] { return minutes(); }),
                    .action_reminders = some([&] { return number(); }),
                    .minutes_as_pdf = coin()};
  policy.application = {.meeting_days_before = number(),
                        .mail_templates = some_in<std::set<std::string>>([&] { return text(); })};
  policy.retention_days = number();
  return policy;
}

}  // namespace followup
