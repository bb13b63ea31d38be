#include "tests/tools/office.h"

#include "core/codec/record_codec.h"
#include "core/flow/address.h"
#include "core/flow/due_flow.h"
#include "core/flow/recipients.h"
#include "tools/ctl/command_line.h"
#include "tools/ctl/event_intake.h"
#include "tools/ctl/lanes.h"

#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace followup::test {

namespace {

TimePoint instant(std::string_view text) {
  return parse_instant(text).value();
}

ctl::ExitCode dispatch(const ctl::Invocation& invocation, ctl::Installation* installation,
                       ctl::Terminal& terminal) {
  if (installation == nullptr) return run(invocation.command, invocation.globals, terminal);
  return std::visit(
      [&]<class Asked>(const Asked& asked) {
        if constexpr (requires { ctl::run(asked, *installation, terminal); }) {
          return ctl::run(asked, *installation, terminal);
        } else {
          return ctl::run(asked, invocation.globals, terminal);
        }
      },
      invocation.command);
}

}  // namespace

Printed run_line(std::vector<std::string> words, ctl::Installation* installation) {
  words.insert(words.begin(), "followupctl");
  std::vector<const char*> arguments;
  for (const auto& word : words)
    arguments.push_back(word.c_str());
  std::ostringstream out;
  std::ostringstream complaints;
  const auto parsed = ctl::parse_command_line(static_cast<int>(arguments.size()), arguments.data(),
                                              out, complaints);
  Printed printed;
  if (const auto* code = std::get_if<ctl::ExitCode>(&parsed)) {
    printed.code = *code;
  } else {
    const auto& invocation = std::get<ctl::Invocation>(parsed);
    ctl::Terminal terminal(out, complaints, invocation.globals.json);
    printed.code = dispatch(invocation, installation, terminal);
  }
  printed.out = out.str();
  printed.complaints = complaints.str();
  return printed;
}

std::string created(std::string_view id, std::string_view time, std::string_view subject) {
  return fmt::format(
      R"({{"specversion":"1.0","id":"{}","source":"urn:crm:assist","type":"referral.created",)"
      R"("subject":"{}","time":"{}","data":{{"created_on":"2011-01-01","referral_date":"2011-01-01",)"
      R"("follow_up":{{"requested":true,"days":30}},)"
      R"("case_worker":{{"id":"anna","name":"Anna Rossi","email":"anna@assist.example"}},)"
      R"("supervisor":{{"id":"sara","name":"Sara Bianchi","email":"sara@assist.example"}},)"
      R"("clients":[{{"id":"K-1","name":"Carla Verdi"}}],"provider":{{"name":"Clinic"}}}}}})",
      id, subject, time);
}

std::string contact(std::string_view id, std::string_view time) {
  return fmt::format(R"({{"specversion":"1.0","id":"{}","source":"urn:crm:assist",)"
                     R"("type":"referral.contact_recorded","subject":"R-1","time":"{}",)"
                     R"("data":{{"contacted":true,"on":"{}"}}}})",
                     id, time, time.substr(0, 10));
}

std::string assist_tenant(std::string_view more_referral_keys) {
  return std::string(good_tenant) +
         "[referral]\n"
         "supervisor_days = 10\n" +
         std::string(more_referral_keys) +
         "\n[[endpoint]]\n"
         "name = \"crm\"\n"
         "url = \"https://crm.assist.example/hooks\"\n"
         "secret_files = [\"hook.secret\"]\n"
         "types = [\"*\"]\n";
}

Office::Office() : clock(instant("2011-01-01T09:00:00Z")) {
  configure(assist_tenant());
}

void Office::configure(const std::string& tenant_file) {
  folder.write_tenant(tenant_file);
  read_configuration();
}

void Office::add_tenant(const std::string& name, const std::string& tenant_file) {
  folder.write("tenants/" + name + ".toml", tenant_file);
  read_configuration();
  ASSERT_TRUE(policies_.publish(config_.tenants, store));
}

void Office::read_configuration() {
  LoadedConfig loaded = folder.load(DeliverySecrets::ignored);
  ASSERT_TRUE(loaded.usable()) << describe(loaded.faults);
  config_ = std::move(loaded.config);
  if (policies_.newest("assist") == 0) {
    ASSERT_TRUE(policies_.publish(config_.tenants, store));
  }
}

void Office::forget_tenant(const std::string& name) {
  config_.tenants.tenants.erase(name);
}

FlowContext Office::context() {
  return {&config_.tenants, &policies_, &clock, config_.late_tolerance};
}

void Office::tell(const std::string& event, std::string_view at) {
  clock.set(instant(at));
  const Decoded decoded = decoder_.decode(event, clock.now());
  for (const auto& item : decoded.items) {
    auto addressed = address_event(item.item, config_.tenants);
    ASSERT_TRUE(std::holds_alternative<WorkItem>(addressed)) << event;
    const auto taken =
        ctl::take_event(std::get<WorkItem>(addressed), store, store, cache_, context());
    ASSERT_TRUE(taken) << taken.error().what;
    ASSERT_EQ(taken->result.status, Status::accepted) << event;
  }
}

