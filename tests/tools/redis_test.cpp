// The commands over a Redis of the test's own, as the program opens it.
#include "core/flow/address.h"
#include "core/flow/case_batch.h"
#include "core/flow/policy_book.h"
#include "core/store/keys.h"
#include "tests/support/private_redis.h"
#include "tests/tools/office.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup::test {
namespace {

using ctl::ExitCode;
using testing::HasSubstr;

class OnRedis : public testing::Test {
 protected:
  OnRedis() : store_(redis_.address()) {
    folder_.write_infrastructure("[redis]\nsocket = \"" + redis_.socket() +
                                 "\"\n[mail]\nhost = \"localhost\"\n");
    folder_.write_tenant(assist_tenant());
  }

  Printed run(std::vector<std::string> words) {
    words.push_back("--config");
    words.push_back(folder_.path().string());
    return run_line(std::move(words));
  }

  /// The clock of the store shows 2011-01-15T10:00:00Z, as with --clock.
  void set_clock() {
    const auto shown = to_ms(parse_instant("2011-01-15T10:00:00Z").value());
    const auto real = to_ms(store_.server_time().value());
    ASSERT_TRUE(
        store_.set_mark("clock", std::to_string(shown) + " " + std::to_string(real) + " 1", false));
  }

  /// Events come in as they do through a daemon, in one batch.
  void tell(const std::vector<std::string>& events) {
    const auto config = folder_.load(DeliverySecrets::ignored).config;
    PolicyBook policies;
    ASSERT_TRUE(policies.publish(config.tenants, store_));
    const SettableClock clock(parse_instant("2011-01-15T10:00:00Z").value());
    const EventDecoder decoder;
    std::vector<WorkItem> items;
    for (const auto& event : events) {
      const Decoded decoded = decoder.decode(event, clock.now());
      items.push_back(
          std::get<WorkItem>(address_event(decoded.items.front().item, config.tenants)));
    }
    CaseCache cache(0);
    CaseBatch batch(std::move(items), store_, cache,
                    {&config.tenants, &policies, &clock, std::chrono::minutes{1}});
    batch.finish();
    ASSERT_FALSE(batch.failure());
  }

  PrivateRedis redis_;
  RedisStore store_;
  ConfigFolder folder_;
};

TEST_F(OnRedis, LooksIntoAnInstallation) {
  set_clock();
  tell({created()});
  const Printed status = run({"status"});
  EXPECT_EQ(status.code, ExitCode::ok) << status.out << status.complaints;
  EXPECT_THAT(status.out, HasSubstr("virtual, 1 times as fast as real time"));
  EXPECT_THAT(status.out, HasSubstr("next 2011-01-31 09:00 CET assist/referral/R-1"));
  EXPECT_THAT(run({"pending"}).out,
              HasSubstr("2011-01-31 09:00 CET  reminder  assist/referral/R-1"));
  EXPECT_THAT(run({"show", "R-1"}).out, HasSubstr("referral.created"));
  EXPECT_THAT(run({"explain", "R-1"}).out,
              HasSubstr("escalation  2011-02-10 09:00 CET (2011-02-10T08:00:00Z)"));
  EXPECT_EQ(run({"dead", "list"}).out, "there are no dead letters\n");
  EXPECT_EQ(run({"rejected", "list"}).out, "no refused events are kept\n");
}

TEST_F(OnRedis, ReplansOverManyPages) {
  set_clock();
  constexpr int cases = 1200;  // more than twice what one step of the sweep looks at
  std::vector<std::string> events;
  for (int n = 0; n < cases; ++n) {
    events.push_back(
        created("evt-" + std::to_string(n), "2011-01-15T10:00:00Z", "R-" + std::to_string(n)));
  }
  tell(events);
  std::string text = assist_tenant();
  text.replace(text.find("supervisor_days = 10"), 20, "supervisor_days = 5");
  folder_.write_tenant(text);
  EXPECT_THAT(run({"replan"}).out, HasSubstr("with other deadlines: 1200"));
  EXPECT_THAT(run({"replan", "--apply"}).out, HasSubstr("with other deadlines: 1200"));
  EXPECT_THAT(run({"replan"}).out,
              HasSubstr("with other deadlines: 0, with the same ones under another version: 0"));
  EXPECT_THAT(run({"explain", "R-1199"}).out, HasSubstr("escalation  2011-02-05 09:00 CET"));
}

TEST_F(OnRedis, SaysThatTheStoreDoesNotAnswer) {
  redis_.stop();
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"status"}, {"pending"}, {"show", "R-1"}, {"replan"}, {"dead", "list"}}) {
    const Printed printed = run(words);
    EXPECT_EQ(printed.code, ExitCode::unreachable) << words.front();
    EXPECT_THAT(printed.complaints, HasSubstr("followupctl: the store does not answer"));
  }
}

TEST_F(OnRedis, SaysThatAStoredRecordIsDamaged) {
  tell({created()});
  const std::string key = Keys().case_record(Keys::member({"assist", Kind::referral, "R-1"}));
  std::string record = redis_.command({"GET", key});
  record.back() = ' ';
  redis_.command({"SET", key, record});
  const Printed printed = run({"show", "R-1"});
  EXPECT_EQ(printed.code, ExitCode::refused);
  EXPECT_THAT(printed.complaints, HasSubstr("assist/referral/R-1: "));
}

TEST_F(OnRedis, ErasesADamagedRecordSoThatItCanBeToldAnew) {
  tell({created()});
  EXPECT_EQ(run({"damaged", "drop", "R-1"}).code, ExitCode::refused);
  const CaseKey key{"assist", Kind::referral, "R-1"};
  redis_.command({"ZADD", Keys().damaged(), "1", Keys::member(key)});
  EXPECT_EQ(run({"damaged", "list"}).code, ExitCode::refused);
  EXPECT_EQ(run({"damaged", "drop", "R-1"}).code, ExitCode::ok);
  EXPECT_EQ(redis_.command({"EXISTS", Keys().case_record(Keys::member(key))}), "0");
  EXPECT_EQ(run({"damaged", "list"}).code, ExitCode::ok);
}

}  // namespace
}  // namespace followup::test
