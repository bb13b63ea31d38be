// One program at a time: a lock on a file, which ends with the program, whatever ends that.
#pragma once

#include "core/base/result.h"

#include <string>

namespace followup {

class FileLock {
 public:
  /// Makes the file if it is absent and locks it; it stays there afterwards. conflict: another
  /// program has it locked. unavailable: it can not be made. `what` is said to be locked.
  static Result<FileLock> take(const std::string& path, const std::string& what);
  ~FileLock();
  FileLock(FileLock&& other) noexcept;
  FileLock& operator=(FileLock&&) = delete;

 private:
  explicit FileLock(int descriptor) : descriptor_(descriptor) {}

  int descriptor_ = -1;
};

}  // namespace followup
