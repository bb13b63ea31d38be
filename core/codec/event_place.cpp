#include "core/codec/event_place.h"

#include "core/domain/rebooking.h"

#include <algorithm>

#include <fmt/format.h>

namespace followup::event_json {

namespace {

constexpr std::size_t longest_appointment = 200;
constexpr std::size_t longest_contact = 128;
constexpr std::size_t longest_project = 64;
constexpr std::size_t longest_application = 190;
/// So far are clocks behind UTC.
constexpr std::chrono::hours farthest{12};

void check_length(const Event& event, std::size_t longest, std::vector<Fault>& faults) {
  if (length_of(event.subject) > longest)
    faults.push_back({"/subject", fmt::format("must be a text of 1 to {} characters", longest)});
}

bool is_project_id(std::string_view text) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == '-';
  };
  return !text.empty() && text.size() <= longest_project &&
         std::all_of(text.begin(), text.end(), plain);
}

/// "<project>/<contact>".
bool is_contact_case(std::string_view id) {
  const auto slash = id.find('/');
  return slash != std::string_view::npos && slash + 1 < id.size() &&
         is_project_id(id.substr(0, slash));
}

/// The parts of a callback's id that is written as callback_id() writes it.
std::optional<CallbackName> callback_named(const std::string& id) {
  auto name = parse_callback_id(id);
  if (!name) return std::nullopt;
  const bool followed = name->kind == Kind::appointment ||
                        (name->kind == Kind::contact && is_contact_case(name->case_id));
  const bool exact = callback_id(name->kind, name->cycle, name->case_id) == id;
  return followed && exact ? name : std::nullopt;
}

/// When it is that time wherever the tenant may be.
TimePoint latest(const Moment& moment) {
  struct Latest {
    TimePoint operator()(Date day) const {
      return TimePoint{std::chrono::sys_days{day} + std::chrono::days{1}} + farthest;
    }

    TimePoint operator()(LocalTime local) const {
      return TimePoint{local.time_since_epoch()} + farthest;
    }

    TimePoint operator()(TimePoint at) const { return at; }
  };

  return std::visit(Latest{}, moment);
}

}  // namespace

void place_appointment(const Value& /*root*/, Event& event, std::vector<Fault>& faults) {
  check_length(event, longest_appointment, faults);
}

void place_contact(const Value& root, Event& event, std::vector<Fault>& faults) {
  check_length(event, longest_contact, faults);
  const Value* const data = member(root, "data");
  const Value* const project =
      data == nullptr || !data->IsObject() ? nullptr : member(*data, "project");
  if (project == nullptr || !project->IsString()) return;  // has been told already
  event.subject = std::string(text_of(*project)) + "/" + event.subject;
}

void place_project(const Value& /*root*/, Event& event, std::vector<Fault>& faults) {
  if (is_project_id(event.subject)) return;
  faults.push_back({"/subject",
                    "must be the id of a project: 1 to 64 letters, digits, dots, underscores and "
                    "hyphens"});
}

void place_application(const Value& /*root*/, Event& event, std::vector<Fault>& faults) {
  check_length(event, longest_application, faults);
}

void place_communication(const Value& root, Event& event, std::vector<Fault>& faults) {
  place_application(root, event, faults);
  const Value* const data = member(root, "data");
  const Value* const id =
      data == nullptr || !data->IsObject() ? nullptr : member(*data, "communication_id");
  if (id == nullptr || !id->IsString()) return;  // has been told already
  event.subject += "/" + std::string(text_of(*id));
}

void place_communication_request(const Value& root, Event& event, std::vector<Fault>& faults) {
  place_communication(root, event, faults);
  const auto* request = std::get_if<CommunicationRequest>(&event.payload);
  if (request != nullptr && request->at) event.attachments_until = latest(*request->at);
}

void place_callback(const Value& /*root*/, Event& event, std::vector<Fault>& faults) {
  const auto name = callback_named(event.subject);
  if (!name) {
    faults.push_back({"/subject",
                      "must be the id of a callback, as a webhook gives it in the member callback "
                      "of its data"});
    return;
  }
  event.kind = name->kind;
  event.subject = name->case_id;
  const auto set_cycle = [&](auto& payload) {
    if constexpr (requires { payload.cycle; }) payload.cycle = name->cycle;
  };
  std::visit(set_cycle, event.payload);
}

}  // namespace followup::event_json
