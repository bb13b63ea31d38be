// Records of tickets, and what workers say of messages to several: what is written is read back,
// damage is found, and they are small.
#include "core/base/hash.h"
#include "core/codec/record_codec.h"
#include "tests/support/random_case.h"
#include "tests/support/story.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

const CaseKey key{"saudebr", Kind::ticket, "TK-100"};

/// A record around any body, with a checksum that fits.
std::string record_around(const std::string& body) {
  const std::string version = "00000001";
  return "1" + version + to_hex(checksum(version + body), 8) + body;
}

std::string body_of(const Case& state) {
  return encode_case(state).substr(record_header_bytes);
}

/// One could not be told, the other not yet.
Mailing half_told_managers() {
  return {.number = 4,
          .purpose = Purpose::ticket_overdue,
          .role = Role::managers,
          .cycle = 2,
          .nominal = local("2026-03-09T23:59:59"),
          .due = instant("2026-03-10T02:59:59Z"),
          .late = true,
          .level = 2,
          .parties = {"juridico"},
          .about = "autorizacao",
          .actor = "souza",
          .expanded = true,
          .receipts = {{{"person/lima", {"juridico"}}, Outcome::refused, "smtp_550"},
                       {{"fallback", {}}, std::nullopt, ""}},
          .troubles = {{"group/juridico", "no_manager"}}};
}

/// One group has answered, and the managers of the other are being told.
Case eventful_ticket() {
  Case state = empty_case(key);
  state.version = 1;
  state.open = {{.id = "x1",
                 .lane = "email:normal",
                 .purpose = Purpose::ticket_overdue,
                 .role = Role::recipient,
                 .whom = "4/person/lima"}};
  auto& facts = std::get<Ticket>(state.facts);
  facts.known = true;
  facts.protocol = "3263";
  facts.classification = "negativa";
  facts.person_type = "beneficiary";
  facts.channel = TicketChannel::contact_form;
  facts.opened_at = instant("2026-03-06T19:00:00Z");
  facts.secret = true;
  facts.summary = "Why?";
  facts.beneficiary = {"B-77", "Joana"};
  facts.record_groups = {"autorizacao", "juridico"};
  facts.record_sequence = 1;
  facts.closed = true;
  facts.closing_sequence = 5;
  facts.done = true;
  facts.cycle = 2;
  facts.demands = {
      {.group = "autorizacao",
       .since = instant("2026-03-06T19:00:00Z"),
       .warned = local("2026-03-06T17:30"),
       .told = true,
       .end = GroupDemand::End::answered},
      {.group = "juridico",
       .since = instant("2026-03-06T19:00:00Z"),
       .extended_to = local("2026-03-09T23:59:59"),
       .escalated = 2,
       .escalation = StepDone{local("2026-03-09T23:59:59"), instant("2026-03-10T03:00:00Z"), true},
       .chain_ended = true}};
  facts.mailing_count = 4;
  facts.mailings = {half_told_managers()};
  facts.path = {{instant("2026-03-06T19:00:00Z"), "opened", "autorizacao", "", "", ""},
                {instant("2026-03-06T20:00:00Z"), "answered", "autorizacao", "", "souza", "No."}};
  return state;
}

DeliveryOutcome expansion() {
  return {.notification = "x1",
          .outcome = Outcome::expanded,
          .reason = {},
          .addressees = {{"group/juridico", {"juridico", "autorizacao"}}, {"fallback", {}}},
          .troubles = {{"group/financeiro", "inactive"}}};
}

TEST(TicketRecord, IsReadBackAsItWasWritten) {
  for (const auto& state : {eventful_ticket(), empty_case(key)}) {
    const auto decoded = decode_case(key, encode_case(state));
    ASSERT_TRUE(decoded) << decoded.error().what;
    EXPECT_EQ(*decoded, state) << encode_case(state);
  }
}

TEST(TicketRecord, OfAnyContentIsReadBackAsItWasWritten) {
  RandomCases random(20260306);
  for (int n = 0; n < 300; ++n) {
    const Case state = random.next(Kind::ticket);
    const auto decoded = decode_case(state.key, encode_case(state));
    ASSERT_TRUE(decoded) << n << ": " << decoded.error().what;
    ASSERT_EQ(*decoded, state) << n << ": " << encode_case(state);
  }
}

