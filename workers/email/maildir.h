// Files mails into a Maildir: whole and on disk, or not there at all. A copy that is sent again is
// a second file, so that whoever counts the files counts what a mailbox would have got.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace followup {

class Maildir {
 public:
  /// Makes `folder` and its tmp, new and cur (mode 0700) where they are missing. unavailable: it
  /// can not be made or opened.
  static Result<Maildir> open(const std::filesystem::path& folder);

  /// Writes `bytes` (stored as they are) as new/<unix seconds>.<id>-<attempt>.followupd, mode 0600:
  /// written and synced in tmp, moved, the folder synced. Gives the file's name. Errors:
  /// invalid_input (an id that is no plain name), conflict (this attempt was filed already),
  /// unavailable (disk full, folder gone); then nothing is left in tmp.
  [[nodiscard]] Result<std::string> deliver(std::string_view id, int attempt, TimePoint at,
                                            std::string_view bytes) const;

 private:
  explicit Maildir(std::filesystem::path folder) : folder_(std::move(folder)) {}

  std::filesystem::path folder_;
};

}  // namespace followup
