#include "tools/bench/producers.h"

#include "tools/bench/bench.h"

#include <deque>
#include <stdexcept>

#include <zmq.hpp>

namespace followup::bench {

namespace {

using Steady = std::chrono::steady_clock;

struct Producer {
  zmq::socket_t socket;
  std::deque<Steady::time_point> sent;
};

}  // namespace

Run push(const std::string& address, int producers, int window, int first, int count,
         const std::function<std::string(int)>& body) {
  zmq::context_t context(1);
  std::vector<Producer> all(static_cast<std::size_t>(producers));
  std::vector<zmq::pollitem_t> items;
  for (auto& producer : all) {
    producer.socket = zmq::socket_t(context, zmq::socket_type::dealer);
    producer.socket.set(zmq::sockopt::linger, 0);
    producer.socket.connect(address);
    items.push_back({producer.socket.handle(), 0, ZMQ_POLLIN, 0});
  }
  std::vector<std::string> bodies;
  for (int n = first; n < first + count; ++n)
    bodies.push_back(body(n));
  std::size_t next = 0;
  std::size_t answered = 0;
  Run run;
  const auto fill = [&](Producer& producer) {
    while (next < bodies.size() && producer.sent.size() < static_cast<std::size_t>(window)) {
      producer.socket.send(zmq::buffer(bodies[next++]));
      producer.sent.push_back(Steady::now());
    }
  };
  const auto begun = Steady::now();
  for (auto& producer : all)
    fill(producer);
  while (answered < bodies.size()) {
    zmq::poll(items, std::chrono::seconds{10});
    bool any = false;
    for (std::size_t at = 0; at < all.size(); ++at) {
      if ((items[at].revents & ZMQ_POLLIN) == 0) continue;
      any = true;
      zmq::message_t reply;
      while (all[at].socket.recv(reply, zmq::recv_flags::dontwait)) {
        if (reply.to_string_view().find("\"accepted\"") == std::string_view::npos)
          throw std::runtime_error("not accepted: " + reply.to_string());
        run.milliseconds.push_back(seconds_since(all[at].sent.front()) * 1000);
        all[at].sent.pop_front();
        ++answered;
      }
      fill(all[at]);
    }
    if (!any) throw std::runtime_error("followupd does not answer");
  }
  run.per_second = static_cast<double>(count) / seconds_since(begun);
  return run;
}

}  // namespace followup::bench
