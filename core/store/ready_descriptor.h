// One descriptor that becomes readable when the link has something to do: the socket can be read,
// output that did not fit can go on, or answers lie ready that nobody has fetched. It outlives
// connections.
#pragma once

namespace followup {

class ReadyDescriptor {
 public:
  ReadyDescriptor();
  ~ReadyDescriptor();
  ReadyDescriptor(const ReadyDescriptor&) = delete;
  ReadyDescriptor& operator=(const ReadyDescriptor&) = delete;

  /// -1 if the system has no descriptors left.
  [[nodiscard]] int descriptor() const { return epoll_; }

  /// Watches a new socket; closing a socket ends its watch.
  void watch(int socket);
  void want_output(bool wanted);
  void set_answers_ready(bool ready);

 private:
  int epoll_ = -1;
  int event_ = -1;
  int socket_ = -1;
  bool output_wanted_ = false;
  bool answers_ready_ = false;
};

}  // namespace followup
