// How the parts of a tenant's policy are stored that came after the referrals'. Internal to
// policy_codec.cpp.
#pragma once

#include "core/codec/json_members.h"
#include "core/domain/policy.h"

namespace followup::json {

template <>
inline constexpr auto last<StateType> = StateType::order_appointment;
template <>
inline constexpr auto last<CallbackOption> = CallbackOption::to_team;
template <>
inline constexpr auto last<ProcedureKind> = ProcedureKind::callback;
template <>
inline constexpr auto last<ProtocolMail> = ProtocolMail::batch;
template <>
inline constexpr auto last<ProjectState> = ProjectState::anonymised;
template <>
inline constexpr auto last<NodeStatus> = NodeStatus::draft;
template <>
inline constexpr auto last<TicketChannel> = TicketChannel::lgpd;
template <>
inline constexpr auto last<MonthEnd> = MonthEnd::last_day;
template <>
inline constexpr auto last<TermShift> = TermShift::next_working_day;

template <>
inline constexpr auto members<DaySpan> =
    std::tuple{Member{"from", &DaySpan::from}, Member{"until", &DaySpan::until}};

template <>
inline constexpr auto members<Holidays> =
    std::tuple{Member{"once", &Holidays::once}, Member{"yearly", &Holidays::yearly},
               Member{"from_easter", &Holidays::from_easter}};

template <>
inline constexpr auto members<OpeningHours> = std::tuple{
    Member{"week", &OpeningHours::week}, Member{"holiday_eve", &OpeningHours::holiday_eve},
    Member{"holidays", &OpeningHours::holidays}, Member{"closed", &OpeningHours::closed}};

template <>
inline constexpr auto members<BackOfficeState> =
    std::tuple{Member{"description", &BackOfficeState::description},
               Member{"type", &BackOfficeState::type},
               Member{"obsolete", &BackOfficeState::obsolete},
               Member{"list_state", &BackOfficeState::list_state},
               Member{"callback", &BackOfficeState::callback},
               Member{"callback_after", &BackOfficeState::callback_after},
               Member{"reschedule", &BackOfficeState::reschedule},
               Member{"mandatory", &BackOfficeState::mandatory},
               Member{"visible", &BackOfficeState::visible}};

template <>
inline constexpr auto members<ListState> =
    std::tuple{Member{"description", &ListState::description}, Member{"type", &ListState::type}};

template <>
inline constexpr auto members<Procedure> =
    std::tuple{Member{"name", &Procedure::name},
               Member{"kind", &Procedure::kind},
               Member{"states", &Procedure::states},
               Member{"state_id", &Procedure::state_id},
               Member{"interval", &Procedure::interval},
               Member{"honour_interval", &Procedure::honour_interval},
               Member{"active", &Procedure::active}};

template <>
inline constexpr auto members<Parameters> =
    std::tuple{Member{"CC0036", &Parameters::cc0036},   Member{"CC0036A", &Parameters::cc0036a},
               Member{"CC0036B", &Parameters::cc0036b}, Member{"CC0036C", &Parameters::cc0036c},
               Member{"CC0036D", &Parameters::cc0036d}, Member{"CC0037", &Parameters::cc0037},
               Member{"CC0037A", &Parameters::cc0037a}};

template <>
inline constexpr auto members<UserParameters> =
    std::tuple{Member{"CC0036", &UserParameters::cc0036},
               Member{"CC0036A", &UserParameters::cc0036a},
               Member{"CC0036B", &UserParameters::cc0036b},
               Member{"CC0036C", &UserParameters::cc0036c},
               Member{"CC0036D", &UserParameters::cc0036d},
               Member{"CC0037", &UserParameters::cc0037},
               Member{"CC0037A", &UserParameters::cc0037a},
               Member{"default_state", &UserParameters::default_state}};

template <>
inline constexpr auto members<CallPolicy> = std::tuple{
    Member{"calendar", &CallPolicy::calendar}, Member{"publish_after", &CallPolicy::publish_after},
    Member{"escalate_after", &CallPolicy::escalate_after}};

template <>
inline constexpr auto members<VisitReminder> = std::tuple{
    Member{"time", &VisitReminder::time}, Member{"days_before", &VisitReminder::days_before}};

template <>
inline constexpr auto members<AppointmentPolicy> =
    std::tuple{Member{"states", &AppointmentPolicy::states},
               Member{"list_states", &AppointmentPolicy::list_states},
               Member{"characteristics", &AppointmentPolicy::characteristics},
               Member{"procedures", &AppointmentPolicy::procedures},
               Member{"parameters", &AppointmentPolicy::parameters},
               Member{"users", &AppointmentPolicy::users},
               Member{"operators", &AppointmentPolicy::operators},
               Member{"teams", &AppointmentPolicy::teams},
               Member{"calls", &AppointmentPolicy::calls},
               Member{"reminder", &AppointmentPolicy::reminder},
               Member{"agent_hold", &AppointmentPolicy::agent_hold}};

template <>
inline constexpr auto members<ProjectPolicy> =
    std::tuple{Member{"name", &ProjectPolicy::name},
               Member{"state", &ProjectPolicy::state},
               Member{"history", &ProjectPolicy::history},
               Member{"agents_may_change", &ProjectPolicy::agents_may_change},
               Member{"protocol", &ProjectPolicy::protocol},
               Member{"batch_time", &ProjectPolicy::batch_time},
               Member{"protocol_judgements", &ProjectPolicy::protocol_judgements},
               Member{"agents", &ProjectPolicy::agents},
               Member{"team", &ProjectPolicy::team},
               Member{"max_days_ahead", &ProjectPolicy::max_days_ahead},
               Member{"max_personal", &ProjectPolicy::max_personal},
               Member{"training_email", &ProjectPolicy::training_email}};

template <>
inline constexpr auto members<ContactPolicy> = std::tuple{
    Member{"projects", &ContactPolicy::projects}, Member{"judgements", &ContactPolicy::judgements},
    Member{"calls", &ContactPolicy::calls}, Member{"reminder", &ContactPolicy::reminder}};

template <>
inline constexpr auto members<TermRules> = std::tuple{
    Member{"month_end", &TermRules::month_end}, Member{"shift_days", &TermRules::shift_days},
    Member{"shift_months", &TermRules::shift_months}};

template <>
inline constexpr auto members<TicketTerms> =
    std::tuple{Member{"term", &TicketTerms::term}, Member{"warnings", &TicketTerms::warnings},
               Member{"escalation_gap", &TicketTerms::escalation_gap},
               Member{"extension", &TicketTerms::extension}};

template <>
inline constexpr auto members<TicketNode> =
    std::tuple{Member{"description", &TicketNode::description},
               Member{"parent", &TicketNode::parent},
               Member{"level", &TicketNode::level},
               Member{"leaf", &TicketNode::leaf},
               Member{"status", &TicketNode::status},
               Member{"person_types", &TicketNode::person_types},
               Member{"groups", &TicketNode::groups},
               Member{"contact_form", &TicketNode::contact_form},
               Member{"ombudsman", &TicketNode::ombudsman},
               Member{"lgpd", &TicketNode::lgpd},
               Member{"terms", &TicketNode::terms},
               Member{"first_answer_ends_all", &TicketNode::first_answer_ends_all}};

template <>
inline constexpr auto members<TicketPolicy> =
    std::tuple{Member{"nodes", &TicketPolicy::nodes}, Member{"channels", &TicketPolicy::channels},
               Member{"terms", &TicketPolicy::terms}, Member{"calendar", &TicketPolicy::calendar},
               Member{"rules", &TicketPolicy::rules}, Member{"groups", &TicketPolicy::groups}};

template <>
inline constexpr auto members<MeetingPolicy> =
    std::tuple{Member{"reminder", &MeetingPolicy::reminder},
               Member{"action_reminders", &MeetingPolicy::action_reminders},
               Member{"minutes_as_pdf", &MeetingPolicy::minutes_as_pdf}};

template <>
inline constexpr auto members<ApplicationPolicy> =
    std::tuple{Member{"meeting_days_before", &ApplicationPolicy::meeting_days_before},
               Member{"mail_templates", &ApplicationPolicy::mail_templates}};

/// Zone, send time, holidays, referrals and retention are policy_codec.cpp's own.
template <>
inline constexpr std::size_t members_elsewhere<Policy> = 5;
template <>
inline constexpr auto members<Policy> = std::tuple{
    Member{"calendars", &Policy::calendars}, Member{"appointment", &Policy::appointment},
    Member{"contact", &Policy::contact},     Member{"ticket", &Policy::ticket},
    Member{"meeting", &Policy::meeting},     Member{"application", &Policy::application}};

}  // namespace followup::json
