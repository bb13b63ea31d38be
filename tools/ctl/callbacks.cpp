// followupctl callbacks: which calls wait, for whom, since when and why. Reads the store's lists,
// so that it costs what is shown, not what is stored.
#include "core/domain/rebooking.h"
#include "tools/ctl/call_reasons.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/open_calls.h"
#include "tools/ctl/state_parts.h"
#include "tools/ctl/when.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::string id_of(const OpenCall& call) {
  return callback_id(call.state.key.kind, call.callback().cycle, call.state.key.id);
}

std::string age_words(const OpenCall& call, TimePoint now) {
  return call.overdue ? "overdue " + duration_text(call.age) : "in " + duration_text(call.at - now);
}

std::vector<JsonObject> reasons_json(const Appointment& appointment, const Policy& policy) {
  std::vector<JsonObject> reasons;
  for (const auto& outcome : readable_outcomes(appointment, policy)) {
    reasons.push_back(JsonObject()
                          .add("state", outcome.state)
                          .add("on", format_date(outcome.on))
                          .add("annotations", annotations_json(outcome.annotations)));
  }
  return reasons;
}

/// "rossi (private)", "team it", "anybody", "verdi (claimed)".
std::string who_words(const OpenCall& call) {
  const Callback& callback = call.callback();
  if (callback.claimed_by) return callback.claimed_by->id + " (claimed)";
  std::string text;
  for (const auto& holder : callback.holders) {
    if (!holder.done) text += (text.empty() ? "" : ", ") + holder.who.id;
  }
  if (!callback.is_public) return text + " (private)";
  return callback.team.empty() ? "anybody" : "team " + callback.team;
}

/// What to read before the call.
std::string why_words(const OpenCall& call) {
  std::string text = cause_words(call.callback().reason);
  const auto add = [&](const std::string& more) {
    if (!more.empty()) text += (text.empty() ? "" : "; ") + more;
  };
  if (const auto* appointment = std::get_if<Appointment>(&call.state.facts)) {
    add(reasons_words(*appointment, *call.policy));
    return text;
  }
  const auto& contact = std::get<ProjectContact>(call.state.facts);
  add("Wiedervorlage");
  if (contact.override_hint) add("reassigned in spite of the project's lock");
  if (contact.project == ProjectState::stopped) add("the project is stopped");
  return text;
}

JsonObject call_json(const OpenCall& call) {
  const Callback& callback = call.callback();
  const auto* appointment = std::get_if<Appointment>(&call.state.facts);
  JsonObject object;
  object.add("callback", id_of(call))
      .add("kind", appointment != nullptr ? "callback" : "follow_up")
      .add("case", case_name(call.state.key));
  add_instant(object, call.at, call.policy->zone);
  add_if(object, "wanted", callback.wanted);
  object.add("private", !callback.is_public);
  std::vector<std::string> holders;
  for (const auto& holder : callback.holders) {
    if (!holder.done) holders.push_back(holder.who.id);
  }
  object.add("operators", holders);
  add_if(object, "team", callback.team);
  if (callback.claimed_by) object.add("claimed_by", callback.claimed_by->id);
  object.add("cause", callback.reason);
  if (appointment != nullptr) {
    object.add("reasons", reasons_json(*appointment, *call.policy))
        .add("reason_missing", lacks_reason(*appointment, *call.policy));
  }
  return object.add("attempts", callback.attempts)
      .add("overdue", call.overdue)
      .add("age_ms", call.age.count());
}

void print(const OpenCalls& found, TimePoint now, const std::string& none, Terminal& terminal) {
  std::vector<std::vector<std::string>> table{
      {"CALL AT", "AGE", "CALLBACK", "CASE", "FOR", "TRIES", "WHY"}};
  for (const auto& call : found.calls) {
    terminal.line(call_json(call));
    table.push_back({local_text(call.at, call.policy->zone), age_words(call, now), id_of(call),
                     case_name(call.state.key), who_words(call),
                     std::to_string(call.callback().attempts), why_words(call)});
  }
  if (found.calls.empty()) return terminal.line(none);
  terminal.table(table);
  if (found.more)
    terminal.line(
        fmt::format("only the first {} are shown; --limit shows more", found.calls.size()));
}

/// Puts another tenant's calls among those that are there already.
void merge(OpenCalls& all, OpenCalls more, std::size_t limit) {
  std::move(more.calls.begin(), more.calls.end(), std::back_inserter(all.calls));
  std::move(more.unreadable.begin(), more.unreadable.end(), std::back_inserter(all.unreadable));
  std::stable_sort(all.calls.begin(), all.calls.end(),
                   [](const OpenCall& a, const OpenCall& b) { return a.at < b.at; });
  all.more = all.more || more.more || all.calls.size() > limit;
  if (all.calls.size() > limit) all.calls.resize(limit);
}

}  // namespace

ExitCode run(const CallbacksCommand& command, Installation& installation, Terminal& terminal) {
  const auto tenants = tenants_named(command.tenant, installation.config.tenants);
  if (!tenants) return terminal.fail(tenants.error());
  const CallQuery query{.caller = command.caller,
                        .team = command.team,
                        .overdue = command.overdue,
                        .limit = static_cast<std::size_t>(command.limit)};
  OpenCalls all;
  for (const Tenant* tenant : *tenants) {
    auto found = open_calls(*tenant, query, installation);
    if (!found) return terminal.fail(found.error());
    merge(all, std::move(*found), query.limit);
  }
  print(all, installation.clock.now(), command.overdue ? "no call is overdue" : "no calls wait",
        terminal);
  for (const auto& key : all.unreadable)
    terminal.complain(fmt::format("the record of {} is damaged", case_name(key)));
  const bool look = !all.unreadable.empty() || (command.overdue && !all.calls.empty());
  return look ? ExitCode::refused : ExitCode::ok;
}

}  // namespace followup::ctl
