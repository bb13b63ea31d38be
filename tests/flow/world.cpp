#include "tests/flow/world.h"

#include "core/codec/record_codec.h"
#include "core/domain/rebooking.h"
#include "core/flow/related_work.h"

#include <algorithm>
#include <type_traits>

namespace followup {

namespace {

const std::vector<std::string> lanes{"email:urgent", "email:normal", "webhook:assist/crm"};
constexpr Millis worker_lease = std::chrono::seconds{10};
constexpr std::size_t cached = 1000;

Tenant tenant_named(const std::string& name, const Policy& policy) {
  Tenant tenant;
  tenant.name = name;
  tenant.sources = {"https://crm." + name + ".example"};
  tenant.policy = policy;
  tenant.contacts.fallback_email = "fallback@" + name + ".example";
  tenant.endpoints.push_back({.name = "crm", .types = {"*"}});
  return tenant;
}

/// Type and kind of an event with such a payload.
struct EventType {
  const char* type;
  Kind kind;
};

template <class Fact>
EventType type_of_fact() {
  if constexpr (std::is_same_v<Fact, ReferralRecord>) return {"referral.created", Kind::referral};
  if constexpr (std::is_same_v<Fact, ContactRecorded>)
    return {"referral.contact_recorded", Kind::referral};
  if constexpr (std::is_same_v<Fact, ContactWithdrawn>)
    return {"referral.contact_withdrawn", Kind::referral};
  if constexpr (std::is_same_v<Fact, ReferralCancelled>)
    return {"referral.cancelled", Kind::referral};
  if constexpr (std::is_same_v<Fact, AppointmentRecord>)
    return {"appointment.booked", Kind::appointment};
  if constexpr (std::is_same_v<Fact, FollowUpSet>) return {"contact.follow_up_set", Kind::contact};
  if constexpr (std::is_same_v<Fact, FollowUpCleared>)
    return {"contact.follow_up_cleared", Kind::contact};
  if constexpr (std::is_same_v<Fact, ContactStatus>)
    return {"contact.status_changed", Kind::contact};
  if constexpr (std::is_same_v<Fact, FieldAppointment>)
    return {"contact.field_appointment_set", Kind::contact};
  if constexpr (std::is_same_v<Fact, ProjectStateSet>)
    return {"project.state_changed", Kind::project};
  if constexpr (std::is_same_v<Fact, MeetingRecord>) return {"meeting.scheduled", Kind::meeting};
  if constexpr (std::is_same_v<Fact, MeetingCancelled>) return {"meeting.cancelled", Kind::meeting};
  if constexpr (std::is_same_v<Fact, MeetingHeld>) return {"meeting.held", Kind::meeting};
  if constexpr (std::is_same_v<Fact, MinutesIssue>)
    return {"minutes.issue_requested", Kind::meeting};
  if constexpr (std::is_same_v<Fact, ActionAssigned>) return {"action.assigned", Kind::meeting};
  if constexpr (std::is_same_v<Fact, ActionClosed>) return {"action.closed", Kind::meeting};
  if constexpr (std::is_same_v<Fact, CommunicationRecord> || std::is_same_v<Fact, AnswerReceived>)
    return {"communication.recorded", Kind::communication};
  if constexpr (std::is_same_v<Fact, CommunicationCancelled>)
    return {"communication.cancelled", Kind::communication};
  if constexpr (std::is_same_v<Fact, NoteRecorded>) return {"note.recorded", Kind::application};
  if constexpr (std::is_same_v<Fact, ProgrammeProblem>)
    return {"programme.problem_reported", Kind::application};
  if constexpr (std::is_same_v<Fact, GroupRecord>) return {"group.updated", Kind::group};
  if constexpr (std::is_same_v<Fact, AbsenceSet>) return {"absence.set", Kind::person};
  return {"person.updated", Kind::person};
}

EventType type_of(const Payload& payload) {
  return std::visit([](const auto& fact) { return type_of_fact<std::decay_t<decltype(fact)>>(); },
                    payload);
}

}  // namespace

WorkItem make_item(const std::string& event_id, const std::string& id, Payload payload,
                   std::optional<std::uint64_t> sequence, TimePoint time) {
  const EventType type = type_of(payload);
  Event event;
  event.source = "https://crm.assist.example";
  event.id = event_id;
  event.type = type.type;
  event.kind = type.kind;
  event.subject = id;
  event.time = time;
  event.sequence = sequence;
  event.payload = std::move(payload);
  return {{"assist", type.kind, id}, std::move(event)};
}

World::World(const Policy& policy)
    : clock_(instant("2011-01-01T09:00:00Z")), store_(memory_), cache_(cached) {
  for (const char* name : {"assist", "other"}) {
    const Tenant& tenant = tenants_.tenants.emplace(name, tenant_named(name, policy)).first->second;
    tenants_.tenant_by_source.emplace(tenant.sources.front(), name);
  }
  static_cast<void>(policies_.publish(tenants_, memory_));
}

void World::at(std::string_view local_time) {
  clock_.set(tenants_.find("assist")->policy.zone.to_instant(local(local_time)));
}

void World::later(Millis real) {
  clock_.set(clock_.now() + real);
}

void World::pass(TimePoint until) {
  for (auto next = *memory_.next_due(); next && *next <= until; next = *memory_.next_due()) {
    clock_.set(std::max(*next, clock_.now()));
    recover();
  }
  clock_.set(std::max(until, clock_.now()));
}

FlowContext World::context() {
  return {.tenants = &tenants_, .policies = &policies_, .clock = &clock_};
}

WorkItem World::item(const std::string& id, Payload payload,
                     std::optional<std::uint64_t> sequence) {
  return make_item("e" + std::to_string(++told_), id, std::move(payload), sequence, clock_.now());
}

std::vector<WorkResult> World::run(std::vector<WorkItem> items) {
  const auto events = items;
  auto results = take_in(std::move(items), store_, store_, cache_, context()).results;
  for (std::size_t at = 0; at < events.size(); ++at) {
    if (results[at].result.status == Status::accepted) taken_.insert(events[at].event.id);
  }
  return results;
}

WorkResult World::tell(const std::string& id, Payload payload,
                       std::optional<std::uint64_t> sequence) {
  return run({item(id, std::move(payload), sequence)}).front();
}

Result<DueFlow::Turn> World::tick() {
  return DueFlow(store_, context()).tick();
}

std::optional<std::uint32_t> World::version_of(const CaseKey& key) {
  const auto answers = store_.call({{key, std::nullopt}});
  if (!answers) return std::nullopt;
  return record_version(answers->front().record);
}

std::optional<World::Attempt> World::begin_one(const ClaimedNotification& claimed) {
  const auto notification = decode_notification(claimed.body);
  const auto version = version_of(notification->case_key);
  if (!version) return std::nullopt;
  const auto answers = store_.begin({{.id = claimed.id,
                                      .case_key = notification->case_key,
                                      .token = claimed.token,
                                      .case_version = *version,
                                      .frozen = "inputs",
                                      .lease_until = clock_.later(worker_lease),
                                      .lane = claimed.lane}});
  if (!answers) return std::nullopt;
  const Attempt attempt{*notification, claimed.token, answers->front().attempt};
  if (answers->front().kind == BeginAnswer::Kind::withdrawn) end(attempt, Outcome::withdrawn);
  if (answers->front().kind != BeginAnswer::Kind::go) return std::nullopt;
  if (notification->role == Role::groups || notification->role == Role::managers ||
      notification->role == Role::persons) {
    expand(attempt);
    return std::nullopt;
  }
  sent_.push_back(*notification);
  sent_at_.push_back(clock_.now());
  return attempt;
}

/// A message to several groups goes to each group's own address, and to somebody who is in all of
/// them; one to several persons to each of these.
void World::expand(const Attempt& attempt) {
  DeliveryOutcome ended{.notification = attempt.notification.id, .outcome = Outcome::expanded};
  const CaseKey& key = attempt.notification.case_key;
  const auto whom = parse_mailing_whom(attempt.notification.whom);
  const auto state = stored(key.id, key.kind);
  const auto add = [&](const Mailing& mailing) {
    if (mailing.number != whom->number) return;
    const bool persons = mailing.role == Role::persons;
    for (const auto& party : mailing.parties)
      ended.addressees.push_back({(persons ? "person/" : "group/") + party, {party}});
    if (!persons) ended.addressees.push_back({"person/everywhere", mailing.parties});
  };
  std::visit(
      [&](const auto& facts) {
        if constexpr (requires { facts.mailings; }) std::ranges::for_each(facts.mailings, add);
      },
      state->facts);
  record(attempt,
         {.kind = Record::Kind::done, .outcome_line = encode_outcome(ended, clock_.now())});
}

std::vector<World::Attempt> World::begin() {
  std::vector<Attempt> attempts;
  const auto claimed = store_.claim(lanes, clock_.now(), clock_.later(worker_lease), 200);
  if (!claimed) return attempts;
  for (const auto& one : *claimed) {
    if (auto attempt = begin_one(one)) attempts.push_back(std::move(*attempt));
  }
  return attempts;
}

void World::record(const Attempt& attempt, Record record) {
  const auto& made = attempt.notification;
  record.id = made.id;
  record.case_key = made.case_key;
  record.lane = made.lane;
  record.token = attempt.token;
  record.now = clock_.now();
  // What could not be recorded is done again when the lease ends.
  static_cast<void>(store_.record({std::move(record)}));
}

void World::end(const Attempt& attempt, Outcome outcome) {
  const DeliveryOutcome ended{.notification = attempt.notification.id, .outcome = outcome};
  const bool failed = outcome == Outcome::refused || outcome == Outcome::gave_up;
  const bool dead = failed && !has_other_way(attempt.notification.hook_type);
  record(attempt, {.kind = dead ? Record::Kind::dead : Record::Kind::done,
                   .outcome_line = encode_outcome(ended, clock_.now())});
  if (outcome == Outcome::delivered) delivered_.push_back(attempt.notification);
}

void World::retry(const Attempt& attempt) {
  const DeliveryOutcome ended{.notification = attempt.notification.id,
                              .outcome = Outcome::try_later};
  record(attempt, {.kind = Record::Kind::retry,
                   .outcome_line = encode_outcome(ended, clock_.now()),
                   .last_outcome = "smtp_451",
                   .not_before = clock_.later(std::chrono::minutes{1})});
}

std::size_t World::deliver() {
  const std::size_t before = sent_.size();
  for (auto attempts = begin(); !attempts.empty(); attempts = begin()) {
    for (const auto& attempt : attempts) {
      const Outcome outcome = relay_ ? relay_(attempt.notification) : Outcome::delivered;
      if (outcome == Outcome::try_later)
        retry(attempt);
      else
        end(attempt, outcome);
    }
  }
  return sent_.size() - before;
}

void World::settle() {
  for (int round = 0; round < 20; ++round) {
    const auto turn = tick();
    const std::size_t delivered = deliver();
    if (turn && turn->claimed == 0 && delivered == 0) return;
  }
}

void World::restart() {
  cache_ = CaseCache(cached);
  policies_ = PolicyBook();
  static_cast<void>(policies_.load(tenants_, memory_));
}

void World::recover() {
  settle();
  // The longest lease is the worker's.
  const TimePoint end = clock_.now() + worker_lease;
  const auto leased = [&] {
    const auto due = *memory_.next_due();
    if (due && *due <= end) return true;
    const auto states = memory_.lanes(lanes).value();
    for (const auto& lane : states) {
      if (lane.next && *lane.next <= end) return true;
    }
    return false;
  };
  while (leased() && clock_.now() < end) {
    later(std::chrono::seconds{1});
    settle();
  }
}

Lines World::sent_lines() const {
  Lines lines;
  for (const auto& made : sent_) {
    const bool hook = made.purpose == Purpose::hook;
    lines.push_back((hook ? made.hook_type : std::string(to_text(made.purpose))) + " " +
                    made.case_key.id);
  }
  return lines;
}

std::optional<Case> World::stored(const std::string& id, Kind kind) {
  const CaseKey key{"assist", kind, id};
  const auto answers = memory_.call({{key, std::nullopt}});
  if (answers->front().record.empty()) return std::nullopt;
  return decode_case(key, answers->front().record).value();
}

Lines World::due() {
  Lines lines;
  const Zone& zone = tenants_.find("assist")->policy.zone;
  const auto entries = memory_.list_due(TimePoint::min(), 100'000).value();
  for (const auto& entry : entries)
    lines.push_back(entry.key.id + " " + format_local(zone.to_local(entry.at)).substr(0, 16));
  return lines;
}

std::int64_t World::waiting() {
  std::int64_t count = 0;
  const auto states = memory_.lanes(lanes).value();
  for (const auto& lane : states)
    count += lane.waiting;
  return count;
}

void World::overwrite(const std::string& id, const std::string& record) {
  const CaseKey key{"assist", Kind::referral, id};
  const auto answers = memory_.call({{key, std::nullopt}});
  Commit commit{.key = key, .expected_version = record_version(answers->front().record)};
  commit.record = record;
  commit.due = clock_.now();
  static_cast<void>(memory_.call({{key, std::move(commit)}}));
}

}  // namespace followup
