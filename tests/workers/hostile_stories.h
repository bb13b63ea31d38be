// The stories of the tests with whatever people and CRMs have typed, in every place of a case.
#pragma once

#include "meeting_story.h"
#include "ticket_story.h"

namespace followup::test {

inline const std::string hostile =
    "<b>{{reference}}</b> & \"x\"\r\nBcc: evil@example.org\n\n- \xe2\x80\xae\x01 =?utf-8?q?x?= "
    "é\xff";

/// Texts that people and CRMs have typed, in every place of an appointment.
inline AppointmentStory hostile_appointment() {
  AppointmentStory story;
  auto& facts = story.appointment();
  facts.agent.name = facts.caller->name = facts.client.name = facts.location = hostile;
  story.callback().holders.front().who.name = hostile;
  facts.outcomes = {AppointmentStory::outcome("2026-09-14", {{"motivo", hostile}})};
  story.policy.appointment.states[3].description = hostile;
  story.policy.appointment.states[3].mandatory = {"quando"};
  story.policy.appointment.characteristics["quando"] = hostile;
  story.policy.appointment.characteristics["motivo"] = hostile;
  story.parameters() = {.cc0036 = true, .cc0036b = 7, .cc0036c = true, .cc0036d = 12};
  story.policy.appointment.states[7].description = hostile;
  story.policy.appointment.states[12].description = hostile;
  story.recipient.name = hostile;
  story.notification.details = {{"event", hostile}, {"type", hostile}, {"faults", hostile}};
  return story;
}

inline ContactStory hostile_contact() {
  ContactStory story;
  auto& facts = story.contact();
  facts.follow_up->holders.front().who.name = hostile;
  facts.visit->rep.name = facts.editor.name = hostile;
  facts.override_hint = true;
  story.policy.contact.projects["herbst"].name = hostile;
  story.policy.contact.judgements["B"] = hostile;
  story.recipient.name = hostile;
  story.notification.details = {{"former_rep", hostile}, {"event", hostile}, {"type", hostile}};
  return story;
}

inline BatchStory hostile_batch() {
  BatchStory story;
  story.policy.contact.projects["herbst"].name = hostile;
  story.notification.details.clear();
  story.add(hostile);
  story.recipient.name = hostile;
  return story;
}

inline NoticeStory hostile_notice() {
  NoticeStory story;
  story.notification.about = hostile;
  story.notification.details = {{"faults", hostile}};
  return story;
}

inline TicketStory hostile_ticket(Purpose purpose, const std::string& whom = "group/juridico") {
  TicketStory story;
  story.send(purpose, "2026-03-06T16:00", whom);
  if (purpose == Purpose::ticket_overdue) story.send_overdue(2, whom);
  Ticket& facts = story.ticket();
  facts.protocol = facts.summary = facts.beneficiary.name = hostile;
  facts.path = {{{}, "closed", {}, hostile, {}, {}}};
  story.policy.ticket.nodes["negativa"].description = hostile;
  story.policy.ticket.nodes["cartas"].description = hostile;
  story.names["group/juridico"] = hostile;
  story.mailing().about = "juridico";
  story.notification.about = "juridico";
  story.recipient.name = hostile;
  return story;
}

inline MeetingStory hostile_meeting(Purpose purpose) {
  MeetingStory story;
  story.remind(purpose, Role::responsible, "2026-06-18T09:00");
  story.issue(2);
  story.send(story.meeting(), purpose, "2026-10-01T10:00");
  Meeting& facts = story.meeting();
  facts.subject = facts.location = facts.agenda = facts.actions.front().text = hostile;
  facts.cases = {hostile};
  facts.collisions = {{"dino", hostile, {}, {}}};
  for (const auto* person : {"anna", "sara", "dino"})
    story.names[person] = hostile;
  story.document =
      Document{.title = hostile,
               .text = "x " + hostile,
               .decisions = {hostile},
               .actions = {{hostile, {"dino", "", ""}, MeetingStory::date("2026-06-18")}},
               .values = {}};
  if (purpose == Purpose::action_due || purpose == Purpose::action_overdue)
    story.notification.whom = "action/A-7";
  story.notification.details = {
      {"of", hostile}, {"persons", std::vector<PersonResult>{{"anna", "", "nobody", hostile}}}};
  story.recipient.name = hostile;
  return story;
}

inline ApplicationStory hostile_application(Purpose purpose) {
  ApplicationStory story;
  story.miss_meeting(MeetingNeed::problems);
  story.tell(purpose, "N-1");
  story.application().programme = hostile;
  story.application().files.front().file.name = hostile;
  story.names["sara"] = story.names["dino"] = hostile;
  story.document = Document{.title = hostile, .text = "x " + hostile};
  story.recipient.name = hostile;
  return story;
}

inline CommunicationStory hostile_communication(Purpose purpose) {
  CommunicationStory story;
  if (purpose == Purpose::answer_missing) {
    story.await();
  } else {
    story.document = Document{.title = hostile, .text = "x " + hostile};
  }
  story.communication().client.name = story.names["sara"] = hostile;
  story.recipient.name = hostile;
  return story;
}

}  // namespace followup::test
