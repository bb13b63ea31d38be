#include "core/domain/rules/mailing.h"

#include <algorithm>
#include <utility>

namespace followup::rules {

namespace {

Mailing* find(std::vector<Mailing>& mailings, std::uint32_t number) {
  const auto found = std::ranges::find(mailings, number, &Mailing::number);
  return found == mailings.end() ? nullptr : &*found;
}

Notification notification_of(const Mailing& mailing, Role role, std::string_view addressee) {
  Notification made = mail(mailing.purpose, role, mailing.cycle, mailing.nominal, mailing.due);
  made.late = mailing.late;
  made.whom = mailing_whom(mailing.number, addressee);
  made.actor = mailing.actor;
  return made;
}

bool goes_to(const Receipt& receipt, const std::string& group) {
  return std::ranges::count(receipt.to.through, group) != 0;
}

/// Takes a mailing out once nobody is waited for.
std::optional<Mailing> take_if_over(std::vector<Mailing>& mailings, const Mailing& mailing) {
  if (!is_over(mailing)) return std::nullopt;
  Mailing ended = mailing;
  std::erase_if(mailings, [&](const Mailing& one) { return one.number == ended.number; });
  return ended;
}

/// Takes parties out of a mailing that has no addressees yet; persons are named in its report.
void take_out(Mailing& mailing, const std::function<bool(const std::string& party)>& is_unwanted) {
  if (mailing.role == Role::persons) {
    for (const auto& party : mailing.parties) {
      if (is_unwanted(party)) mailing.receipts.push_back({{{}, {party}}, Outcome::withdrawn, {}});
    }
  }
  std::erase_if(mailing.parties, is_unwanted);
}

/// A mail to an address that several share goes out for those who are still to be told.
void leave_shared(Mailing& mailing,
                  const std::function<bool(const std::string& party)>& is_unwanted) {
  if (mailing.role != Role::persons) return;
  std::vector<Receipt> left;
  for (auto& receipt : mailing.receipts) {
    if (receipt.ended) continue;
    for (const auto& party : receipt.to.through) {
      if (is_unwanted(party)) left.push_back({{{}, {party}}, Outcome::withdrawn, {}});
    }
    std::erase_if(receipt.to.through, is_unwanted);
  }
  mailing.receipts.insert(mailing.receipts.end(), left.begin(), left.end());
}

}  // namespace

bool is_over(const Mailing& mailing) {
  return mailing.expanded && std::ranges::all_of(mailing.receipts, [](const Receipt& receipt) {
           return receipt.ended.has_value();
         });
}

Notification begin_mailing(Mailing mailing, std::uint32_t& count, std::vector<Mailing>& mailings) {
  mailing.number = ++count;
  Notification made = notification_of(mailing, mailing.role, {});
  mailings.push_back(std::move(mailing));
  return made;
}

MailingStep take_mailing_end(const OpenNotification& ended, const DeliveryOutcome& outcome,
                             std::vector<Mailing>& mailings) {
  MailingStep step;
  const auto whom = parse_mailing_whom(ended.whom);
  Mailing* const mailing = whom ? find(mailings, whom->number) : nullptr;
  if (mailing == nullptr) return step;
  if (whom->addressee.empty()) {
    const auto is_taken_out = [&](const Trouble& trouble) {
      return std::ranges::none_of(mailing->parties, [&](const std::string& party) {
        return trouble.whom == "person/" + party;
      });
    };
    mailing->expanded = true;
    for (Addressee to : outcome.addressees) {
      // Some groups may have been taken out since the worker looked.
      std::erase_if(to.through, [&](const std::string& group) {
        return std::ranges::count(mailing->parties, group) == 0;
      });
      if (to.through.empty()) continue;
      step.notifications.push_back(notification_of(*mailing, Role::recipient, to.whom));
      mailing->receipts.push_back({std::move(to), std::nullopt, {}});
    }
    mailing->troubles = outcome.troubles;
    if (mailing->role == Role::persons) std::erase_if(mailing->troubles, is_taken_out);
    step.troubles = mailing->troubles;
  } else {
    for (auto& receipt : mailing->receipts) {
      const bool waits = !receipt.ended || receipt.ended == Outcome::withdrawn;
      if (receipt.to.whom != whom->addressee || !waits) continue;
      receipt.ended = outcome.outcome;
      receipt.reason = outcome.reason;
    }
  }
  step.ended = take_if_over(mailings, *mailing);
  return step;
}

std::vector<Mailing> withdraw_mailings(
    std::vector<Mailing>& mailings,
    const std::function<bool(const Mailing&, const std::string& group)>& wanted) {
  std::vector<Mailing> over;
  for (std::size_t at = mailings.size(); at-- > 0;) {
    Mailing& mailing = mailings[at];
    const Mailing before = mailing;
    const auto is_unwanted = [&](const std::string& group) { return !wanted(before, group); };
    for (auto& receipt : mailing.receipts) {
      if (!receipt.ended && std::ranges::all_of(receipt.to.through, is_unwanted))
        receipt.ended = Outcome::withdrawn;
    }
    if (!mailing.expanded)
      take_out(mailing, is_unwanted);
    else
      leave_shared(mailing, is_unwanted);
    if (!mailing.expanded && mailing.parties.empty()) {
      over.push_back(before);
      mailings.erase(mailings.begin() + static_cast<std::ptrdiff_t>(at));
    } else if (auto ended = take_if_over(mailings, Mailing(mailing))) {
      over.push_back(std::move(*ended));
    }
  }
  return over;
}

bool mailing_wanted(const std::vector<Mailing>& mailings, const OpenNotification& open) {
  const auto whom = parse_mailing_whom(open.whom);
  if (!whom) return true;
  const auto found = std::ranges::find(mailings, whom->number, &Mailing::number);
  if (found == mailings.end()) return false;
  if (whom->addressee.empty()) return !found->expanded;
  return std::ranges::any_of(found->receipts, [&](const Receipt& receipt) {
    return receipt.to.whom == whom->addressee && !receipt.ended;
  });
}

std::string result_for(const Mailing& mailing, const std::string& group) {
  std::size_t all = 0;
  std::size_t delivered = 0;
  for (const auto& receipt : mailing.receipts) {
    if (!goes_to(receipt, group)) continue;
    ++all;
    if (receipt.ended == Outcome::delivered) ++delivered;
  }
  if (all == 0) return "nobody";
  if (delivered == 0) return "refused";
  return delivered == all ? "delivered" : "partly";
}

}  // namespace followup::rules
