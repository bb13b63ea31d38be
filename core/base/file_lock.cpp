#include "core/base/file_lock.h"

#include <cerrno>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace followup {

Result<FileLock> FileLock::take(const std::string& path, const std::string& what) {
  constexpr mode_t private_file = 0600;
  FileLock lock(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, private_file));
  if (lock.descriptor_ < 0) {
    return Error{Code::unavailable, what + " can not be locked: " + path + ": " +
                                        std::strerror(errno)};  // NOLINT(concurrency-mt-unsafe)
  }
  if (::flock(lock.descriptor_, LOCK_EX | LOCK_NB) != 0)
    return Error{Code::conflict, what + " is in use by another followupd"};
  return lock;
}

FileLock::FileLock(FileLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

FileLock::~FileLock() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

}  // namespace followup
