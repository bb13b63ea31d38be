// Files mails into a Maildir: whole and on disk, or not there at all. A copy that is sent again is
// a second file, so that whoever counts the files counts what a mailbox would have got.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <filesystem>
#include <string>
#include <string_view>

namespace followup {

/// A mail that is being written. What was not finished is removed when this goes.
class MaildirFile {
 public:
  MaildirFile(MaildirFile&& other) noexcept;
  MaildirFile& operator=(MaildirFile&&) = delete;
  ~MaildirFile();

  /// Adds bytes (stored as they are). unavailable: the disk is full, or fails.
  [[nodiscard]] Result<void> write(std::string_view bytes);
  /// Has it synced, moved to new, and the folder synced. Gives the file's name. Errors: conflict
  /// (this attempt was filed already), unavailable.
  [[nodiscard]] Result<std::string> finish();

 private:
  friend class Maildir;

  MaildirFile(std::filesystem::path folder, std::string name, int file)
      : folder_(std::move(folder)), name_(std::move(name)), file_(file) {}

  [[nodiscard]] std::filesystem::path unfinished() const { return folder_ / "tmp" / name_; }

  std::filesystem::path folder_;
  std::string name_;
  int file_;
  bool moved_ = false;
};

class Maildir {
 public:
  /// Makes `folder` and its tmp, new and cur (mode 0700) where they are missing. unavailable: it
  /// can not be made or opened.
  static Result<Maildir> open(const std::filesystem::path& folder);

  /// Begins a file of that name in tmp. invalid_input, unavailable: as deliver().
  [[nodiscard]] Result<MaildirFile> begin(std::string_view id, int attempt, TimePoint at) const;

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
