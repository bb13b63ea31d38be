// The minutes of a mail as a sheet for the PDF that goes with it: the same facts under the same
// words (M31).
#pragma once

#include "workers/email/inputs.h"
#include "workers/email/minutes_pdf.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace followup {

[[nodiscard]] MinutesSheet sheet_of(const MailInputs& inputs);

/// "verbale-2026-10-25-v1.pdf", "Protokoll-…", "ata-…", "minutes-…": the meeting's day and the
/// version.
[[nodiscard]] std::string minutes_file_name(const MailInputs& inputs);
/// The PDF as a mail names it that goes without it; 0: its size is not known.
[[nodiscard]] Attachment minutes_file(const MailInputs& inputs, std::uint64_t size);

/// "Meeting M-1": what a calendar shows of a meeting whose subject a mail must not tell.
[[nodiscard]] std::string neutral_meeting_name(Language language, std::string_view id);

}  // namespace followup
