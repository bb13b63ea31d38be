// Invitations: the first one, another one to everybody when the meeting changes, a cancellation to
// whoever is no longer asked (M33, S-M16; RFC 5546 sections 3.2.2 and 3.2.5).
//
// What somebody was told decides: a change or a cancellation goes only to whom an invitation was
// delivered, and says the times that it said. Who has one under way when the meeting changes gets
// another first one in its place. One that has gone out although it was taken back counts as what
// it is: told, and, to whom is not asked any more, followed by a cancellation.
#include "core/domain/meeting_times.h"
#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <map>
#include <utility>

namespace followup::rules::meetings {

namespace {

using Ids = std::vector<std::string>;

bool contains(const Ids& ids, const std::string& id) {
  return std::ranges::find(ids, id) != ids.end();
}

bool asks(Purpose purpose) {
  return purpose == Purpose::invitation || purpose == Purpose::invitation_changed;
}

bool is_invited(const Meeting& state, const std::string& id) {
  return !state.cancelled &&
         std::ranges::find(state.invitees, id, &Invitee::person) != state.invitees.end();
}

/// Whether a message may still reach this person.
bool is_under_way(const Mailing& mailing, const std::string& id) {
  if (!mailing.expanded) return contains(mailing.parties, id);
  return std::ranges::any_of(mailing.receipts, [&](const Receipt& receipt) {
    return !receipt.ended && contains(receipt.to.through, id);
  });
}

bool is_asked_now(const Meeting& state, const std::string& id) {
  return std::ranges::any_of(state.mailings, [&](const Mailing& mailing) {
    return asks(mailing.purpose) && is_under_way(mailing, id);
  });
}

/// Who is to be told what of a new revision: of changes and cancellations by the times that they
/// were told before.
struct Round {
  Ids first;
  std::map<std::string, Ids> changed;
  std::map<std::string, Ids> removed;