TEST(TicketRecord, LeavesDefaultsOut) {
  EXPECT_EQ(body_of(empty_case(key)), "{}");
}

// A record as it is written now; it must stay readable.
TEST(TicketRecord, OfOldStaysReadable) {
  const std::string body =
      R"({"o":[["x1","email:normal",21,15,"",1,0,0,0,"4/person/lima"]],"b":1,"n":"3263","k":"negativa","t":"beneficiary","w":1,"d":1772823600000,"z":1,"u":"Why?","l":{"i":"B-77","n":"Joana"},"g":["autorizacao","juridico"],"q":1,"x":1,"xq":5,"e":1,"y":2,"a":[{"g":"autorizacao","s":1772823600000,"w":1772818200,"t":1,"x":1},{"g":"juridico","s":1772823600000,"u":1773100799,"v":2,"e":{"n":1773100799,"a":1773111600000,"l":1},"b":1}],"mn":4,"m":[{"i":4,"p":21,"r":14,"y":2,"n":1773100799,"d":1773111599000,"l":1,"v":2,"g":["juridico"],"b":"autorizacao","w":"souza","e":1,"a":[{"a":{"w":"person/lima","t":["juridico"]},"x":2,"r":"smtp_550"},{"a":{"w":"fallback"}}],"t":[{"w":"group/juridico","r":"no_manager"}]}],"v":[{"a":1772823600000,"w":"opened","g":"autorizacao"},{"a":1772827200000,"w":"answered","g":"autorizacao","b":"souza","t":"No."}]})";
  const auto decoded = decode_case(key, record_around(body));
  ASSERT_TRUE(decoded);
  EXPECT_EQ(*decoded, eventful_ticket());
  EXPECT_EQ(body_of(eventful_ticket()), body);
}

TEST(TicketRecord, TellsWhatIsThereAndEmptyFromWhatIsNotThere) {
  Case state = empty_case(key);
  auto& facts = std::get<Ticket>(state.facts);
  facts.record_sequence = 0;
  facts.demands.emplace_back().extended_to.emplace();
  facts.demands.emplace_back().escalation.emplace();
  facts.mailings.emplace_back().receipts.push_back({{}, Outcome::delivered, ""});
  facts.path.emplace_back();
  EXPECT_EQ(decode_case(key, encode_case(state)).value(), state);
}

TEST(TicketRecord, RefusesFieldsOfAnotherTypeThoughTheChecksumFits) {
  for (const char* body : {R"({"b":2})",
                           R"({"n":7})",
                           R"({"w":4})",
                           R"({"w":-1})",
                           R"({"w":"lgpd"})",
                           R"({"d":"2026-03-06"})",
                           R"({"l":"B-77"})",
                           R"({"g":"juridico"})",
                           R"({"g":[7]})",
                           R"({"q":-1})",
                           R"({"y":4294967296})",
                           R"({"mn":-1})",
                           R"({"a":{}})",
                           R"({"a":[{"x":5}]})",
                           R"({"a":[{"s":"now"}]})",
                           R"({"a":[{"e":[]}]})",
                           R"({"m":[{"p":36}]})",
                           R"({"m":[{"r":19}]})",
                           R"({"m":[{"v":2147483648}]})",
                           R"({"m":[{"a":[{"x":8}]}]})",
                           R"({"m":[{"a":[{"a":"fallback"}]}]})",
                           R"({"m":[{"t":[["group/a","inactive"]]}]})",
                           R"({"v":[{"a":"now"}]})",
                           R"({"v":[{"t":7}]})"})
    EXPECT_FALSE(decode_case(key, record_around(body))) << body;
}

// Whatever a body holds under a checksum that fits: an answer, and what was taken is what is
// written.
TEST(TicketRecord, IsNeverOverrunByDamage) {
  const std::string good = body_of(eventful_ticket());
  for (std::size_t at = 0; at < good.size(); ++at) {
    for (const char byte : {'9', '"', '}', '-', ','}) {
      std::string bad = good;
      bad[at] = byte;
      const auto decoded = decode_case(key, record_around(bad));
      if (!decoded) continue;
      EXPECT_EQ(decode_case(key, encode_case(*decoded)).value(), *decoded) << bad;
    }
  }
}

