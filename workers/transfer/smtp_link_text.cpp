// How the text of a mail leaves: as a whole where it has no files, else its files piece by piece
// behind it, each when the one before has been handed to the connection.
#include "core/base/crash_point.h"
#include "workers/transfer/smtp_link.h"

namespace followup {

namespace {

/// The text as it goes over the wire: a dot before each line that begins with one (RFC 5321 section
/// 4.5.2). A file's lines never do.
std::string stuffed(std::string_view text) {
  std::string out;
  out.reserve(text.size() + 16);
  std::size_t from = 0;
  if (text.starts_with('.')) out += '.';
  for (auto at = text.find("\n."); at != std::string_view::npos; at = text.find("\n.", from)) {
    out += text.substr(from, at + 1 - from);
    out += '.';
    from = at + 1;
  }
  out += text.substr(from);
  if (!text.empty() && !text.ends_with('\n')) out += "\r\n";
  return out;
}

constexpr std::string_view final_dot = ".\r\n";

}  // namespace

void SmtpLink::queue_text() {
  if (!verdict_) session_.queue(stuffed(mail_.text));
  if (!verdict_ && !mail_.files.empty())
    stream_.emplace(mail_.files, *blobs_);
  else
    session_.queue(final_dot);
}

/// Takes in replies if there may be any, and sends what follows from them.
void SmtpLink::advance(bool readable) {
  if (readable) receive();
  if (state_ != State::busy) return;
  const bool sending_text = step_ == SmtpStep::body && !text_sent();
  if (send_text()) {
    if (sending_text && state_ == State::busy && text_sent()) crash_point("w4");
    return;
  }
  // The server may have said why before it closed.
  receive();
  if (state_ == State::busy) lose(SmtpLoss::connection_lost);
}

/// Sends as much as goes without waiting; false if the connection is broken.
bool SmtpLink::send_text() {
  do {
    if (!session_.flush()) return false;
  } while (session_.all_sent() && queue_piece());
  return true;
}

/// Queues the next piece of the mail's files; false if there is none now.
bool SmtpLink::queue_piece() {
  wants_piece_ = false;
  if (!stream_) return false;
  std::string piece;
  switch (stream_->next(piece)) {
    case FileStream::Next::piece:
      session_.queue(piece);
      return true;
    case FileStream::Next::waiting:
      wants_piece_ = true;
      return false;
    case FileStream::Next::end:
      stream_.reset();
      session_.queue(final_dot);
      return true;
    case FileStream::Next::failed:
      break;
  }
  // Without its final dot the relay does not take it.
  close();
  finish(judge_files_lost());
  return false;
}

void SmtpLink::on_content() {
  if (state_ == State::busy && wants_piece_) advance(false);
}

}  // namespace followup
