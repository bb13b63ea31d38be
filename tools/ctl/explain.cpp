// followupctl explain: what will go out for a case, when, to whom and why; and if nothing will, why
// not.
#include "core/flow/recipients.h"
#include "core/flow/transition.h"
#include "tools/ctl/case_name.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/open_notifications.h"
#include "tools/ctl/plan.h"
#include "tools/ctl/when.h"
#include "tools/ctl/wording.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

struct Explanation {
  Case state;
  const Tenant* tenant = nullptr;
  const Policy* policy = nullptr;
  std::vector<PlannedStep> steps;
  std::vector<OpenMessage> open;
  std::optional<Deadline> end;  ///< retention
};

/// Who would get a message at the moment of sending, as far as the directory knows today.
Result<Resolution> recipient_of(const Case& state, const Notification& message, TimePoint at,
                                const Tenant& tenant, CaseStore& cases) {
  if (message.channel == Channel::webhook) return Resolution{};
  auto resolved =
      resolve_all({{&state, &tenant, message.role, message.actor, message.whom}}, at, cases);
  if (!resolved) return resolved.error();
  return std::move(resolved->front());
}

/// The state of a contact's project, as far as events have told of it.
Result<std::optional<ProjectState>> stored_project(const CaseKey& key, CaseStore& cases) {
  const auto project = project_of(key);
  if (!project) return std::optional<ProjectState>();
  const auto answers = cases.call({{*project, std::nullopt}});
  if (!answers) return answers.error();
  return stored_project_state(*project, answers->front());
}

Result<Explanation> explain(const Case& state, Installation& installation) {
  const Config& config = installation.config;
  Explanation explanation{.state = state,
                          .tenant = config.tenants.find(state.key.tenant),
                          .policy = &policy_of(installation, state)};
  const Millis late_after = config.late_tolerance * installation.clock.speed();
  const auto project = stored_project(state.key, installation.cases);
  if (!project) return project.error();
  auto steps = plan_steps(
      state, *explanation.tenant, *explanation.policy, installation.clock.now(), late_after,
      *project, [&](const Case& then, const Notification& message, TimePoint at) {
        return recipient_of(then, message, at, *explanation.tenant, installation.cases);
      });
  if (!steps) return steps.error();
  explanation.steps = std::move(*steps);
  auto open = open_messages(state, installation.outbox);
  if (!open) return open.error();
  explanation.open = std::move(*open);
  if (explanation.steps.empty()) explanation.end = next_deadline(state, *explanation.policy);
  return explanation;
}

std::string why(const Explanation& explanation, const PlannedStep& step) {
  return fmt::format("{}, policy version {}",
                     step_words(step.state, step.deadline.step, *explanation.policy),
                     explanation.state.policy);
}

void print(const Explanation& explanation, Terminal& terminal) {
  const Zone& zone = explanation.policy->zone;
  terminal.line(case_name(explanation.state.key));
  for (const auto& message : explanation.open)
    terminal.line("on its way: " + open_words(message, zone));
  for (const auto& step : explanation.steps) {
    const bool overdue = step.at > step.deadline.at;
    terminal.line(fmt::format("{}  {}{}", to_text(step.deadline.step),
                              both_texts(step.deadline.at, zone),
                              overdue ? ", overdue: goes out as soon as a daemon runs" : ""));
    terminal.line("  why: " + why(explanation, step));
    for (const auto& [made, resolution] : step.messages) {
      terminal.line(fmt::format("  {} {} to {}", to_text(made.channel), purpose_words(made),
                                addressee_words(made, resolution)));
    }
  }
  if (!explanation.steps.empty()) return;
  terminal.line("nothing will go out: " + silence_words(explanation.state, *explanation.policy));
  if (explanation.end) {
    terminal.line(fmt::format("the case is deleted {}, {}", both_texts(explanation.end->at, zone),
                              step_words(explanation.state, Step::retention, *explanation.policy)));
  }
}

JsonObject json_of(const Explanation& explanation) {
  std::vector<JsonObject> steps;
  for (const auto& step : explanation.steps) {
    std::vector<JsonObject> messages;
    for (const auto& [made, resolution] : step.messages)
      add_message(messages.emplace_back(), made, resolution);
    JsonObject object;
    object.add("step", to_text(step.deadline.step));
    add_instant(object, step.deadline.at, explanation.policy->zone);
    steps.push_back(object.add("overdue", step.at > step.deadline.at)
                        .add("why", why(explanation, step))
                        .add("messages", messages));
  }
  std::vector<JsonObject> open;
  for (const auto& message : explanation.open)
    open.push_back(open_json(message));
  JsonObject object;
  object.add("case", case_name(explanation.state.key))
      .add("policy", explanation.state.policy)
      .add("steps", steps)
      .add("open", open);
  if (steps.empty())
    object.add("why_nothing", silence_words(explanation.state, *explanation.policy));
  if (explanation.end) object.add("deleted_at", format_instant(explanation.end->at));
  return object;
}

}  // namespace

ExitCode run(const ExplainCommand& command, Installation& installation, Terminal& terminal) {
  const auto state = find_case(command.name, installation);
  if (!state) return terminal.fail(state.error());
  const auto explanation = explain(*state, installation);
  if (!explanation) return terminal.fail(explanation.error());
  terminal.line(json_of(*explanation));
  print(*explanation, terminal);
  return ExitCode::ok;
}

}  // namespace followup::ctl
