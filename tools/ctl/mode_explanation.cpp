#include "tools/ctl/mode_explanation.h"

#include "core/codec/config.h"
#include "tools/ctl/case_name.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

std::vector<std::string> operators_of(const AppointmentPolicy& policy) {
  return {policy.operators.begin(), policy.operators.end()};
}

std::vector<std::string> states_of(const AppointmentPolicy& policy) {
  std::vector<std::string> ids;
  for (const auto& [id, state] : policy.states)
    ids.push_back(std::to_string(id));
  return ids;
}

Error not_there(std::string_view what, const std::string& name,
                const std::vector<std::string>& known) {
  const auto nearest = nearest_names(name, known);
  return Error{
      Code::not_found,
      fmt::format("there is no {} \"{}\": {}", what, name,
                  nearest.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                                  : fmt::format("did you mean {}?", choice_text(nearest)))};
}

/// Why the state that a parameter names can not be put, or "".
std::string unusable(const AppointmentPolicy& policy, int id) {
  if (id == 0) return "";
  const auto found = policy.states.find(id);
  if (found == policy.states.end()) return "there is no such state";
  if (found->second.obsolete) return "the state is obsolete";
  return is_usable(found->second) ? "" : "the state is one of orders";
}

/// What parameters do, by what holds for the operator.
class ParameterUses {
 public:
  explicit ParameterUses(const ModeExplanation& explanation)
      : explanation_(explanation),
        values_(parameters_for(explanation.policy(), explanation.caller)) {
    const auto& users = explanation.policy().users;
    if (const auto row = users.find(explanation.caller); row != users.end()) own_ = row->second;
  }

  [[nodiscard]] std::array<ParameterUse, 7> all() const {
    const CardPlan& plan = explanation_.plan;
    const bool choice = plan.card == Card::as_chosen;
    std::array<ParameterUse, 7> uses{
        flag("CC0036", values_.cc0036, own_.cc0036, "",
             values_.cc0036 ? "a new card can be made" : "the card stays the same"),
        flag("CC0036A", values_.cc0036a, own_.cc0036a, "",
             values_.cc0036a ? "whoever re-books becomes the operator" : "the operator stays"),
        state("CC0036B", values_.cc0036b, own_.cc0036b,
              plan.uses_b ? "" : "a new card is made and this one stays as it is",
              choice ? "if the card stays the same" : ""),
        flag("CC0036C", values_.cc0036c, own_.cc0036c, unless_new(),
             values_.cc0036c ? "the new card is linked to this one" : "the new card is not linked"),
        state("CC0036D", values_.cc0036d, own_.cc0036d, unless_new(),
              choice ? "if a new card is made" : ""),
        flag("CC0037", values_.cc0037, own_.cc0037, unless_new(),
             values_.cc0037 ? "a new card is made without asking" : "the operator chooses"),
        flag("CC0037A", values_.cc0037a, own_.cc0037a,
             values_.cc0036 && values_.cc0037 ? "CC0037 is SI" : unless_new(),
             values_.cc0037a ? "the flag \"Nuovo Appuntamento\" is set beforehand"
                             : "the flag \"Nuovo Appuntamento\" is not set beforehand")};
    if (!explanation_.calls()) switch_off(uses);
    return uses;
  }

 private:
  [[nodiscard]] std::string unless_new() const { return values_.cc0036 ? "" : "CC0036 is NO"; }

  /// `against`: why it does not count, or "".
  static ParameterUse flag(const char* name, bool value, const std::optional<bool>& own,
                           const std::string& against, const std::string& effect) {
    return {name, value ? "SI" : "NO", own.has_value(), against.empty(),
            against.empty() ? effect : against};
  }

  [[nodiscard]] ParameterUse state(const char* name, int value, const std::optional<int>& own,
                                   const std::string& against, const std::string& when) const {
    ParameterUse use{name, std::to_string(value), own.has_value(), against.empty(), against};
    if (!use.counts) return use;
    const std::string problem = unusable(explanation_.policy(), value);
    if (value == 0)
      use.why = "free";
    else if (problem.empty())
      use.why = "state " + state_text(explanation_.policy(), value);
    else
      use.why = "counts as 0, free: " + problem;
    if (!when.empty()) use.why += ", " + when;
    return use;
  }

  void switch_off(std::array<ParameterUse, 7>& uses) const {
    const bool none = explanation_.choice.mode == Mode::none;
    for (auto& use : uses) {
      use.counts = false;
      use.why = none ? "nobody re-books" : "the agent re-books alone";
    }
  }

