// What a CRM says of meetings, applications and communications in random histories.
#include "tests/flow/random_history.h"
#include "tests/support/story.h"

#include <array>

namespace followup {

namespace {

PersonRef worker(int number) {
  constexpr std::array ids{"bob", "carla", "dino"};
  return inline_person(ids.at(static_cast<std::size_t>(number)));
}

Date day_of(TimePoint at) {
  return Date{std::chrono::floor<std::chrono::days>(at)};
}

}  // namespace

std::vector<PersonRef> RandomHistory::some_workers() {
  std::vector<PersonRef> persons;
  for (int number = 0; number < 3; ++number) {
    if (up_to(1) == 0) persons.push_back(worker(number));
  }
  return persons;
}

Payload RandomHistory::meeting_payload(const std::string& id, TimePoint at) {
  const int dice = up_to(99);
  if (dice < 45) {
    // Which of two meetings hears that they collide depends on which was known first, and of two
    // cases' events there is no order: these never begin at the same time.
    const Moment start{std::chrono::floor<std::chrono::hours>(at) +
                       std::chrono::hours{up_to(200) - 20} +
                       std::chrono::minutes{id == "M-0" ? 0 : 30}};
    MeetingRecord record{.start = start,
                         .end = start,
                         .zone = up_to(2) == 0 ? "America/Sao_Paulo" : "",
                         .subject = "S",
                         .organizer = person_ref("anna"),
                         .invitees = some_workers()};
    if (up_to(2) == 0) record.cases = {"APP-0"};
    return record;
  }
  if (dice < 55) return InvitationReply{worker(up_to(2)), static_cast<InviteeReply>(up_to(3))};
  if (dice < 62) return MeetingHeld{};
  if (dice < 74) {
    MinutesIssue fact{.version = 1 + up_to(3)};
    if (up_to(1) == 0) fact.attendees = some_workers();
    if (up_to(1) == 0) fact.others = some_workers();
    return fact;
  }
  const std::string action = "act-" + std::to_string(up_to(1));
  if (dice < 86)
    return ActionAssigned{{action, worker(up_to(2)), add_days(day_of(at), up_to(20) - 2), "T"}};
  if (dice < 93) return ActionClosed{action};
  return MeetingCancelled{};
}

Payload RandomHistory::application_payload(TimePoint at) {
  const int dice = up_to(9);
  if (dice < 4)
    return ProgrammeNeed{.authorisation_on = add_days(day_of(at), up_to(30)),
                         .need = up_to(1) == 0 ? MeetingNeed::always : MeetingNeed::problems,
                         .worker = worker(0)};
  if (dice < 7) return ProgrammeProblem{up_to(2) == 0};
  return NoteRecorded{.id = "N-" + std::to_string(up_to(2)),
                      .watchers = some_workers(),
                      .document = {std::to_string(up_to(2)), 1}};
}

Payload RandomHistory::communication_payload(TimePoint at) {
  const int dice = up_to(9);
  if (dice < 5) {
    CommunicationRecord record{.direction = up_to(2) == 0 ? Direction::in : Direction::out,
                               .client = {"C-0", ""},
                               .worker = worker(1)};
    if (record.direction == Direction::out) record.answer_expected_days = up_to(20);
    return record;
  }
  if (dice < 8) {
    CommunicationRequest request{.to = {worker(0), worker(2)}};
    if (up_to(1) == 0) request.at = at + std::chrono::hours{up_to(200)};
    return request;
  }
  return CommunicationCancelled{};
}

}  // namespace followup
