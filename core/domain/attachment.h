// A file that a case's messages carry or link to (M17 to M21). Its content is kept once, under its
// hash, outside the case (core/store/blobs.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace followup {

struct Attachment {
  std::string name;          ///< as the reader sees it; never a path
  std::string media_type;    ///< "application/pdf"
  std::uint64_t size = 0;    ///< bytes
  std::string content;       ///< SHA-256 in lower-case hex of what is stored, or empty: a link
  std::string url;           ///< where it stands in the CRM, or empty
  std::string privilege;     ///< that a reader needs (M21), or empty: none
  std::optional<int> frame;  ///< of an event that has not been shelved yet: from 0, after the body
  friend bool operator==(const Attachment&, const Attachment&) = default;
};

/// How much goes into mails (M19, M20): bytes as they are stored, not as they are encoded. Nothing:
/// no limit; 0: never.
struct AttachmentLimits {
  std::optional<std::uint64_t> file;  ///< FOLLOWUP_ATTACHMENT_MAX_BYTES, of one file
  std::optional<std::uint64_t> mail;  ///< FOLLOWUP_MAIL_MAX_BYTES, of all files of a mail (S-M11)
  friend bool operator==(const AttachmentLimits&, const AttachmentLimits&) = default;
};

/// The largest file that a message can bring: what the store takes as one value.
inline constexpr std::uint64_t largest_attachment = std::uint64_t{500} * 1024 * 1024;

}  // namespace followup