void Office::fire(std::string_view at) {
  clock.set(instant(at));
  ASSERT_TRUE(DueFlow(store, context()).tick());
}

void Office::deliver(const std::set<std::string>& refused) {
  const auto lanes = ctl::all_lanes(config_.tenants);
  while (true) {
    const auto claimed =
        store.claim(lanes, clock.now(), clock.now() + std::chrono::seconds{10}, 100).value();
    if (claimed.empty()) return;
    for (const auto& one : claimed) {
      const Notification made = decode_notification(one.body).value();
      end(one, made.case_key, send(made, refused));
    }
    ASSERT_TRUE(DueFlow(store, context()).tick());
  }
}

DeliveryOutcome Office::send(const Notification& made, const std::set<std::string>& refused) {
  DeliveryOutcome outcome{.notification = made.id};
  if (made.channel == Channel::webhook) return outcome;
  const auto state = ctl::load_case(store, made.case_key).value();
  const Tenant* tenant = config_.tenants.find(made.case_key.tenant);
  const auto resolution =
      resolve_all({{&*state, tenant, made.role, made.actor, made.whom}}, clock.now(), store)
          .value()
          .front();
  if (resolution.skip) outcome.outcome = Outcome::skipped;
  if (resolution.recipient && refused.contains(resolution.recipient->email)) {
    outcome.outcome = Outcome::refused;
    outcome.reason = "smtp_550";
  }
  if (resolution.expansion) {
    outcome.outcome = Outcome::expanded;
    outcome.addressees = resolution.expansion->addressees;
    outcome.troubles = resolution.expansion->troubles;
  }
  return outcome;
}

void Office::end(const ClaimedNotification& claimed, const CaseKey& key,
                 const DeliveryOutcome& outcome) {
  ASSERT_TRUE(store.record({{.kind = Record::Kind::done,
                             .id = claimed.id,
                             .case_key = key,
                             .lane = claimed.lane,
                             .token = claimed.token,
                             .outcome_line = encode_outcome(outcome, clock.now()),
                             .last_outcome = std::string(to_text(outcome.outcome)),
                             .not_before = clock.now(),
                             .now = clock.now()}}));
}

std::string Office::give_up(const std::string& lane, const std::string& reason) {
  return attempt(
      lane,
      {.kind = Record::Kind::dead, .last_outcome = "refused " + reason, .not_before = clock.now()},
      reason);
}

void Office::put_off(const std::string& lane, const std::string& reason) {
  attempt(lane,
          {.kind = Record::Kind::retry,
           .last_outcome = reason,
           .not_before = clock.now() + std::chrono::minutes{1}},
          reason);
}

std::string Office::attempt(const std::string& lane, Record end, const std::string& reason) {
  const auto claimed =
      store.claim({lane}, clock.now(), clock.now() + std::chrono::seconds{10}, 1).value();
  if (claimed.empty()) {
    ADD_FAILURE() << "nothing waits in " << lane;
    return {};
  }
  const auto& one = claimed.front();
  const Notification made = decode_notification(one.body).value();
  const auto record = store.call({{made.case_key, std::nullopt}}).value().front().record;
  (void)store.begin({{.id = one.id,
                      .case_key = made.case_key,
                      .token = one.token,
                      .case_version = record_version(record),
                      .frozen = "frozen",
                      .lease_until = clock.now() + std::chrono::seconds{60},
                      .lane = lane}});
  end.id = one.id;
  end.case_key = made.case_key;
  end.lane = lane;
  end.token = one.token;
  end.outcome_line = encode_outcome(
      {.notification = one.id, .outcome = Outcome::refused, .reason = reason}, clock.now());
  end.now = clock.now();
  (void)store.record({std::move(end)});
  return one.id;
}

void Office::refuse(const std::string& shelf, const std::string& id, const std::string& raw,
                    const std::string& reply, bool quarantined) {
  ASSERT_TRUE(store.keep_refused({{.shelf = shelf,
                                   .id = id,
                                   .reply = reply,
                                   .raw = raw,
                                   .quarantined = quarantined,
                                   .at = clock.now()}},
                                 100, 100, TimePoint{}));
}

Printed Office::run(std::vector<std::string> words) {
  words.push_back("--config");
  words.push_back(folder.path().string());
  ctl::Installation installation{.config = config_,
                                 .cases = store,
                                 .outbox = store,
                                 .shelf = store,
                                 .clock = clock,
                                 .policies = policies_,
                                 .virtual_clock = false,
                                 .router = router,
                                 .check_settings = [this] { return settings; }};
  return run_line(std::move(words), &installation);
}

}  // namespace followup::test
