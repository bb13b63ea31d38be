// The minutes of a mail as a sheet for the PDF that goes with it: the same facts under the same
// words (M31).
#pragma once

#include "workers/email/inputs.h"
#include "workers/email/minutes_pdf.h"

#include <string>
#include <string_view>

namespace followup {

[[nodiscard]] MinutesSheet sheet_of(const MailInputs& inputs);

/// "verbale-1.pdf", "Protokoll-1.pdf", "ata-1.pdf", "minutes-1.pdf".
[[nodiscard]] std::string minutes_file_name(const MailInputs& inputs);

/// "Meeting M-1": what a calendar shows of a meeting whose subject a mail must not tell.
[[nodiscard]] std::string neutral_meeting_name(Language language, std::string_view id);

}  // namespace followup
