#include "core/base/hash.h"
#include "tests/support/random_case.h"

namespace followup {

/// As a case has it: without a frame.
Attachment RandomCases::attachment() {
  return {.name = text(),
          .media_type = text(),
          .size = up_to(0xffffffffff),
          .content = coin() ? sha256(text()) : "",
          .url = text(),
          .privilege = text(),
          .frame = std::nullopt};
}

DocumentRef RandomCases::document_ref() {
  return {sha256(text()), up_to(0xffff)};
}

Invitee RandomCases::invitee() {
  return {text(), one_of(InviteeReply::tentative), sequence()};
}

MeetingAction RandomCases::meeting_action() {
  return {.id = text(),
          .responsible = text(),
          .due_on = date(),
          .text = text(),
          .sequence = sequence(),
          .cycle = cycle(),
          .reminded = maybe([&] { return local(); }),
          .overdue = maybe([&] { return step(); }),
          .closed = coin()};
}

IssuedMinutes RandomCases::issued_minutes() {
  return {.version = number(),
          .readers = some([&] {
            return MinutesReader{text(), one_of(MinutesGroup::other)};
          }),
          .document = document_ref(),
          .files = some([&] { return attachment(); })};
}

Meeting RandomCases::meeting() {
  return {.known = coin(),
          .start = local(),
          .end = local(),
          .zone = text(),
          .subject = text(),
          .location = text(),
          .agenda = text(),
          .organizer = text(),
          .invitees = some([&] { return invitee(); }),
          .cases = some([&] { return text(); }),
          .record_sequence = sequence(),
          .cancel_sequence = sequence(),
          .cancelled = coin(),
          .held = maybe([&] { return instant(); }),
          .revision = cycle(),
          .revised_at = instant(),
          .cycle = cycle(),
          .reminder = maybe([&] { return step(); }),
          .collisions = some([&] {
            return Collision{text(), text(), instant(), instant()};
          }),
          .minutes = issued_minutes(),
          .actions = some([&] { return meeting_action(); }),
          .people = some([&] { return person_ref(); }),
          .mailing_count = cycle(),
          .mailings = some([&] { return mailing(); })};
}

ApplicationNote RandomCases::application_note() {
  return {.id = text(),
          .at = instant(),
          .by = text(),
          .document = document_ref(),
          .sequence = sequence(),
          .watchers = some([&] { return text(); })};
}

Application RandomCases::application() {
  return {.programme_known = coin(),
          .authorisation_on = date(),
          .need = one_of(MeetingNeed::problems),
          .worker = person_ref(),
          .programme = text(),
          .programme_sequence = sequence(),
          .problem = coin(),
          .problem_sequence = sequence(),
          .meeting_held = maybe([&] { return instant(); }),
          .cycle = cycle(),
          .reminder = maybe([&] { return step(); }),
          .notes = some([&] { return application_note(); }),
          .files = some([&] {
            return ApplicationFile{instant(), text(), attachment(), {}};
          }),
          .people = some([&] { return person_ref(); }),
          .mailing_count = cycle(),
          .mailings = some([&] { return mailing(); })};
}

RequestedMail RandomCases::requested_mail() {
  return {.at = maybe([&] { return local(); }),
          .template_name = text(),
          .document = document_ref(),
          .files = some([&] { return attachment(); }),
          .to = some([&] { return text(); }),
          .sent = maybe([&] { return step(); })};
}

Communication RandomCases::communication(const Communication& empty) {
  Communication facts = empty;
  facts.recorded = coin();
  facts.direction = one_of(Direction::out);
  facts.medium = one_of(Medium::letter);
  facts.client = client_ref();
  facts.at = instant();
  facts.answer_expected_days = maybe([&] { return number(); });
  facts.worker = maybe([&] { return person_ref(); });
  facts.record_sequence = sequence();
  facts.answered = maybe([&] { return instant(); });
  facts.cycle = cycle();
  facts.reminder = maybe([&] { return step(); });
  facts.mail = maybe([&] { return requested_mail(); });
  facts.request_sequence = sequence();
  facts.cancelled = coin();
  facts.cancel_sequence = sequence();
  facts.people = some([&] { return person_ref(); });
  facts.mailing_count = cycle();
  facts.mailings = some([&] { return mailing(); });
  return facts;
}

}  // namespace followup