  const ModeExplanation& explanation_;
  Parameters values_;
  UserParameters own_;
};

const Procedure* procedure_off(const AppointmentPolicy& policy, int state) {
  const auto found = std::find_if(
      policy.procedures.begin(), policy.procedures.end(), [&](const Procedure& procedure) {
        const auto& states = procedure.states;
        return !procedure.active && std::find(states.begin(), states.end(), state) != states.end();
      });
  return found == policy.procedures.end() ? nullptr : &*found;
}

}  // namespace

bool ModeExplanation::calls() const {
  return choice.mode == Mode::same_card || choice.mode == Mode::new_card ||
         choice.mode == Mode::dated_callback;
}

Result<const Tenant*> tenant_with_states(const std::string& name, const TenantBook& tenants) {
  if (!name.empty()) return find_tenant(name, tenants);
  std::vector<std::string> having;
  for (const auto& [each, tenant] : tenants.tenants) {
    if (!tenant.policy.appointment.states.empty()) having.push_back(each);
  }
  if (having.size() == 1) return tenants.find(having.front());
  if (having.empty())
    return Error{Code::invalid_input, "no tenant has states: describe them in [states.<id>]"};
  return Error{Code::invalid_input,
               fmt::format("say which tenant: {} have states", fmt::join(having, ", "))};
}

Result<ModeExplanation> explain_mode(const Tenant& tenant, int state, const std::string& caller) {
  const AppointmentPolicy& policy = tenant.policy.appointment;
  if (policy.states.empty()) {
    return Error{Code::not_found, fmt::format("the tenant {} has no states: describe them in "
                                              "[states.<id>]",
                                              tenant.name)};
  }
  const auto found = policy.states.find(state);
  if (found == policy.states.end())
    return not_there("state", std::to_string(state), states_of(policy));
  if (!policy.operators.empty() && !policy.operators.contains(caller))
    return not_there("operator", caller, operators_of(policy));
  ModeExplanation explanation{.tenant = &tenant,
                              .state_id = state,
                              .state = &found->second,
                              .caller = caller,
                              .choice = mode_for(policy, state, caller),
                              .plan = card_plan(policy, caller),
                              .off = procedure_off(policy, state)};
  explanation.parameters = ParameterUses(explanation).all();
  return explanation;
}

std::string state_text(const AppointmentPolicy& policy, int id) {
  const auto found = policy.states.find(id);
  if (found == policy.states.end()) return std::to_string(id);
  return fmt::format("{} \"{}\"", id, found->second.description);
}

std::string card_words(const CardPlan& plan) {
  if (plan.card == Card::same) return "same card";
  if (plan.card == Card::new_card) return "new card";
  return plan.flag_default ? "new card unless the operator chooses the same"
                           : "same card unless the operator chooses a new one";
}

std::string mode_words(const ModeExplanation& explanation) {
  switch (explanation.choice.mode) {
    case Mode::none:
      return "nothing comes of the outcome";
    case Mode::same_card:
    case Mode::new_card:
      return "callback to the operator, " + card_words(explanation.plan);
    case Mode::agent_same:
      return "agent alone, same card";
    case Mode::agent_new:
      return "agent alone, new card";
    case Mode::dated_callback:
      return "callback to the operator on the agent's date, " + card_words(explanation.plan);
  }
  return "";
}

std::string mode_reason(const ModeExplanation& explanation) {
  if (const Procedure* procedure = explanation.choice.procedure) {
    return fmt::format("the procedure \"{}\", kind = \"{}\", acts on the state", procedure->name,
                       kind_text(procedure->kind));
  }
  std::string why =
      fmt::format("the state has callback = \"{}\", and no active procedure acts on it",
                  option_text(explanation.state->callback));
  if (explanation.choice.procedure_off) {
    why += "; App. Rifissare is left undone";
    if (explanation.off != nullptr)
      why += fmt::format(", because the procedure \"{}\" is switched off", explanation.off->name);
  }
  return why;
}

std::string_view kind_text(ProcedureKind kind) {
  switch (kind) {
    case ProcedureKind::reschedule:
      return "reschedule";
    case ProcedureKind::create_new:
      return "create_new";
    case ProcedureKind::callback:
      return "callback";
  }
  return "";
}

std::string_view option_text(CallbackOption option) {
  switch (option) {
    case CallbackOption::off:
      return "off";
    case CallbackOption::to_operator:
      return "private";
    case CallbackOption::to_team:
      return "public";
  }
  return "";
}

}  // namespace followup::ctl
