// One table of keys a kind of section, and the ids of states, which are numbers.
#include "core/codec/config_appointment.h"

#include "core/codec/config_calls.h"
#include "core/codec/config_sections.h"

#include <charconv>

namespace followup {

namespace {

constexpr int highest_state = 999'999;
constexpr const char* tenant_file = "tenants/<name>.toml";

using OwnRow = UserParameters;

/// A boolean by its original texts.
template <class Target, class T>
KeyKind<Target> si_no(Field<Target, T> place) {
  return choice(std::move(place), {{"SI", true}, {"NO", false}});
}

TextRule names(std::string type) {
  return {.type = std::move(type), .check = check_id, .may_be_empty = true};
}

std::vector<KeyRow<AppointmentPolicy>> appointment_rows() {
  auto rows = call_rows<AppointmentPolicy>();
  rows.push_back({"agent_hold",
                  minutes(field(&AppointmentPolicy::agent_hold), Millis{0}, std::chrono::days{7}),
                  "\"30m\"",
                  "How long the agent's answer is waited for where a mandatory reason or App. "
                  "Rifissare is missing (Q11)."});
  rows.push_back({"operators", text_set(field(&AppointmentPolicy::operators), names("id")), "[]",
                  "Ids of the operators; an event that names another is put aside. `[]`: every id "
                  "is taken."});
  rows.push_back({"teams", text_set(field(&AppointmentPolicy::teams), names("id")), "[]",
                  "Ids of the teams that public callbacks are for; likewise."});
  return rows;
}

std::vector<KeyRow<Parameters>> parameter_rows() {
  return {
      {"CC0036", si_no(field(&Parameters::cc0036)), "\"NO\"",
       "A new appointment may be made when one is re-set."},
      {"CC0036A", si_no(field(&Parameters::cc0036a)), "\"NO\"",
       "Whoever re-books becomes the appointment's telemarketing operator."},
      {"CC0036B", whole(field(&Parameters::cc0036b), 0, highest_state), "0",
       "State that the current appointment gets when it is re-set; 0: the operator sets it."},
      {"CC0036C", si_no(field(&Parameters::cc0036c)), "\"NO\"",
       "With CC0036: the new appointment is linked to the one that is re-set."},
      {"CC0036D", whole(field(&Parameters::cc0036d), 0, highest_state), "0",
       "With CC0036: state of the new appointment; 0: the user's own default is proposed."},
      {"CC0037", si_no(field(&Parameters::cc0037)), "\"NO\"",
       "With CC0036: a new appointment is made without asking."},
      {"CC0037A", si_no(field(&Parameters::cc0037a)), "\"NO\"",
       "With CC0036 and without CC0037: the flag \"Nuovo Appuntamento\" is set beforehand."},
  };
}

std::vector<KeyRow<OwnRow>> user_rows() {
  const std::string unset(not_set);
  const std::string own = " for this user; not set: the general value holds.";
  return {
      {"CC0036", si_no(field(&OwnRow::cc0036)), unset, "`parameters.CC0036`" + own},
      {"CC0036A", si_no(field(&OwnRow::cc0036a)), unset, "`parameters.CC0036A`" + own},
      {"CC0036B", whole(field(&OwnRow::cc0036b), 0, highest_state), unset,
       "`parameters.CC0036B`" + own},
      {"CC0036C", si_no(field(&OwnRow::cc0036c)), unset, "`parameters.CC0036C`" + own},
      {"CC0036D", whole(field(&OwnRow::cc0036d), 0, highest_state), unset,
       "`parameters.CC0036D`" + own},
      {"CC0037", si_no(field(&OwnRow::cc0037)), unset, "`parameters.CC0037`" + own},
      {"CC0037A", si_no(field(&OwnRow::cc0037a)), unset, "`parameters.CC0037A`" + own},
      {"default_state", whole(field(&OwnRow::default_state), 1, highest_state), unset,
       "State that this user is proposed for a new appointment (A43)."},
  };
}

std::vector<KeyRow<ListState>> list_state_rows() {
  return {
      {"description", text(field(&ListState::description), names("text")), "\"\"",
       "What the list state is called."},
      {"type", text(field(&ListState::type), {.type = "text", .may_be_empty = true}), "\"\"",
       "`\"W\"`: the contact waits for a callback."},
  };
}

std::vector<KeyRow<BackOfficeState>> state_rows() {
  using State = BackOfficeState;
  return {
      {"description", text(field(&State::description), {.type = "text"}), std::string(required),
       "What the state is called (A41)."},
      {"type",
       choice(field(&State::type), {{"generic", StateType::generic},
                                    {"appointment", StateType::appointment},
                                    {"order", StateType::order},
                                    {"order_appointment", StateType::order_appointment}}),
       "\"appointment\"", "Where it can be chosen (A41)."},
      {"obsolete", truth(field(&State::obsolete)), "false",
       "Old appointments keep it; it can not be chosen again (A42)."},
      {"list_state", text(field(&State::list_state), names("code")), "\"\"",
       "Code of the list state, of `[list_states.<code>]`, that the contact gets."},
      {"callback",
       choice(field(&State::callback), {{"off", CallbackOption::off},
                                        {"private", CallbackOption::to_operator},
                                        {"public", CallbackOption::to_team}}),
       "\"off\"", "Whether an operator is to call: the appointment's own, or any of the team."},
      {"callback_after", minutes(field(&State::callback_after), Millis{0}, std::chrono::days{365}),
       "\"0m\"", "How long after the outcome that is. App. Rifissare wins (A37)."},
      {"reschedule", truth(field(&State::reschedule)), "false",
       "\"Rifissa Appuntamento\": the agent enters a date, App. Rifissare (A27)."},
      {"mandatory", texts(field(&State::mandatory), names("id")), "[]",
       "Characteristics, of `[characteristics.<id>]`, that the agent must annotate (A6)."},
      {"visible", texts(field(&State::visible), names("id")), "[]",
       "Characteristics that whoever calls is shown (A7)."},
  };
}

std::vector<KeyRow<Procedure>> procedure_rows() {
  return {
      {"kind",
       choice(field(&Procedure::kind), {{"reschedule", ProcedureKind::reschedule},
                                        {"create_new", ProcedureKind::create_new},
                                        {"callback", ProcedureKind::callback}}),
       std::string(required),
       "What comes of App. Rifissare: the appointment is moved there (mode 3), a new one is made "
       "there (mode 4), or the operator calls then (mode 5)."},
      {"states", wholes(field(&Procedure::states), 1, highest_state), std::string(required),
       "States, of `[states.<id>]`, whose outcomes it acts on. Only one active procedure a state."},
      {"state_id", whole(field(&Procedure::state_id), 1, highest_state), std::string(not_set),
       "State that it puts on the current appointment (modes 3 and 4)."},
      {"interval", minutes(field(&Procedure::interval), Millis{0}, std::chrono::days{1}), "\"0m\"",
       "Time between two runs, counted from midnight. Needed with `honour_interval` only."},
      {"honour_interval", truth(field(&Procedure::honour_interval)), "false",
       "Wait for the next run; otherwise it acts at once."},
      {"active", truth(field(&Procedure::active)), "true",
       "`false`: switched off; what it would have done is left undone, and the administrator is "
       "told."},
  };
}

void read_parameters(const TomlValue& root, AppointmentPolicy& policy, ConfigReport& report) {
  const TomlValue* const section = find_section(root, "parameters", report);
  if (section == nullptr) return;
  read_rows(*section, "parameters.", parameter_rows(), policy.parameters, report, {"users"});
  const auto rows = user_rows();
  read_sections(section->find("users"), {"parameters.users", "<id>", check_id}, report,
                [&](const TomlValue& item, const std::string& id, const std::string& path) {
                  read_rows(item, path, rows, policy.users[id], report);
                });
}

/// 1 to 999999, as in the events, without leading zeros: two ids are never the same number.
int parse_state_id(std::string_view text) {
  int id = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, id);
  const bool good =
      fault == std::errc{} && stop == end && id >= 1 && id <= highest_state && text.front() != '0';
  return good ? id : 0;
}

std::string check_state_id(std::string_view text) {
  if (!text.empty() && parse_state_id(text) != 0) return "";
  return fmt::format("must be a whole number from 1 to {}", highest_state);
}

void read_states(const TomlValue& root, AppointmentPolicy& policy, ConfigReport& report) {
  const auto rows = state_rows();
  read_sections(root.find("states"), {"states", "<id>", check_state_id}, report,
                [&](const TomlValue& item, const std::string& id, const std::string& path) {
                  BackOfficeState state;
                  read_rows(item, path, rows, state, report);
                  if (check_state_id(id).empty())
                    policy.states.emplace(parse_state_id(id), std::move(state));
                });
}

void read_procedures(const TomlValue& root, AppointmentPolicy& policy, ConfigReport& report) {
  const auto rows = procedure_rows();
  std::map<std::string, Procedure> procedures;  // the order in the file says nothing
  read_sections(root.find("procedures"), {"procedures", "<name>", check_id}, report,
                [&](const TomlValue& item, const std::string& id, const std::string& path) {
                  procedures[id].name = id;
                  read_rows(item, path, rows, procedures[id], report);
                });
  for (auto& [name, procedure] : procedures)
    policy.procedures.push_back(std::move(procedure));
}

}  // namespace

