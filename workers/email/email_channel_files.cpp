// What mails with files need besides: their content is looked up first, the Maildir takes them
// piece by piece, and one that the relay finds too large goes again at once without them (S-M10).
#include "core/base/log.h"
#include "workers/email/email_channel.h"
#include "workers/email/minutes_sheet.h"

#include <algorithm>

namespace followup {

namespace {

void leave_out(MailInputs& inputs, std::size_t at, LeftOut why) {
  const auto file = inputs.attachments.begin() + static_cast<std::ptrdiff_t>(at);
  inputs.left_out.push_back({std::move(*file), why});
  inputs.attachments.erase(file);
}

void leave_all_out(MailInputs& inputs, LeftOut why) {
  while (!inputs.attachments.empty())
    leave_out(inputs, 0, why);
}

/// The mail says the same in words.
void leave_pdf_out(MailInputs& inputs) {
  if (inputs.pdf) inputs.left_out.push_back({minutes_file(inputs, 0), LeftOut::relay_refused});
  inputs.pdf = false;
}

}  // namespace

/// Each look lets the content live until the last attempt that may follow, and a day.
void EmailChannel::look_up(Shipment shipment, MailInputs inputs) {
  const Steady since = std::chrono::steady_clock::now();
  if (!attachments_.blobs) {
    leave_all_out(inputs, LeftOut::gone);
    return send(std::move(shipment), std::move(inputs), since);
  }
  const Millis life = longest_delivery(config_.retry) + std::chrono::days{1};
  Looking looking{std::move(shipment), std::move(inputs), since, {}, {}};
  for (const auto& file : looking.inputs.attachments)
    looking.tickets.push_back(attachments_.blobs->find(looking.inputs.tenant, file.content, life));
  looking.answers.resize(looking.tickets.size());
  looking_.push_back(std::move(looking));
}

void EmailChannel::advance_looking() {
  std::list<Looking> ready;
  for (auto looking = looking_.begin(); looking != looking_.end();) {
    bool all = true;
    for (std::size_t at = 0; at < looking->tickets.size(); ++at) {
      auto& answer = looking->answers[at];
      if (!answer) answer = attachments_.blobs->poll(looking->tickets[at]);
      all = all && answer.has_value();
    }
    const auto next = std::next(looking);
    if (all) ready.splice(ready.end(), looking_, looking);
    looking = next;
  }
  for (auto& looking : ready)
    settle_looking(std::move(looking));
}

void EmailChannel::settle_looking(Looking looking) {
  const auto failed = std::ranges::find_if(looking.answers, [](const auto& one) { return !*one; });
  if (failed != looking.answers.end()) {
    log(Severity::warning, "attachments_not_read",
        {{"id", looking.shipment.id}, {"why", (*failed)->error().what}});
    ended_.push_back({.id = looking.shipment.id,
                      .outcome = Outcome::try_later,
                      .not_sent = true,
                      .reason = "attachments_unavailable"});
    return;
  }
  std::size_t at = 0;
  for (const auto& answer : looking.answers) {
    const BlobAnswer& kept = **answer;
    if (!kept.there || kept.size != looking.inputs.attachments[at].size)
      leave_out(looking.inputs, at, LeftOut::gone);
    else
      ++at;
  }
  send(std::move(looking.shipment), std::move(looking.inputs), looking.since);
}

/// Whether the mail goes again: the relay found it too large, and has not seen it without files.
bool EmailChannel::send_without_files(const ShipmentEnd& end) {
  auto sent = sending_.extract(end.id);
  if (sent.empty() || !end.too_large) return false;
  Sending& again = sent.mapped();
  log(Severity::warning, "files_left_out", {{"id", end.id}, {"why", end.reason}});
  leave_pdf_out(again.inputs);
  leave_all_out(again.inputs, LeftOut::relay_refused);
  send(std::move(again.shipment), std::move(again.inputs), again.since);
  return true;
}

void EmailChannel::advance_filing() {
  for (auto filing = filing_.begin(); filing != filing_.end();) {
    std::string piece;
    Result<std::string> result = std::string();
    auto next = filing->stream->next(piece);
    while (next == FileStream::Next::piece && result) {
      if (auto written = filing->file.write(piece); !written) result = written.error();
      if (result) next = filing->stream->next(piece);
    }
    if (next == FileStream::Next::waiting && result) {
      ++filing;
      continue;
    }
    if (!result) {
      filed(filing->id, result);
    } else if (next == FileStream::Next::end) {
      filed(filing->id, filing->file.finish());
    } else {
      note(false);
      end(filing->id, Outcome::try_later, "attachment_lost");
    }
    filing = filing_.erase(filing);
  }
}

bool EmailChannel::waits_for_blobs() const {
  return attachments_.blobs && !(looking_.empty() && sending_.empty() && filing_.empty());
}

}  // namespace followup
