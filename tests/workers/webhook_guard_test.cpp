// Where webhooks may not go, tried from outside: however an address is written or resolved, nobody
// inside gets a visit.
#include "tests/workers/webhook_story.h"

#include <array>
#include <cstring>

#include <dlfcn.h>
#include <netdb.h>
#include <unistd.h>

namespace {

/// Names that the tests resolve themselves: "inside.test" to this machine, "mixed.test" to a dead
/// allowed address and then to this machine, "stuck.test" not before the test lets it.
std::array<int, 2> stuck_pipe{-1,
                              -1};  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

using Resolver = int (*)(const char*, const char*, const addrinfo*, addrinfo**);

int resolve(const char* text, const char* service, const addrinfo* hints, addrinfo** result) {
  // NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): looked up once
  static const auto next = reinterpret_cast<Resolver>(::dlsym(RTLD_NEXT, "getaddrinfo"));
  return next(text, service, hints, result);
}

}  // namespace

extern "C" int getaddrinfo(const char* node, const char* service, const addrinfo* hints,
                           addrinfo** result) {
  const std::string_view name = node == nullptr ? "" : node;
  if (name == "inside.test") return resolve("127.0.0.1", service, hints, result);
  if (name == "stuck.test") {
    char byte = 0;
    [[maybe_unused]] const auto count = ::read(stuck_pipe[0], &byte, 1);
    return EAI_AGAIN;
  }
  if (name != "mixed.test") return resolve(node, service, hints, result);
  const int dead = resolve("127.0.0.3", service, hints, result);
  addrinfo* inside = nullptr;
  if (dead != 0 || resolve("127.0.0.1", service, hints, &inside) != 0) return EAI_FAIL;
  (*result)->ai_next = inside;
  return 0;
}

namespace followup {

namespace {

TEST(WebhookGuard, LetsNobodyInsideBeVisitedHoweverTheAddressIsWritten) {
  const SilentListener v4;
  const SilentListener v6("::1");
  const std::vector<std::string> hosts{"127.0.0.1",
                                       "127.1",
                                       "2130706433",
                                       "0x7f000001",
                                       "0177.0.0.1",
                                       "0",
                                       "0.0.0.0",
                                       "localhost",
                                       "inside.test",
                                       "[::1]",
                                       "[::]",
                                       "[::ffff:127.0.0.1]",
                                       "[0:0:0:0:0:ffff:7f00:1]",
                                       "[64:ff9b::7f00:1]",
                                       "[2002:7f00:1::]",
                                       "169.254.169.254",
                                       "[fd00:ec2::254]",
                                       "[fe80::1%25lo]",
                                       "10.0.0.1",
                                       "192.168.1.1",
                                       "172.31.255.255",
                                       "100.64.0.1",
                                       "[2001:0:7f00:1::]"};
  for (const auto& host : hosts) {
    for (const int port : {v4.port(), v6.port()}) {
      const auto end = post_one("https://" + host + ":" + std::to_string(port) + "/", {});
      EXPECT_EQ(end.outcome, Outcome::refused) << host;
      EXPECT_EQ(end.reason, "address_denied") << host;
    }
  }
  EXPECT_EQ(v4.visitors(), 0);
  EXPECT_EQ(v6.visitors(), 0);
}

TEST(WebhookGuard, IsNotFooledByTextsThatProgramsReadDifferently) {
  const SilentListener inside;
  const std::string port = std::to_string(inside.port());
  for (const auto& url : std::vector<std::string>{
           "https://127.0.0.1.:" + port + "/",
           "https://\xe2\x91\xa0\xe2\x91\xa1\xe2\x91\xa6.0.0.1:" + port + "/",
           "https://127.0.0.1:" + port + "\\@127.0.0.5/", "https://user@127.0.0.1:" + port + "/",
           "https://user:pass@127.0.0.1:" + port + "/", "file:///etc/passwd",
           "gopher://127.0.0.1:" + port + "/", "http://127.0.0.1:" + port + "/", "https:///",
           "https://127.0.0.1:" + port + "#@example.org/"}) {
    EXPECT_NE(post_one(url, {}).outcome, Outcome::delivered) << url;
  }
  EXPECT_EQ(inside.visitors(), 0);
}

TEST(WebhookGuard, TakesAUrlWithAUserForAMistake) {
  const auto end = post_one("https://user:pass@192.0.2.1/", {});
  EXPECT_EQ(end.outcome, Outcome::refused);
  EXPECT_TRUE(end.soft_refusal);
  EXPECT_EQ(end.reason, "url_invalid");
}

TEST(WebhookGuard, JudgesEveryAddressThatANameHas) {
  const SilentListener inside;
  const std::string url = "http://mixed.test:" + std::to_string(inside.port()) + "/";
  const auto exception = parse_guard_exception("127.0.0.3:" + std::to_string(inside.port()));
  const auto end = post_one(url, AddressGuard({*exception}));
  EXPECT_EQ(end.outcome, Outcome::try_later) << "the allowed address may be back later";
  EXPECT_EQ(end.reason, "unreachable");
  EXPECT_EQ(inside.visitors(), 0);
}

TEST(WebhookGuard, OpensAnExceptionForItsPortAlone) {
  ScriptedReceiver receiver;
  EXPECT_EQ(post_one(receiver.url(), open_guard(receiver.port())).outcome, Outcome::delivered);
  EXPECT_EQ(post_one(receiver.url(), open_guard(receiver.port() == 80 ? 81 : 80)).reason,
            "address_denied");
}

TEST(WebhookGuard, IsNotPassedByThroughAProxyOfTheEnvironment) {
  const SilentListener proxy;
  const std::string url = "http://127.0.0.1:" + std::to_string(proxy.port());
  for (const auto* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy"})
    ::setenv(name, url.c_str(), 1);
  ScriptedReceiver receiver;
  EXPECT_EQ(post_one(receiver).outcome, Outcome::delivered);
  EXPECT_EQ(post_one("https://169.254.169.254/", {}).reason, "address_denied");
  for (const auto* name : {"http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy"})
    ::unsetenv(name);
  EXPECT_EQ(proxy.visitors(), 0);
}

TEST(WebhookGuard, KeepsOthersGoingWhileANameIsNotResolved) {
  ASSERT_EQ(::pipe(stuck_pipe.data()), 0);
  ScriptedReceiver receiver;
  auto config = quick_config();
  config.connect_timeout = std::chrono::seconds{1};
  HttpTransfer transfer(config);
  transfer.add_destination("d", receiver.url(), open_guard(receiver.port()));
  transfer.add_destination("stuck", "https://stuck.test/", {});
  transfer.start("stuck", {.id = "s", .headers = {}, .body = "{}"});
  const auto begun = std::chrono::steady_clock::now();
  bool ended = false;
  for (int sent = 0;
       !ended && std::chrono::steady_clock::now() - begun < std::chrono::seconds{15};) {
    transfer.start("d", {.id = "n" + std::to_string(sent++), .headers = {}, .body = "{}"});
    for (const auto& result : transfer.turn(std::chrono::seconds{1}, {})) {
      EXPECT_EQ(result.end.outcome, result.end.id == "s" ? Outcome::try_later : Outcome::delivered);
      ended = ended || result.end.id == "s";
    }
  }
  EXPECT_TRUE(ended) << "a time-out must not wait for the resolver";
  ASSERT_EQ(::write(stuck_pipe[1], "x", 1), 1);
}

}  // namespace

}  // namespace followup
