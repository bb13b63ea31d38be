// What all kinds of case share: duplicates, histories, the notifications that are open, what is
// asked back, what delivery outcomes lead to, retention. The kinds' own rules are in rules/.
#include "core/domain/decide.h"

#include "core/base/hash.h"
#include "core/domain/rules/calls.h"

#include <algorithm>
#include <type_traits>

namespace followup {

namespace rules {

Notification hook(std::string type, std::uint32_t cycle, LocalTime nominal, TimePoint due) {
  Notification made;
  made.purpose = Purpose::hook;
  made.channel = Channel::webhook;
  made.role = Role::endpoint;
  made.hook_type = std::move(type);
  made.cycle = cycle;
  made.nominal = nominal;
  made.due = due;
  return made;
}

Notification mail(Purpose purpose, Role role, std::uint32_t cycle, LocalTime nominal,
                  TimePoint due) {
  Notification made;
  made.purpose = purpose;
  made.role = role;
  made.cycle = cycle;
  made.nominal = nominal;
  made.due = due;
  return made;
}

}  // namespace rules

namespace {

/// So many notifications that were asked back a case remembers, the latest ones; of those that were
/// due long ago fewer.
constexpr std::ptrdiff_t most_withdrawn = 128;
constexpr std::ptrdiff_t most_withdrawn_long_ago = 32;
constexpr std::chrono::hours long_ago{24};

void remember(std::vector<std::uint64_t>& known, std::uint64_t seen) {
  known.push_back(seen);
  if (known.size() > fingerprints_kept) known.erase(known.begin());
}

bool contains(const std::vector<std::uint64_t>& known, std::uint64_t seen) {
  return std::find(known.begin(), known.end(), seen) != known.end();
}

/// What the tenant is told when a notification did not reach anybody (S-X16, S-X18) or only the
/// fallback (S-R17).
void tell_failure(const OpenNotification& ended, const DeliveryOutcome& outcome,
                  std::vector<Notification>& made) {
  const bool webhook = ended.purpose == Purpose::hook || ended.purpose == Purpose::command;
  const auto add = [&](Notification notification) {
    notification.about = outcome.notification;
    notification.reason = outcome.reason;
    if (ended.purpose == Purpose::command) notification.details = {{"command", ended.hook_type}};
    if (webhook) notification.endpoint = ended.lane.substr(ended.lane.find('/') + 1);
    made.push_back(std::move(notification));
  };
  const auto add_hook = [&](const char* type) {
    add(rules::hook(type, ended.cycle, ended.nominal, ended.due));
  };
  const auto add_mail = [&](Purpose purpose, Role role) {
    add(rules::mail(purpose, role, ended.cycle, ended.nominal, ended.due));
  };
  if (outcome.unresolved) add_hook("recipient.unresolved");
  if (outcome.outcome != Outcome::refused && outcome.outcome != Outcome::gave_up) return;

  if (ended.purpose == Purpose::command) {
    // The case goes its other way where it has one; what it has not is told to somebody.
    const bool rebooks = ended.hook_type.starts_with("appointment.");
    if (!rebooks || outcome.first_report) add_mail(Purpose::undeliverable, Role::administrator);
    return;
  }
  if (webhook && outcome.reason == "http_410") {
    if (outcome.first_report) {
      add_mail(Purpose::endpoint_disabled, Role::administrator);
      add_hook("endpoint.disabled");
    }
    return;
  }
  // A report about a report would go round for ever.
  const bool report =
      ended.hook_type == "delivery.failed" || ended.purpose == Purpose::undeliverable ||
      ended.purpose == Purpose::endpoint_disabled || ended.purpose == Purpose::quarantined ||
      ended.purpose == Purpose::config_warning;
  if (report) return;
  if (!webhook) add_hook("delivery.failed");
  if (webhook && outcome.first_report) add_mail(Purpose::undeliverable, Role::administrator);
  if (!webhook && ended.role != Role::fallback) add_mail(Purpose::undeliverable, Role::fallback);
}

/// Takes the end of one notification in. Nothing if the case does not know it (any more).
std::optional<rules::Change> take_outcome(Case& state, const Event& event, const Context& context) {
  const auto& outcome = std::get<DeliveryOutcome>(event.payload);
  const auto found =
      std::find_if(state.open.begin(), state.open.end(),
                   [&](const OpenNotification& open) { return open.id == outcome.notification; });
  if (found == state.open.end()) return std::nullopt;
  const OpenNotification ended = *found;
  state.open.erase(found);
  rules::Change change;
  std::visit(
      [&](auto& facts) {
        if constexpr (requires { rules::call_of(facts); }) {
          Callback* const call = outcome.told.empty() ? nullptr : rules::call_of(facts);
          if (call != nullptr && ended.cycle == call->cycle)
            rules::stand_in(*call, ended.whom, outcome.told);
        }
        if constexpr (requires { rules::apply_outcome(facts, ended, outcome, event, context); })
          change = rules::apply_outcome(facts, ended, outcome, event, context);
      },
      state.facts);
  tell_failure(ended, outcome, change.notifications);
  return change;
}

/// A hook becomes one notification an endpoint that wants it; everything gets its case, time and
/// id.
std::vector<Notification> finish(std::vector<Notification> made, const Case& state,
                                 const Event& event, const Context& context) {
  std::vector<Notification> finished;
  const auto add = [&](Notification notification) {
    notification.case_key = state.key;
    notification.made_at = context.now;
    notification.traceparent = event.traceparent;
    seal(notification);
    finished.push_back(std::move(notification));
  };
  for (auto& notification : made) {
    if (notification.channel != Channel::webhook) {
      add(std::move(notification));
      continue;
    }
    for (auto& endpoint : context.endpoints(notification.hook_type)) {
      Notification one = notification;
      one.endpoint = std::move(endpoint);
      add(std::move(one));
      if (notification.purpose == Purpose::command) break;  // done once, by one
    }
  }
  return finished;
}

/// Notifications that the new state does not want any more are asked back.
void withdraw_unwanted(Case& state, const Context& context, Decision& decision) {
  const auto wanted = [&](const OpenNotification& open) {
    return std::visit(
        [&](const auto& facts) {
          if constexpr (requires { rules::still_wanted(facts, open); })
            return rules::still_wanted(facts, open);
          else
            return true;
        },
        state.facts);
  };
  for (auto& open : state.open) {
    if (open.withdrawn || wanted(open)) continue;
    open.withdrawn = true;
    decision.withdrawals.push_back(open);
  }
  // Most of them were never sent and have no end that would take them off the list.
  const auto withdrawn = std::ranges::count_if(state.open, &OpenNotification::withdrawn);
  auto too_many = withdrawn - most_withdrawn;
  auto too_many_old = withdrawn - most_withdrawn_long_ago;
  std::erase_if(state.open, [&](const OpenNotification& open) {
    if (!open.withdrawn) return false;
    const bool is_old = context.now - open.due > long_ago;
    return too_many-- > 0 || (too_many_old-- > 0 && is_old);
  });
}

HistoryEntry entry_for(const Event& event, const rules::Change& change, const Context& context) {
  HistoryEntry entry{
      .at = context.now, .what = "event", .name = event.type, .id = event.id, .detail = {}};
  if (const auto* reached = std::get_if<DeadlineReached>(&event.payload)) {
    entry.what = "deadline";
    entry.name = to_text(reached->step);
    entry.detail = format_local(reached->local);
  } else if (const auto* outcome = std::get_if<DeliveryOutcome>(&event.payload)) {
    entry = {event.time, "delivery", std::string(to_text(outcome->outcome)), outcome->notification,
             outcome->reason};
  } else if (const auto* policy = std::get_if<PolicyChanged>(&event.payload)) {
    entry.what = "policy";
    entry.name = std::to_string(policy->policy);
  } else if (change.reason != Reason::none) {
    entry.detail = to_text(change.reason);
  }
  return entry;
}

void write_history(const Event& event, const rules::Change& change, const Context& context,
                   Decision& decision) {
  auto& history = decision.history;
  if (!change.silent) history.push_back(entry_for(event, change, context));
  for (const auto& made : decision.notifications) {
    const bool hook = made.channel == Channel::webhook;
    history.push_back(
        {context.now, "notification", hook ? made.hook_type : std::string(to_text(made.purpose)),
         made.id,
         hook ? made.endpoint : std::string(to_text(made.role)) + (made.late ? " late" : "")});
  }
  for (const auto& back : decision.withdrawals) {
    history.push_back({context.now, "withdrawal", std::string(to_text(back.purpose)), back.id, {}});
  }
  if (!decision.next.first && !history.empty()) {
    decision.next.first = history.front();
    history.erase(history.begin());
  }
}

/// The kind's rule, or what all kinds share. Nothing: the event concerns nothing that the case
/// knows.
std::optional<rules::Change> dispatch(Case& next, const Event& event, const Context& context) {
  if (std::holds_alternative<DeliveryOutcome>(event.payload))
    return take_outcome(next, event, context);
  if (const auto* changed = std::get_if<PolicyChanged>(&event.payload)) {
    if (next.policy == changed->policy) return std::nullopt;
    next.policy = changed->policy;
    return rules::Change{};
  }
  return std::visit([&](auto& facts) { return std::optional(rules::apply(facts, event, context)); },
                    next.facts);
}

/// Erases a case that asks for nothing more and has been kept long enough.
Decision end_retention(const Case& before, const Context& context) {
  Decision decision;
  decision.next = before;
  const auto due = next_deadline(before, *context.policy);
  if (!due || due->step != Step::retention || due->at > context.now) {
    decision.reason = Reason::no_change;
    return decision;
  }
  decision.withdrawals = before.open;
  decision.changed = true;
  decision.erase = true;
  return decision;
}

bool reached_retention(const Event& event) {
  const auto* reached = std::get_if<DeadlineReached>(&event.payload);
  return reached != nullptr && reached->step == Step::retention;
}

}  // namespace

Case empty_case(const CaseKey& key) {
  Case state;
  state.key = key;
  if (key.kind == Kind::person) state.facts = Person{.id = key.id};
  if (key.kind == Kind::group) state.facts = Group{.id = key.id};
  if (key.kind == Kind::appointment) state.facts = Appointment{.id = key.id};
  if (key.kind == Kind::contact) {
    const auto slash = key.id.find('/');
    state.facts = ProjectContact{
        .project_id = key.id.substr(0, slash),
        .contact_id = slash == std::string::npos ? std::string() : key.id.substr(slash + 1)};
  }
  if (key.kind == Kind::project) state.facts = Project{.id = key.id};
  if (key.kind == Kind::notices) state.facts = Notices{};
  if (key.kind == Kind::ticket) state.facts = Ticket{};
  if (key.kind == Kind::meeting) state.facts = Meeting{};
  if (key.kind == Kind::application) state.facts = Application{};
  if (key.kind == Kind::communication) {
    const auto slash = key.id.rfind('/');
    state.facts =
        Communication{.application = key.id.substr(0, slash),
                      .id = slash == std::string::npos ? std::string() : key.id.substr(slash + 1)};
  }
  return state;
}

Decision apply(const Case& before, const Event& event, const Context& context) {
  if (reached_retention(event)) return end_retention(before, context);
  Decision decision;
  const std::uint64_t seen = fingerprint({event.source, event.id});
  const bool external = !event.source.empty();
  if (external && contains(before.seen, seen)) {  // S-X01, before staleness
    decision.status = Status::duplicate;
    decision.reason = Reason::already_seen;
    decision.next = before;
    return decision;
  }
  Case next = before;
  if (next.policy == 0 && external) next.policy = context.policy_number;
  auto change = dispatch(next, event, context);
  if (!change) change = rules::Change{.reason = Reason::no_change};
  decision.status = change->status;
  decision.reason = change->reason;
  decision.faults = std::move(change->faults);
  decision.bare = change->bare;
  // An event that is put aside is not seen yet, so that it can be replayed; somebody is told of it
  // once.
  const bool put_aside = change->status == Status::quarantined && !contains(next.put_aside, seen);
  if ((change->status != Status::accepted && !put_aside) || change->reason == Reason::no_change) {
    decision.next = before;
    return decision;
  }
  if (external) remember(put_aside ? next.put_aside : next.seen, seen);
  // A case that nothing was taken in of yet is decided anew under the configuration as it is then.
  if (put_aside) next.policy = before.policy;
  next.changed_at = context.now;
  decision.next = std::move(next);
  decision.notifications = finish(std::move(change->notifications), decision.next, event, context);
  for (const auto& made : decision.notifications) {
    decision.next.open.push_back({made.id, made.lane, made.purpose, made.role, made.hook_type,
                                  made.cycle, made.nominal, made.due, false, made.whom});
  }
  withdraw_unwanted(decision.next, context, decision);
  for (const auto& dead : change->erased) {
    OpenNotification gone;
    gone.id = dead.id;
    gone.lane = dead.lane;
    decision.withdrawals.push_back(std::move(gone));
  }
  write_history(event, *change, context, decision);
  decision.limits = std::move(change->limits);
  decision.changed = true;
  return decision;
}

namespace {

/// Cases that end. The directory, projects and notices have none.
bool is_followed(Kind kind) {
  return kind == Kind::referral || kind == Kind::appointment || kind == Kind::contact ||
         kind == Kind::ticket || kind == Kind::meeting || kind == Kind::application ||
         kind == Kind::communication;
}

}  // namespace

std::vector<Deadline> deadlines(const Case& state, const Policy& policy) {
  return std::visit(
      [&](const auto& facts) {
        if constexpr (requires { rules::deadlines(facts, policy); })
          return rules::deadlines(facts, policy);
        else
          return std::vector<Deadline>{};
      },
      state.facts);
}

std::optional<Deadline> next_deadline(const Case& state, const Policy& policy) {
  const auto due = deadlines(state, policy);
  if (!due.empty()) return due.front();
  if (!is_followed(state.key.kind)) return std::nullopt;  // kept for as long as the tenant is
  // A group that has no term still has to answer.
  const auto* ticket = std::get_if<Ticket>(&state.facts);
  if (ticket != nullptr && rules::waits(*ticket)) return std::nullopt;
  TimePoint from = state.changed_at;
  std::visit(
      [&](const auto& facts) {
        if constexpr (requires { rules::kept_from(facts, policy); })
          from = std::max(from, rules::kept_from(facts, policy));
      },
      state.facts);
  const TimePoint end = from + std::chrono::days{policy.retention_days};
  return Deadline{Step::retention, policy.zone.to_local(end), end};
}

std::vector<OpenNotification> asked_back(const Case& state) {
  std::vector<OpenNotification> back;
  std::copy_if(state.open.begin(), state.open.end(), std::back_inserter(back),
               [](const OpenNotification& open) { return open.withdrawn; });
  return back;
}

}  // namespace followup