void read_appointment(const TomlValue& root, AppointmentPolicy& policy, ConfigReport& report) {
  if (const TomlValue* const section = find_section(root, "appointment", report))
    read_rows(*section, "appointment.", appointment_rows(), policy, report);
  check_calls(policy, "appointment.", report);
  read_parameters(root, policy, report);
  const auto list_states = list_state_rows();
  read_sections(root.find("list_states"), {"list_states", "<code>", check_id}, report,
                [&](const TomlValue& item, const std::string& id, const std::string& path) {
                  read_rows(item, path, list_states, policy.list_states[id], report);
                });
  read_states(root, policy, report);
  read_descriptions(root, {"characteristics", "<id>", check_id}, policy.characteristics, report);
  read_procedures(root, policy, report);
}

void document_appointment(std::vector<ConfigKey>& keys) {
  document_rows(tenant_file, "appointment.", appointment_rows(), keys);
  document_rows(tenant_file, "parameters.", parameter_rows(), keys);
  document_rows(tenant_file, "parameters.users.<id>.", user_rows(), keys);
  document_rows(tenant_file, "list_states.<code>.", list_state_rows(), keys);
  document_rows(tenant_file, "states.<id>.", state_rows(), keys);
  document_descriptions("characteristics.<id>.", keys);
  document_rows(tenant_file, "procedures.<name>.", procedure_rows(), keys);
}

}  // namespace followup
