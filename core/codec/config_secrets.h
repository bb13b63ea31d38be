// Files that hold secrets: systemd credentials, or files beside the configuration. Their content
// appears in no message.
#pragma once

#include "core/base/result.h"

#include <filesystem>
#include <string>

namespace followup {

/// Where the secret file `name` is: an absolute name as it is; else in $CREDENTIALS_DIRECTORY if it
/// is there, else in `folder`.
[[nodiscard]] std::filesystem::path locate_secret(const std::string& name,
                                                  const std::filesystem::path& folder);

/// The file's one line, without the newline. unavailable: it can not be read; invalid_input: it is
/// empty or has more lines.
[[nodiscard]] Result<std::string> read_secret(const std::filesystem::path& file);

/// Whether users other than owner and group can read the file.
[[nodiscard]] bool readable_by_all(const std::filesystem::path& file);

/// The whole of a file that is text. unavailable: it can not be read, and why.
[[nodiscard]] Result<std::string> read_whole_file(const std::filesystem::path& file);

}  // namespace followup
