// followupctl explain-mode: which way of re-booking an outcome leads to, what counts for it, and
// why. From the configuration folder alone.
#include "core/codec/config_checks.h"
#include "tools/ctl/commands.h"
#include "tools/ctl/mode_explanation.h"

#include <fmt/format.h>

namespace followup::ctl {

namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string minutes_text(std::chrono::minutes duration) {
  return duration.count() == 0 ? "0m" : format_duration(duration);
}

std::string callback_words(const ModeExplanation& explanation) {
  const BackOfficeState& state = *explanation.state;
  const CallPolicy& calls = explanation.policy().calls;
  std::string words{option_text(state.callback)};
  if (explanation.choice.mode == Mode::dated_callback) {
    words += ", at App. Rifissare";
  } else if (state.callback_after.count() == 0) {
    words += ", at once";
  } else {
    words += fmt::format(", {} after the outcome", minutes_text(state.callback_after));
  }
  if (!calls.calendar.empty()) words += fmt::format(", moved into the calendar {}", calls.calendar);
  if (state.callback == CallbackOption::to_operator && calls.publish_after.count() > 0)
    words += fmt::format(", public {} after that", minutes_text(calls.publish_after));
  return words;
}

std::string current_card_words(const ModeExplanation& explanation) {
  const auto& policy = explanation.policy();
  const CardPlan& plan = explanation.plan;
  if (!explanation.calls()) {
    const Procedure* procedure = explanation.choice.procedure;
    if (procedure == nullptr || !procedure->state_id) return "keeps its state";
    return fmt::format("gets state {}, by the procedure", state_text(policy, *procedure->state_id));
  }
  if (!plan.uses_b) return "stays as it is";
  if (!plan.current_state) return "the operator sets its state";
  return fmt::format("gets state {}, locked", state_text(policy, *plan.current_state));
}

std::string new_card_words(const ModeExplanation& explanation) {
  if (explanation.choice.mode == Mode::agent_new) return "made by the CRM at App. Rifissare";
  const CardPlan& plan = explanation.plan;
  if (!explanation.calls() || !plan.uses_cd) return "none";
  std::string words = "the operator sets its state";
  if (plan.new_state) {
    words = fmt::format("gets state {}, {}", state_text(explanation.policy(), *plan.new_state),
                        plan.new_state_locked ? "locked" : "the user's default, open");
  }
  return words + (plan.link ? "; linked to the current one" : "");
}

std::string procedure_words(const ModeExplanation& explanation) {
  if (const Procedure* procedure = explanation.choice.procedure) {
    const std::string interval = minutes_text(procedure->interval);
    const std::string when =
        procedure->honour_interval
            ? fmt::format("at its next run, every {} from midnight", interval)
            : "at once" + (procedure->interval.count() == 0
                               ? std::string()
                               : fmt::format(" (interval {} not honoured)", interval));
    return fmt::format("{}, kind = \"{}\", {}", procedure->name, kind_text(procedure->kind), when);
  }
  if (explanation.off == nullptr) return "none";
  return fmt::format("{}, switched off", explanation.off->name);
}

std::string list_state_words(const ModeExplanation& explanation) {
  const auto& code = explanation.state->list_state;
  const auto found = explanation.policy().list_states.find(code);
  if (found == explanation.policy().list_states.end()) return "none";
  const std::string type =
      found->second.type.empty() ? "" : fmt::format(", type {}", found->second.type);
  return fmt::format("{} \"{}\"{}", code, found->second.description, type);
}

std::string characteristics_words(const ModeExplanation& explanation,
                                  const std::vector<std::string>& ids) {
  std::vector<std::string> texts;
  for (const auto& id : ids) {
    const auto& description = explanation.policy().characteristics.at(id);
    texts.push_back(description.empty() ? id : fmt::format("{} \"{}\"", id, description));
  }
  return texts.empty() ? "none" : fmt::format("{}", fmt::join(texts, ", "));
}

/// What an outcome with this state is answered, where that is no re-booking.
std::string unusable_words(const BackOfficeState& state) {
  if (is_usable(state)) return "";
  return fmt::format("the state {}: an outcome with it is put aside",
                     state.obsolete ? "is obsolete" : "is one of orders");
}

void print(const ModeExplanation& explanation, Terminal& terminal) {
  const BackOfficeState& state = *explanation.state;
  const bool runs = explanation.choice.mode != Mode::none;
  terminal.line(fmt::format("{}, state {}, operator {}", explanation.tenant->name,
                            state_text(explanation.policy(), explanation.state_id),
                            explanation.caller));
  terminal.line(fmt::format(
      "{}: {}",
      runs ? fmt::format("mode {}", static_cast<int>(explanation.choice.mode)) : "no mode",
      mode_words(explanation)));
  terminal.line("why: " + mode_reason(explanation));
  if (const auto words = unusable_words(state); !words.empty()) terminal.line("but: " + words);
  Rows rows;
  if (explanation.calls()) {
    rows.push_back({"callback", callback_words(explanation)});
    rows.push_back(
        {"card", fmt::format("{} (P{})", card_words(explanation.plan), explanation.plan.row)});
  }
  rows.push_back({"current card", current_card_words(explanation)});
  rows.push_back({"new card", new_card_words(explanation)});
  if (explanation.choice.mode == Mode::agent_same || explanation.choice.mode == Mode::agent_new)
    rows.push_back({"if the CRM refuses", "callback to the operator at once"});
  rows.push_back({"list state", list_state_words(explanation)});
  rows.push_back({"mandatory", characteristics_words(explanation, state.mandatory)});
  rows.push_back({"visible", characteristics_words(explanation, state.visible)});
  rows.push_back({"procedure", procedure_words(explanation)});
  terminal.table(rows);
  Rows parameters{{"PARAMETER", "VALUE", "ROW", "COUNTS", ""}};
  for (const auto& use : explanation.parameters) {
    parameters.push_back({use.name, use.value, use.own ? explanation.caller : ".",
                          use.counts ? "yes" : "no", use.why});
  }
  terminal.table(parameters);
}

JsonObject card_json(const CardPlan& plan) {
  constexpr std::array cards{"same", "new", "as_chosen"};
  JsonObject object;
  object.add("row", fmt::format("P{}", plan.row))
      .add("card", cards[static_cast<std::size_t>(plan.card)])
      .add("flag_offered", plan.flag_offered)
      .add("flag_default", plan.flag_default)
      .add("takes_over", plan.takes_over);
  if (plan.uses_b && plan.current_state) object.add("state_id", *plan.current_state);
  if (plan.uses_b) object.add("state_locked", plan.current_state.has_value());
  if (plan.uses_cd) {
    if (plan.new_state) object.add("new_state_id", *plan.new_state);
    object.add("new_state_locked", plan.new_state_locked).add("link", plan.link);
  }
  return object.add("warnings", plan.warnings);
}

JsonObject procedure_json(const Procedure& procedure) {
  JsonObject object;
  object.add("name", procedure.name)
      .add("kind", kind_text(procedure.kind))
      .add("active", procedure.active)
      .add("interval_minutes", procedure.interval.count())
      .add("honour_interval", procedure.honour_interval);
  if (procedure.state_id) object.add("state_id", *procedure.state_id);
  return object;
}

JsonObject json_of(const ModeExplanation& explanation) {
  const BackOfficeState& state = *explanation.state;
  JsonObject object;
  object.add("tenant", explanation.tenant->name)
      .add("state", explanation.state_id)
      .add("description", state.description)
      .add("usable", is_usable(state))
      .add("operator", explanation.caller)
      .add("mode", static_cast<int>(explanation.choice.mode))
      .add("mode_words", mode_words(explanation))
      .add("why", mode_reason(explanation))
      .add("procedure_off", explanation.choice.procedure_off);
  if (explanation.calls()) {
    object.add("callback", option_text(state.callback))
        .add("callback_after_minutes", state.callback_after.count())
        .add("calling_calendar", explanation.policy().calls.calendar)
        .add("card", card_json(explanation.plan));
  }
  const Procedure* procedure =
      explanation.choice.procedure != nullptr ? explanation.choice.procedure : explanation.off;
  if (procedure != nullptr) object.add("procedure", procedure_json(*procedure));
  std::vector<JsonObject> parameters;
  for (const auto& use : explanation.parameters) {
    parameters.push_back(JsonObject()
                             .add("name", use.name)
                             .add("value", use.value)
                             .add("row", use.own ? "user" : "general")
                             .add("counts", use.counts)
                             .add("why", use.why));
  }
  return object.add("list_state", state.list_state)
      .add("mandatory", state.mandatory)
      .add("visible", state.visible)
      .add("parameters", parameters);
}

}  // namespace

ExitCode run(const ExplainModeCommand& command, const Globals& globals, Terminal& terminal) {
  const auto config =
      read_config(command.folder.empty() ? globals.config : command.folder, terminal);
  if (!config) return terminal.fail(config.error());
  const auto tenant = tenant_with_states(command.tenant, config->tenants);
  if (!tenant) return terminal.fail(tenant.error());
  const auto explanation = explain_mode(**tenant, command.state, command.caller);
  if (!explanation) return terminal.fail(explanation.error());
  terminal.line(json_of(*explanation));
  print(*explanation, terminal);
  return ExitCode::ok;
}

}  // namespace followup::ctl
