#include "tests/tools/fake_daemon.h"

#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <thread>

#include <nlohmann/json.hpp>
#include <sys/eventfd.h>
#include <unistd.h>
#include <zmq.hpp>

namespace followup::test {

struct FakeDaemon::Parts {
  explicit Parts(Answerer say) : answerer(std::move(say)), door(context, ZMQ_ROUTER) {
    folder = (std::filesystem::temp_directory_path() / "daemon-XXXXXX").string();
    ::mkdtemp(folder.data());
    door.bind("ipc://" + folder + "/router.sock");
  }

  void serve() {
    while (true) {
      std::vector<zmq::pollitem_t> items{{door.handle(), 0, ZMQ_POLLIN, 0},
                                         {nullptr, stop, ZMQ_POLLIN, 0}};
      zmq::poll(items, std::chrono::milliseconds{-1});
      if (items[1].revents != 0) return;
      answer_one();
    }
  }

  void answer_one() {
    zmq::message_t peer;
    zmq::message_t body;
    (void)door.recv(peer);
    (void)door.recv(body);
    {
      const std::lock_guard guard(lock);
      bodies.push_back(body.to_string());
    }
    for (const auto& text : answerer(body.to_string())) {
      zmq::message_t to(peer.data(), peer.size());
      door.send(to, zmq::send_flags::sndmore);
      door.send(zmq::buffer(text), zmq::send_flags::none);
    }
  }

  Answerer answerer;
  std::string folder;
  int stop = ::eventfd(0, 0);
  zmq::context_t context;
  zmq::socket_t door;
  mutable std::mutex lock;
  std::vector<std::string> bodies;
  std::jthread thread;
};

FakeDaemon::FakeDaemon(Answerer answerer) : parts_(std::make_unique<Parts>(std::move(answerer))) {
  parts_->thread = std::jthread([this] { parts_->serve(); });
}

FakeDaemon::~FakeDaemon() {
  ::eventfd_write(parts_->stop, 1);
  parts_->thread.join();
  ::close(parts_->stop);
  std::filesystem::remove_all(parts_->folder);
}

std::string FakeDaemon::endpoint() const {
  return "ipc://" + parts_->folder + "/router.sock";
}

std::vector<std::string> FakeDaemon::bodies() const {
  const std::lock_guard guard(parts_->lock);
  return parts_->bodies;
}

std::string reply(const std::string& id, const std::string& status, const std::string& more) {
  return R"({"source":"urn:crm:assist","id":")" + id + R"(","status":")" + status + "\"" + more +
         "}";
}

std::string id_of(const std::string& body) {
  return nlohmann::json::parse(body).at("id").get<std::string>();
}

}  // namespace followup::test
