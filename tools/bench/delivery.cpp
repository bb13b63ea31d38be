// Delivery: many cases due at one instant, a real followupd with the due role and one real worker,
// until all has arrived at a local sink: smtp-sink, or nginx answering 204.
#include "tools/bench/bench.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace followup::bench {

namespace {

/// A port that was free a moment ago.
int free_port() {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (bind(descriptor, reinterpret_cast<sockaddr*>(&address), size) != 0)
    throw std::runtime_error("no free port");
  getsockname(descriptor, reinterpret_cast<sockaddr*>(&address), &size);
  close(descriptor);
  return ntohs(address.sin_port);
}

bool listens(int port) {
  const int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool open = connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  close(descriptor);
  return open;
}

void wait_for_port(int port) {
  if (!wait_until([&] { return listens(port); }, std::chrono::seconds{10}))
    throw std::runtime_error("the sink does not start");
}

std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// "HOST:PORT" taken apart. `option`: where it was given.
std::pair<std::string, int> host_and_port(const std::string& text, const std::string& option) {
  const auto colon = text.rfind(':');
  int port = 0;
  if (colon != std::string::npos && colon > 0)
    std::from_chars(text.data() + colon + 1, text.data() + text.size(), port);
  if (port <= 0) throw std::runtime_error(option + " " + text + ": use HOST:PORT");
  return {text.substr(0, colon), port};
}

/// The guard's exception for a receiver on this machine or in a private network; a public one needs
/// none.
std::string exception_for(const std::string& url) {
  const auto slashes = url.find("//");
  if (slashes == std::string::npos)
    throw std::runtime_error("--hook " + url + ": use http://HOST:PORT/PATH");
  const auto address = url.substr(slashes + 2);
  const auto [host, port] = host_and_port(address.substr(0, address.find('/')), "--hook");
  const bool numbers = host.find_first_not_of("0123456789.") == std::string::npos;
  if (!numbers && host != "localhost") return {};
  return "\"" + (numbers ? host : "127.0.0.1") + "/32:" + std::to_string(port) + "\"";
}

/// Fills, starts the daemon, and measures from the instant that all is due until the last delivery
/// has been recorded, which takes it out of its lane. That the cases have heard of it is waited for
/// and not counted.
double until_delivered(Site& site, const Options& options, const std::string& channel,
                       const std::string& lane, Site::Next next) {
  const auto instant = site.clock().now() + std::chrono::seconds{4} + Millis{options.messages / 5};
  site.fill(
      0, options.messages, [&](int) { return instant; }, next);
  auto worker = site.start_worker(channel);
  auto daemon = site.start_daemon("due");
  if (!wait_until([&] { return site.clock().now() >= instant; }, std::chrono::seconds{60}))
    throw std::runtime_error("time stands still");
  const auto begun = std::chrono::steady_clock::now();
  double took = 0;
  const auto settled = [&] {
    const auto lanes = site.store().lanes({lane});
    if (!lanes) return false;
    const bool empty = lanes->front().waiting == 0;
    if (!empty) took = seconds_since(begun);
    // Fired and delivered: the lane has been filled and is empty, and no case is due any more
    // before its next deadline.
    const auto due = site.store().next_due();
    return took > 0 && empty && due && (!*due || **due > instant + std::chrono::hours{1});
  };
  if (!wait_until(settled, std::chrono::seconds{120}))
    throw std::runtime_error("not everything was delivered in time");
  return options.messages / took;
}

}  // namespace

bool bench_mail(const Options& options) {
  Site site(options);
  const std::string log = site.folder() + "/sink.log";
  std::string host = "127.0.0.1";
  std::optional<Process> sink;
  int port = free_port();
  if (options.smtp.empty()) {
    sink.emplace(std::vector<std::string>{"/usr/sbin/smtp-sink", "-u", "nobody", "-c",
                                          "127.0.0.1:" + std::to_string(port), "1000"},
                 log);
    wait_for_port(port);
  } else {
    std::tie(host, port) = host_and_port(options.smtp, "--smtp");
  }
  site.configure(
      "[mail]\nhost = \"" + host + "\"\nport = " + std::to_string(port) + "\nsecurity = \"none\"\n",
      "");
  const double rate = until_delivered(site, options, "email", "email:normal", Site::Next::reminder);
  if (sink) {
    sink->stop();
    // smtp-sink rewrites one line of counters: "sess=1 quit=0 mesg=10000".
    const std::string counters = read_file(log);
    const auto at = counters.rfind("mesg=");
    const int arrived = at == std::string::npos ? 0 : std::stoi(counters.substr(at + 5));
    if (arrived != options.messages)
      throw std::runtime_error("the sink got " + std::to_string(arrived) + " mails");
  }
  return report(options,
                {.bench = "mail",
                 .name = "delivered_per_s",
                 .value = rate,
                 .floor = 2500,
                 .more = {{"mails", options.messages},
                          {"raw_per_s", raw_fire(site, 50'000'000, options.messages / 2)}}});
}

bool bench_webhook(const Options& options) {
  Site site(options);
  std::string url = options.hook;
  std::optional<Process> sink;
  const int port = free_port();
  const std::string log = site.folder() + "/access.log";
  if (url.empty()) {
    url = "http://127.0.0.1:" + std::to_string(port) + "/hook";
    const std::string folder = site.folder();
    std::ofstream(folder + "/nginx.conf")
        << "daemon off;\nmaster_process off;\npid " << folder << "/nginx.pid;\nerror_log " << folder
        << "/nginx.log;\n"
        << "events { worker_connections 2048; }\nhttp {\n  access_log " << log
        << " combined buffer=64k flush=1s;\n"
        << "  client_body_temp_path " << folder << "/body;\n  proxy_temp_path " << folder
        << "/proxy;\n"
        << "  fastcgi_temp_path " << folder << "/fastcgi;\n  uwsgi_temp_path " << folder
        << "/uwsgi;\n  scgi_temp_path " << folder << "/scgi;\n"
        << "  keepalive_requests 10000000;\n  server { listen 127.0.0.1:" << port
        << "; location / { return 204; } }\n}\n";
    sink.emplace(std::vector<std::string>{"/usr/sbin/nginx", "-e", folder + "/nginx.log", "-c",
                                          folder + "/nginx.conf"},
                 folder + "/nginx.out");
    wait_for_port(port);
  }
  // Only the escalation's webhook has an endpoint; its mail waits for a worker that is not there.
  site.configure("", "[referral]\nsupervisor_days = 0\n[[endpoint]]\nname = \"crm\"\nurl = \"" +
                         url +
                         "\"\nsecrets = [\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"]\ntypes = "
                         "[\"referral.escalated\"]\nallow = [" +
                         exception_for(url) + "]\nmax_in_flight = 64\n");
  const double rate =
      until_delivered(site, options, "webhook", "webhook:bench/crm", Site::Next::escalation);
  if (sink) {
    sink->stop();
    const std::string lines = read_file(log);
    const auto arrived = std::count(lines.begin(), lines.end(), '\n');
    if (arrived != options.messages)
      throw std::runtime_error("the receiver got " + std::to_string(arrived) + " webhooks");
  }
  return report(options,
                {.bench = "webhook",
                 .name = "delivered_per_s",
                 .value = rate,
                 .floor = 5000,
                 .more = {{"webhooks", options.messages},
                          {"raw_per_s", raw_fire(site, 50'000'000, options.messages / 2)}}});
}

}  // namespace followup::bench
