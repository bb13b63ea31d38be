// A meeting, an application and a communication as the mails of the tests tell them. Tenant assist
// in Rome: Sara Neri has invited Anna Bianchi and Dino Verdi to the meeting M-1 in Berlin, on
// Sunday 25 October 2026 from 10:00 to 11:00 (S-M17), about the application A-1 of Carla Neri. A
// test changes what its story is about.
#pragma once

#include "call_story.h"

namespace followup::test {

/// What the three kinds share: one message to several, of which the story's mail is the one to
/// Anna.
struct PostStory : CallStory {
  PostStory() {
    tenant.name = "assist";
    tenant.contacts.default_language = "it";
    policy.zone = Zone::load("Europe/Rome").value();
    names = {{"anna", "Anna Bianchi"}, {"sara", "Sara Neri"}, {"dino", "Dino Verdi"}};
    emails = {{"sara", "sara@example.org"}};
    recipient.person_id = "anna";
    recipient.name = "Anna Bianchi";
    recipient.email = "anna@example.org";
  }

  /// The story's case and notification are these.
  void is_of(Kind kind, const std::string& id) {
    state.key = notification.case_key = {"assist", kind, id};
  }

  static Mailing mailing(Purpose purpose, std::vector<std::string> persons, std::string about) {
    Mailing made;
    made.number = 1;
    made.purpose = purpose;
    made.role = Role::persons;
    made.parties = persons;
    made.about = std::move(about);
    made.expanded = true;
    made.receipts = {{{"person/" + persons.front(), std::move(persons)}, std::nullopt, {}}};
    return made;
  }

  /// The story's mail is the one of such a message to `persons`, who have one address.
  template <class Facts>
  void send(Facts& facts, Purpose purpose, std::string_view nominal,
            std::vector<std::string> persons = {"anna"}, std::string about = {}) {
    notify(purpose, Role::recipient, nominal);
    notification.whom = mailing_whom(1, "person/" + persons.front());
    facts.mailings = {mailing(purpose, std::move(persons), std::move(about))};
  }

  static Attachment file(const std::string& name, std::uint64_t size) {
    return {.name = name,
            .media_type = "application/pdf",
            .size = size,
            .content = std::string(64, 'a'),
            .url = "https://crm.example/f"};
  }
};

struct MeetingStory : PostStory {
  MeetingStory() {
    is_of(Kind::meeting, "M-1");
    state.facts = Meeting{};
    Meeting& facts = meeting();
    facts.known = true;
    facts.start = local("2026-10-25T10:00");
    facts.end = local("2026-10-25T11:00");
    facts.zone = "Europe/Berlin";
    facts.subject = "Case conference";
    facts.location = "Room 3";
    facts.agenda = "Income\nHousing";
    facts.organizer = "sara";
    facts.invitees = {{.person = "anna"}, {.person = "dino"}};
    facts.cases = {"A-1", "A-2"};
    facts.revised_at = instant("2026-10-01T08:00:00Z");
    facts.people = {{"anna", "Anna B.", "anna@example.org"}, {"lia", "Lia Rossi", ""}};
    invite(Purpose::invitation);
  }

  Meeting& meeting() { return std::get<Meeting>(state.facts); }

  void invite(Purpose purpose) { send(meeting(), purpose, "2026-10-01T10:00"); }

  /// The minutes to one person.
  void issue(int version = 1, std::vector<std::string> to = {"anna"}) {
    IssuedMinutes& minutes = meeting().minutes;
    minutes.version = version;
    minutes.readers = {{"anna", MinutesGroup::attendee},
                       {"sara", MinutesGroup::attendee},
                       {"dino", MinutesGroup::decliner},
                       {"lia", MinutesGroup::other}};
    document = Document{.title = {},
                        .text = "We met.\n\nAnd talked.",
                        .decisions = {"To go on", "To pay"},
                        .actions = {{"Ask the bank", {"dino", "", ""}, date("2026-06-18")}},
                        .values = {}};
    send(meeting(), Purpose::minutes, "2026-10-25T12:00", std::move(to),
         std::string(version > 1 ? revised_minutes : ""));
  }

