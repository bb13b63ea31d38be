// Tickets that the tenant's own configuration forbids are put aside, and an administrator is told
// at once (Q10; S-T08, S-T09, S-T13).
#include "tests/scenarios/call_centre.h"
#include "tests/scenarios/ticket_events.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace followup {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct Misfit {
  std::string name;
  std::string type;
  std::string data;
  Reason reason;
  std::string path;
  std::string says;
};

class TicketMisfits : public testing::TestWithParam<Misfit> {};

TEST_P(TicketMisfits, IsPutAsideAndTheAdministratorIsTold) {
  CallCentre plan("saudebr", saudebr_toml());
  plan.at("2026-03-06T10:00");
  plan.tell("ticket.opened", "T-0", opened("carta"));
  plan.new_mails();
  const auto& [name, type, data, reason, path, says] = GetParam();
  const bool of_known = name.starts_with("Known");
  const Reply reply = plan.tell(type, of_known ? "T-0" : "T-1", data);
  EXPECT_EQ(reply.status, Status::quarantined);
  EXPECT_EQ(reply.reason, reason);
  ASSERT_THAT(reply.faults, testing::SizeIs(1));
  EXPECT_EQ(reply.faults.front().path, path);
  EXPECT_THAT(reply.faults.front().message, HasSubstr(says));
  EXPECT_THAT(plan.new_mails(), ElementsAre("2026-03-06T10:00 quarantined admin@saudebr.example (" +
                                            std::string(to_text(reason)) + ")"));
  EXPECT_EQ(plan.quarantined(), 1);
  EXPECT_THAT(plan.due(Kind::ticket, "T-1"), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    All, TicketMisfits,
    testing::Values(
        Misfit{"S_T08_InactiveNode", "ticket.opened", opened("carta_antiga"),
               Reason::node_not_active, "/data/classification", "inactive"},
        Misfit{"S_T09_DraftNode", "ticket.opened", opened("carta_nova"), Reason::node_not_active,
               "/data/classification", "draft"},
        Misfit{"T12_ParentNode", "ticket.opened", opened("negativa"), Reason::node_is_parent,
               "/data/classification", "below it"},
        Misfit{"UnknownNode", "ticket.opened", opened("cartas"), Reason::unknown_node,
               "/data/classification", "is no classification"},
        Misfit{"S_T13_WrongPersonType", "ticket.opened",
               R"({"protocol":"P-1","classification":"carta","person_type":"prestador"})",
               Reason::wrong_person_type, "/data/person_type", "kind of person"},
        Misfit{"T17_WrongChannel", "ticket.opened", opened("carta", R"(,"channel":"lgpd")"),
               Reason::wrong_channel, "/data/channel", "channel"},
        Misfit{"UnknownGroup", "ticket.opened", opened("livre", R"(,"groups":["marketing"])"),
               Reason::unknown_group, "/data/groups/0", "is no group"},
        Misfit{"UnknownGroupBesideOthers", "ticket.opened",
               opened("livre", R"(,"groups":["juridico","juridico","marketing"])"),
               Reason::unknown_group, "/data/groups/2", "is no group"},
        Misfit{"NoGroup", "ticket.opened", opened("livre"), Reason::unknown_group, "/data/groups",
               "must name a group"},
        Misfit{"AnswerOfAnUnknownTicket", "ticket.answered", answered("juridico"),
               Reason::unknown_ticket, "/subject", "ticket.opened"},
        Misfit{"ReopeningOfAnUnknownTicket", "ticket.reopened", "{}", Reason::unknown_ticket,
               "/subject", "ticket.opened"},
        Misfit{"KnownAnswerOfAGroupThatHasNothingOpen", "ticket.answered", answered("juridico"),
               Reason::group_not_open, "/data/group", "nothing to answer"},
        Misfit{"KnownForwardedFromAGroupThatHasNothingOpen", "ticket.forwarded",
               forwarded("juridico", "autorizacao"), Reason::group_not_open, "/data/from",
               "nothing to answer"},
        Misfit{"KnownForwardedToAnUnknownGroup", "ticket.forwarded",
               forwarded("autorizacao", "marketing"), Reason::unknown_group, "/data/to",
               "is no group"}),
    [](const auto& instance) { return instance.param.name; });

TEST(TicketMisfit, IsToldWithTheClassificationAndTheGroupThatItNames) {
  CallCentre plan("saudebr", saudebr_toml());
  plan.at("2026-03-06T10:00");
  plan.rest(true);
  plan.tell("ticket.opened", "T-1", opened("livre", R"(,"groups":["juridico","marketing"])"));
  plan.rest(false);
  const std::string told = plan.everything(Kind::ticket, "T-1");
  EXPECT_THAT(told, HasSubstr(R"("classification","livre")"));
  EXPECT_THAT(told, HasSubstr(R"("group","marketing")"));
  EXPECT_THAT(told, testing::Not(HasSubstr("João")));
}

TEST(TicketsOfANode, S_T08_ThoseThatWereOpenedBeforeItBecameInactiveKeepTheirTimers) {
  CallCentre plan("saudebr", saudebr_toml());
  plan.at("2026-03-06T16:00");
  plan.tell("ticket.opened", "T-1", opened("carta"), 1);
  std::string toml = saudebr_toml();
  const std::string active = "contact_form = true\nterm = \"24h\"";
  toml.replace(toml.find(active), active.size(),
               "contact_form = true\nstatus = \"inactive\"\nterm = \"48h\"");
  plan.configure(toml);
  EXPECT_EQ(plan.tell("ticket.opened", "T-2", opened("carta")).reason, Reason::node_not_active);
  EXPECT_EQ(plan.tell("ticket.opened", "T-1", opened("carta"), 2).status, Status::accepted)
      << "the whole record once more";
  plan.at("2026-03-07T15:00");
  plan.new_mails();
  plan.at("2026-03-07T16:00");
  EXPECT_THAT(plan.new_mails(),
              ElementsAre("2026-03-07T16:00 ticket_overdue regulacao@saudebr.example"));
}

TEST(TicketsOfANode, S_T09_ThatWasADraftAreTakenInOnceItIsActive) {
  CallCentre plan("saudebr", saudebr_toml());
  plan.at("2026-03-06T16:00");
  EXPECT_EQ(plan.tell("ticket.opened", "T-1", opened("carta_nova")).reason,
            Reason::node_not_active);
  std::string toml = saudebr_toml();
  const std::string draft = "status = \"draft\"";
  toml.replace(toml.find(draft), draft.size(), "status = \"active\"");
  EXPECT_THAT(plan.configure(toml), testing::Each(testing::Field(&ConfigFault::warning, true)));
  const Reply replayed = plan.repeat();
  EXPECT_EQ(replayed.status, Status::accepted) << to_text(replayed.reason);
}

/// T15 to T17: a classification's switches say where it is offered; inside it is everywhere.
TEST(TicketChannels, TheEightCombinationsOfSwitchesTakeWhatTheyOffer) {
  for (int switches = 0; switches < 8; ++switches) {
    const auto on = [&](int bit) { return (switches & bit) != 0; };
    const std::string node =
        std::string("[classifications.prova]\ndescription = \"Prova\"\ngroups = [\"juridico\"]\n") +
        "contact_form = " + (on(1) ? "true" : "false") +
        "\nombudsman = " + (on(2) ? "true" : "false") + "\nlgpd = " + (on(4) ? "true" : "false") +
        "\n";
    CallCentre plan("saudebr", saudebr_toml(node));
    plan.at("2026-03-06T10:00");
    int number = 0;
    const auto taken = [&](const std::string& channel) {
      return plan.tell("ticket.opened", "T-" + std::to_string(++number),
                       opened("prova", R"(,"channel":")" + channel + R"(")"))
                 .status == Status::accepted;
    };
    EXPECT_EQ(taken("contact_form"), on(1)) << switches;
    EXPECT_EQ(taken("ombudsman"), on(2)) << switches;
    EXPECT_EQ(taken("lgpd"), on(4)) << switches;
    EXPECT_TRUE(taken("internal")) << switches;
  }
}

}  // namespace
}  // namespace followup
