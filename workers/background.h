// One task at a time in a thread of its own, for store calls that transfers need not wait for.
#pragma once

#include <cerrno>
#include <chrono>
#include <functional>
#include <future>
#include <system_error>
#include <utility>

#include <sys/eventfd.h>
#include <unistd.h>

namespace followup {

template <class Value>
class Background {
 public:
  /// Throws std::system_error if the process has no descriptor left.
  Background() : event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (event_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
  }

  /// Waits for the task.
  ~Background() {
    if (task_.valid()) task_.wait();
    ::close(event_);
  }

  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// Whether a task is at work, or its result has not been taken.
  [[nodiscard]] bool busy() const { return task_.valid(); }

  /// Becomes readable when there is a result to take.
  [[nodiscard]] int descriptor() const { return event_; }

  /// Precondition: not busy. What the task uses must outlive this object. Throws std::system_error
  /// if the process has no thread left.
  void start(std::function<Value()> work) {
    task_ = std::async(std::launch::async, [event = event_, work = std::move(work)] {
      const Bell bell{event};
      return work();
    });
  }

  /// Whether take() would not wait.
  [[nodiscard]] bool ready() const {
    return busy() && task_.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
  }

  /// Waits for the result; what the task threw comes out here. Precondition: busy.
  [[nodiscard]] Value take() {
    task_.wait();
    eventfd_t count = 0;
    ::eventfd_read(event_, &count);
    return task_.get();
  }

 private:
  /// Rings when the task ends, however it ends.
  struct Bell {
    int event;

    ~Bell() { ::eventfd_write(event, 1); }
  };

  int event_;
  std::future<Value> task_;
};

}  // namespace followup
