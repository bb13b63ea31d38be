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

/// When a day begins, in UTC.
TimePoint begin_of(Date day) {
  return std::chrono::sys_days{day};
}

/// The days that a span takes, the first ones of many.
std::vector<Date> days_of(const Span& span) {
  std::vector<Date> days;
  Date day{std::chrono::floor<std::chrono::days>(span.start)};
  for (; begin_of(day) < span.end && days.size() < most_meeting_days; day = add_days(day, 1))
    days.push_back(day);
  return days;
}

std::string list_name(const std::string& person, Date day) {
  return "meetings:" + format_date(day) + ":" + person;
}

/// Whether the other meeting's organizer knows that it collides with this one as it is now.
bool is_told_of(const Meeting& other, const std::string& id, const Span& span) {
  return std::ranges::any_of(other.collisions, [&](const Collision& known) {
    return known.meeting == id && known.start == span.start;
  });
}

}  // namespace

bool may_collide(const Event& event) {
  return std::holds_alternative<MeetingRecord>(event.payload);
}

std::vector<IndexEntry> meeting_lists(const Meeting& meeting, const Policy& policy) {
  std::vector<IndexEntry> lists;
  if (!takes_time(meeting)) return lists;
  const Span span = span_of(meeting, policy);
  auto persons = coming_invitees(meeting);
  if (!meeting.organizer.empty()) persons.push_back(meeting.organizer);
  for (const Date day : days_of(span)) {
    for (const auto& person : persons)
      lists.push_back({list_name(person, day), span.end});
  }
  return lists;
}

std::optional<CollisionQuestion> collision_question(const Meeting& meeting, const Policy& policy,
                                                    TimePoint now) {
  if (!takes_time(meeting)) return std::nullopt;
  const Span span = span_of(meeting, policy);
  if (span.end <= now) return std::nullopt;
  CollisionQuestion question{std::max(span.start, now), span.end, {}};
  const auto invitees = coming_invitees(meeting);
  for (const Date day : days_of(span)) {
    if (begin_of(add_days(day, 1)) <= question.start) continue;
    for (const auto& person : invitees)
      question.lists.push_back({list_name(person, day), person});
  }
  return question;
}

std::optional<Collision> collision_with(const Case& asked, const Case& other,
                                        const std::string& person,
                                        const CollisionQuestion& question, const Policy& policy) {
  const auto* meeting = std::get_if<Meeting>(&other.facts);
  if (meeting == nullptr || !takes_time(*meeting)) return std::nullopt;
  const bool takes_part = meeting->organizer == person || rules::meetings::comes(*meeting, person);
  const Span span = span_of(*meeting, policy);
  if (!takes_part || span.start >= question.end || span.end <= question.start) return std::nullopt;
  if (is_told_of(*meeting, asked.key.id, span_of(std::get<Meeting>(asked.facts), policy)))
    return std::nullopt;
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
