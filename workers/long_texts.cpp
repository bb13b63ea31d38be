#include "workers/long_texts.h"

#include "core/domain/mailing.h"

#include <algorithm>
#include <cstdint>

namespace followup {

namespace {

/// What the message is about, as its mailing says; empty: there is no such mailing.
std::string told_of(const Notification& notification, const Application& state) {
  const auto whom = parse_mailing_whom(notification.whom);
  const auto number = whom ? whom->number : 0;
  const auto mailing = std::ranges::find(state.mailings, number, &Mailing::number);
  return mailing == state.mailings.end() ? std::string() : mailing->about;
}

const ApplicationNote* note_told_of(const Notification& notification, const Application& state) {
  const std::string about = told_of(notification, state);
  const auto note = std::ranges::find(state.notes, about, &ApplicationNote::id);
  return note == state.notes.end() ? nullptr : &*note;
}

bool has_file_told_of(const Notification& notification, const Application& state) {
  const std::string about = told_of(notification, state);
  return std::ranges::any_of(state.files, [&](const ApplicationFile& one) {
    return one.file.content == about || one.file.url == about;
  });
}

/// Whether the case has no more what the mail is about: a mail about something else is not sent in
/// its place.
bool is_gone(const Notification& notification, const Case& state) {
  if (const auto* application = std::get_if<Application>(&state.facts)) {
    if (notification.purpose == Purpose::note)
      return note_told_of(notification, *application) == nullptr;
    if (notification.purpose == Purpose::attachment_added)
      return !has_file_told_of(notification, *application);
  }
  const auto* communication = std::get_if<Communication>(&state.facts);
  return communication != nullptr && notification.purpose == Purpose::message &&
         !communication->mail;
}

}  // namespace

DocumentRef long_text_of(const Notification& notification, const Case& state) {
  const auto* meeting = std::get_if<Meeting>(&state.facts);
  if (meeting != nullptr && notification.purpose == Purpose::minutes)
    return meeting->minutes.document;
  const auto* communication = std::get_if<Communication>(&state.facts);
  if (communication != nullptr && notification.purpose == Purpose::message && communication->mail)
    return communication->mail->document;
  const auto* application = std::get_if<Application>(&state.facts);
  if (application == nullptr || notification.purpose != Purpose::note) return {};
  const auto* note = note_told_of(notification, *application);
  return note == nullptr ? DocumentRef{} : note->document;
}

void LongTexts::want(const Notification& notification, const Case& state) {
  const DocumentRef text = long_text_of(notification, state);
  if (text.content.empty()) return;
  const Name name{state.key.tenant, text.content};
  if (!texts_.contains(name)) wanted_.emplace(name, text);
}

Result<void> LongTexts::read() {
  if (blobs_ == nullptr) return {};
  std::vector<CallTicket> tickets;
  for (const auto& [name, text] : wanted_) {
    const auto length = static_cast<std::size_t>(std::min<std::uint64_t>(text.size, blob_piece));
    tickets.push_back(blobs_->read(name.first, name.second, 0, length));
  }
  Result<void> all;
  auto ticket = tickets.begin();
  for (const auto& [name, text] : wanted_) {
    auto answer = blobs_->wait(*ticket++);  // of each, so that no answer is left over
    if (!answer) {
      all = answer.error();
      continue;
    }
    if (!answer->there) continue;
    auto bytes = rest_of(name, text.size, std::move(answer->bytes));
    if (!bytes && bytes.error().code == Code::not_found) continue;
    if (!bytes) {
      all = bytes.error();
      continue;
    }
    texts_.emplace(name, document_ref(*bytes) == text
                             ? decode_document(*bytes)
                             : Result<Document>(Error{Code::internal, "other bytes are kept"}));
  }
  wanted_.clear();
  return all;
}

/// A text is one piece but for the longest.
Result<std::string> LongTexts::rest_of(const Name& name, std::uint64_t size, std::string bytes) {
  while (bytes.size() < size) {
    const auto length =
        static_cast<std::size_t>(std::min<std::uint64_t>(size - bytes.size(), blob_piece));
    auto answer = blobs_->wait(blobs_->read(name.first, name.second, bytes.size(), length));
    if (!answer) return answer.error();
    if (!answer->there) return Error{Code::not_found, "it is not kept any more"};
    if (answer->bytes.empty()) break;
    bytes += answer->bytes;
  }
  return bytes;
}

Result<const Document*> LongTexts::find(const Notification& notification, const Case& state) const {
  if (is_gone(notification, state)) return Error{Code::not_found, "what it is about is gone"};
  const DocumentRef text = long_text_of(notification, state);
  if (text.content.empty()) return nullptr;
  const auto found = texts_.find({state.key.tenant, text.content});
  if (found == texts_.end()) return Error{Code::not_found, "the text is not kept any more"};
  if (!found->second) return Error{Code::internal, found->second.error().what};
  return &*found->second;
}

}  // namespace followup
