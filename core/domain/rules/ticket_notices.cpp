// Who is told of a ticket, what became of it, and the protocol's path (T3, S-T29).
#include "core/domain/rules/ticket_rules.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace followup::rules {

namespace tickets {

namespace {

constexpr std::size_t most_steps = 64;
constexpr std::size_t most_text_bytes = 6000;  // of all steps together

std::size_t text_bytes(const std::vector<PathStep>& path) {
  return std::accumulate(
      path.begin(), path.end(), std::size_t{0},
      [](std::size_t sum, const PathStep& step) { return sum + step.text.size(); });
}

/// The hook and the name on the path for what groups were told; none: it is not reported.
struct Report {
  const char* hook;
  const char* step;
};

std::optional<Report> report_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::ticket_opened:
      return Report{"ticket.notified", "notified"};
    case Purpose::ticket_warning:
      return Report{"ticket.warned", "warned"};
    case Purpose::ticket_overdue:
      return Report{"ticket.overdue", "overdue"};
    default:
      return std::nullopt;
  }
}

/// When the group's time ends; empty: it has no term, or the demand no more.
std::string due_text(const Ticket& state, const std::string& group, const Policy& policy) {
  for (const auto& demand : state.demands) {
    const bool asked = is_open(demand) && demand.group == group;
    if (const auto due = asked ? due_of(state, demand, policy) : std::nullopt)
      return format_local(due->local);
  }
  return {};
}

Notification hook_for(const Ticket& state, const Mailing& mailing, const Report& report,
                      const std::string& group, const Policy& policy) {
  Notification made = hook(report.hook, mailing.cycle, mailing.nominal, mailing.due);
  made.whom = mailing_whom(mailing.number, group);  // groups have hooks of their own
  made.late = mailing.late;
  made.details = {
      {"protocol", state.protocol}, {"group", group}, {"result", result_for(mailing, group)}};
  if (mailing.purpose == Purpose::ticket_opened && !mailing.about.empty())
    made.details.push_back({"from", mailing.about});
  const std::string due = due_text(state, group, policy);
  if (!due.empty()) made.details.push_back({"answer_by", due});
  if (mailing.purpose == Purpose::ticket_overdue)
    made.details.push_back({"level", std::int64_t{mailing.level}});
  return made;
}

/// All of a mailing have been told, or can not be.
void report(Ticket& state, const Mailing& mailing, TimePoint at, const Policy& policy,
            Change& change) {
  const auto kind = report_of(mailing.purpose);
  if (!kind) return;
  for (const auto& group : mailing.parties) {
    const std::string result = result_for(mailing, group);
    add_step(state, {at, kind->step, group, result, {}, {}, mailing.level});
    change.notifications.push_back(hook_for(state, mailing, *kind, group, policy));
  }
}

std::string warning_code(const std::string& trouble) {
  if (trouble == "inactive") return "group_inactive";
  if (trouble == "no_group") return "group_unknown";
  if (trouble == "no_address") return "group_without_address";
  return trouble;
}

/// The administrator hears which group could not be told, and why (S-T06, S-T07, S-T31): when it
/// gets a demand, and when those above it are looked for the first time.
void warn_of(const std::vector<Trouble>& troubles, const Mailing& mailing, const Event& event,
             Change& change) {
  if (mailing.purpose != Purpose::ticket_opened && mailing.purpose != Purpose::ticket_overdue)
    return;
  for (const auto& trouble : troubles) {
    const bool end_of_chain = trouble.reason == "no_manager" && mailing.level > 1;
    if (end_of_chain) continue;
    Notification made = mail(Purpose::config_warning, Role::administrator, mailing.cycle,
                             mailing.nominal, event.time);
    made.about = trouble.whom.substr(trouble.whom.find('/') + 1);
    made.reason = warning_code(trouble.reason);
    change.notifications.push_back(std::move(made));
  }
}

