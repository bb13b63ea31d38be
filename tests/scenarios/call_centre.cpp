#include "tests/scenarios/call_centre.h"

#include "core/codec/record_codec.h"
#include "core/domain/rebooking.h"
#include "core/flow/recipients.h"

#include <algorithm>
#include <fstream>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>
#include <unistd.h>

namespace followup {

namespace {

constexpr Millis worker_lease = std::chrono::seconds{10};

/// "bob:invitee:nobody(no_address),…".
std::ostream& operator<<(std::ostream& out, const std::vector<PersonResult>& results) {
  for (const auto& one : results) {
    out << (&one == &results.front() ? "" : ",") << one.person << ':' << one.group << ':'
        << one.result;
    if (!one.reason.empty()) out << '(' << one.reason << ')';
  }
  return out;
}

std::string text_of(const Detail& detail) {
  return detail.name + "=" +
         std::visit(
             [](const auto& value) {
               std::ostringstream out;
               out << std::boolalpha << value;
               return out.str();
             },
             detail.value);
}

std::string hook_line(const Notification& made) {
  Lines details;
  for (const auto& detail : made.details)
    details.push_back(text_of(detail));
  std::sort(details.begin(), details.end());
  std::string line = made.hook_type;
  for (const auto& detail : details)
    line += " " + detail;
  return line;
}

std::string fixture(const std::string& name) {
  std::ifstream file(std::string(FOLLOWUP_SOURCE_DIR "/tests/scenarios/tenants/") + name + ".toml");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

CallCentre::CallCentre(std::string name, const std::string& toml)
    : name_(std::move(name)), clock_(from_ms(0)) {
  std::string pattern = (std::filesystem::temp_directory_path() / "tenants-XXXXXX").string();
  folder_ = ::mkdtemp(pattern.data());
  for (const auto& fault : configure(toml)) {
    if (!fault.warning) throw std::runtime_error(describe({fault}));
  }
}

CallCentre::~CallCentre() {
  std::filesystem::remove_all(folder_);
}

std::vector<ConfigFault> CallCentre::configure(const std::string& toml) {
  std::ofstream(folder_ / (name_ + ".toml")) << toml;
  LoadedConfig loaded = load_tenants(folder_, DeliverySecrets::ignored);
  if (!loaded.usable()) return loaded.faults;
  tenants_ = loaded.config.tenants;
  static_cast<void>(policies_.publish(tenants_, store_));
  if (!intake_) {
    intake_.emplace(store_, store_, blobs_, decoder_, context(), IntakeLimits{});
    due_.emplace(store_, context());
  } else {
    intake_->set_context(context());
    due_->set_context(context());
  }
  return loaded.faults;
}

FlowContext CallCentre::context() {
  return {.tenants = &tenants_, .policies = &policies_, .clock = &clock_};
}

const Policy& CallCentre::policy() const {
  return tenant().policy;
}

std::vector<std::string> CallCentre::lanes() const {
  if (resting_) return {};
  std::vector<std::string> names{"email:urgent", "email:normal"};
  for (const auto& endpoint : tenant().endpoints)
    names.push_back("webhook:" + name_ + "/" + endpoint.name);
  return names;
}

void CallCentre::at(std::string_view local_time) {
  pass_until(policy().zone.to_instant(parse_local(local_time).value()));
}

void CallCentre::sleep_until(std::string_view local_time) {
  clock_.set(policy().zone.to_instant(parse_local(local_time).value()));
}

void CallCentre::pass_until(TimePoint end) {
  const auto next_moment = [&] {
    auto earliest = store_.next_due().value();
    for (const auto& lane : store_.lanes(lanes()).value()) {
      if (lane.next && (!earliest || *lane.next < *earliest)) earliest = lane.next;
    }
    return earliest;
  };
  settle();
  for (auto next = next_moment(); next && *next <= end; next = next_moment()) {
    clock_.set(std::max(*next, clock_.now()));
    settle();
  }
  clock_.set(std::max(end, clock_.now()));
}

void CallCentre::settle() {
  for (int round = 0; round < 50; ++round) {
    const auto turn = due_->tick();
    const bool delivered = deliver_all();
    if (turn && turn->claimed == 0 && !delivered) return;
  }
}

bool CallCentre::deliver_all() {
  const auto claimed = store_.claim(lanes(), clock_.now(), clock_.later(worker_lease), 200).value();
  for (const auto& one : claimed)
    deliver(one);
  return !claimed.empty();
}

void CallCentre::deliver(const ClaimedNotification& claimed) {
  const Notification made = decode_notification(claimed.body).value();
  const Case state = stored(made.case_key.kind, made.case_key.id);
  const auto begun = store_
                         .begin({{.id = claimed.id,
                                  .case_key = made.case_key,
                                  .token = claimed.token,
                                  .case_version = state.version,
                                  .frozen = "inputs",
                                  .lease_until = clock_.later(worker_lease),
                                  .lane = claimed.lane}})
                         .value()
                         .front();
  if (begun.kind == BeginAnswer::Kind::withdrawn)
    return end(claimed, made, {.notification = made.id, .outcome = Outcome::withdrawn});
  if (begun.kind != BeginAnswer::Kind::go) return;
  end(claimed, made, send(made, state));
}

void CallCentre::take_answer(const std::string& type, DeliveryOutcome& outcome) {
  auto& answers = answers_[type];
  if (answers.empty()) return;
  outcome.outcome = answers.front().outcome;
  outcome.reason = answers.front().reason;
  outcome.uncertain = answers.front().uncertain;
  answers.pop_front();
}

DeliveryOutcome CallCentre::send(const Notification& made, const Case& state) {
  DeliveryOutcome outcome{.notification = made.id};
  const std::string when = clock_text(clock_.now());
  if (made.purpose == Purpose::command) {
    commands_.push_back(when + " " + hook_line(made));
    if (const auto event = std::exchange(meanwhile_, nullptr)) event();
    take_answer(made.hook_type, outcome);
    return outcome;
  }
  if (made.channel == Channel::webhook) {
    hooks_.push_back(when + " " + hook_line(made));
    return outcome;
  }
  const auto found = resolve_all({{.state = &state,
                                   .tenant = &tenant(),
                                   .role = made.role,
                                   .actor = made.actor,
                                   .whom = made.whom}},
                                 clock_.now(), store_)
                         .value()
                         .front();
  outcome.reason = found.reason;
  if (found.expansion) {
    outcome.outcome = Outcome::expanded;
    outcome.addressees = found.expansion->addressees;
    outcome.troubles = found.expansion->troubles;
    return outcome;
  }
  outcome.unresolved = found.fallback;
  outcome.told = stand_in(found);
  if (found.skip || !found.recipient) {
    outcome.outcome = found.skip ? Outcome::skipped : Outcome::refused;
    return outcome;
  }
  const auto& to = *found.recipient;
  if (auto event = while_mailing_.extract(to.person_id)) event.mapped()();
  take_answer(std::string(to_text(made.purpose)), outcome);
  if (outcome.outcome != Outcome::delivered) return outcome;
  mails_.push_back(when + " " + std::string(to_text(made.purpose)) + " " +
                   (to.person_id.empty() ? to.email : to.person_id) +
                   (made.reason.empty() ? "" : " (" + made.reason + ")") +
                   (made.late ? " late" : ""));
  return outcome;
}

void CallCentre::end(const ClaimedNotification& claimed, const Notification& made,
                     DeliveryOutcome outcome) {
  Record record{.id = claimed.id,
                .case_key = made.case_key,
                .lane = claimed.lane,
                .token = claimed.token,
                .outcome_line = encode_outcome(outcome, clock_.now()),
                .last_outcome = outcome.reason,
                .not_before = clock_.later(std::chrono::minutes{1}),
                .now = clock_.now()};
  if (outcome.outcome == Outcome::try_later) record.kind = Record::Kind::retry;
  const bool failed = outcome.outcome == Outcome::refused || outcome.outcome == Outcome::gave_up;
  if (failed && !has_other_way(made.hook_type)) record.kind = Record::Kind::dead;
  static_cast<void>(store_.record({std::move(record)}));
}

Reply CallCentre::tell(const std::string& type, const std::string& subject, const std::string& data,
                       std::optional<int> sequence) {
  std::string body = R"({"specversion":"1.0","id":"e)" + std::to_string(++told_) +
                     R"(","source":")" + tenant().sources.front() + R"(","type":")" + type +
                     R"(","subject":")" + subject + R"(","time":")" +
                     format_instant(std::exchange(happened_, {}).value_or(clock_.now())) + R"(",)";
  if (sequence) body += R"("sequence":")" + std::to_string(*sequence) + R"(",)";
  last_ = body + R"("data":)" + data + "}";
  return push(last_);
}

Reply CallCentre::repeat() {
  return push(last_);
}

Reply CallCentre::push(const std::string& body) {
  settle();
  intake_->offer({{.token = 1, .body = body}});
  std::vector<followup::Answer> answers;
  for (int turn = 0; turn < 1000 && answers.empty(); ++turn) {
    intake_->advance();
    answers = intake_->take_answers();
  }
  if (answers.empty()) throw std::runtime_error("no answer to an event");
  settle();
  return decode_replies(answers.front().body).value().front();
}

void CallCentre::meanwhile(std::function<void()> event) {
  meanwhile_ = std::move(event);
}

void CallCentre::while_mailing(const std::string& person, std::function<void()> event) {
  while_mailing_[person] = std::move(event);
}

void CallCentre::rest(bool resting) {
  resting_ = resting;
}

void CallCentre::happened(std::string_view local_time) {
  happened_ = policy().zone.to_instant(parse_local(local_time).value());
}

void CallCentre::answer(const std::string& type, std::vector<Answer> answers) {
  answers_[type].assign(answers.begin(), answers.end());
}

Lines CallCentre::new_mails() {
  Lines fresh(mails_.begin() + static_cast<std::ptrdiff_t>(mails_seen_), mails_.end());
  mails_seen_ = mails_.size();
  return fresh;
}

Case CallCentre::stored(Kind kind, const std::string& id) {
  const CaseKey key{name_, kind, id};
  const auto answers = store_.call({{key, std::nullopt}}).value();
  if (answers.front().record.empty()) return empty_case(key);
  return decode_case(key, answers.front().record).value();
}

std::string CallCentre::everything(Kind kind, const std::string& id) {
  const CaseKey key{name_, kind, id};
  std::string all = store_.call({{key, std::nullopt}}).value().front().record;
  for (const auto& line : store_.history(key).value())
    all += "\n" + line;
  for (const auto& letter : store_.list_dead(1000).value())
    all += "\n" + letter.body;
  const auto waiting =
      store_.claim(lanes(), from_ms(to_ms(clock_.now()) * 2), clock_.now(), 200).value();
  for (const auto& one : waiting)
    all += "\n" + one.body + one.frozen;
  return all;
}

Lines CallCentre::due(Kind kind, const std::string& id) {
  Lines lines;
  for (const auto& deadline : deadlines(stored(kind, id), policy()))
    lines.push_back(std::string(to_text(deadline.step)) + " " +
                    format_local(deadline.local).substr(0, 16));
  return lines;
}

Lines CallCentre::listed(const std::string& index) {
  Lines ids;
  for (const auto& entry : store_.list_index(name_, index, 0, 1000).value())
    ids.push_back(entry.key.id);
  return ids;
}

int CallCentre::quarantined() {
  const auto kept = store_.list_refused(name_, 1000).value();
  return static_cast<int>(
      std::ranges::count_if(kept, [](const RefusedEvent& event) { return event.quarantined; }));
}

std::string CallCentre::clock_text(TimePoint at) const {
  return format_local(policy().zone.to_local(at)).substr(0, 16);
}

std::string callit_toml(const std::string& parameters) {
  return fixture("callit") + parameters;
}

std::string saudebr_toml(const std::string& more, const std::string& calendar) {
  std::string toml = fixture("saudebr");
  const std::string named = "calendar = \"expediente\"";
  toml.replace(toml.find(named), named.size(), "calendar = \"" + calendar + "\"");
  return toml + more;
}

std::string assist_toml(const std::string& more) {
  std::string toml = fixture("assist");
  const std::string folder = "TEMPLATES";
  toml.replace(toml.find(folder), folder.size(),
               FOLLOWUP_SOURCE_DIR "/tests/scenarios/tenants/assist-templates");
  return toml + more;
}

std::string telde_toml(const std::string& projects) {
  return fixture("telde") + projects;
}

}  // namespace followup
