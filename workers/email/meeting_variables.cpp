#include "workers/email/variable_values.h"

#include <array>

namespace followup {

namespace {

/// "1. Text", a line each, with what belongs to it in brackets.
std::string numbered(const std::string& entries, const std::string& notes) {
  const auto under = split_lines(notes);
  std::string text;
  std::size_t number = 0;
  for (const auto entry : split_lines(entries)) {
    if (number > 0) text += '\n';
    const std::string note = number < under.size() ? clean_line(under[number]) : std::string();
    text += std::to_string(++number) + ". " + clean_line(entry, longest_line);
    if (!note.empty()) text += " (" + note + ")";
  }
  return text;
}

constexpr std::array table{
    Variable{
        "action",
        [](const VariableSource& from) { return clean_line(from.inputs.action, longest_line); }},
    Variable{"action_due", text<&MailInputs::action_due>},
    Variable{"actions",
             [](const VariableSource& from) {
               return numbered(from.inputs.actions, from.inputs.action_notes);
             }},
    Variable{"after_due", truth<&MailInputs::after_due>},
    Variable{"agenda", lines<&MailInputs::agenda, longest_text>},
    Variable{"answer_days", text<&MailInputs::answer_days>},
    Variable{"applications",
             [](const VariableSource& from) {
               return clean_line(from.inputs.applications, longest_line);
             }},
    Variable{
        "attendees",
        [](const VariableSource& from) { return clean_line(from.inputs.attendees, longest_line); }},
    Variable{"author", text<&MailInputs::author>},
    Variable{"authorisation_on", text<&MailInputs::authorisation_on>},
    Variable{"before_due", truth<&MailInputs::before_due>},
    Variable{"collisions", lines<&MailInputs::collisions, longest_text>},
    Variable{"communicated_on", text<&MailInputs::communicated_on>},
    Variable{"decisions",
             [](const VariableSource& from) { return numbered(from.inputs.decisions, {}); }},
    Variable{
        "decliners",
        [](const VariableSource& from) { return clean_line(from.inputs.decliners, longest_line); }},
    Variable{"expected_on", text<&MailInputs::expected_on>},
    Variable{"for_addressee", is_why<"addressee">},
    Variable{"for_attendee", is_why<"attendee">},
    Variable{"for_decliner", is_why<"decliner">},
    Variable{"for_interested", is_why<"interested">},
    Variable{"for_invitee", is_why<"invitee">},
    Variable{"for_organizer", is_why<"organizer">},
    Variable{"for_problems", truth<&MailInputs::for_problems>},
    Variable{"for_responsible", is_why<"responsible">},
    Variable{"for_uninvited", is_why<"uninvited">},
    Variable{"for_watcher", is_why<"watcher">},
    Variable{"former_start", text<&MailInputs::former_start>},
    Variable{"has_calendar",
             [](const VariableSource& from) { return flag(!from.inputs.calendar.empty()); }},
    Variable{"is_application", is_kind<Kind::application>},
    Variable{"is_communication", is_kind<Kind::communication>},
    Variable{"is_meeting", is_kind<Kind::meeting>},
    Variable{"letter", [](const VariableSource& from) { return flag(is_letter(from.inputs)); }},
    Variable{"medium_email",
             [](const VariableSource& from) { return flag(from.inputs.medium == "email"); }},
    Variable{"medium_letter",
             [](const VariableSource& from) { return flag(from.inputs.medium == "letter"); }},
    Variable{"medium_phone",
             [](const VariableSource& from) { return flag(from.inputs.medium == "phone"); }},
    Variable{"meeting_cancelled", truth<&MailInputs::meeting_cancelled>},
    Variable{"meeting_day", text<&MailInputs::meeting_day>},
    Variable{"noted_at", text<&MailInputs::noted_at>},
    Variable{"of_invitation",
             [](const VariableSource& from) { return flag(from.inputs.of == "invitation"); }},
    Variable{"of_minutes",
             [](const VariableSource& from) { return flag(from.inputs.of == "minutes"); }},
    Variable{"one_action",
             [](const VariableSource& from) { return flag(is_one_line(from.inputs.actions)); }},
    Variable{"one_application",
             [](const VariableSource& from) { return flag(is_one_id(from.inputs.applications)); }},
    Variable{"one_attached",
             [](const VariableSource& from) {
               return flag(from.inputs.attachments.size() + (from.inputs.pdf ? 1 : 0) == 1);
             }},
    Variable{"one_decision",
             [](const VariableSource& from) { return flag(is_one_line(from.inputs.decisions)); }},
    Variable{"one_left_out",
             [](const VariableSource& from) { return flag(from.inputs.left_out.size() == 1); }},
    Variable{"organizer", text<&MailInputs::organizer>},
    Variable{"organizes", truth<&MailInputs::organizes>},
    Variable{"persons", lines<&MailInputs::persons, longest_text>},
    Variable{"programme", text<&MailInputs::programme>},
    Variable{"reply_to", text<&MailInputs::reply_to>},
    Variable{"responsible", text<&MailInputs::responsible>},
    Variable{"revised", truth<&MailInputs::revised>},
    Variable{"role_organizer", is_role<Role::organizer>},
    Variable{"role_responsible", is_role<Role::responsible>},
    Variable{"text", lines<&MailInputs::text, longest_text>},
    Variable{"title", text<&MailInputs::title>},
    Variable{"version", text<&MailInputs::version>},
    Variable{"why_unknown_action", is_reason<"unknown_action">},
    Variable{"why_unknown_communication", is_reason<"unknown_communication">},
    Variable{"why_unknown_invitee", is_reason<"unknown_invitee">},
    Variable{"why_unknown_meeting", is_reason<"unknown_meeting">},
    Variable{"why_unknown_template", is_reason<"unknown_template">},
    Variable{"your_start", text<&MailInputs::your_start>},
};

}  // namespace

std::span<const Variable> meeting_variables() {
  return table;
}

}  // namespace followup
