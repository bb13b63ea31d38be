// libcurl's callbacks around one request, and the handles that wait for the next one.
#include "workers/webhook/http.h"

#include "core/base/crash_point.h"

#include <cassert>
#include <charconv>
#include <cstring>
#include <new>

#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace followup {

namespace {

/// Nobody reads the answer's body: so much is taken in, so that the connection can be used again,
/// and no more.
constexpr std::size_t most_body_bytes = 4096;
/// Keep-alive connections that rest longer are closed: servers do so after a minute or two.
constexpr long longest_rest_s = 50;

struct ShareDeleter {
  void operator()(void* share) const { curl_share_cleanup(share); }
};

std::optional<IpAddress> address_of(const sockaddr& address) {
  IpAddress ip;
  if (address.sa_family == AF_INET6) {
    sockaddr_in6 in6{};
    std::memcpy(&in6, &address, sizeof in6);
    std::memcpy(ip.bytes.data(), &in6.sin6_addr, ip.bytes.size());
    return ip;
  }
  if (address.sa_family != AF_INET) return std::nullopt;
  sockaddr_in in{};
  std::memcpy(&in, &address, sizeof in);
  ip.bytes[10] = ip.bytes[11] = 0xff;
  std::memcpy(ip.bytes.data() + 12, &in.sin_addr, 4);
  return ip;
}

int port_of(const sockaddr& address) {
  // The port stands at the same place in both families.
  sockaddr_in in{};
  std::memcpy(&in, &address, sizeof in);
  return ntohs(in.sin_port);
}

}  // namespace

/// A destination: what it is allowed, its connections, and handles that are ready for it.
struct HttpPool {
  std::string name;
  std::string url;
  AddressGuard guard;
  bool clear_text = false;
  std::unique_ptr<void, ShareDeleter> connections{curl_share_init()};
  std::vector<std::unique_ptr<HttpExchange>> idle;
};

/// One request at a time.
struct HttpExchange {
  HttpPool* pool = nullptr;
  std::string id;
  std::string body;
  TextList headers;
  bool denied_any = false;  ///< an address was turned down
  bool allowed_any = false;
  bool request_began = false;
  bool command = false;
  bool answered = false;  ///< the headers of a final answer are complete
  int status = 0;
  std::size_t answer_bytes = 0;
  Easy easy;  ///< goes first: its callbacks use the rest

  [[nodiscard]] bool judge(const IpAddress& address, int port) {
    const bool allowed = pool->guard.allows(address, port, pool->clear_text);
    (allowed ? allowed_any : denied_any) = true;
    return allowed;
  }
};

namespace {

/// libcurl asks for a socket to each address that the name resolved to.
curl_socket_t open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* target) {
  const auto address = address_of(target->addr);
  auto& exchange = *static_cast<HttpExchange*>(self);
  if (!address || !exchange.judge(*address, port_of(target->addr))) return CURL_SOCKET_BAD;
  return ::socket(target->family, target->socktype | SOCK_CLOEXEC, target->protocol);
}

/// Called before each request, on a connection that is used again too.
int before_request(void* self, char* peer, char* /*local*/, int port, int /*local_port*/) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  // libcurl would send the request again if the connection broke before an answer: whether and when
  // that is done is decided elsewhere, since the receiver may have taken it.
  if (exchange.request_began) return CURL_PREREQFUNC_ABORT;
  const auto address = parse_ip(peer);
  if (!address || !exchange.judge(*address, port)) {
    exchange.allowed_any = false;
    return CURL_PREREQFUNC_ABORT;
  }
  crash_point("w3");
  exchange.request_began = true;
  return CURL_PREREQFUNC_OK;
}

std::size_t on_header(char* data, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  const std::string_view line(data, size * count);
  if (line.starts_with("HTTP/")) {
    crash_point("w4");
    const std::size_t space = line.find(' ');
    exchange.status = 0;
    if (space != std::string_view::npos) {
      std::from_chars(line.data() + space + 1, line.data() + line.size(), exchange.status);
    }
  } else if (line == "\r\n" || line == "\n") {
    exchange.answered = exchange.status >= 200;
  }
  return line.size();
}

std::size_t on_body(char* /*data*/, std::size_t size, std::size_t count, void* self) {
  auto& exchange = *static_cast<HttpExchange*>(self);
  exchange.answer_bytes += size * count;
  return exchange.answer_bytes > most_body_bytes ? 0 : size * count;
}

}  // namespace

