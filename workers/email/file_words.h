// Attached files and files that were left out, as a mail's words name them.
#pragma once

#include "workers/email/inputs.h"
#include "workers/email/language.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace followup {

/// A file's name as it may stand in a header and on a reader's disk: one clean line without a path,
/// at most 120 characters, never empty.
[[nodiscard]] std::string file_name(std::string_view name);

/// "5.2 MB" (of a million bytes), with the language's decimal sign.
[[nodiscard]] std::string human_size(Language language, std::uint64_t bytes);

/// Lines "- report.pdf (5.2 MB)" of what is attached.
[[nodiscard]] std::string attached_lines(const MailInputs& inputs);

/// Lines "- report.pdf (5.2 MB), too large for this mail: https://…" of what is not; without a
/// link: where else it is. What the reader may not see is only counted: a name may tell what is in
/// the file.
[[nodiscard]] std::string left_out_lines(const MailInputs& inputs);

}  // namespace followup
