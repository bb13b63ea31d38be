#include "tests/support/story.h"

#include <algorithm>

namespace followup {

namespace {

const CaseKey story_key{"assist", Kind::referral, "R-1"};
constexpr Millis tolerance = std::chrono::minutes{1};

}  // namespace

Date date(std::string_view text) {
  return parse_date(text).value();
}

LocalTime local(std::string_view text) {
  return parse_local(text).value();
}

TimePoint instant(std::string_view text) {
  return parse_instant(text).value();
}

Policy assist_policy() {
  Policy policy;
  policy.zone = Zone::load("Europe/Rome").value();
  policy.referral.supervisor_days = 10;
  return policy;
}

PersonRef person_ref(const std::string& id) {
  return {.id = id, .name = id, .email = id + "@assist.example"};
}

ReferralRecord referral(std::string_view day, std::optional<int> days,
                        std::string_view created_on) {
  ReferralRecord record;
  record.created = date(created_on);
  if (!day.empty()) record.referral_date = date(day);
  record.follow_up_requested = true;
  record.follow_up_days = days;
  record.case_worker = person_ref("anna");
  record.supervisor = person_ref("sara");
  record.case_id = "C-1";
  record.clients = {{"K-1", "Client"}};
  record.provider = "Provider";
  record.service = "Service";
  return record;
}

ContactRecorded contact(bool contacted) {
  return {.contacted = contacted, .on = std::nullopt};
}

Story s_r01(Policy policy) {
  Story story(std::move(policy));
  story.at("2011-01-01T10:00");
  story.tell(referral("2011-01-01", 30), 1);
  return story;
}

Story::Story(Policy policy) : state_(empty_case(story_key)) {
  policies_.emplace(1, std::move(policy));
  contacts_.fallback_email = "fallback@assist.example";
  contacts_.administrator_email = "admin@assist.example";
}

const Policy& Story::policy() const {
  return state_.policy == 0 ? policies_.rbegin()->second : policies_.at(state_.policy);
}

Person& Story::person(const std::string& id) {
  const auto [found, fresh] = people_.try_emplace(id);
  if (fresh) {
    found->second.id = id;
    found->second.known = true;
    found->second.name = id;
    found->second.email = id + "@assist.example";
  }
  return found->second;
}

void Story::relay_down_until(std::string_view local_time) {
  relay_up_ = policy().zone.to_instant(local(local_time));
}

void Story::relay_answers_at(std::string_view local_time) {
  relay_answers_ = policy().zone.to_instant(local(local_time));
}

void Story::daemon_down(std::string_view from, std::string_view until) {
  down_from_ = policy().zone.to_instant(local(from));
  down_until_ = policy().zone.to_instant(local(until));
}

void Story::at(std::string_view local_time) {
  advance(policy().zone.to_instant(local(local_time)));
}

TimePoint Story::awake(TimePoint at) const {
  return down_from_ <= at && at < down_until_ ? down_until_ : at;
}

std::optional<TimePoint> Story::next_moment() const {
  std::optional<TimePoint> earliest;
  const auto consider = [&](TimePoint at) {
    at = std::max(at, now_);
    if (!earliest || at < *earliest) earliest = at;
  };
  for (const auto& delivery : deliveries_)
    consider(delivery.answer_at.value_or(delivery.ready));
  for (const auto& ended : ended_)
    consider(awake(std::max(ended.at, now_)));
  if (state_.version != 0) {
    const auto due = next_deadline(state_, policy());
    if (due) consider(awake(std::max(due->at, now_)));
  }
  return earliest;
}

void Story::advance(TimePoint end) {
  for (auto moment = next_moment(); moment && *moment <= end; moment = next_moment()) {
    now_ = *moment;
    step();
  }
  now_ = std::max(now_, end);
}

/// Deliveries first, then what they came to, then one deadline: as a daemon and a quick worker do.
void Story::step() {
  for (auto& delivery : deliveries_)
    deliver(delivery);
  std::erase_if(deliveries_, [](const Delivery& one) { return one.done; });
  if (awake(now_) != now_) return;
  take_outcomes();
  const bool more_to_deliver =
      std::any_of(deliveries_.begin(), deliveries_.end(),
                  [&](const Delivery& one) { return !one.answer_at && one.ready <= now_; });
  if (more_to_deliver || state_.version == 0) return;
  const auto due = next_deadline(state_, policy());
  if (!due || due->at > now_) return;
  Event event;
  event.time = now_;
  event.payload = DeadlineReached{due->step, due->local, due->at};
  apply_now(event);
}

void Story::take_outcomes() {
  for (auto& ended : std::exchange(ended_, {})) {
    Event event;
    event.time = ended.at;
    event.payload = std::move(ended.outcome);
    apply_now(event);
  }
}

void Story::deliver(Delivery& delivery) {
  const std::string& id = delivery.notification.id;
  if (delivery.answer_at) {
    delivery.done = *delivery.answer_at <= now_;
    if (delivery.done) ended_.push_back({{.notification = id}, now_});
    return;
  }
  if (delivery.ready > now_) return;
  DeliveryOutcome outcome{.notification = id, .outcome = Outcome::withdrawn};
  if (!is_withdrawn(id)) outcome = send(delivery.notification);
  const bool mail = delivery.notification.channel == Channel::email;
  if (mail && outcome.outcome == Outcome::delivered && relay_answers_ > now_) {
    delivery.answer_at = relay_answers_;
    return;
  }
  ended_.push_back({std::move(outcome), now_});
  delivery.done = true;
}

Resolution Story::recipient_of(const Notification& notification) {
  const Directory directory{[&](const std::string& id) -> std::optional<Person> {
                              const auto found = people_.find(id);
                              return found == people_.end() ? Person{.id = id} : found->second;
                            },
                            [](const std::string& id) { return Group{.id = id}; }};
  return resolve(state_, {notification.role, notification.actor, notification.whom, {}}, now_,
                 contacts_, directory);
}

DeliveryOutcome Story::send(const Notification& notification) {
  DeliveryOutcome outcome{.notification = notification.id};
  if (notification.channel == Channel::webhook) {
    sent_.push_back({notification, now_, notification.endpoint, {}});
    return outcome;
  }
  const Resolution resolution = recipient_of(notification);
  outcome.reason = resolution.reason;
  outcome.unresolved = resolution.fallback;
  if (resolution.skip) {
    outcome.outcome = Outcome::skipped;
  } else if (!resolution.recipient) {
    outcome.outcome = Outcome::refused;
    outcome.unresolved = true;
  } else if (refused_.contains(resolution.recipient->email)) {
    outcome.outcome = Outcome::refused;
    outcome.reason = "smtp_550";
  } else {
    const Recipient& to = *resolution.recipient;
    sent_.push_back({notification, now_, to.person_id.empty() ? to.email : to.person_id, to});
  }
  return outcome;
}

bool Story::is_withdrawn(const std::string& id) const {
  const auto found = std::find_if(state_.open.begin(), state_.open.end(),
                                  [&](const OpenNotification& open) { return open.id == id; });
  return found == state_.open.end() || found->withdrawn;
}

Decision Story::apply_now(const Event& event) {
  const Context context{
      .now = now_,
      .policy = &policy(),
      .policy_number = state_.policy != 0 ? state_.policy : policies_.rbegin()->first,
      .late_after = tolerance,
      .endpoints = [](std::string_view) { return std::vector<std::string>{"crm"}; }};
  Decision decision = apply(state_, event, context);
  if (!decision.changed) return decision;
  const std::uint32_t version = state_.version + 1;
  state_ = decision.erase ? empty_case(story_key) : decision.next;
  state_.version = decision.erase ? 0 : version;
  erased_ = decision.erase;
  if (version == 1 && state_.first) history_.push_back(*state_.first);
  history_.insert(history_.end(), decision.history.begin(), decision.history.end());
  for (const auto& made : decision.notifications) {
    const bool mail = made.channel == Channel::email;
    deliveries_.push_back({made, mail ? std::max(now_, relay_up_) : now_, {}, false});
  }
  return decision;
}

Told Story::tell(Payload payload, std::optional<std::uint64_t> sequence) {
  Event event;
  event.source = "https://crm.assist.example";
  event.id = "e" + std::to_string(++told_);
  event.type = "told";
  event.subject = story_key.id;
  event.actor = actor_;
  event.time = now_;
  event.sequence = sequence;
  event.payload = std::move(payload);
  last_event_ = std::move(event);
  return repeat();
}

Told Story::repeat() {
  const Decision decision = apply_now(last_event_);
  Told told{decision.status, decision.reason, decision.faults, {}};
  for (const auto& back : asked_back(decision.next)) {
    const bool begun =
        std::any_of(deliveries_.begin(), deliveries_.end(), [&](const Delivery& delivery) {
          return delivery.notification.id == back.id && delivery.answer_at;
        });
    if (begun) told.in_flight.push_back(back.id);
  }
  advance(now_);
  return told;
}

void Story::change_policy(Policy policy, bool apply_to_pending) {
  const auto number = policies_.rbegin()->first + 1;
  policies_.emplace(number, std::move(policy));
  if (!apply_to_pending) return;
  Event event;
  event.time = now_;
  event.payload = PolicyChanged{number};
  apply_now(event);
  advance(now_);
}

void Story::end(const std::string& id, Outcome outcome, std::string reason) {
  std::erase_if(deliveries_,
                [&](const Delivery& delivery) { return delivery.notification.id == id; });
  ended_.push_back({{.notification = id, .outcome = outcome, .reason = std::move(reason)}, now_});
  advance(now_);
}

std::string Story::clock_text(TimePoint at) const {
  return format_local(policy().zone.to_local(at)).substr(0, 16);
}

Lines Story::mails() const {
  Lines lines;
  for (const auto& one : sent_) {
    const auto& made = one.notification;
    if (made.channel != Channel::email) continue;
    lines.push_back(clock_text(one.at) + " (" + format_instant(one.at).substr(11, 5) + "Z) " +
                    std::string(to_text(made.purpose)) + " " + std::string(to_text(made.role)) +
                    " " + one.to + (made.late ? " late" : ""));
  }
  return lines;
}

Lines Story::hooks() const {
  Lines lines;
  for (const auto& one : sent_) {
    const auto& made = one.notification;
    if (made.channel != Channel::webhook) continue;
    lines.push_back(clock_text(one.at) + " " + made.hook_type + (made.late ? " late" : ""));
  }
  return lines;
}

Lines Story::due() const {
  Lines lines;
  if (state_.version == 0) return lines;
  for (const auto& deadline : deadlines(state_, policy()))
    lines.push_back(std::string(to_text(deadline.step)) + " " +
                    format_local(deadline.local).substr(0, 16));
  return lines;
}

}  // namespace followup
