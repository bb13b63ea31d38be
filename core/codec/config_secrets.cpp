// Finds and reads the files that the configuration names.
#include "core/codec/config_secrets.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <system_error>

namespace followup {

namespace fs = std::filesystem;

fs::path locate_secret(const std::string& name, const fs::path& folder) {
  fs::path file(name);
  if (file.is_absolute()) return file;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in the project changes the environment
  if (const char* const credentials = std::getenv("CREDENTIALS_DIRECTORY");
      credentials != nullptr) {
    std::error_code ignored;
    if (fs::path given = fs::path(credentials) / file; fs::exists(given, ignored)) return given;
  }
  return folder / file;
}

Result<std::string> read_secret(const fs::path& file) {
  auto content = read_whole_file(file);
  if (!content) return content.error();
  const auto end = content->find_last_not_of("\r\n");
  content->resize(end == std::string::npos ? 0 : end + 1);
  if (content->empty()) return Error{Code::invalid_input, "the file is empty"};
  if (content->find('\n') != std::string::npos) {
    return Error{Code::invalid_input, "the file has more than one line"};
  }
  return content;
}

bool readable_by_all(const fs::path& file) {
  std::error_code fault;
  const auto permissions = fs::status(file, fault).permissions();
  return !fault && (permissions & fs::perms::others_read) != fs::perms::none;
}

Result<std::string> read_whole_file(const fs::path& file) {
  std::error_code fault;
  if (fs::is_directory(file, fault)) return Error{Code::unavailable, "it is a folder"};
  errno = 0;
  std::ifstream stream(file, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
  if (stream.is_open() && !stream.bad()) return content;
  return Error{Code::unavailable,
               "it can not be read: " + std::generic_category().message(errno == 0 ? EIO : errno)};
}

}  // namespace followup
