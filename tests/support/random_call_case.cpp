// Random appointments, contacts, projects and notices. Their ids are those of the empty case.
#include "core/base/hash.h"
#include "tests/support/random_case.h"

namespace followup {

CallHolder RandomCases::call_holder() {
  return {.who = person_ref(),
          .postponed = maybe([&] { return local(); }),
          .told = maybe([&] { return step(); }),
          .done = coin(),
          .stand_in = text()};
}

Callback RandomCases::callback() {
  return {.cycle = cycle(),
          .due = local(),
          .wanted = maybe([&] { return local(); }),
          .holders = some([&] { return call_holder(); }),
          .team = text(),
          .is_public = coin(),
          .told_team = maybe([&] { return step(); }),
          .team_since = maybe([&] { return local(); }),
          .published = maybe([&] { return step(); }),
          .claimed_by = maybe([&] { return person_ref(); }),
          .escalated = maybe([&] { return step(); }),
          .attempts = number(),
          .ended = coin(),
          .reason = text()};
}

PendingCommand RandomCases::pending_command() {
  return {.type = text(),
          .start = local(),
          .run_at = maybe([&] { return local(); }),
          .sent = coin(),
          .ended = coin(),
          .cycle = cycle()};
}

AnnotatedOutcome RandomCases::annotated_outcome() {
  return {.state = number(), .on = date(), .annotations = some([&] {
                                             return Annotation{text(), text()};
                                           })};
}

Appointment RandomCases::appointment(const Appointment& empty) {
  return {.id = empty.id,
          .known = coin(),
          .start = local(),
          .agent = person_ref(),
          .caller = maybe([&] { return person_ref(); }),
          .team = text(),
          .client = {text(), text()},
          .state = maybe([&] { return number(); }),
          .location = text(),
          .replaces = text(),
          .record_sequence = sequence(),
          .replaced_by = maybe([&] { return text(); }),
          .cancelled = coin(),
          .cancel_sequence = sequence(),
          .rebook_sequence = sequence(),
          .cycle = cycle(),
          .reminder = maybe([&] { return step(); }),
          .outcome = maybe([&] { return number(); }),
          .mode = number(),
          .outcome_sequence = sequence(),
          .reschedule_at = maybe([&] { return moment(); }),
          .outcomes = some([&] { return annotated_outcome(); }),
          .reason_missing = coin(),
          .hold = maybe([&] {
            return Hold{one_of(Hold::For::time), local()};
          }),
          .command = maybe([&] { return pending_command(); }),
          .callback = maybe([&] { return callback(); })};
}

FieldVisit RandomCases::field_visit() {
  return {.start = local(),
          .rep = person_ref(),
          .from_call = coin(),
          .reminder = maybe([&] { return step(); }),
          .cycle = cycle(),
          .protocol_at = maybe([&] { return local(); })};
}

DeadNotification RandomCases::dead_notification() {
  return {deterministic_id({text()}), text()};
}

ProjectContact RandomCases::project_contact(const ProjectContact& empty) {
  return {.project_id = empty.project_id,
          .contact_id = empty.contact_id,
          .judgement = text(),
          .status_sequence = sequence(),
          .project_seen = maybe([&] { return instant(); }),
          .project_sequence = sequence(),
          .follow_up = maybe([&] { return callback(); }),
          .former = some([&] { return person_ref(); }),
          .follow_up_sequence = sequence(),
          .visit = maybe([&] { return field_visit(); }),
          .visit_sequence = sequence(),
          .editor = person_ref(),
          .dead = some([&] { return dead_notification(); }),
          .cycle = cycle(),
          .project = one_of(ProjectState::anonymised),
          .done = coin(),
          .called = coin(),
          .override_hint = coin(),
          .done_sequence = sequence()};
}

UnsentProtocol RandomCases::unsent_protocol() {
  return {text(), person_ref(), instant(), fingerprint({text()}), sequence()};
}

Project RandomCases::project(const Project& empty) {
  return {.id = empty.id,
          .state = maybe([&] { return one_of(ProjectState::anonymised); }),
          .state_sequence = sequence(),
          .unsent = some([&] { return unsent_protocol(); }),
          .batch_at = maybe([&] { return local(); }),
          .cycle = cycle(),
          .sent = some([&] {
            return BatchMail{cycle(), person_ref()};
          }),
          .dead = some([&] { return dead_notification(); }),
          .settled = some([&] {
            return SettledProtocol{fingerprint({text()}), fingerprint({text()}), sequence()};
          })};
}

Notices RandomCases::notices() {
  return {.told = some([&] { return Notices::Told{text(), text(), date()}; })};
}

}  // namespace followup