// What a ticket that three groups have to answer takes of Redis' memory, once they have been told.
TEST(TicketRecord, OfAPendingTicketIsSmall) {
  Case state = empty_case(key);
  auto& facts = std::get<Ticket>(state.facts);
  facts.known = true;
  facts.protocol = "32630520260306000117";
  facts.classification = "negativa-escrita";
  facts.opened_at = instant("2026-03-06T19:00:00Z");
  facts.summary = "Asks why the operation was denied";
  facts.beneficiary = {"B-77", "Joana Lima"};
  facts.mailing_count = 1;
  for (const char* const group : {"autorizacao", "juridico", "financeiro"}) {
    facts.record_groups.emplace_back(group);
    facts.demands.push_back({.group = group, .since = facts.opened_at, .told = true});
    facts.path.push_back({facts.opened_at, "opened", group, "", "", ""});
    facts.path.push_back({facts.opened_at, "notified", group, "delivered", "", ""});
  }
  EXPECT_LE(encode_case(state).size(), 800U) << encode_case(state);
}

TEST(StoredExpansion, IsReadBackAsItWasWritten) {
  RandomCases random(20260307);
  std::vector<DeliveryOutcome> outcomes{expansion()};
  for (int n = 0; n < 200; ++n)
    outcomes.push_back(random.outcome());
  for (const auto& outcome : outcomes) {
    const auto line = encode_outcome(outcome, from_ms(1234));
    const auto stored = decode_outcome(line);
    ASSERT_TRUE(stored) << line;
    EXPECT_EQ(stored->at, from_ms(1234));
    EXPECT_EQ(stored->outcome.notification, outcome.notification);
    EXPECT_EQ(stored->outcome.outcome, outcome.outcome);
    EXPECT_EQ(stored->outcome.reason, outcome.reason);
    EXPECT_EQ(stored->outcome.unresolved, outcome.unresolved);
    EXPECT_EQ(stored->outcome.first_report, outcome.first_report);
    EXPECT_EQ(stored->outcome.uncertain, outcome.uncertain);
    EXPECT_EQ(stored->outcome.told, outcome.told);
    EXPECT_EQ(stored->outcome.addressees, outcome.addressees);
    EXPECT_EQ(stored->outcome.troubles, outcome.troubles);
  }
}

TEST(StoredExpansion, IsALineOfItsOwnShape) {
  EXPECT_EQ(
      encode_outcome(expansion(), from_ms(1234)),
      R"([1234,"x1","expanded","",0,0,0,"",[{"w":"group/juridico","t":["juridico","autorizacao"]},{"w":"fallback"}],[{"w":"group/financeiro","r":"inactive"}]])");
}

// What is said of a single message is written as it always was.
TEST(StoredExpansion, IsNotInTheLineOfASingleMessage) {
  DeliveryOutcome one{.notification = "x1", .outcome = Outcome::delivered, .reason = {}};
  EXPECT_EQ(encode_outcome(one, from_ms(1234)), R"([1234,"x1","delivered","",0,0])");
  one.uncertain = true;
  EXPECT_EQ(encode_outcome(one, from_ms(1234)), R"([1234,"x1","delivered","",0,0,1])");
  one.told = "schulz";
  EXPECT_EQ(encode_outcome(one, from_ms(1234)), R"([1234,"x1","delivered","",0,0,1,"schulz"])");
}

TEST(StoredExpansion, RefusesWhatItCanNotUnderstand) {
  const std::string begin = R"([1,"x1","expanded","",0,0,0,"",)";
  ASSERT_TRUE(decode_outcome(begin + "[],[]]"));
  for (const char* bad :
       {"7,[]]", "{},[]]", "[7],[]]", R"(["fallback"],[]])", R"([{"w":7}],[]])",
        R"([{"t":"juridico"}],[]])", "[],7]", R"([],["inactive"]])", R"([],[{"r":7}]])"})
    EXPECT_FALSE(decode_outcome(begin + bad)) << bad;
}

}  // namespace

}  // namespace followup
