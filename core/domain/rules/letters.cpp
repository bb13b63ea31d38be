#include "core/domain/rules/letters.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace followup::rules {

namespace {

constexpr std::string_view person_prefix = "person/";

/// For so long, and of so many messages at most, it is remembered what was taken back: an attempt
/// that had begun has ended by then.
constexpr std::chrono::hours remembered_for{24};
constexpr std::ptrdiff_t most_remembered = 16;

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
      return "withdrawn";
    case Outcome::skipped:
      return "nobody";
    default:
      return "refused";
  }
}

/// Remembers what was taken back of a message that is over; it may have gone out all the same.
void keep_withdrawn(Mailing over, std::vector<Mailing>& mailings) {
  std::erase_if(over.receipts, [](const Receipt& receipt) {
    return receipt.ended != Outcome::withdrawn || receipt.to.whom.empty();
  });
  if (over.receipts.empty()) return;
  over.parties.clear();
  for (const auto& receipt : over.receipts)
    over.parties.insert(over.parties.end(), receipt.to.through.begin(), receipt.to.through.end());
  over.troubles.clear();
  mailings.push_back(std::move(over));
  auto too_many = std::ranges::count_if(mailings, is_over) - most_remembered;
  std::erase_if(mailings, [&](const Mailing& one) { return is_over(one) && too_many-- > 0; });
}

/// Whether somebody may have the mail: the answer to an attempt was lost.
bool may_have_gone(const DeliveryOutcome& outcome) {
  return outcome.outcome == Outcome::delivered || outcome.outcome == Outcome::unknown ||
         outcome.uncertain;
}

/// The end of a mail that was taken back; nothing if it did not go out.
std::optional<LetterEnd> take_withdrawn_end(std::vector<Mailing>& mailings, const MailingWhom& whom,
                                            const DeliveryOutcome& outcome,
                                            const std::string& name) {
  const auto found = std::ranges::find(mailings, whom.number, &Mailing::number);
  const auto receipt = std::ranges::find_if(
      found->receipts, [&](const Receipt& one) { return one.to.whom == whom.addressee; });
  if (receipt == found->receipts.end()) return std::nullopt;
  LetterEnd end;
  end.before = *found;
  end.taken_back = true;
  end.reached = receipt->to.through;
  end.whom = name;
  if (outcome.outcome == Outcome::delivered) {
    end.whole = *found;
    end.whole->parties = receipt->to.through;
    end.whole->receipts = {{receipt->to, outcome.outcome, outcome.reason}};
  }
  found->receipts.erase(receipt);
  if (found->receipts.empty()) mailings.erase(found);
  return may_have_gone(outcome) ? std::optional(std::move(end)) : std::nullopt;
}

/// Whom a message was for: first those whom it still is.
std::vector<std::string> all_of(const Mailing& mailing) {
  std::vector<std::string> ids = mailing.parties;
  for (const auto& receipt : mailing.receipts) {
    for (const auto& id : receipt.to.through) {
      if (std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    }
  }
  return ids;
}

}  // namespace

void withdraw_letters(const Post& post,
                      const std::function<bool(const Mailing&, const std::string&)>& wanted,
                      const Context& context, const std::function<void(const Mailing&)>& report) {
  std::vector<Mailing>& mailings = *post.mailings;
  std::vector<Mailing> remembered;
  std::ranges::copy_if(mailings, std::back_inserter(remembered), [&](const Mailing& mailing) {
    return is_over(mailing) && context.now - mailing.due <= remembered_for;
  });
  std::erase_if(mailings, is_over);
  auto over = withdraw_mailings(mailings, wanted);
  mailings.insert(mailings.begin(), remembered.begin(), remembered.end());
  std::ranges::sort(over, {}, &Mailing::number);
  for (const auto& mailing : over) {
    keep_withdrawn(mailing, mailings);
    report(mailing);
  }
}

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
  if (is_over(*found)) return take_withdrawn_end(*post.mailings, *whom, outcome, ended.whom);
  LetterEnd end;
  end.before = *found;
  end.whom = mailing_whom(whom->number);
  for (const auto& receipt : found->receipts) {
    if (whom->addressee.empty() || receipt.to.whom != whom->addressee) continue;
    end.taken_back = receipt.ended == Outcome::withdrawn;
    if (may_have_gone(outcome)) end.reached = receipt.to.through;
  }
  MailingStep step = take_mailing_end(ended, outcome, *post.mailings);
  for (auto& made : step.notifications)
    change.notifications.push_back(std::move(made));
  end.troubles = std::move(step.troubles);
  end.whole = std::move(step.ended);
  if (end.whole) keep_withdrawn(*end.whole, *post.mailings);
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
  for (const auto& person : all_of(mailing)) {
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
