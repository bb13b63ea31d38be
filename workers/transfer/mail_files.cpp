// Pieces are whole lines, so that they can be encoded one by one.
#include "workers/transfer/mail_files.h"

#include <algorithm>
#include <iterator>

namespace followup {

namespace {

constexpr std::size_t line_bytes = 57;
constexpr std::size_t line_characters = 76;
constexpr std::string_view alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

static_assert(blob_piece % line_bytes == 0);

void append_line(std::string& out, std::string_view bytes) {
  const auto byte = [&](std::size_t at) {
    return at < bytes.size() ? static_cast<unsigned char>(bytes[at]) : 0U;
  };
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    const unsigned three = byte(at) << 16U | byte(at + 1) << 8U | byte(at + 2);
    out += alphabet[three >> 18U];
    out += alphabet[three >> 12U & 63U];
    out += at + 1 < bytes.size() ? alphabet[three >> 6U & 63U] : '=';
    out += at + 2 < bytes.size() ? alphabet[three & 63U] : '=';
  }
  out += "\r\n";
}

}  // namespace

std::uint64_t encoded_size(std::uint64_t size) {
  const std::uint64_t characters = (size + 2) / 3 * 4;
  const std::uint64_t lines = (characters + line_characters - 1) / line_characters;
  return characters + 2 * lines;
}

std::string encode_base64(std::string_view bytes) {
  std::string out;
  out.reserve(encoded_size(bytes.size()));
  for (std::size_t at = 0; at < bytes.size(); at += line_bytes)
    append_line(out, bytes.substr(at, line_bytes));
  return out;
}

std::uint64_t wire_size(std::string_view text, const std::vector<MailFile>& files) {
  std::uint64_t size = text.size();
  for (const auto& file : files)
    size += encoded_size(file.size) + file.after.size();
  return size;
}

FileStream::FileStream(std::vector<MailFile> files, Blobs& blobs)
    : files_(std::make_move_iterator(files.begin()), std::make_move_iterator(files.end())),
      blobs_(blobs) {}

FileStream::~FileStream() {
  if (ticket_) blobs_.forget(*ticket_);
}

FileStream::Next FileStream::next(std::string& into) {
  if (files_.empty()) return Next::end;
  const MailFile& file = files_.front();
  if (!ticket_ && read_ < file.size) {
    const auto length = std::min<std::uint64_t>(blob_piece, file.size - read_);
    ticket_ = blobs_.read(file.tenant, file.content, read_, static_cast<std::size_t>(length));
  }
  if (ticket_) return take(into);
  into = std::move(files_.front().after);
  files_.pop_front();
  read_ = 0;
  return Next::piece;
}

FileStream::Next FileStream::take(std::string& into) {
  auto answer = blobs_.poll(*ticket_);
  if (!answer) return Next::waiting;
  ticket_.reset();
  if (!*answer) return Next::failed;
  const std::string& bytes = (*answer)->bytes;
  const std::uint64_t wanted = std::min<std::uint64_t>(blob_piece, files_.front().size - read_);
  if (bytes.size() != wanted) return Next::failed;
  read_ += bytes.size();
  into = encode_base64(bytes);
  return Next::piece;
}

}  // namespace followup
