#include "workers/email/maildir.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace followup {

namespace {

Error failed(const char* what, int error) {
  const Code code = error == EEXIST ? Code::conflict : Code::unavailable;
  return Error{code,
               std::string("maildir: ") + what + ": " + std::generic_category().message(error)};
}

/// An open file, closed at the end of the scope.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}

  ~Descriptor() {
    if (number_ >= 0) close(number_);
  }

  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  [[nodiscard]] int number() const { return number_; }

 private:
  int number_;
};

bool is_plain_name(std::string_view id) {
  const auto plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  };
  return !id.empty() && id.size() <= 100 && std::all_of(id.begin(), id.end(), plain);
}

int write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto written = write(file, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

/// Moves without replacing a file of that name, where the file system can tell.
int move_file(const std::filesystem::path& from, const std::filesystem::path& to) {
  if (renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return errno;
  return std::rename(from.c_str(), to.c_str()) == 0 ? 0 : errno;
}

int sync_folder(const std::filesystem::path& folder) {
  const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (opened.number() < 0) return errno;
  return fsync(opened.number()) == 0 ? 0 : errno;
}

int make_folder(const std::filesystem::path& folder) {
  if (mkdir(folder.c_str(), 0700) == 0 || errno == EEXIST) return 0;
  return errno;
}

}  // namespace

Result<Maildir> Maildir::open(const std::filesystem::path& folder) {
  std::error_code error;
  std::filesystem::create_directories(folder.parent_path(),
                                      error);  // mkdir says what is wrong, if it is
  for (const auto& one : {folder, folder / "tmp", folder / "new", folder / "cur"}) {
    if (const int made = make_folder(one); made != 0) return failed("make the folder", made);
    if (access(one.c_str(), W_OK | X_OK) != 0) return failed("write to the folder", errno);
  }
  return Maildir(folder);
}

MaildirFile::MaildirFile(MaildirFile&& other) noexcept
    : folder_(std::move(other.folder_)),
      name_(std::move(other.name_)),
      file_(std::exchange(other.file_, -1)),
      moved_(other.moved_) {}

MaildirFile::~MaildirFile() {
  if (file_ < 0) return;
  close(file_);
  if (!moved_) unlink(unfinished().c_str());
}

Result<void> MaildirFile::write(std::string_view bytes) {
  if (const int error = write_all(file_, bytes); error != 0) return failed("write", error);
  return {};
}

Result<std::string> MaildirFile::finish() {
  if (fsync(file_) != 0) return failed("sync the file", errno);
  if (const int error = move_file(unfinished(), folder_ / "new" / name_); error != 0) {
    return failed("move the file to new", error);
  }
  moved_ = true;
  if (const int error = sync_folder(folder_ / "new"); error != 0) {
    return failed("sync the folder", error);
  }
  return name_;
}

Result<MaildirFile> Maildir::begin(std::string_view id, int attempt, TimePoint at) const {
  if (!is_plain_name(id)) return Error{Code::invalid_input, "maildir: the id is no plain name"};
  const auto seconds = std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
  const std::string name = std::to_string(seconds) + "." + std::string(id) + "-" +
                           std::to_string(attempt) + ".followupd";
  const int file = ::open((folder_ / "tmp" / name).c_str(),
                          O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return failed("make the file", errno);
  return MaildirFile(folder_, name, file);
}

Result<std::string> Maildir::deliver(std::string_view id, int attempt, TimePoint at,
                                     std::string_view bytes) const {
  auto file = begin(id, attempt, at);
  if (!file) return file.error();
  if (auto written = file->write(bytes); !written) return written.error();
  return file->finish();
}

}  // namespace followup
