// An appointment's state, callbacks and Wiedervorlagen for programs: the names are those of the
// events and webhooks.
#include "core/domain/rebooking.h"
#include "tools/ctl/state_parts.h"

namespace followup::ctl {

namespace {

std::string moment_text(const followup::Moment& moment) {
  if (const auto* date = std::get_if<Date>(&moment)) return format_date(*date);
  if (const auto* local = std::get_if<LocalTime>(&moment)) return format_local(*local);
  return format_instant(std::get<TimePoint>(moment));
}

JsonObject json_of(const CallHolder& holder) {
  JsonObject object = person_json(holder.who);
  add_if(object, "postponed", holder.postponed);
  add_if(object, "told", holder.told);
  return object.add("done", holder.done);
}

JsonObject json_of(const AnnotatedOutcome& outcome) {
  return JsonObject()
      .add("state", outcome.state)
      .add("on", format_date(outcome.on))
      .add("annotations", annotations_json(outcome.annotations));
}

JsonObject json_of(const Hold& hold) {
  const char* what = hold.what == Hold::For::reason ? "reason"
                     : hold.what == Hold::For::date ? "date"
                                                    : "time";
  return JsonObject().add("for", what).add("until", format_local(hold.until));
}

JsonObject json_of(const followup::PendingCommand& command) {
  JsonObject object;
  object.add("type", command.type).add("start", format_local(command.start));
  add_if(object, command.sent ? "waits_until" : "run_at", command.run_at);
  return object.add("sent", command.sent).add("ended", command.ended);
}

void add_outcome(JsonObject& object, const Appointment& appointment) {
  if (appointment.outcome)
    object.add("outcome", *appointment.outcome).add("mode", appointment.mode);
  if (appointment.reschedule_at)
    object.add("reschedule_at", moment_text(*appointment.reschedule_at));
  std::vector<JsonObject> outcomes;
  for (const auto& outcome : appointment.outcomes)
    outcomes.push_back(json_of(outcome));
  object.add("outcomes", outcomes).add("reason_missing", appointment.reason_missing);
  if (appointment.hold) object.add("hold", json_of(*appointment.hold));
  if (appointment.command) object.add("command", json_of(*appointment.command));
}

}  // namespace

JsonObject annotations_json(const std::vector<Annotation>& annotations) {
  JsonObject texts;
  for (const auto& annotation : annotations)
    texts.add(annotation.characteristic, annotation.text);
  return texts;
}

JsonObject call_json(const Callback& callback, const std::string& id, const char* holders_name) {
  JsonObject object;
  object.add("callback", id).add("call_at", format_local(callback.due));
  add_if(object, "wanted", callback.wanted);
  object.add("private", !callback.is_public);
  std::vector<JsonObject> holders;
  for (const auto& holder : callback.holders)
    holders.push_back(json_of(holder));
  object.add(holders_name, holders);
  add_if(object, "team", callback.team);
  add_if(object, "told_team", callback.told_team);
  add_if(object, "published", callback.published);
  if (callback.claimed_by) object.add("claimed_by", person_json(*callback.claimed_by));
  add_if(object, "escalated", callback.escalated);
  return object.add("attempts", callback.attempts)
      .add("cause", callback.reason)
      .add("ended", callback.ended);
}

JsonObject json_of(const Appointment& appointment) {
  JsonObject object;
  object.add("known", appointment.known);
  if (appointment.known) {
    object.add("start", format_local(appointment.start))
        .add("agent", person_json(appointment.agent));
    object.add("client",
               person_json(PersonRef{
                   .id = appointment.client.id, .name = appointment.client.name, .email = {}}));
  }
  if (appointment.caller) object.add("operator", person_json(*appointment.caller));
  add_if(object, "team", appointment.team);
  if (appointment.state) object.add("state", *appointment.state);
  add_if(object, "location", appointment.location);
  add_if(object, "replaces", appointment.replaces);
  object.add("cancelled", appointment.cancelled).add("frozen", appointment.replaced_by.has_value());
  add_if(object, "replaced_by", appointment.replaced_by.value_or(""));
  object.add("cycle", appointment.cycle);
  add_if(object, "reminder", appointment.reminder);
  add_outcome(object, appointment);
  if (appointment.callback)
    object.add("callback", call_json(*appointment.callback,
                                     callback_id(Kind::appointment, appointment.callback->cycle,
                                                 appointment.id),
                                     "operators"));
  return object;
}

}  // namespace followup::ctl
