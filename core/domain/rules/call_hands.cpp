// In whose hands a call is: given to somebody else, claimed, postponed and done.
#include "core/domain/rules/calls.h"

#include <algorithm>

namespace followup::rules {

namespace {

/// Nothing if the call is there and waits to be made.
std::optional<Change> why_not(const std::optional<Callback>& callback, std::uint32_t cycle) {
  if (!callback || cycle > callback->cycle)
    return reject(Reason::unknown_callback, "/subject",
                  "is no callback that was given out: use the id out of callback.due or "
                  "callback.create");
  if (callback->ended || cycle < callback->cycle)
    return reject(Reason::callback_finished, "/subject",
                  "is a callback that is over: nobody has to call any more");
  return std::nullopt;
}

CallHolder* find(std::vector<CallHolder>& holders, const std::optional<PersonRef>& who) {
  if (!who) return nullptr;
  const auto found = std::ranges::find(
      holders, who->id, [](const CallHolder& one) -> const auto& { return one.who.id; });
  return found == holders.end() ? nullptr : &*found;
}

/// Whose part of the call that person acts for: the own one, or that of somebody who is absent.
CallHolder* find_part(std::vector<CallHolder>& holders, const std::optional<PersonRef>& who) {
  if (CallHolder* const own = find(holders, who)) return own;
  if (!who || who->id.empty()) return nullptr;
  const auto found = std::ranges::find(holders, who->id, &CallHolder::stand_in);
  return found == holders.end() ? nullptr : &*found;
}

bool is_held_by(Callback& callback, const PersonRef& who) {
  const CallHolder* const part = find_part(callback.holders, who);
  return part != nullptr && !part->done;
}

/// The call is somebody else's now: what had become of it with those before does not bind who is
/// new. Among those who had it before it stays public, and without its claimer nobody's.
void hand_over(Callback& callback, bool somebody_new, const Context& context) {
  const bool unclaimed =
      callback.claimed_by && find_part(callback.holders, callback.claimed_by) == nullptr;
  if (unclaimed) callback.claimed_by.reset();
  if (!callback.published) return;
  if (somebody_new) {
    callback.is_public = false;
    callback.published.reset();
    callback.told_team.reset();
    callback.team_since = local_now(context);  // no earlier is it the team's once more
  } else if (unclaimed) {
    hand_to_team(callback, context);
  }
}

}  // namespace

std::vector<Notification> reassign(Callback& callback, std::vector<PersonRef> holders,
                                   std::vector<PersonRef>& former, const CallSetting& setting,
                                   const Context& context) {
  constexpr std::size_t most_former = 20;
  std::vector<Notification> made;
  const LocalTime now = local_now(context);
  const auto claimer = callback.claimed_by;
  bool somebody_new = false;
  std::vector<CallHolder> next;
  for (auto& who : holders) {
    const CallHolder* const known = find(callback.holders, who);
    CallHolder holder = known == nullptr ? CallHolder{} : *known;
    if (known == nullptr && callback.due < now) holder.postponed = now;
    somebody_new = somebody_new || known == nullptr;
    holder.who = std::move(who);
    next.push_back(std::move(holder));
  }
  std::swap(callback.holders, next);
  if (somebody_new || next.size() != callback.holders.size())
    hand_over(callback, somebody_new, context);
  const auto withdraw = [&](const PersonRef& gone) {
    if (former.size() == most_former) former.erase(former.begin());
    former.push_back(gone);
    made.push_back(mail(Purpose::withdrawal, setting.holder, callback.cycle, now, context.now));
    made.back().whom = gone.id;
  };
  for (const auto& gone : next) {
    if (find(callback.holders, gone.who) == nullptr && gone.told) withdraw(gone.who);
  }
  if (claimer && !callback.claimed_by && find_part(next, claimer) == nullptr) withdraw(*claimer);
  return made;
}

Change claim(std::optional<Callback>& callback, const CallbackClaimed& claimed) {
  if (auto no = why_not(callback, claimed.cycle)) return std::move(*no);
  if (callback->claimed_by) {
    if (callback->claimed_by->id == claimed.caller.id) return {};
    return reject(Reason::already_claimed, "/data/operator",
                  "comes too late: the callback was claimed by " + callback->claimed_by->id);
  }
  if (!callback->is_public && !is_held_by(*callback, claimed.caller)) {
    const auto left = waiting(*callback);
    return reject(Reason::already_claimed, "/data/operator",
                  "can not claim this callback: it is reserved for " +
                      (left.empty() ? std::string("somebody else") : left.front()->who.id));
  }
  callback->claimed_by = claimed.caller;
  return {};
}

Change postpone(std::optional<Callback>& callback, const CallbackPostponed& postponed,
                const CallSetting& setting, const Context& context) {
  if (auto no = why_not(callback, postponed.cycle)) return std::move(*no);
  const Policy& policy = *context.policy;
  const auto* day = std::get_if<Date>(&postponed.until);
  const LocalTime until =
      civil(postponed.until, policy,
            day == nullptr ? policy.send_time : opening_of(*day, *setting.calls, policy));
  ++callback->attempts;
  callback->escalated.reset();
  const bool one_of_several = callback->holders.size() > 1 && !postponed.for_all;
  if (CallHolder* const holder = find_part(callback->holders, postponed.caller);
      holder != nullptr && one_of_several) {
    holder->postponed = into_window(until, *setting.calls, policy);
    holder->told.reset();
    return {};
  }
  set_due(*callback, until, *setting.calls, policy);
  const auto owner = callback->claimed_by ? callback->claimed_by : postponed.caller;
  if (callback->is_public && owner) {  // whoever took it keeps it until then (A46)
    callback->holders = {CallHolder{.who = *owner}};
  }
  if (!callback->holders.empty()) callback->is_public = false;
  callback->told_team.reset();
  callback->published.reset();
  callback->claimed_by.reset();
  for (auto& holder : callback->holders) {
    holder.postponed.reset();
    holder.told.reset();
  }
  return {};
}

Change finish(std::optional<Callback>& callback, const CallbackDone& done) {
  if (auto no = why_not(callback, done.cycle)) return std::move(*no);
  CallHolder* const holder = find_part(callback->holders, done.caller);
  if (holder != nullptr && callback->holders.size() > 1 && !done.for_all) {
    holder->done = true;
    if (callback->claimed_by == done.caller) callback->claimed_by.reset();
    callback->ended = waiting(*callback).empty();
    return {};
  }
  callback->ended = true;
  return {};
}

Callback* call_of(Appointment& state) {
  return state.callback ? &*state.callback : nullptr;
}

Callback* call_of(ProjectContact& state) {
  return state.follow_up ? &*state.follow_up : nullptr;
}

void stand_in(Callback& callback, const std::string& holder, const std::string& by) {
  for (auto& one : callback.holders) {
    if (one.who.id == holder) one.stand_in = by;
  }
}

}  // namespace followup::rules
