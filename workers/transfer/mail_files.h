// The files of a mail on their way from the store to a relay or a Maildir: piece by piece, encoded
// as they go, so that a mail in flight takes a few hundred kilobytes however large its files are.
#pragma once

#include "core/store/blobs.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

/// One file of a mail, and the text that follows it up to the next one or the end.
struct MailFile {
  std::string tenant;
  std::string content;     ///< its name in the store
  std::uint64_t size = 0;  ///< as it is stored
  std::string after;       ///< CRLF only
};

/// Bytes of a file of that size in base64: lines of 76 characters, each ended by CRLF (RFC 2045
/// section 6.8).
[[nodiscard]] std::uint64_t encoded_size(std::uint64_t size);

/// The bytes as such lines. Only the last piece of a file may be of another length than a multiple
/// of 57.
[[nodiscard]] std::string encode_base64(std::string_view bytes);

/// Bytes of a whole mail whose text before the first file is `text`.
[[nodiscard]] std::uint64_t wire_size(std::string_view text, const std::vector<MailFile>& files);

class FileStream {
 public:
  /// `blobs` outlives it.
  FileStream(std::vector<MailFile> files, Blobs& blobs);
  ~FileStream();
  FileStream(const FileStream&) = delete;
  FileStream& operator=(const FileStream&) = delete;

  enum class Next : unsigned char {
    piece,    ///< `into` has the next bytes of the mail
    waiting,  ///< the store has not answered
    end,      ///< there are no more
    failed,   ///< the store is away, or the content is gone: the mail can not be finished
  };
  [[nodiscard]] Next next(std::string& into);

 private:
  Next take(std::string& into);

  std::deque<MailFile> files_;
  Blobs& blobs_;
  std::uint64_t read_ = 0;  ///< of the first file
  std::optional<CallTicket> ticket_;
};

}  // namespace followup
