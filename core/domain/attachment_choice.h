// Which files a mail carries and which it only names, with the reason of each (M19 to M21, S-M08 to
// S-M12). Pure.
#pragma once

#include "core/domain/attachment.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// Why a file is not in the mail. Stable texts: to_text().
enum class LeftOut : std::uint8_t {
  linked,          ///< only its link was given
  type_refused,    ///< the tenant attaches no such files (S-M12)
  no_privilege,    ///< the reader may not see it (M21)
  file_too_large,  ///< over the limit of one file (S-M08)
  mail_too_large,  ///< the files before it fill the mail (S-M11)
  relay_refused,   ///< the relay takes no mail of that size (S-M10)
  gone,            ///< its content is not kept any more
};

[[nodiscard]] std::string_view to_text(LeftOut why);

struct LeftOutFile {
  Attachment file;
  LeftOut why = LeftOut::linked;
  friend bool operator==(const LeftOutFile&, const LeftOutFile&) = default;
};

struct AttachmentChoice {
  std::vector<Attachment> attached;   ///< in the order given
  std::vector<LeftOutFile> left_out;  ///< likewise
};

/// Decides file by file, in order: what fits is attached, and a smaller one behind one that does
/// not fit may fit again (S-M11). `types`: Tenant::attachment_types. What asks for a privilege that
/// the reader lacks is left out before everything else; nothing of it is named, for a name may tell
/// what is in the file.
[[nodiscard]] AttachmentChoice choose_attachments(const std::vector<Attachment>& files,
                                                  const AttachmentLimits& limits,
                                                  const std::vector<std::string>& types,
                                                  const std::vector<std::string>& privileges);

/// Whether a file of this name and media type is one of `types`; an empty list allows all. Either
/// its extension or its media type has to be listed; but a file that is run when it is opened
/// passes by its extension only, whatever it says of itself.
[[nodiscard]] bool is_allowed_type(const Attachment& file, const std::vector<std::string>& types);

/// The extension in lower case, without the dot: "report.final.PDF " is a "pdf"; empty if there is
/// none.
[[nodiscard]] std::string extension_of(std::string_view name);

}  // namespace followup
