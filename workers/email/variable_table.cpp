#include "workers/email/variable_table.h"

#include "workers/email/file_words.h"
#include "workers/email/language.h"
#include "workers/email/text.h"
#include "workers/email/variable_values.h"

#include <algorithm>
#include <array>
#include <vector>

namespace followup {

namespace {

// Sorted by name. docs: what each says is told where it is not plain from the name.
constexpr std::array table{
    Variable{"about", text<&MailInputs::about>},
    Variable{"agent", text<&MailInputs::agent>},
    Variable{"annotations", lines<&MailInputs::annotations>},
    Variable{"answer_by", text<&MailInputs::answer_by>},
    Variable{"asked_for", lines<&MailInputs::asked_for>},
    Variable{"attached", [](const VariableSource& from) { return attached_lines(from.inputs); }},
    Variable{"attempts", text<&MailInputs::attempts>},
    Variable{"call_at", text<&MailInputs::call_at>},
    Variable{"card_choose",
             [](const VariableSource& from) { return flag(from.inputs.card == "as_chosen"); }},
    Variable{"card_new",
             [](const VariableSource& from) { return flag(from.inputs.card == "new"); }},
    Variable{"card_same",
             [](const VariableSource& from) { return flag(from.inputs.card == "same"); }},
    Variable{"case_id", text<&MailInputs::case_id>},
    Variable{"case_url",
             [](const VariableSource& from) { return clean_line(from.inputs.case_url, 2000); }},
    Variable{"class_path", text<&MailInputs::class_path>},
    Variable{"classification", text<&MailInputs::classification>},
    Variable{"clients", text<&MailInputs::clients>},
    Variable{"closing_reason", text<&MailInputs::closing_reason>},
    Variable{"command", text<&MailInputs::command>},
    Variable{"contact_on", text<&MailInputs::contact_on>},
    Variable{"copy", [](const VariableSource& from) { return flag(is_copy(from.inputs)); }},
    Variable{"day_is_enough", truth<&MailInputs::day_is_enough>},
    Variable{"deeper_level",
             [](const VariableSource& from) {
               const auto& level = from.inputs.level;
               return flag(!level.empty() && level != "1");
             }},
    Variable{"due", text<&MailInputs::due>},
    Variable{"endpoint", text<&MailInputs::endpoint>},
    Variable{"escalation_follows", truth<&MailInputs::escalation_follows>},
    Variable{"event", text<&MailInputs::event>},
    Variable{"event_type", text<&MailInputs::event_type>},
    Variable{"faults", lines<&MailInputs::faults>},
    Variable{"flag_default", truth<&MailInputs::flag_default>},
    Variable{"for_absent", is_why<"absent">},
    Variable{"for_administrator", is_why<"administrator">},
    Variable{"for_agent", is_why<"agent">},
    Variable{"for_caller", is_why<"caller">},
    Variable{"for_case_worker", is_why<"case_worker">},
    Variable{"for_editor", is_why<"editor">},
    Variable{"for_fallback", is_why<"fallback">},
    Variable{"for_field_rep", is_why<"field_rep">},
    Variable{"for_former", is_why<"former">},
    Variable{"for_group", is_why<"group">},
    Variable{"for_manager", is_why<"manager">},
    Variable{"for_stand_in", is_why<"stand_in">},
    Variable{"for_supervisor", is_why<"supervisor">},
    Variable{"for_team", is_why<"team">},
    Variable{"for_training", is_why<"training">},
    Variable{"former_rep", text<&MailInputs::former_rep>},
    Variable{"forwarded_from", text<&MailInputs::forwarded_from>},
    Variable{"forwarded_to", text<&MailInputs::forwarded_to>},
    Variable{"full", truth<&MailInputs::full>},
    Variable{"given", text<&MailInputs::given>},
    Variable{"group", text<&MailInputs::group>},
    Variable{"has_card",
             [](const VariableSource& from) { return flag(!from.inputs.card.empty()); }},
    Variable{"hold_until", text<&MailInputs::hold_until>},
    Variable{"in_place", truth<&MailInputs::in_place>},
    Variable{"is_appointment", is_kind<Kind::appointment>},
    Variable{"is_contact", is_kind<Kind::contact>},
    Variable{"is_notices", is_kind<Kind::notices>},
    Variable{"is_other",  // a person or a group of the directory
             [](const VariableSource& from) { return flag(is_other(from.inputs.kind)); }},
    Variable{"is_project", is_kind<Kind::project>},
    Variable{"is_public", truth<&MailInputs::is_public>},
    Variable{"is_referral", is_kind<Kind::referral>},
    Variable{"is_ticket", is_kind<Kind::ticket>},
    Variable{"judgement", text<&MailInputs::judgement>},
    Variable{
        "language",
        [](const VariableSource& from) { return std::string(content_tag(from.inputs.language)); }},
    Variable{"late", truth<&MailInputs::late>},
    Variable{"left_out", [](const VariableSource& from) { return left_out_lines(from.inputs); }},
    Variable{"level", text<&MailInputs::level>},
    Variable{"link", truth<&MailInputs::link>},
    Variable{"name", text<&MailInputs::name>},
    Variable{"neutral",  // names were left out; the administrator's mails have none anyway
             [](const VariableSource& from) {
               return flag(!from.inputs.full && from.inputs.role != Role::administrator);
             }},
    Variable{"new_card", truth<&MailInputs::new_card>},
    Variable{"new_state", text<&MailInputs::new_state>},
    Variable{"new_state_locked", truth<&MailInputs::new_state_locked>},
    Variable{"no_reason", truth<&MailInputs::no_reason>},
    Variable{"nobody", truth<&MailInputs::fallback>},
    Variable{"nobody_inactive",
             [](const VariableSource& from) { return flag(nobody_of(from.inputs) == "inactive"); }},
    Variable{
        "nobody_loop",
        [](const VariableSource& from) { return flag(nobody_of(from.inputs) == "delegate_loop"); }},
    Variable{
        "nobody_no_address",
        [](const VariableSource& from) { return flag(nobody_of(from.inputs) == "no_address"); }},
    Variable{
        "nobody_unknown",
        [](const VariableSource& from) { return flag(nobody_of(from.inputs) == "no_person"); }},
    Variable{"notification", [](const VariableSource& from) { return clean_line(from.id); }},
    Variable{"on_behalf_of", text<&MailInputs::on_behalf_of>},
    Variable{"opened_at", text<&MailInputs::opened_at>},
    Variable{"operator", text<&MailInputs::operators>},
    Variable{"outcome", text<&MailInputs::outcome>},
    Variable{"override_hint", truth<&MailInputs::override_hint>},
    Variable{"own_protocol",
             [](const VariableSource& from) {
               return from.inputs.protocol == from.inputs.reference
                          ? std::string()
                          : clean_line(from.inputs.protocol);
             }},
    Variable{"pass_on", [](const VariableSource& from) { return flag(pass_on(from.inputs)); }},
    Variable{"past_due", truth<&MailInputs::past_due>},
    Variable{"place", text<&MailInputs::place>},
    Variable{"problem",
             [](const VariableSource& from) {
               return shows_code(from.inputs.purpose) ? clean_line(from.inputs.reason)
                                                      : std::string();
             }},
    Variable{"project", text<&MailInputs::project>},
    Variable{"protocol",
             [](const VariableSource& from) {
               const auto& own = from.inputs.protocol;
               return clean_line(own.empty() ? from.inputs.reference : own);
             }},
    Variable{"protocols", lines<&MailInputs::protocols>},
    Variable{"provider", text<&MailInputs::provider>},
    Variable{"reason_missing", truth<&MailInputs::reason_missing>},
    Variable{"reference", text<&MailInputs::reference>},
    Variable{"referred_on", text<&MailInputs::referred_on>},
    Variable{"reminded", text<&MailInputs::reminded>},
    Variable{"reopened", truth<&MailInputs::reopened>},
    Variable{"role_agent", is_role<Role::agent>},
    Variable{"role_caller", is_role<Role::caller>},
    Variable{"role_case_worker",
             [](const VariableSource& from) { return flag(is_of_worker(from.inputs.role)); }},
    Variable{"role_editor", is_role<Role::editor>},
    Variable{"role_field_rep", is_role<Role::field_rep>},
    Variable{"role_recipient", is_role<Role::recipient>},
    Variable{"role_supervisor", is_role<Role::supervisor>},
    Variable{"role_team", is_role<Role::team>},
    Variable{"service", text<&MailInputs::service>},
    Variable{"several_groups", truth<&MailInputs::several_groups>},
    Variable{"show_due", [](const VariableSource& from) { return flag(shows_due(from.inputs)); }},
    Variable{"start", text<&MailInputs::start>},
    Variable{"state", text<&MailInputs::state>},
    Variable{"summary", text<&MailInputs::summary>},
    Variable{"takes_b", truth<&MailInputs::takes_b>},
    Variable{"takes_d", truth<&MailInputs::takes_d>},
    Variable{"to_act", [](const VariableSource& from) { return flag(to_act(from.inputs)); }},
    Variable{"until", text<&MailInputs::until>},
    Variable{"wanted", text<&MailInputs::wanted>},
    Variable{"webhook",  // what could not be delivered was a webhook
             [](const VariableSource& from) {
               return flag(from.inputs.purpose == Purpose::undeliverable &&
                           from.inputs.role == Role::administrator);
             }},
    Variable{"why_agent_locked", is_reason<"agent_locked">},
    Variable{"why_became_public", is_reason<"became_public">},
    Variable{"why_config_rejected", is_reason<"config_rejected">},
    Variable{"why_contact_done", is_reason<"contact_done">},
    Variable{"why_date_in_past", is_reason<"date_in_past">},
    Variable{"why_date_missing", is_reason<"date_missing">},
    Variable{"why_frozen", is_reason<"frozen">},
    Variable{"why_group_inactive", is_reason<"group_inactive">},
    Variable{"why_group_not_open", is_reason<"group_not_open">},
    Variable{"why_group_unknown", is_reason<"group_unknown">},
    Variable{"why_group_without_address", is_reason<"group_without_address">},
    Variable{"why_manager_loop", is_reason<"manager_loop">},
    Variable{"why_no_manager", is_reason<"no_manager">},
    Variable{"why_no_team", is_reason<"no_team">},
    Variable{"why_node_is_parent", is_reason<"node_is_parent">},
    Variable{"why_node_not_active", is_reason<"node_not_active">},
    Variable{"why_outcome", is_reason<"outcome">},
    Variable{"why_procedure_off", is_reason<"procedure_off">},
    Variable{"why_project_ended", is_reason<"project_ended">},
    Variable{"why_rebook_failed", is_reason<"rebook_failed">},
    Variable{"why_rebook_uncertain", is_reason<"rebook_uncertain">},
    Variable{"why_time_missing", is_reason<"time_missing">},
    Variable{"why_too_far_ahead", is_reason<"too_far_ahead">},
    Variable{"why_too_many", is_reason<"too_many">},
    Variable{"why_too_many_personal", is_reason<"too_many_personal">},
    Variable{"why_unknown_appointment", is_reason<"unknown_appointment">},
    Variable{"why_unknown_group", is_reason<"unknown_group">},
    Variable{"why_unknown_judgement", is_reason<"unknown_judgement">},
    Variable{"why_unknown_node", is_reason<"unknown_node">},
    Variable{"why_unknown_operator", is_reason<"unknown_operator">},
    Variable{"why_unknown_project", is_reason<"unknown_project">},
    Variable{"why_unknown_state", is_reason<"unknown_state">},
    Variable{"why_unknown_team", is_reason<"unknown_team">},
    Variable{"why_unknown_ticket", is_reason<"unknown_ticket">},
    Variable{"why_unusable_state", is_reason<"unusable_state">},
    Variable{"why_wrong_channel", is_reason<"wrong_channel">},
    Variable{"why_wrong_person_type", is_reason<"wrong_person_type">},
    Variable{"worker", text<&MailInputs::worker>},
};

static_assert(std::is_sorted(table.begin(), table.end(),
                             [](const auto& a, const auto& b) { return a.name < b.name; }));

}  // namespace

std::span<const Variable> variable_table() {
  static const std::vector<Variable> all = [] {
    std::vector<Variable> merged(table.begin(), table.end());
    const auto more = meeting_variables();
    merged.insert(merged.end(), more.begin(), more.end());
    std::ranges::sort(merged, {}, &Variable::name);
    return merged;
  }();
  return all;
}

}  // namespace followup
