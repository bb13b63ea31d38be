// POST requests to a fixed set of destinations, many at once, over connections that are kept for
// each destination alone. No proxy, no redirect, no decompression; the address is judged when the
// socket is opened and again before each request.
#pragma once

#include "core/codec/config.h"
#include "workers/transfer/easy.h"
#include "workers/transfer/multi.h"
#include "workers/webhook/address_guard.h"
#include "workers/webhook/http_outcome.h"

#include <map>
#include <memory>
#include <string>
#include <vector>

namespace followup {

struct HttpRequest {
  std::string id;
  std::vector<std::string> headers;  ///< "name: value", without line breaks
  std::string body;
  bool command = false;  ///< judged as one (http_outcome.h)
};

/// How a request ended.
struct HttpResult {
  std::string_view destination;  ///< its name, valid as long as the transfer
  ShipmentEnd end;
};

/// One destination with its connections; opaque.
struct HttpPool;
struct HttpExchange;

class HttpTransfer {
 public:
  /// Throws std::system_error if the process has no descriptor left.
  explicit HttpTransfer(const WebhookConfig& config);
  ~HttpTransfer();
  HttpTransfer(const HttpTransfer&) = delete;
  HttpTransfer& operator=(const HttpTransfer&) = delete;

  /// Names a destination; precondition: the name is new. `url` is https, or http for addresses that
  /// the guard's exceptions name.
  void add_destination(const std::string& name, const std::string& url, AddressGuard guard);
  /// Starts a request; its end comes out of turn(). Precondition: the destination was added.
  void start(const std::string& destination, HttpRequest request);

  [[nodiscard]] std::size_t in_flight() const { return active_.size(); }

  /// Waits up to `timeout` for the transfers or for one of `descriptors`, and moves the transfers
  /// on.
  [[nodiscard]] std::vector<HttpResult> turn(Millis timeout, const std::vector<int>& descriptors);

 private:
  [[nodiscard]] std::unique_ptr<HttpExchange> make_exchange(HttpPool& pool) const;
  [[nodiscard]] HttpResult settle(const Multi::Finished& finished);
  void collect(std::vector<HttpResult>& ended);

  WebhookConfig config_;
  CurlLibrary library_;
  Reactor reactor_;
  Multi multi_;
  std::map<std::string, std::unique_ptr<HttpPool>> pools_;
  std::map<const void*, std::unique_ptr<HttpExchange>> active_;  ///< by its easy handle
};

}  // namespace followup
