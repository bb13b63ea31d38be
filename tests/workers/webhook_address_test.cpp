// Which addresses a webhook may go to: tables of ranges with their edges.
#include "workers/webhook/address_guard.h"

#include <gtest/gtest.h>

namespace followup {

namespace {

IpAddress ip(std::string_view text) {
  const auto parsed = parse_ip(text);
  EXPECT_TRUE(parsed) << text;
  return parsed.value_or(IpAddress{});
}

TEST(AddressGuard, LeavesThePublicOpen) {
  for (const auto* text : {"1.1.1.1",           "8.8.8.8",        "9.255.255.255",
                           "11.0.0.0",          "100.63.255.255", "100.128.0.0",
                           "126.255.255.255",   "128.0.0.0",      "169.253.255.255",
                           "169.255.0.0",       "172.15.255.255", "172.32.0.0",
                           "192.0.1.0",         "192.0.3.0",      "192.167.255.255",
                           "192.169.0.0",       "198.17.255.255", "198.20.0.0",
                           "223.255.255.255",   "::ffff:8.8.8.8", "2606:4700:4700::1111",
                           "2a00:1450:4001::1", "2000::1",        "2001:200::1",
                           "2001:db7::1",       "2003::1",        "3ffe::1",
                           "3fff:1000::1"}) {
    EXPECT_TRUE(is_public(ip(text))) << text;
  }
}

TEST(AddressGuard, ClosesWhatIsNotPublic) {
  for (const auto* text :
       {"0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255",
        "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "172.16.0.0",
        "172.31.255.255", "192.0.0.1", "192.0.2.1", "192.88.99.1", "192.168.0.0", "192.168.255.255",
        "198.18.0.0", "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1",
        "239.255.255.255", "240.0.0.1", "255.255.255.255",
        // IPv4 in another coat
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:0.0.0.0", "::127.0.0.1", "::ffff:0:7f00:1",
        "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2002:808:808::1",
        "2001:0:7f00:1::", "2001::1",
        // IPv6 proper
        "::", "::1", "fe80::1", "febf::1", "fec0::1", "fc00::1", "fd00:ec2::254", "ff02::1",
        "100::1", "2001:2::1", "2001:10::1", "2001:20::1", "2001:db8::1", "2001:db8:ffff::1",
        "3fff::1", "3fff:fff::1", "4000::1", "5f00::1", "1fff::1"}) {
    EXPECT_FALSE(is_public(ip(text))) << text;
  }
}

TEST(AddressGuard, ReadsAddressesInTheirOneForm) {
  for (const auto* text :
       {"127.1", "2130706433", "0x7f000001", "0177.0.0.1", "1.2.3", "1.2.3.4.5", "256.1.1.1", "",
        "::g", "fe80::1%lo", "[::1]", "1.2.3.4 ", "localhost"}) {
    EXPECT_FALSE(parse_ip(text)) << text;
  }
}

TEST(AddressGuard, LetsTheOperatorsExceptionsThrough) {
  const AddressGuard guard(
      {*parse_guard_exception("10.20.0.0/16:8443"), *parse_guard_exception("[fd00::/8]:443")});
  EXPECT_TRUE(guard.allows(ip("10.20.255.1"), 8443, false));
  EXPECT_TRUE(guard.allows(ip("::ffff:10.20.0.1"), 8443, true));
  EXPECT_TRUE(guard.allows(ip("fdff::1"), 443, false));
  EXPECT_FALSE(guard.allows(ip("10.20.0.1"), 443, false)) << "another port";
  EXPECT_FALSE(guard.allows(ip("10.21.0.1"), 8443, false));
  EXPECT_FALSE(guard.allows(ip("fe00::1"), 443, false));
  EXPECT_TRUE(guard.allows(ip("8.8.8.8"), 443, false));
  EXPECT_FALSE(guard.allows(ip("8.8.8.8"), 443, true)) << "clear text to the internet";
}

TEST(AddressGuard, KeepsTheFamiliesApart) {
  const AddressGuard all_v6({*parse_guard_exception("::/0:443")});
  EXPECT_TRUE(all_v6.allows(ip("::1"), 443, false));
  EXPECT_FALSE(all_v6.allows(ip("127.0.0.1"), 443, false));
  const AddressGuard all_v4({*parse_guard_exception("0.0.0.0/0:443")});
  EXPECT_TRUE(all_v4.allows(ip("127.0.0.1"), 443, false));
  EXPECT_FALSE(all_v4.allows(ip("::1"), 443, false));
}

TEST(AddressGuard, ReadsExceptions) {
  EXPECT_EQ(*parse_guard_exception("127.0.0.1:80"), (GuardException{ip("127.0.0.1"), 128, 80}));
  EXPECT_EQ(*parse_guard_exception("10.0.0.0/8:65535"),
            (GuardException{ip("10.0.0.0"), 104, 65535}));
  EXPECT_EQ(*parse_guard_exception("fd00::/8:8443"), (GuardException{ip("fd00::"), 8, 8443}));
  EXPECT_EQ(*parse_guard_exception("[::1]:8080"), (GuardException{ip("::1"), 128, 8080}));
  for (const auto* text : {"", "10.0.0.0/8", "10.0.0.0/33:1", "10.0.0.0/-1:1", "10.0.0.0/:1",
                           "10.0.0.0/8:0", "10.0.0.0/8:65536", "10.0.0.0/8:", "::1:80", "[::1:80",
                           "::/129:80", "all:80", "10.0.0.0/8:80x", "/8:80"}) {
    EXPECT_FALSE(parse_guard_exception(text)) << text;
  }
}

}  // namespace

}  // namespace followup
