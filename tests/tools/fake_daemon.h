// A ROUTER door of a test's own, on a socket in a temporary folder, that answers as the test says.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace followup::test {

class FakeDaemon {
 public:
  /// The replies to one body, none or several; called from a thread of its own.
  using Answerer = std::function<std::vector<std::string>(const std::string& body)>;

  explicit FakeDaemon(Answerer answerer);
  /// Ends the thread.
  ~FakeDaemon();
  FakeDaemon(const FakeDaemon&) = delete;
  FakeDaemon& operator=(const FakeDaemon&) = delete;

  [[nodiscard]] std::string endpoint() const;
  /// What has come in so far, in order.
  [[nodiscard]] std::vector<std::string> bodies() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

/// {"source":"urn:crm:assist","id":…,"status":…} with more members behind it.
[[nodiscard]] std::string reply(const std::string& id, const std::string& status,
                                const std::string& more = "");

/// The `id` of an event.
[[nodiscard]] std::string id_of(const std::string& body);

}  // namespace followup::test
