#include "core/domain/rules/calls.h"

#include "core/domain/rebooking.h"

#include <algorithm>

namespace followup::rules {

namespace {

LocalTime due_of(const Callback& callback, const CallHolder& holder) {
  return holder.postponed.value_or(callback.due);
}

/// When the team is to be told.
LocalTime due_for_team(const Callback& callback) {
  return callback.team_since.value_or(callback.due);
}

/// When somebody was told: nominally, or really where that was late, so that nobody is passed over
/// who had no time.
LocalTime told_at(const StepDone& told, const Policy& policy) {
  return told.late ? not_before(told.at, policy.zone) : told.nominal;
}

/// When the last of those who were told was told; nothing: nobody was.
std::optional<LocalTime> last_told_at(const Callback& callback, const Policy& policy) {
  std::optional<LocalTime> last;
  if (callback.told_team && !callback.published) last = told_at(*callback.told_team, policy);
  for (const auto* holder : waiting(callback)) {
    if (!holder->told) continue;
    const LocalTime at = told_at(*holder->told, policy);
    last = std::max(last.value_or(at), at);
  }
  return last;
}

/// Whoever was told last of those the call waits for, the first of several; null: nobody was.
const CallHolder* last_told(const Callback& callback) {
  const CallHolder* last = nullptr;
  for (const auto* holder : waiting(callback)) {
    if (holder->told && (last == nullptr || holder->told->nominal > last->told->nominal))
      last = holder;
  }
  return last;
}

bool all_told(const Callback& callback) {
  const auto left = waiting(callback);
  return std::all_of(left.begin(), left.end(),
                     [](const CallHolder* holder) { return holder->told.has_value(); });
}

/// Whoever has claimed the call ahead is told alone.
void tell_team(Callback& callback, const DeadlineReached& reached, const CallSetting& setting,
               const StepDone& done, std::vector<Notification>& made) {
  callback.told_team = done;
  const Role role = callback.claimed_by ? setting.holder : Role::team;
  made.push_back(mail(setting.purpose, role, callback.cycle, reached.local, reached.due));
  if (callback.claimed_by) made.back().whom = callback.claimed_by->id;
  made.back().reason = callback.reason;
}

}  // namespace

std::vector<const CallHolder*> waiting(const Callback& callback) {
  std::vector<const CallHolder*> left;
  for (const auto& holder : callback.holders) {
    if (!holder.done) left.push_back(&holder);
  }
  return left;
}

LocalTime civil(const Moment& moment, const Policy& policy, std::chrono::seconds time_of_day) {
  if (const auto* at = std::get_if<TimePoint>(&moment)) return not_before(*at, policy.zone);
  const auto* local = std::get_if<LocalTime>(&moment);
  const LocalTime meant = local != nullptr ? *local : at_time(std::get<Date>(moment), time_of_day);
  return policy.zone.to_local(policy.zone.to_instant(meant));
}

LocalTime into_window(LocalTime wanted, const CallPolicy& calls, const Policy& policy) {
  const auto hours = policy.calendars.find(calls.calendar);
  if (hours == policy.calendars.end()) return wanted;
  return hours->second.next_open(wanted).value_or(wanted);
}

std::chrono::seconds opening_of(Date day, const CallPolicy& calls, const Policy& policy) {
  const auto hours = policy.calendars.find(calls.calendar);
  if (hours == policy.calendars.end()) return policy.send_time;
  const auto& spans = hours->second.open_on(day);
  return spans.empty() ? policy.send_time : spans.front().from;
}

void set_due(Callback& callback, LocalTime wanted, const CallPolicy& calls, const Policy& policy) {
  callback.due = into_window(wanted, calls, policy);
  callback.wanted.reset();
  callback.team_since.reset();
  if (callback.due != wanted) callback.wanted = wanted;
}

void hand_to_team(Callback& callback, const Context& context) {
  const LocalTime now =
      std::chrono::floor<std::chrono::seconds>(context.policy->zone.to_local(context.now));
  callback.told_team.reset();
  callback.escalated.reset();
  if (callback.due < now) callback.team_since = now;
}

void add_deadlines(const Callback& callback, const CallPolicy& calls, const Policy& policy,
                   std::vector<Deadline>& due) {
  if (callback.ended) return;
  const auto add = [&](Step step, LocalTime local) {
    due.push_back({step, local, policy.zone.to_instant(local)});
  };
  for (const auto* holder : waiting(callback)) {
    if (!holder->told) add(Step::callback, due_of(callback, *holder));
  }
  if (callback.is_public && !callback.told_team) add(Step::callback, due_for_team(callback));
  const auto told = last_told_at(callback, policy);
  if (!told) return;
  const bool may_publish = all_told(callback) && !callback.is_public && !callback.claimed_by;
  if (may_publish && calls.publish_after.count() > 0) {
    const LocalTime over = add_elapsed(*told, calls.publish_after, policy.zone);
    add(Step::publish, std::max(over, callback.team_since.value_or(over)));
  }
  if (calls.escalate_after && !callback.escalated)
    add(Step::escalation, add_elapsed(*told, *calls.escalate_after, policy.zone));
}

std::vector<Notification> fire(Callback& callback, const DeadlineReached& reached,
                               const CallSetting& setting, const Context& context) {
  std::vector<Notification> made;
  const StepDone done = taken(reached, context);
  const auto add_hook = [&](const std::string& type) {
    made.push_back(hook(type, callback.cycle, reached.local, reached.due));
    made.back().details = call_details(callback, setting, *context.policy);
  };
  if (reached.step == Step::publish) {
    callback.is_public = true;
    callback.published = done;
    tell_team(callback, reached, setting, done, made);
    made.back().reason = "became_public";
    add_hook("callback.became_public");
  } else if (reached.step == Step::escalation) {
    callback.escalated = done;
    made.push_back(mail(Purpose::callback_overdue, Role::supervisor, callback.cycle, reached.local,
                        reached.due));
    const CallHolder* const last = last_told(callback);
    made.back().whom = callback.claimed_by ? callback.claimed_by->id
                       : last == nullptr   ? setting.overdue_of
                                           : last->who.id;
  } else {
    for (auto& holder : callback.holders) {
      if (holder.done || holder.told || due_of(callback, holder) > reached.local) continue;
      holder.told = done;
      callback.escalated.reset();  // the others may have been called late; this one was not yet
      made.push_back(
          mail(setting.purpose, setting.holder, callback.cycle, reached.local, reached.due));
      made.back().whom = holder.who.id;
      made.back().reason = callback.reason;
    }
    if (callback.is_public && !callback.told_team && due_for_team(callback) <= reached.local)
      tell_team(callback, reached, setting, done, made);
    if (!made.empty()) add_hook(setting.due_hook);
  }
  for (auto& notification : made)
    notification.late = done.late;
  return made;
}

bool call_wanted(const std::optional<Callback>& callback, const OpenNotification& open) {
  if (!callback || callback->ended || open.cycle != callback->cycle) return false;
  if (open.purpose == Purpose::callback_overdue) return callback->escalated.has_value();
  if (open.purpose == Purpose::command) return true;
  const bool others = callback->claimed_by && callback->claimed_by->id != open.whom;
  if (open.role == Role::team) return !others && callback->told_team.has_value();
  if (open.role == Role::training) return true;
  const auto holder = std::find_if(callback->holders.begin(), callback->holders.end(),
                                   [&](const CallHolder& one) { return one.who.id == open.whom; });
  if (holder == callback->holders.end())  // claimed it ahead
    return callback->claimed_by && !others && callback->told_team.has_value();
  return !holder->done && holder->told && !others;
}

std::optional<PersonRef> find_holder(const std::optional<Callback>& callback,
                                     const std::vector<PersonRef>& former, const std::string& id) {
  if (callback) {
    for (const auto& holder : callback->holders) {
      if (holder.who.id == id) return holder.who;
    }
    if (callback->claimed_by && callback->claimed_by->id == id) return callback->claimed_by;
  }
  for (const auto& one : former) {
    if (one.id == id) return one;
  }
  return std::nullopt;
}

std::vector<Detail> call_details(const Callback& callback, const CallSetting& setting,
                                 const Policy& policy) {
  std::vector<Detail> details{
      {"callback", callback_id(setting.kind, callback.cycle, setting.case_id)},
      {"private", !callback.is_public},
      {"cause", callback.reason},
      {"attempts", std::int64_t{callback.attempts}},
      {"call_at", format_local(callback.due)},
      {"call_at_instant", format_instant(policy.zone.to_instant(callback.due))}};
  if (callback.wanted) details.push_back({"wanted", format_local(*callback.wanted)});
  if (!callback.is_public && !callback.holders.empty())
    details.push_back({"operator", callback.holders.front().who.id});
  if (!callback.team.empty()) details.push_back({"team", callback.team});
  details.insert(details.end(), setting.details.begin(), setting.details.end());
  return details;
}

Change put_aside(Reason reason, std::string path, std::string message, const Event& event,
                 const Context& context, bool editor) {
  Change change{.status = Status::quarantined,
                .reason = reason,
                .faults = {{std::move(path), std::move(message)}},
                .notifications = {},
                .erased = {}};
  const LocalTime now = local_now(context);
  const auto add = [&](Notification made) {
    made.about = event.id;
    made.reason = to_text(reason);
    made.details = {{"event", event.id}, {"type", event.type}};
    change.notifications.push_back(std::move(made));
  };
  add(mail(Purpose::quarantined, Role::administrator, 1, now, context.now));
  if (editor) add(mail(Purpose::quarantined, Role::editor, 1, now, context.now));
  add(hook("event.quarantined", 1, now, context.now));
  return change;
}

}  // namespace followup::rules
