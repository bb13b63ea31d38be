#include "workers/email/reader.h"

namespace followup {

namespace {

/// Of one of those whom a message to several goes to.
std::string_view why_told(const MailInputs& inputs) {
  if (inputs.organizes) return "organizer";
  if (inputs.purpose == Purpose::minutes) {
    if (inputs.readers == "attendee" || inputs.readers == "decliner") return inputs.readers;
    return "interested";
  }
  switch (inputs.kind) {
    case Kind::meeting:
      return inputs.purpose == Purpose::invitation_cancelled ? "uninvited" : "invitee";
    case Kind::application:
      return "watcher";
    case Kind::communication:
      return "addressee";
    default:
      return inputs.of_managers || inputs.in_place ? "manager" : "group";
  }
}

}  // namespace

std::string_view why_of(const MailInputs& inputs) {
  if (inputs.fallback || inputs.role == Role::fallback) return "fallback";
  if (inputs.role == Role::administrator) return "administrator";
  if (inputs.role == Role::absent_copy) return "absent";
  if (inputs.stands_in) return "stand_in";
  if (inputs.purpose == Purpose::withdrawal) return "former";
  switch (inputs.role) {
    case Role::supervisor:
    case Role::caller:
    case Role::team:
    case Role::agent:
    case Role::field_rep:
    case Role::editor:
    case Role::training:
    case Role::organizer:
    case Role::responsible:
      return to_text(inputs.role);
    case Role::recipient:
      return why_told(inputs);
    default:
      return "case_worker";
  }
}

bool is_copy(const MailInputs& inputs) {
  return inputs.role == Role::case_worker_copy;
}

bool to_act(const MailInputs& inputs) {
  const auto why = why_of(inputs);
  return !is_copy(inputs) && why != "absent" && why != "fallback";
}

bool is_letter(const MailInputs& inputs) {
  return inputs.purpose == Purpose::message && inputs.full;
}

bool pass_on(const MailInputs& inputs) {
  const bool of_referrals = inputs.purpose <= Purpose::endpoint_disabled;
  return !of_referrals && why_of(inputs) == "fallback";
}

std::string_view nobody_of(const MailInputs& inputs) {
  if (!inputs.fallback) return "";
  for (const std::string_view code : {"no_address", "inactive", "delegate_loop"}) {
    if (inputs.resolution_reason == code) return code;
  }
  return "no_person";
}

bool shows_code(Purpose purpose) {
  return purpose == Purpose::undeliverable || purpose == Purpose::endpoint_disabled ||
         purpose == Purpose::quarantined;
}

bool shows_due(const MailInputs& inputs) {
  const bool told = inputs.purpose == Purpose::reminder || inputs.purpose == Purpose::undeliverable;
  return told && !inputs.due.empty();
}

bool is_of_worker(Role role) {
  return role <= Role::endpoint && role != Role::supervisor;
}

bool is_other(Kind kind) {
  return kind == Kind::person || kind == Kind::group;
}

bool is_one_line(std::string_view lines) {
  return !lines.empty() && lines.find('\n') == std::string_view::npos;
}

bool is_one_id(std::string_view ids) {
  return !ids.empty() && ids.find(", ") == std::string_view::npos;
}

}  // namespace followup