  [[nodiscard]] bool empty() const { return first.empty() && changed.empty() && removed.empty(); }
};

/// Whether the record names another address than the one that an invitation went to.
bool is_readdressed(const Meeting& before, const Meeting& state, const std::string& id) {
  const auto then = find_person(before.people, id);
  const auto now = find_person(state.people, id);
  return then && now && then->email != now->email;
}

Round round_of(const Meeting& before, const Meeting& state, bool changed) {
  Round round;
  for (const auto& invitee : state.invitees) {
    const std::string& id = invitee.person;
    if (!is_invited(state, id)) continue;
    const bool concerned = changed || !is_invited(before, id);
    if (invitee.told && concerned) round.changed[*invitee.told].push_back(id);
    if (!invitee.told && (concerned || is_readdressed(before, state, id)))
      round.first.push_back(id);
  }
  for (const auto& invitee : before.invitees) {
    const std::string& id = invitee.person;
    if (invitee.told && !is_invited(state, id) && id != state.organizer)
      round.removed[*invitee.told].push_back(id);
  }
  return round;
}

/// What an invitation said that may have gone out although it was taken back.
void keep_times(Meeting& state, const Mailing& over, const std::string& said) {
  for (auto& mailing : state.mailings) {
    if (mailing.number == over.number && asks(mailing.purpose)) mailing.about = said;
  }
}

/// Takes back what is out of date of the messages that have not gone out.
void withdraw(const Meeting& before, Meeting& state, const Round& round, bool changed,
              const Context& context, Change& change) {
  const auto is_wanted = [&](const Mailing& mailing, const std::string& id) {
    if (asks(mailing.purpose))
      return !changed && is_invited(state, id) && !contains(round.first, id);
    if (mailing.purpose == Purpose::invitation_cancelled) return !is_invited(state, id);
    if (mailing.purpose == Purpose::meeting_reminder)
      return mailing.cycle == state.cycle && is_invited(state, id);
    return true;
  };
  const std::string said = times_text(before);
  withdraw_letters(post_of(state), is_wanted, context, [&](const Mailing& over) {
    keep_times(state, over, said);
    report(state, over, mailing_whom(over.number), change);
  });
}

void tell(Meeting& state, Purpose purpose, Ids persons, std::string told, const Context& context,
          Change& change) {
  send(post_of(state),
       {.purpose = purpose,
        .cycle = state.revision + 1,
        .persons = std::move(persons),
        .about = std::move(told)},
       context, change);
}

/// A new revision, told to whom it concerns.
void revise(Meeting& state, const Round& round, const Event& event, const Context& context,
            Change& change) {
  if (round.empty() || end_of(state, *context.policy) <= context.now) return;  // it is over
  if (state.revised_at != TimePoint{}) ++state.revision;
  state.revised_at = event.time;
  tell(state, Purpose::invitation, round.first, {}, context, change);
  for (const auto& [told, persons] : round.changed)
    tell(state, Purpose::invitation_changed, persons, told, context, change);
  for (const auto& [told, persons] : round.removed)
    tell(state, Purpose::invitation_cancelled, persons, told, context, change);
}

std::string method_of(Purpose purpose) {
  if (purpose == Purpose::invitation) return "request";
  return purpose == Purpose::invitation_changed ? "update" : "cancel";
}

}  // namespace

std::string times_text(const Meeting& state) {
  return to_text(MeetingTimes{state.start, state.end, state.zone});
}

std::optional<std::string> told_before(const Meeting& state, const std::string& id) {
  for (const auto& mailing : state.mailings) {
    if (mailing.purpose == Purpose::invitation_cancelled && is_under_way(mailing, id))
      return mailing.about;
  }
  return std::nullopt;
}

void tell_invitees(const Meeting& before, Meeting& state, bool changed, const Event& event,
                   const Context& context, Change& change) {
  const Round round = round_of(before, state, changed);
  withdraw(before, state, round, changed, context, change);
  revise(state, round, event, context, change);
}

void take_reached(Meeting& state, const LetterEnd& end, const Event& event, const Context& context,
                  Change& change) {
  const bool asked = asks(end.before.purpose);
  if (!asked && end.before.purpose != Purpose::invitation_cancelled) return;
  const bool was_taken_back = is_over(end.before);
  const std::string said = was_taken_back ? end.before.about : times_text(state);
  if (end.whole && !was_taken_back) keep_times(state, *end.whole, said);
  Round round;
  for (const auto& id : end.reached) {
    const auto found = std::ranges::find(state.invitees, id, &Invitee::person);
    if (found != state.invitees.end()) {
      // What was told since is newer.
      const bool newest = !end.taken_back || !found->told || is_asked_now(state, id);
      if (newest) found->told = asked ? std::optional(said) : std::nullopt;
    }
    const bool hears_already = id == state.organizer || told_before(state, id);
    if (asked && !is_invited(state, id) && !hears_already) round.removed[said].push_back(id);
  }
  // One who is still asked reads the same mails.
  const bool shared = std::ranges::any_of(
      end.reached, [&](const std::string& id) { return is_invited(state, id); });
  if (!shared) revise(state, round, event, context, change);
}

bool waits_for_end(const Meeting& state) {
  return std::ranges::any_of(state.mailings, [](const Mailing& mailing) {
    return is_before_it(mailing.purpose) && !is_over(mailing);
  });
}

Change end_invitations(Meeting& state, const Context& context) {
  Change change;
  withdraw_letters(
      post_of(state),
      [](const Mailing& mailing, const std::string&) { return !is_before_it(mailing.purpose); },
      context,
      [&](const Mailing& over) {
        keep_times(state, over, times_text(state));
        report(state, over, mailing_whom(over.number), change);
      });
  return change;
}

bool is_invitation(Purpose purpose) {
  return asks(purpose) || purpose == Purpose::invitation_cancelled;
}

bool is_before_it(Purpose purpose) {
  return is_invitation(purpose) || purpose == Purpose::meeting_reminder;
}

void report_invitations(const Mailing& mailing, const std::string& whom, Change& change) {
  Notification made = hook("meeting.invited", mailing.cycle, mailing.nominal, mailing.due);
  made.whom = whom;  // of one revision there may be several
  made.details = {
      {"method", method_of(mailing.purpose)},
      {"revision", std::int64_t{mailing.cycle} - 1},
      {"results", results_of(mailing, [](const std::string&) { return std::string("invitee"); })}};
  change.notifications.push_back(std::move(made));
}

}  // namespace followup::rules::meetings
