// Which addresses may go into an SMTP envelope, and how they read there.
#include "workers/email/address.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace followup {
namespace {

using namespace std::string_literals;

TEST(Address, IsTakenWhenItIsAPlainMailbox) {
  for (const auto* good :
       {"anna@example.org", "a@b", "anna.bianchi+crm@sub.example.org", "o'neill@example.org",
        "x_y-z=1/2@example-1.org", "anna@localhost", "\"a@b\"@example.org", R"("a\"b"@example.org)",
        "123@example.org", "a@1and1.com", "ANNA@EXAMPLE.ORG"}) {
    const auto checked = check_address(good);
    ASSERT_TRUE(checked) << good << ": " << checked.error().what;
    EXPECT_EQ(checked->text(), good);
    EXPECT_FALSE(checked->needs_smtputf8);
  }
}

TEST(Address, IsRefusedWhenItCouldEndTheBracketsOrBeginACommand) {
  for (const auto& bad :
       {"a@x>\r\nRCPT TO:<evil@x"s, "a@x> NOTIFY=SUCCESS"s, "<a@x>"s, "a@x\r"s, "a@x\n"s, "a@x\0b"s,
        "a\x7f@x"s, "a b@x.org"s, "a@x.org "s, " a@x.org"s, "\ta@x.org"s, "\"a b\"@x.org"s,
        "\"a>b\"@x.org"s, "a@x.org,b@x.org"s, "a@x.org;b@x.org"s, "a@x.org\xc2\x85"s,
        "a\xe2\x80\xa8@x.org"s, "a\xe2\x80\xae@x.org"s}) {
    EXPECT_FALSE(check_address(bad)) << bad;
  }
}

TEST(Address, IsRefusedWhenItIsNoMailbox) {
  for (const auto& bad : {""s,
                          "@"s,
                          "a@"s,
                          "@x.org"s,
                          "anna"s,
                          "a@b@c.org"s,
                          ".a@x.org"s,
                          "a.@x.org"s,
                          "a..b@x.org"s,
                          "a(c)@x.org"s,
                          "a@-x.org"s,
                          "a@x-.org"s,
                          "a@x..org"s,
                          "a@.org"s,
                          "a@x.org."s,
                          "a@x_y.org"s,
                          "a@[127.0.0.1]"s,
                          "a@1.2.3.4"s,
                          "a@x.123"s,
                          "\"\"@x.org"s,
                          "\"a@x.org"s,
                          "\"a\"b@x.org"s,
                          "a\"b\"@x.org"s,
                          "a:b@x.org"s,
                          "a@x/y.org"s,
                          "M\xfcller@x.org"s,
                          "a@\xff.org"s}) {
    EXPECT_FALSE(check_address(bad)) << bad;
  }
}

TEST(Address, HasItsLimitsInBytes) {
  const std::string label(63, 'x');
  EXPECT_TRUE(check_address(std::string(64, 'a') + "@x.org"));
  EXPECT_FALSE(check_address(std::string(65, 'a') + "@x.org"));
  EXPECT_TRUE(check_address("a@" + label + ".org"));
  EXPECT_FALSE(check_address("a@x" + label + ".org"));
  const std::string domain =
      label + "." + label + "." + label + "." + std::string(57, 'y') + ".org";
  EXPECT_EQ(domain.size(), 253U);
  EXPECT_FALSE(check_address("ab@" + domain)) << "256 bytes";
  EXPECT_TRUE(check_address("a@" + domain.substr(1))) << "254 bytes";
  EXPECT_FALSE(check_address("aa@" + domain.substr(1))) << "255 bytes";
}

TEST(Address, CarriesAnInternationalDomainAsALabels) {
  EXPECT_EQ(check_address("a@exämple.org")->text(), "a@xn--exmple-cua.org");
  EXPECT_EQ(check_address("a@STRAßE.de")->domain, "xn--strae-oqa.de");
  EXPECT_FALSE(check_address("a@exämple.org")->needs_smtputf8);
  EXPECT_FALSE(check_address("a@ex\xe2\x80\x8bämple..org"));
}

TEST(Address, SaysWhenItNeedsSmtpUtf8) {
  const auto checked = check_address("jörg@example.org");
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->needs_smtputf8);
  EXPECT_EQ(checked->text(), "jörg@example.org");
}

TEST(Address, IsNotRepeatedInTheRefusal) {
  for (const auto* bad :
       {"secret.person@", "secret.person@x>y", "secret person@x.org", "secret.person@-x"}) {
    const auto checked = check_address(bad);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().code, Code::invalid_input);
    EXPECT_EQ(checked.error().what.find("secret"), std::string::npos);
  }
}

TEST(Mailbox, IsANameWithAnAddressOrAnAddressAlone) {
  const auto named = parse_mailbox("Città di Müller <f@example.org>");
  ASSERT_TRUE(named);
  EXPECT_EQ(named->name, "Città di Müller");
  EXPECT_EQ(named->address.text(), "f@example.org");
  EXPECT_EQ(parse_mailbox(R"("Rossi, \"Anna\"" <f@example.org>)")->name, "Rossi, \"Anna\"");
  EXPECT_EQ(parse_mailbox("f@example.org")->name, "");
  EXPECT_EQ(parse_mailbox("<f@example.org>")->address.text(), "f@example.org");
  for (const auto* bad :
       {"", "Name <f@example.org", "Name <>", "Name f@example.org", "Name <f@example.org> x"}) {
    EXPECT_FALSE(parse_mailbox(bad)) << bad;
  }
}

}  // namespace
}  // namespace followup
