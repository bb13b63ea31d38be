// Random cases and policies for round trips: every field takes part, texts hold what texts can
// hold. The same seed gives the same ones.
#pragma once

#include "core/domain/case.h"
#include "core/domain/policy.h"

#include <cstdint>
#include <optional>
#include <random>
#include <vector>

namespace followup {

class RandomCases {
 public:
  explicit RandomCases(std::uint64_t seed) : random_(seed) {}

  [[nodiscard]] Case next();
  [[nodiscard]] Case next(Kind kind);
  [[nodiscard]] HistoryEntry history_entry();
  [[nodiscard]] DeliveryOutcome outcome();
  [[nodiscard]] Policy policy();

 private:
  /// A number from 0 to `most`.
  std::uint64_t up_to(std::uint64_t most);

  bool coin() { return up_to(1) == 1; }

  /// An enumerator up to `last`.
  template <class Enum>
  Enum one_of(Enum last) {
    return static_cast<Enum>(up_to(static_cast<std::uint64_t>(last)));
  }

  /// Nothing, or what `make` makes.
  template <class Make>
  auto maybe(Make make) -> std::optional<decltype(make())> {
    if (coin()) return std::nullopt;
    return make();
  }

  /// Up to three of what `make` makes.
  template <class Make>
  auto some(Make make) -> std::vector<decltype(make())> {
    std::vector<decltype(make())> made;
    for (auto left = up_to(3); left > 0; --left)
      made.push_back(make());
    return made;
  }

  /// The same as a set or a map; `make` makes a key, or a pair.
  template <class Set, class Make>
  Set some_in(Make make) {
    const auto made = some(make);
    return Set(made.begin(), made.end());
  }

  /// A whole number, mostly small, from one end to the other.
  int number();

  std::string text();
  TimePoint instant();
  LocalTime local();
  Date date();
  Moment moment();
  std::uint32_t cycle();
  PersonRef person_ref();
  StepDone step();
  std::optional<std::uint64_t> sequence();
  OpenNotification open_notification();
  Referral referral();
  Person person(const std::string& id);
  Group group(const std::string& id);

  CallHolder call_holder();
  Callback callback();
  PendingCommand pending_command();
  AnnotatedOutcome annotated_outcome();
  Appointment appointment(const Appointment& empty);
  FieldVisit field_visit();
  DeadNotification dead_notification();
  ProjectContact project_contact(const ProjectContact& empty);
  UnsentProtocol unsent_protocol();
  Project project(const Project& empty);
  Notices notices();

  ClientRef client_ref();
  Addressee addressee();
  Trouble trouble();
  Receipt receipt();
  Mailing mailing();
  GroupDemand group_demand();
  PathStep path_step();
  Ticket ticket();

  Attachment attachment();
  DocumentRef document_ref();
  Invitee invitee();
  MeetingAction meeting_action();
  IssuedMinutes issued_minutes();
  Meeting meeting();
  ApplicationNote application_note();
  Application application();
  RequestedMail requested_mail();
  Communication communication(const Communication& empty);

  std::chrono::minutes minutes();
  std::chrono::seconds time_of_day();
  OpeningHours opening_hours();
  BackOfficeState back_office_state();
  Procedure procedure();
  Parameters parameters();
  UserParameters user_parameters();
  CallPolicy call_policy();
  VisitReminder visit_reminder();
  ReferralPolicy referral_policy();
  AppointmentPolicy appointment_policy();
  ProjectPolicy project_policy();
  ContactPolicy contact_policy();
  Term term();
  TermWarning term_warning();
  TicketTerms ticket_terms();
  TicketNode ticket_node();
  TicketPolicy ticket_policy();

  std::mt19937_64 random_;
};

}  // namespace followup
