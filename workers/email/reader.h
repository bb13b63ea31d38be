// How a mail speaks to its reader: why it is sent to just this one, and what follows for its words.
// Internal to the variables.
#pragma once

#include "workers/email/inputs.h"

#include <string_view>

namespace followup {

/// Why the reader gets the mail, as the name of the one for_… variable that is set.
[[nodiscard]] std::string_view why_of(const MailInputs& inputs);
[[nodiscard]] bool is_copy(const MailInputs& inputs);
/// Whether the reader is the one who is asked to do something about the case.
[[nodiscard]] bool to_act(const MailInputs& inputs);
/// Whether the mail is of those that tell a fallback by one and the same text what to do.
[[nodiscard]] bool pass_on(const MailInputs& inputs);
/// Whether the mail says what the CRM wants to be said, and nothing of its own (M23).
[[nodiscard]] bool is_letter(const MailInputs& inputs);
/// Why nobody was found; a code that is not known reads as "is not known".
[[nodiscard]] std::string_view nobody_of(const MailInputs& inputs);
/// Whether the code is shown: where somebody has to look for what it means.
[[nodiscard]] bool shows_code(Purpose purpose);
/// When it was due is told by the other mails in a line of their own.
[[nodiscard]] bool shows_due(const MailInputs& inputs);
/// Also of copies: whatever is not told as another role.
[[nodiscard]] bool is_of_worker(Role role);
[[nodiscard]] bool is_other(Kind kind);
/// Whether it has one entry: of several lines, or of ids in a row.
[[nodiscard]] bool is_one_line(std::string_view lines);
[[nodiscard]] bool is_one_id(std::string_view ids);

}  // namespace followup
