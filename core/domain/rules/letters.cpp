#include "core/domain/rules/letters.h"

#include <algorithm>
#include <utility>

namespace followup::rules {

namespace {

constexpr std::string_view person_prefix = "person/";

std::string id_in(const std::string& whom) {
  return whom.starts_with(person_prefix) ? whom.substr(person_prefix.size()) : whom;
}

Mailing mailing_of(Letter letter) {
  Mailing mailing;
  mailing.purpose = letter.purpose;
  mailing.role = Role::persons;
  mailing.cycle = letter.cycle;
  mailing.parties = std::move(letter.persons);
  mailing.about = std::move(letter.about);
  mailing.privilege = std::move(letter.privilege);
  mailing.actor = std::move(letter.actor);
  return mailing;
}

void begin(const Post& post, Mailing mailing, Change& change) {
  if (mailing.parties.empty()) return;
  change.notifications.push_back(begin_mailing(std::move(mailing), *post.count, *post.mailings));
}

std::string result_text(const std::optional<Outcome>& ended) {
  if (!ended) return "withdrawn";
  switch (*ended) {
    case Outcome::delivered:
      return "delivered";
    case Outcome::withdrawn:
    case Outcome::skipped:
      return "withdrawn";
    default:
      return "refused";
  }
}

}  // namespace

void send(const Post& post, Letter letter, const Context& context, Change& change) {
  Mailing mailing = mailing_of(std::move(letter));
  mailing.nominal = local_now(context);
  mailing.due = context.now;
  begin(post, std::move(mailing), change);
}

void send_due(const Post& post, Letter letter, const DeadlineReached& reached,
              const Context& context, Change& change) {
  Mailing mailing = mailing_of(std::move(letter));
  mailing.nominal = reached.local;
  mailing.due = reached.due;
  mailing.late = is_late(reached.due, context.now, context);
  begin(post, std::move(mailing), change);
}

void remember(std::vector<PersonRef>& people, const PersonRef& person) {
  const auto found = std::ranges::find(people, person.id, &PersonRef::id);
  if (found == people.end()) {
    people.push_back(person);
    return;
  }
  if (!person.name.empty()) found->name = person.name;
  if (!person.email.empty()) found->email = person.email;
}

void remember(std::vector<PersonRef>& people, const std::vector<PersonRef>& persons) {
  for (const auto& person : persons)
    remember(people, person);
}

void forget_others(const Post& post, const std::vector<std::string>& named) {
  const auto in = [](const std::vector<std::string>& ids, const std::string& id) {
    return std::ranges::find(ids, id) != ids.end();
  };
  std::erase_if(*post.people, [&](const PersonRef& person) {
    return !in(named, person.id) && std::ranges::none_of(*post.mailings, [&](const Mailing& one) {
      return in(one.parties, person.id);
    });
  });
}

std::optional<PersonRef> find_person(const std::vector<PersonRef>& people, const std::string& id) {
  const auto found = std::ranges::find(people, id, &PersonRef::id);
  return found == people.end() ? std::nullopt : std::optional(*found);
}

std::vector<std::string> distinct_ids(const std::vector<PersonRef>& persons) {
  std::vector<std::string> ids;
  for (const auto& person : persons) {
    if (std::ranges::find(ids, person.id) == ids.end()) ids.push_back(person.id);
  }
  return ids;
}

std::optional<LetterEnd> take_letter_end(const Post& post, const OpenNotification& ended,
                                         const DeliveryOutcome& outcome, Change& change) {
  const auto whom = parse_mailing_whom(ended.whom);
  if (!whom || ended.purpose == Purpose::hook) return std::nullopt;
  const auto found = std::ranges::find(*post.mailings, whom->number, &Mailing::number);
  if (found == post.mailings->end()) return std::nullopt;
  LetterEnd end;
  end.before = *found;
  MailingStep step = take_mailing_end(ended, outcome, *post.mailings);
  for (auto& made : step.notifications)
    change.notifications.push_back(std::move(made));
  end.troubles = std::move(step.troubles);
  end.whole = std::move(step.ended);
  return end;
}

std::vector<PersonResult> results_of(
    const std::vector<Trouble>& troubles,
    const std::function<std::string(const std::string&)>& group_of) {
  std::vector<PersonResult> results;
  for (const auto& trouble : troubles) {
    const std::string id = id_in(trouble.whom);
    results.push_back({id, group_of(id), "nobody", trouble.reason});
  }
  return results;
}

std::vector<PersonResult> results_of(
    const Mailing& mailing, const std::function<std::string(const std::string&)>& group_of) {
  std::vector<PersonResult> results;
  for (const auto& person : mailing.parties) {
    const auto receipt = std::ranges::find_if(mailing.receipts, [&](const Receipt& one) {
      return std::ranges::count(one.to.through, person) != 0;
    });
    const auto trouble =
        std::ranges::find(mailing.troubles, std::string(person_prefix) + person, &Trouble::whom);
    PersonResult result{person, group_of(person), "withdrawn", {}};
    if (receipt != mailing.receipts.end()) {
      result.result = result_text(receipt->ended);
      if (receipt->ended != Outcome::delivered) result.reason = receipt->reason;
    } else if (trouble != mailing.troubles.end()) {
      result.result = "nobody";
      result.reason = trouble->reason;
    }
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace followup::rules
