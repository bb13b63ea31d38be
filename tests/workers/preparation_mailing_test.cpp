// A message to several groups ends without an attempt, with those whom it goes to; each of them
// gets one of its own, resolved when it is sent (Q6, Q14; S-T06).
#include "quiet_channel.h"
#include "tests/flow/world.h"
#include "workers/preparation.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace followup {

namespace {

Policy ticket_policy() {
  Policy policy = assist_policy();
  policy.ticket.nodes["denial"].description = "Denial";
  policy.ticket.nodes["denial"].groups = {"legal", "money"};
  return policy;
}

Event opened(TimePoint time) {
  Event event;
  event.source = "https://crm.assist.example";
  event.id = "opened-1";
  event.type = "ticket.opened";
  event.kind = Kind::ticket;
  event.subject = "T-1";
  event.time = time;
  TicketRecord record;
  record.protocol = "2011-7";
  record.classification = "denial";
  event.payload = record;
  return event;
}

/// A ticket for the groups "legal", whose members are Anna and Carlo, and "money", which has an
/// address.
class MailingStory : public ::testing::Test {
 protected:
  MailingStory() : world_(ticket_policy()) {
    Tenant& tenant = world_.tenants().tenants.at("assist");
    tenant.groups["legal"] = {.id = "legal", .name = "Legal", .members = {"anna", "carlo"}};
    tenant.groups["money"] = {.id = "money", .name = "Money", .email = "money@assist.example"};
    for (const char* id : {"anna", "carlo", "dora"})
      tenant.people[id] = {.id = id, .email = std::string(id) + "@assist.example"};
    world_.at("2011-01-03T10:00");
    const auto results = world_.run({{{"assist", Kind::ticket, "T-1"}, opened(world_.now())}});
    EXPECT_EQ(results.front().result.status, Status::accepted);
    clock_.set(world_.now());
  }

  Prepared run() {
    Preparation preparation({.channel = &channel_,
                             .cases = &world_.store(),
                             .outbox = &world_.store(),
                             .policies = &world_.policies(),
                             .tenants = &world_.tenants(),
                             .clock = &clock_});
    return preparation.run({{"email:urgent", 100}, {"email:normal", 100}}, 100);
  }

  /// Expands the message, and lets the case make those to each.
  void expand() {
    const auto prepared = run();
    EXPECT_TRUE(prepared.begun.empty());
    EXPECT_EQ(prepared.endings, std::vector<Outcome>{Outcome::expanded});
    ASSERT_TRUE(world_.store().record(prepared.ended));
    ASSERT_TRUE(world_.tick());
  }

  /// To whom an attempt begins, sorted.
  Lines begun() {
    Lines to;
    for (const auto& one : run().begun)
      to.push_back(one.shipment.frozen);
    std::ranges::sort(to);
    return to;
  }

  World world_;
  QuietChannel channel_;
  SettableClock clock_{TimePoint{}};
};

TEST_F(MailingStory, BecomesOneMessageAnAddress) {
  expand();
  EXPECT_EQ(begun(), (Lines{"to anna@assist.example", "to carlo@assist.example",
                            "to money@assist.example"}));
}

TEST_F(MailingStory, FindsTheDelegateOfWhoLeavesBeforeTheMailIsSent) {
  expand();
  world_.tell("carlo", AbsenceSet{world_.now() - std::chrono::hours{1},
                                  world_.now() + std::chrono::hours{1}, "dora"});
  EXPECT_EQ(begun(),
            (Lines{"to anna@assist.example", "to dora@assist.example", "to money@assist.example"}));
}

TEST_F(MailingStory, WarnsTheAdministratorOfAGroupThatCanNotBeTold) {  // S-T07
  world_.tenants().tenants.at("assist").groups["money"].active = false;
  expand();
  const auto prepared = run();
  Lines what;
  for (const auto& one : prepared.begun)
    what.push_back(std::string(to_text(one.notification.purpose)) + " " + one.shipment.frozen);
  std::ranges::sort(what);
  EXPECT_EQ(
      what,
      (Lines{"config_warning to fallback@assist.example", "ticket_opened to anna@assist.example",
             "ticket_opened to carlo@assist.example", "ticket_opened to fallback@assist.example"}));
}

}  // namespace

}  // namespace followup
