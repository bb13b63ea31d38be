#include "core/domain/collisions.h"

#include "core/domain/rules/meeting_rules.h"

#include <algorithm>
#include <utility>

namespace followup {

namespace {

/// A meeting without a length takes a moment all the same.
constexpr std::chrono::seconds moment{1};

struct Span {
  TimePoint start;
  TimePoint end;
};

Span span_of(const Meeting& meeting, const Policy& policy) {
  const TimePoint start = rules::meetings::start_of(meeting, policy);
  return {start, std::max(rules::meetings::end_of(meeting, policy), start + moment)};
}

bool takes_time(const Meeting& meeting) {
  return meeting.known && !meeting.cancelled && !meeting.held;
}

std::vector<std::string> coming_invitees(const Meeting& meeting) {
  std::vector<std::string> ids;
  for (const auto& invitee : meeting.invitees) {
    if (invitee.reply != InviteeReply::declined) ids.push_back(invitee.person);
  }
  return ids;
}

}  // namespace

bool may_collide(const Event& event) {
  return std::holds_alternative<MeetingRecord>(event.payload);
}

std::string meetings_of(const std::string& person) {
  return "meetings:person:" + person;
}

std::vector<IndexEntry> meeting_lists(const Meeting& meeting, const Policy& policy) {
  std::vector<IndexEntry> lists;
  if (!takes_time(meeting)) return lists;
  const TimePoint end = span_of(meeting, policy).end;
  if (!meeting.organizer.empty()) lists.push_back({meetings_of(meeting.organizer), end});
  for (const auto& id : coming_invitees(meeting))
    lists.push_back({meetings_of(id), end});
  return lists;
}

std::optional<CollisionQuestion> collision_question(const Meeting& meeting, const Policy& policy,
                                                    TimePoint now) {
  if (!takes_time(meeting)) return std::nullopt;
  const Span span = span_of(meeting, policy);
  auto invitees = coming_invitees(meeting);
  if (span.end <= now || invitees.empty()) return std::nullopt;
  return CollisionQuestion{span.start, span.end, std::move(invitees)};
}

std::optional<Collision> collision_with(const Case& other, const std::string& person,
                                        const CollisionQuestion& question, const Policy& policy) {
  const auto* meeting = std::get_if<Meeting>(&other.facts);
  if (meeting == nullptr || !takes_time(*meeting)) return std::nullopt;
  const auto coming = coming_invitees(*meeting);
  const bool comes =
      meeting->organizer == person || std::ranges::find(coming, person) != coming.end();
  const Span span = span_of(*meeting, policy);
  if (!comes || span.start >= question.end || span.end <= question.start) return std::nullopt;
  return Collision{person, other.key.id, span.start, rules::meetings::end_of(*meeting, policy)};
}

std::optional<Event> collisions_found(const Case& meeting, const Event& record,
                                      std::vector<Collision> found) {
  const auto& state = std::get<Meeting>(meeting.facts);
  if (state.collisions == found) return std::nullopt;
  Event made;
  made.type = record.type;
  made.subject = meeting.key.id;
  made.kind = meeting.key.kind;
  made.time = record.time;
  made.traceparent = record.traceparent;
  made.payload = CollisionsFound{state.cycle, std::move(found)};
  return made;
}

}  // namespace followup
