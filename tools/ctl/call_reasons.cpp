#include "tools/ctl/call_reasons.h"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace followup::ctl {

namespace {

const BackOfficeState* find_state(int state, const Policy& policy) {
  const auto found = policy.appointment.states.find(state);
  return found == policy.appointment.states.end() ? nullptr : &found->second;
}

const Annotation* find_annotation(const AnnotatedOutcome& outcome,
                                  const std::string& characteristic) {
  const auto found = std::find_if(
      outcome.annotations.begin(), outcome.annotations.end(), [&](const Annotation& annotation) {
        return annotation.characteristic == characteristic && !annotation.text.empty();
      });
  return found == outcome.annotations.end() ? nullptr : &*found;
}

/// Why nothing can be read of an outcome.
std::string silence_of(const AnnotatedOutcome& whole, bool missing) {
  if (missing) return "reason missing";
  return whole.annotations.empty() ? "no reason given" : "its annotations are not for callers";
}

std::string outcome_words(const AnnotatedOutcome& readable, const AnnotatedOutcome& whole,
                          bool missing, const Policy& policy) {
  const auto* state = find_state(whole.state, policy);
  std::string text = state == nullptr || state->description.empty()
                         ? fmt::format("state {} {}: ", whole.state, format_date(whole.on))
                         : fmt::format("{} {}: ", state->description, format_date(whole.on));
  if (readable.annotations.empty()) return text + silence_of(whole, missing);
  bool first = true;
  for (const auto& annotation : readable.annotations) {
    text += fmt::format("{}{}: {}", first ? "" : ", ",
                        characteristic_name(annotation.characteristic, policy), annotation.text);
    first = false;
  }
  return missing ? text + ", reason missing" : text;
}

}  // namespace

std::string state_name(int state, const Policy& policy) {
  const auto* known = find_state(state, policy);
  if (known == nullptr || known->description.empty()) return std::to_string(state);
  return fmt::format("{} ({})", state, known->description);
}

std::string characteristic_name(const std::string& id, const Policy& policy) {
  const auto found = policy.appointment.characteristics.find(id);
  const bool described =
      found != policy.appointment.characteristics.end() && !found->second.empty();
  return described ? found->second : id;
}

std::vector<AnnotatedOutcome> readable_outcomes(const Appointment& appointment,
                                                const Policy& policy) {
  std::vector<AnnotatedOutcome> all;
  for (const auto& outcome : appointment.outcomes) {
    auto& readable = all.emplace_back(AnnotatedOutcome{outcome.state, outcome.on, {}});
    const auto* state = find_state(outcome.state, policy);
    if (state == nullptr) continue;
    for (const auto& visible : state->visible) {
      if (const auto* annotation = find_annotation(outcome, visible))
        readable.annotations.push_back(*annotation);
    }
  }
  return all;
}

bool lacks_reason(const Appointment& appointment, const Policy& policy) {
  if (appointment.reason_missing) return true;
  if (appointment.outcomes.empty()) return false;
  const auto& latest = appointment.outcomes.back();
  const auto* state = find_state(latest.state, policy);
  return state != nullptr &&
         std::any_of(state->mandatory.begin(), state->mandatory.end(),
                     [&](const std::string& id) { return find_annotation(latest, id) == nullptr; });
}

std::string reasons_words(const Appointment& appointment, const Policy& policy) {
  const auto readable = readable_outcomes(appointment, policy);
  std::string text;
  for (std::size_t at = 0; at < readable.size(); ++at) {
    const bool missing = at + 1 == readable.size() && lacks_reason(appointment, policy);
    if (!text.empty()) text += "; ";
    text += outcome_words(readable[at], appointment.outcomes[at], missing, policy);
  }
  return text;
}

std::string cause_words(const std::string& cause) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> words{
      {{"outcome", ""},
       {"follow_up", ""},
       {"rebook_failed", "the CRM could not re-book it"},
       {"rebook_uncertain",
        "it is not certain whether the CRM has re-booked it: look there first"}}};
  for (const auto& [code, text] : words) {
    if (code == cause) return std::string(text);
  }
  return cause;
}

}  // namespace followup::ctl
