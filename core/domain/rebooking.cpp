#include "core/domain/rebooking.h"

#include <algorithm>
#include <charconv>

namespace followup {

namespace {

template <class Value>
void take(Value& value, const std::optional<Value>& own) {
  if (own) value = *own;
}

/// Row of the table in domain.md 1.A.
int row_of(const Parameters& parameters) {
  if (!parameters.cc0036) {
    if (parameters.cc0037) return 2;
    return parameters.cc0037a ? 3 : 1;
  }
  if (parameters.cc0037) return parameters.cc0037a ? 5 : 4;
  return parameters.cc0037a ? 7 : 6;
}

/// "", or why a parameter can not put this state: it then counts as free (A24, A42).
std::string_view why_not(const AppointmentPolicy& policy, int state) {
  const auto found = policy.states.find(state);
  if (found == policy.states.end()) return "unknown";
  return is_usable(found->second) ? "" : "unusable";
}

void fix_current_state(const AppointmentPolicy& policy, int state, CardPlan& plan) {
  if (state == 0) return;
  if (!plan.uses_b) {
    plan.warnings.emplace_back("cc0036b_unused");
    return;
  }
  const auto why = why_not(policy, state);
  if (why.empty())
    plan.current_state = state;
  else
    plan.warnings.push_back("cc0036b_" + std::string(why));
}

void fix_new_state(const AppointmentPolicy& policy, int state, std::optional<int> users_default,
                   CardPlan& plan) {
  if (!plan.uses_cd) {
    if (state != 0) plan.warnings.emplace_back("cc0036d_unused");
    return;
  }
  plan.new_state = users_default;  // A24, A25
  if (state == 0) return;
  const auto why = why_not(policy, state);
  if (!why.empty()) {
    plan.warnings.push_back("cc0036d_" + std::string(why));
    return;
  }
  plan.new_state = state;  // A23
  plan.new_state_locked = true;
}

const Procedure* active_for(const AppointmentPolicy& policy, int state) {
  const auto found = std::find_if(
      policy.procedures.begin(), policy.procedures.end(), [&](const Procedure& procedure) {
        return procedure.active && std::find(procedure.states.begin(), procedure.states.end(),
                                             state) != procedure.states.end();
      });
  return found == policy.procedures.end() ? nullptr : &*found;
}

}  // namespace

Parameters parameters_for(const AppointmentPolicy& policy, const std::string& user) {
  Parameters parameters = policy.parameters;
  const auto row = policy.users.find(user);
  if (row == policy.users.end()) return parameters;
  const UserParameters& own = row->second;
  take(parameters.cc0036, own.cc0036);
  take(parameters.cc0036a, own.cc0036a);
  take(parameters.cc0036b, own.cc0036b);
  take(parameters.cc0036c, own.cc0036c);
  take(parameters.cc0036d, own.cc0036d);
  take(parameters.cc0037, own.cc0037);
  take(parameters.cc0037a, own.cc0037a);
  return parameters;
}

CardPlan card_plan(const AppointmentPolicy& policy, const std::string& user,
                   std::optional<bool> flag) {
  const Parameters parameters = parameters_for(policy, user);
  const auto row = policy.users.find(user);
  CardPlan plan;
  plan.row = row_of(parameters);
  plan.takes_over = parameters.cc0036a;
  plan.flag_offered = plan.row >= 6;
  plan.flag_default = plan.row == 7;
  if (plan.row >= 4) plan.card = Card::new_card;
  if (plan.flag_offered) plan.card = Card::as_chosen;
  if (plan.flag_offered && flag) plan.card = *flag ? Card::new_card : Card::same;
  plan.uses_b = plan.card != Card::new_card;
  plan.uses_cd = plan.card != Card::same;
  if (plan.row == 2) plan.warnings.emplace_back("cc0037_unused");
  if (plan.row == 3) plan.warnings.emplace_back("cc0037a_unused");
  if (plan.row == 5) plan.warnings.emplace_back("cc0037a_redundant");
  // What a choice of the operator leaves unused is no fault of the configuration.
  CardPlan whole = plan;
  whole.uses_b = plan.row <= 3 || plan.row >= 6;
  whole.uses_cd = plan.row >= 4;
  if (!whole.uses_cd && parameters.cc0036c) whole.warnings.emplace_back("cc0036c_unused");
  fix_current_state(policy, parameters.cc0036b, whole);
  fix_new_state(policy, parameters.cc0036d,
                row == policy.users.end() ? std::nullopt : row->second.default_state, whole);
  plan.warnings = std::move(whole.warnings);
  if (plan.uses_b) plan.current_state = whole.current_state;
  if (plan.uses_cd) {
    plan.new_state = whole.new_state;
    plan.new_state_locked = whole.new_state_locked;
    plan.link = parameters.cc0036c;
  }
  return plan;
}

ModeChoice mode_for(const AppointmentPolicy& policy, int state, const std::string& user) {
  ModeChoice choice;
  const auto found = policy.states.find(state);
  if (found == policy.states.end()) return choice;
  const BackOfficeState& outcome = found->second;
  choice.procedure = active_for(policy, state);
  if (choice.procedure != nullptr) {
    switch (choice.procedure->kind) {
      case ProcedureKind::reschedule:
        choice.mode = Mode::agent_same;
        return choice;
      case ProcedureKind::create_new:
        choice.mode = Mode::agent_new;
        return choice;
      case ProcedureKind::callback:
        choice.mode = Mode::dated_callback;
        return choice;
    }
  }
  choice.procedure_off = outcome.reschedule;
  if (outcome.callback == CallbackOption::off) return choice;
  const CardPlan plan = card_plan(policy, user);
  const bool new_card =
      plan.card == Card::new_card || (plan.card == Card::as_chosen && plan.flag_default);
  choice.mode = new_card ? Mode::new_card : Mode::same_card;
  return choice;
}

bool is_usable(const BackOfficeState& state) {
  return !state.obsolete && state.type != StateType::order;
}

bool has_other_way(std::string_view command) {
  return command == "appointment.reschedule" || command == "appointment.create_from" ||
         command == "callback.create";  // the operator is told by mail all the same
}

std::string callback_id(Kind kind, std::uint32_t cycle, const std::string& case_id) {
  return std::string(to_text(kind)) + ":" + std::to_string(cycle) + ":" + case_id;
}

std::optional<CallbackName> parse_callback_id(const std::string& id) {
  const auto first = id.find(':');
  const auto second = first == std::string::npos ? first : id.find(':', first + 1);
  if (second == std::string::npos || second + 1 == id.size()) return std::nullopt;
  const auto kind = from_text<Kind>(std::string_view(id).substr(0, first));
  CallbackName name;
  const char* const begin = id.data() + first + 1;
  const char* const end = id.data() + second;
  const auto [stop, fault] = std::from_chars(begin, end, name.cycle);
  const bool called = kind == Kind::appointment || kind == Kind::contact;
  if (!called || fault != std::errc{} || stop != end || name.cycle == 0) return std::nullopt;
  name.kind = *kind;
  name.case_id = id.substr(second + 1);
  return name;
}

}  // namespace followup
