// Minutes: who gets them (M12 to M14, M27, M30), each version once, and what became of every mail
// (M36, M37).
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <utility>

namespace followup::rules::meetings {

namespace {

/// Those of the invitees who gave a reply.
std::vector<PersonRef> who_replied(const Meeting& state, InviteeReply reply) {
  std::vector<PersonRef> persons;
  for (const auto& invitee : state.invitees) {
    const auto person =
        invitee.reply == reply ? find_person(state.people, invitee.person) : std::nullopt;
    if (person) persons.push_back(*person);
  }
  return persons;
}

/// Whoever accepted, and who holds the meeting.
std::vector<PersonRef> expected(const Meeting& state) {
  auto persons = who_replied(state, InviteeReply::accepted);
  if (auto organizer = find_person(state.people, state.organizer))
    persons.push_back(std::move(*organizer));
  return persons;
}

struct Readers {
  std::vector<MinutesReader> readers;
  std::vector<PersonRef> persons;

  /// Of a person in several groups the first counts (M37).
  void add(MinutesGroup group, const std::vector<PersonRef>& more) {
    for (const auto& person : more) {
      if (std::ranges::find(readers, person.id, &MinutesReader::person) != readers.end()) continue;
      readers.push_back({person.id, group});
      persons.push_back(person);
    }
  }
};

/// Who neither came nor declined gets them only if somebody says so (S-M04).
Readers readers_of(const Meeting& state, const MinutesIssue& fact) {
  Readers made;
  made.add(MinutesGroup::attendee, fact.attendees ? *fact.attendees : expected(state));
  made.add(MinutesGroup::decliner,
           fact.decliners ? *fact.decliners : who_replied(state, InviteeReply::declined));
  made.add(MinutesGroup::other, fact.others.value_or(std::vector<PersonRef>{}));
  return made;
}

std::string group_text(MinutesGroup group) {
  switch (group) {
    case MinutesGroup::attendee:
      return "attendee";
    case MinutesGroup::decliner:
      return "decliner";
    default:
      return "other";
  }
}

std::string group_of(const Meeting& state, const std::string& person) {
  const auto found = std::ranges::find(state.minutes.readers, person, &MinutesReader::person);
  return found == state.minutes.readers.end() ? std::string() : group_text(found->group);
}

/// Those of the readers of the newest minutes who are in this group.
std::vector<PersonRef> issued_to(const Meeting& state, MinutesGroup group) {
  std::vector<PersonRef> persons;
  for (const auto& reader : state.minutes.readers) {
    if (reader.group == group) persons.push_back({.id = reader.person, .name = {}, .email = {}});
  }
  return persons;
}

/// Whether the event names no other readers than those to whom its version went; whom it does not
/// name it says nothing of, whatever was replied since.
bool has_same_readers(const Meeting& state, const MinutesIssue& fact) {
  Readers named;
  const auto add = [&](MinutesGroup group, const std::optional<std::vector<PersonRef>>& persons) {
    named.add(group, persons ? *persons : issued_to(state, group));
  };
  add(MinutesGroup::attendee, fact.attendees);
  add(MinutesGroup::decliner, fact.decliners);
  add(MinutesGroup::other, fact.others);
  return named.readers == state.minutes.readers;
}

/// A version goes out once. What differs from what went out under its number is no repetition.
Change issued_again(const Meeting& state, const MinutesIssue& fact, const Event& event) {
  const IssuedMinutes& before = state.minutes;
  if (before.document == fact.document && has_same_readers(state, fact) &&
      before.files == event.attachments)
    return {.status = Status::duplicate, .reason = Reason::already_seen};
  return reject(Reason::invalid_data, "/data/version",
                "was issued before with other contents or for other persons: give what has changed "
                "a higher version");
}

/// Whether somebody may have read an earlier version: what takes its place is a revised one.
bool is_revised(const Meeting& state) {
  const auto waiting = std::ranges::find_if(state.mailings, [](const Mailing& mailing) {
    return mailing.purpose == Purpose::minutes && !is_over(mailing);
  });
  if (waiting == state.mailings.end()) return state.minutes.version > 0;
  return waiting->about == revised_minutes ||
         std::ranges::any_of(waiting->receipts, [](const Receipt& receipt) {
           return receipt.ended == Outcome::delivered;
         });
}

/// Mails of an earlier version that have not gone out are not sent any more.
void withdraw_earlier(Meeting& state, const Context& context, Change& change) {
  const auto is_wanted = [](const Mailing& mailing, const std::string&) {
    return mailing.purpose != Purpose::minutes;
  };
  withdraw_letters(post_of(state), is_wanted, context, [&](const Mailing& over) {
    report(state, over, mailing_whom(over.number), change);
  });
}

}  // namespace

Change issue(Meeting& state, const MinutesIssue& fact, const Event& event, const Context& context) {
  if (state.cancelled) return {.reason = Reason::superseded};
  if (!state.known) return unknown(event, context);
  if (fact.version < state.minutes.version) return {.reason = Reason::superseded};
  if (fact.version == state.minutes.version) return issued_again(state, fact, event);
  Readers readers = readers_of(state, fact);
  if (readers.readers.empty())
    return reject(Reason::no_recipients, "/data/attendees",
                  "leaves nobody to send the minutes to: name attendees, decliners or others");
  if (readers.readers.size() > most_recipients)
    return reject(Reason::too_many_recipients, "/data/others",
                  "makes more than " + std::to_string(most_recipients) +
                      " persons who get the minutes: name fewer");
  Change change;
  const bool revised = is_revised(state);
  withdraw_earlier(state, context, change);
  remember(state.people, readers.persons);
  state.minutes = {fact.version, std::move(readers.readers), fact.document, event.attachments};
  for (const auto& action : fact.actions) {
    if (find_action(state, action.id) != nullptr) continue;
    for (auto& told : assign(state, action, event, context).notifications)
      change.notifications.push_back(std::move(told));
  }
  send(post_of(state),
       {.purpose = Purpose::minutes,
        .cycle = static_cast<std::uint32_t>(fact.version),
        .persons = distinct_ids(readers.persons),
        .about = std::string(revised ? revised_minutes : "")},
       context, change);
  tidy(state);
  return change;
}

void report_minutes(const Meeting& state, const Mailing& mailing, const std::string& whom,
                    Change& change) {
  Notification made = hook("minutes.issued", mailing.cycle, mailing.nominal, mailing.due);
  made.whom = whom;
  made.details = {{"version", std::int64_t{mailing.cycle}},
                  {"results", results_of(mailing, [&](const std::string& person) {
                     return group_of(state, person);
                   })}};
  change.notifications.push_back(std::move(made));
}

}  // namespace followup::rules::meetings