void end_chains(Ticket& state, const std::vector<Trouble>& troubles) {
  for (const auto& trouble : troubles) {
    if (trouble.reason != "no_manager" && trouble.reason != "manager_loop") continue;
    for (auto& demand : state.demands) {
      if (trouble.whom == "group/" + demand.group) demand.chain_ended = true;
    }
  }
}

/// Groups that are told by what was made of a notice have to be told, too, if they lose the demand.
void mark_told(Ticket& state, const MailingWhom& whom, const MailingStep& step) {
  const auto found = std::ranges::find(state.mailings, whom.number, &Mailing::number);
  if (found == state.mailings.end() && !step.ended) return;
  const Mailing& mailing = step.ended ? *step.ended : *found;
  for (auto& demand : state.demands) {
    demand.told = demand.told || result_for(mailing, demand.group) != "nobody";
  }
}

/// Whether a group is still to be told: it has something to answer, or is told that it has not.
bool wanted(const Ticket& state, const Mailing& mailing, const std::string& group) {
  if (!report_of(mailing.purpose)) return true;
  if (!active(state) || mailing.cycle != state.cycle) return false;
  const bool open = std::ranges::any_of(state.demands, [&](const GroupDemand& demand) {
    return is_open(demand) && demand.group == group;
  });
  if (!open || mailing.purpose == Purpose::ticket_opened) return open;
  return std::ranges::any_of(state.demands, [&](const GroupDemand& demand) {
    if (!is_open(demand) || demand.group != group) return false;
    // An extension takes back what was to be said of the time before it.
    return mailing.purpose == Purpose::ticket_warning ? demand.warned == mailing.nominal
                                                      : demand.escalated >= mailing.level;
  });
}

}  // namespace

void tell(Ticket& state, Purpose purpose, std::vector<std::string> groups, std::string about,
          const Event& event, const Context& context, Change& change) {
  if (groups.empty()) return;
  const auto& zone = context.policy->zone;
  Mailing mailing;
  mailing.purpose = purpose;
  mailing.cycle = state.cycle;
  mailing.nominal = std::chrono::floor<std::chrono::seconds>(zone.to_local(context.now));
  mailing.due = context.now;
  mailing.parties = std::move(groups);
  mailing.about = std::move(about);
  mailing.actor = event.actor;
  change.notifications.push_back(
      begin_mailing(std::move(mailing), state.mailing_count, state.mailings));
}

void add_step(Ticket& state, PathStep step) {
  auto& path = state.path;
  path.push_back(std::move(step));
  if (path.size() > most_steps) path.erase(path.begin() + 1);
  for (auto& old : path) {
    if (text_bytes(path) <= most_text_bytes || &old == &path.back()) break;
    old.text.clear();
  }
}

void withdraw(Ticket& state) {
  // What is over by this was reported to nobody, and needs no report.
  static_cast<void>(
      withdraw_mailings(state.mailings, [&](const Mailing& mailing, const std::string& group) {
        return wanted(state, mailing, group);
      }));
}

}  // namespace tickets

Change apply_outcome(Ticket& state, const OpenNotification& ended, const DeliveryOutcome& outcome,
                     const Event& event, const Context& context) {
  Change change;
  const auto whom = parse_mailing_whom(ended.whom);
  if (!whom || ended.purpose == Purpose::hook) return change;
  const auto found = std::ranges::find(state.mailings, whom->number, &Mailing::number);
  if (found == state.mailings.end()) return change;
  const Mailing before = *found;
  MailingStep step = take_mailing_end(ended, outcome, state.mailings);
  change.notifications = std::move(step.notifications);
  if (before.purpose == Purpose::ticket_opened) tickets::mark_told(state, *whom, step);
  if (before.role == Role::managers) tickets::end_chains(state, step.troubles);
  tickets::warn_of(step.troubles, before, event, change);
  if (step.ended) tickets::report(state, *step.ended, event.time, *context.policy, change);
  return change;
}

bool still_wanted(const Ticket& state, const OpenNotification& open) {
  return open.purpose == Purpose::hook || mailing_wanted(state.mailings, open);
}

}  // namespace followup::rules
