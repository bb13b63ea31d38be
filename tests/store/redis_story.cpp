#include "tests/store/redis_story.h"

#include "core/base/hash.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace followup {

TimePoint at(std::int64_t second) {
  return from_ms(1'300'000'000'000 + second * 1000);
}

CaseKey key(const std::string& id) {
  return {"acme", Kind::referral, id};
}

std::string record_of(std::uint32_t version, std::string_view rest) {
  return "1" + to_hex(version, 8) + "cccccccc" + std::string(rest);
}

Commit step(const std::string& id, std::uint32_t expected, std::optional<TimePoint> due) {
  Commit commit;
  commit.key = key(id);
  commit.expected_version = expected;
  commit.record = record_of(expected + 1);
  commit.due = due;
  return commit;
}

CaseAnswer commit(CaseStore& store, Commit commit) {
  CaseKey of = commit.key;
  auto answers = store.call({{std::move(of), std::move(commit)}});
  if (!answers) {
    ADD_FAILURE() << answers.error().what;
    return {};
  }
  return std::move(answers->front());
}

std::string stored(CaseStore& store, const std::string& id) {
  auto answers = store.call({{key(id), std::nullopt}});
  if (!answers) {
    ADD_FAILURE() << answers.error().what;
    return {};
  }
  return std::move(answers->front().record);
}

std::string free_port() {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* generic = reinterpret_cast<sockaddr*>(&address);
  const bool bound = ::bind(listener, generic, size) == 0;
  if (!bound || ::getsockname(listener, generic, &size) != 0) ADD_FAILURE() << "no free port";
  ::close(listener);
  return std::to_string(ntohs(address.sin_port));
}

}  // namespace followup