  /// The mail about the action A-7 for Dino, due on 18 June 2026 (S-M14).
  void remind(Purpose purpose, Role role, std::string_view nominal) {
    meeting().actions = {
        {.id = "A-7", .responsible = "dino", .due_on = date("2026-06-18"), .text = "Ask the bank"}};
    notify(purpose, role, nominal);
    notification.whom = "action/A-7";
  }

  /// The organizer is told whom the message could not reach.
  void miss(const std::string& of, std::vector<PersonResult> persons) {
    notify(Purpose::without_address, Role::organizer, "2026-10-01T10:00");
    notification.whom = mailing_whom(1);
    notification.details = {{"of", of}, {"persons", std::move(persons)}};
  }

  /// The organizer is told what the meeting collides with (M35).
  void collide(std::vector<Collision> collisions) {
    notify(Purpose::meeting_collision, Role::organizer, "2026-10-01T10:00");
    meeting().collisions = std::move(collisions);
  }

  static Date date(std::string_view text) { return date_of(local(std::string(text) + "T00:00")); }
};

struct ApplicationStory : PostStory {
  ApplicationStory() {
    is_of(Kind::application, "A-1");
    state.facts = Application{};
    Application& facts = application();
    facts.notes = {{.id = "N-1", .at = instant("2026-06-01T08:00:00Z"), .by = "sara"},
                   {.id = "N-2", .at = instant("2026-06-02T08:00:00Z"), .by = "dino"}};
    facts.files = {{instant("2026-06-03T08:00:00Z"), "dino", file("birth.pdf", 1000)}};
    tell(Purpose::note, "N-1");
  }

  Application& application() { return std::get<Application>(state.facts); }

  void tell(Purpose purpose, const std::string& about) {
    document = Document{.title = "Papers", .text = "The birth certificate\nis missing."};
    send(application(), purpose, "2026-06-02T10:00", {"anna"}, about);
  }

  /// S-M19: the programme's meeting was not held.
  void miss_meeting(MeetingNeed need) {
    Application& facts = application();
    facts.programme_known = true;
    facts.programme = "Housing aid";
    facts.authorisation_on = MeetingStory::date("2026-06-20");
    facts.need = need;
    facts.worker = {"anna", "Anna Bianchi", ""};
    notify(Purpose::meeting_required, Role::case_worker, "2026-06-15T09:00");
  }
};

struct CommunicationStory : PostStory {
  CommunicationStory() {
    is_of(Kind::communication, "A-1/C-9");
    state.facts = Communication{};
    Communication& facts = communication();
    facts.application = "A-1";
    facts.id = "C-9";
    facts.client = {"p-1", "Carla Neri"};
    facts.at = instant("2026-06-01T08:00:00Z");
    facts.worker = PersonRef{"sara", "", ""};
    recipient.person_id = "carla";
    recipient.name = "Carla Neri";
    recipient.email = "carla@example.org";
    write();
  }

  Communication& communication() { return std::get<Communication>(state.facts); }

  /// A letter in free words.
  void write() {
    communication().mail = RequestedMail{.to = {"carla"}};
    document = Document{.title = "Your papers", .text = "Dear Ms Neri,\n\nplease send them.\nSara"};
    send(communication(), Purpose::message, "2026-06-02T09:00", {"carla"});
  }

  /// One by the tenant's own template.
  void write(const std::string& letter, std::map<std::string, std::string> values) {
    write();
    communication().mail->template_name = letter;
    document = Document{.values = std::move(values)};
  }

  /// S-M20: nobody has answered the letter of 1 June within 14 days.
  void await() {
    communication().recorded = true;
    communication().medium = Medium::letter;
    communication().answer_expected_days = 14;
    document.reset();
    notify(Purpose::answer_missing, Role::case_worker, "2026-06-15T09:00");
    notification.whom.clear();
  }
};

}  // namespace followup::test