HttpTransfer::HttpTransfer(const WebhookConfig& config)
    : config_(config), multi_(reactor_, 0, config.max_in_flight) {}

HttpTransfer::~HttpTransfer() {
  for (const auto& [easy, exchange] : active_)
    multi_.remove(exchange->easy.get());
}

void HttpTransfer::add_destination(const std::string& name, const std::string& url,
                                   AddressGuard guard) {
  auto pool = std::make_unique<HttpPool>();
  if (!pool->connections) throw std::bad_alloc();
  pool->name = name;
  pool->url = url;
  pool->guard = std::move(guard);
  pool->clear_text = !url.starts_with("https:");
  curl_share_setopt(pool->connections.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_CONNECT);
  curl_share_setopt(pool->connections.get(), CURLSHOPT_SHARE, CURL_LOCK_DATA_SSL_SESSION);
  assert(!pools_.contains(name));
  pools_.emplace(name, std::move(pool));
}

std::unique_ptr<HttpExchange> HttpTransfer::make_exchange(HttpPool& pool) const {
  auto exchange = std::make_unique<HttpExchange>();
  exchange->pool = &pool;
  exchange->easy = make_easy(config_.ca_file);
  CURL* easy = exchange->easy.get();
  curl_easy_setopt(easy, CURLOPT_SHARE, pool.connections.get());
  curl_easy_setopt(easy, CURLOPT_URL, pool.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, pool.clear_text ? "http" : "https");
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_POST, 1L);
  curl_easy_setopt(easy, CURLOPT_USERAGENT, "followupd");
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS,
                   static_cast<long>(Millis{config_.connect_timeout}.count()));
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(Millis{config_.timeout}.count()));
  curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, longest_rest_s);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, exchange.get());
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &before_request);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, exchange.get());
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &on_header);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, exchange.get());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &on_body);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, exchange.get());
  return exchange;
}

void HttpTransfer::start(const std::string& destination, HttpRequest request) {
  HttpPool& pool = *pools_.at(destination);
  std::unique_ptr<HttpExchange> exchange;
  if (pool.idle.empty()) {
    exchange = make_exchange(pool);
  } else {
    exchange = std::move(pool.idle.back());
    pool.idle.pop_back();
  }
  exchange->denied_any = exchange->allowed_any = exchange->request_began = exchange->answered =
      false;
  exchange->status = 0;
  exchange->answer_bytes = 0;
  exchange->command = request.command;
  exchange->id = std::move(request.id);
  exchange->body = std::move(request.body);
  exchange->headers = make_text_list(request.headers);
  CURL* easy = exchange->easy.get();
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange->headers.get());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDS, exchange->body.c_str());
  curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE,
                   static_cast<curl_off_t>(exchange->body.size()));
  active_.emplace(easy, std::move(exchange));
  multi_.add(easy);
}

HttpResult HttpTransfer::settle(const Multi::Finished& finished) {
  auto exchange = std::move(active_.extract(finished.easy).mapped());
  curl_off_t retry_after = 0;
  curl_easy_getinfo(finished.easy, CURLINFO_RETRY_AFTER, &retry_after);
  multi_.remove(finished.easy);
  auto end = judge_http({.curl_code = finished.code,
                         .denied = exchange->denied_any && !exchange->allowed_any,
                         .request_began = exchange->request_began,
                         .status = exchange->answered ? exchange->status : 0,
                         .retry_after_s = retry_after,
                         .command = exchange->command});
  end.id = std::move(exchange->id);
  HttpPool& pool = *exchange->pool;
  pool.idle.push_back(std::move(exchange));
  return {pool.name, std::move(end)};
}

void HttpTransfer::collect(std::vector<HttpResult>& ended) {
  while (const auto finished = multi_.next_finished())
    ended.push_back(settle(*finished));
}

std::vector<HttpResult> HttpTransfer::turn(Millis timeout, const std::vector<int>& descriptors) {
  std::vector<HttpResult> ended;
  const Steady before = std::chrono::steady_clock::now();
  multi_.on_time(before);
  collect(ended);
  Millis patience = ended.empty() ? timeout : Millis{0};
  if (const auto timer = multi_.timer()) {
    patience = std::min(patience, std::max(std::chrono::ceil<Millis>(*timer - before), Millis{0}));
  }
  for (const auto& event : reactor_.wait(patience, descriptors))
    multi_.on_event(event);
  multi_.on_time(std::chrono::steady_clock::now());
  collect(ended);
  return ended;
}

}  // namespace followup
