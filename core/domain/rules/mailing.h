// Messages to several (core/domain/mailing.h): begun by a rule, expanded when the worker says to
// whom, ended one by one. Pure; internal to the rules.
#pragma once

#include "core/domain/mailing.h"
#include "core/domain/rules/rules.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace followup::rules {

/// Numbers the mailing, remembers it in `mailings`, and makes the notification that the worker
/// resolves. `count`: how many the case had before.
[[nodiscard]] Notification begin_mailing(Mailing mailing, std::uint32_t& count,
                                         std::vector<Mailing>& mailings);

/// What the end of one of a mailing's notifications brought about.
struct MailingStep {
  std::vector<Notification> notifications;  ///< one a distinct address, after the expansion
  std::vector<Trouble> troubles;            ///< of the expansion, to be told to somebody
  std::optional<Mailing> ended;             ///< the whole, with all receipts; it is forgotten
};

/// Takes the end of a notification in. Of one that belongs to no mailing (any more): nothing. One
/// that was taken back and has gone out all the same has gone out.
[[nodiscard]] MailingStep take_mailing_end(const OpenNotification& ended,
                                           const DeliveryOutcome& outcome,
                                           std::vector<Mailing>& mailings);

/// Whoever was to be told only through groups that a mailing is no longer `wanted` for is not told
/// any more. Returns the mailings that are over by that. A person who is taken out before it is
/// known to which addresses a mailing goes keeps a receipt without an address.
[[nodiscard]] std::vector<Mailing> withdraw_mailings(
    std::vector<Mailing>& mailings,
    const std::function<bool(const Mailing&, const std::string& group)>& wanted);

/// Whether all of a message have ended: then it only waits for what may have gone out although it
/// was taken back.
[[nodiscard]] bool is_over(const Mailing& mailing);

/// Whether a notification that has not ended is still to be sent: one of a mailing as long as the
/// mailing waits for it, others always.
[[nodiscard]] bool mailing_wanted(const std::vector<Mailing>& mailings,
                                  const OpenNotification& open);

/// What became of telling a group: "delivered", "partly", "refused", or "nobody" was there.
[[nodiscard]] std::string result_for(const Mailing& mailing, const std::string& group);

}  // namespace followup::rules
