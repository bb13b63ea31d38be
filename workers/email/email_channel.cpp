#include "workers/email/email_channel.h"

#include "core/base/log.h"
#include "core/codec/config_secrets.h"
#include "workers/email/inputs.h"
#include "workers/guarded.h"

#include <algorithm>
#include <limits>

#include <poll.h>

namespace followup {

namespace {

constexpr const char* urgent_lane = "email:urgent";
/// A Maildir takes mails one after the other: so many a turn.
constexpr int filed_a_turn = 64;

Result<std::string> relay_password(const MailConfig& config) {
  if (config.user.empty()) return std::string();
  auto password = read_secret(config.password_file);
  if (!password) return with_context(password.error(), "mail.password_file");
  return password;
}

void wait_for(Millis timeout, const std::vector<int>& descriptors) {
  std::vector<pollfd> polled;
  for (const int descriptor : descriptors)
    polled.push_back({descriptor, POLLIN, 0});
  ::poll(polled.data(), polled.size(), static_cast<int>(timeout.count()));
}

}  // namespace

Result<std::unique_ptr<DeliveryChannel>> EmailChannel::open(const MailConfig& config,
                                                            const TenantBook& tenants,
                                                            MailAttachments attachments,
                                                            RealTime real_time) {
  std::unique_ptr<EmailChannel> channel(
      new EmailChannel(config, std::move(attachments), std::move(real_time)));
  for (const auto& fault : channel->composer_.load_templates(tenants)) {
    log(Severity::error, "template_fault", {{"what", fault.what}});
  }
  if (config.transport == MailTransport::maildir) {
    auto maildir = Maildir::open(config.maildir);
    if (!maildir) return with_context(maildir.error(), "mail.maildir");
    channel->maildir_.emplace(std::move(maildir).value());
    return std::unique_ptr<DeliveryChannel>(std::move(channel));
  }
  auto password = relay_password(config);
  if (!password) return password.error();
  auto smtp =
      SmtpTransfer::create(config, std::move(password).value(), channel->attachments_.blobs.get());
  if (!smtp) return with_context(smtp.error(), "mail");
  channel->smtp_ = std::move(smtp).value();
  return std::unique_ptr<DeliveryChannel>(std::move(channel));
}

std::vector<std::string> EmailChannel::lanes() const {
  return {urgent_lane, "email:normal"};
}

int EmailChannel::room(const std::string& lane) const {
  // A relay that rests, or is being probed, decides alone.
  const int in_all = room_in_all();
  if (!smtp_ || !breaker_.is_closed()) return in_all;
  const auto under_way = static_cast<int>(in_flight());
  // At least as many again as there are connections wait ready, so that none of them idles while
  // the store is asked.
  const int ahead = std::max(config_.max_in_flight, backlog_.size(real_time_()));
  const int room = config_.max_in_flight + ahead - under_way;
  if (lane != urgent_lane) return std::max(0, room);
  return std::max(room, config_.max_in_flight - static_cast<int>(smtp_->urgent_waiting()));
}

int EmailChannel::room_in_all() const {
  const auto under_way = static_cast<int>(in_flight());
  if (!breaker_.allows(real_time_())) return 0;
  if (!breaker_.is_closed()) return std::max(0, 1 - under_way);
  return smtp_ ? std::numeric_limits<int>::max() / 2 : std::max(0, filed_a_turn - under_way);
}

std::vector<std::string> EmailChannel::resting() const {
  if (breaker_.is_closed()) return {};
  return {name()};
}

Result<std::string> EmailChannel::freeze(const DeliveryInputs& inputs) const {
  auto made = make_inputs(inputs, config_.message_id_domain, attachments_.limits);
  if (!made) return made.error();
  return encode_inputs(*made);
}

Millis EmailChannel::transfer_limit() const {
  return std::chrono::duration_cast<Millis>(config_.timeout);
}

void EmailChannel::end(const std::string& id, Outcome outcome, std::string reason) {
  ended_.push_back({.id = id, .outcome = outcome, .reason = std::move(reason)});
}

void EmailChannel::start(Shipment shipment) {
  auto inputs = decode_inputs(shipment.frozen);
  if (!inputs) return end(shipment.id, Outcome::refused, "inputs_damaged");
  if (!inputs->attachments.empty()) return look_up(std::move(shipment), std::move(inputs).value());
  send(std::move(shipment), std::move(inputs).value(), std::chrono::steady_clock::now());
}

void EmailChannel::send(Shipment shipment, MailInputs inputs, Steady since) {
  auto mail = guarded([&] { return composer_.compose(inputs, shipment.id); });
  if (!mail) return not_composed(shipment.id, mail.error());
  if (!mail->template_problem.empty()) {
    log(Severity::error, "template_failed",
        {{"id", shipment.id}, {"what", mail->template_problem}});
  }
  breaker_.begin(real_time_());
  if (maildir_) return file(shipment, inputs.date, std::move(mail).value());
  const bool utf8 = mail->recipient.needs_smtputf8 || mail->sender.needs_smtputf8;
  const bool urgent = shipment.lane == urgent_lane;
  SmtpMail made{.id = shipment.id,
                .from = mail->sender.text(),
                .to = mail->recipient.text(),
                .utf8 = utf8,
                .text = std::move(mail->bytes),
                .files = std::move(mail->files),
                .since = since};
  const std::string id = made.id;
  const bool with_files = !made.files.empty() || inputs.pdf;
  smtp_->start(std::move(made), urgent);
  if (with_files)
    sending_.insert_or_assign(id, Sending{std::move(shipment), std::move(inputs), since});
}

/// A template that is not there comes with the configuration that the daemon may have read already.
void EmailChannel::not_composed(const std::string& id, const Error& why) {
  log(Severity::warning, "mail_not_composed", {{"id", id}, {"why", why.what}});
  switch (why.code) {
    case Code::not_found:
      return end(id, Outcome::try_later, "template_missing");
    case Code::invalid_input:
      return end(id, Outcome::refused, "address_invalid");
    default:
      return end(id, Outcome::refused, "mail_not_composed");
  }
}

void EmailChannel::file(const Shipment& shipment, TimePoint date, ComposedMail mail) {
  auto made = maildir_->begin(shipment.id, shipment.attempt, date);
  if (!made) return filed(shipment.id, made.error());
  if (auto written = made->write(mail.bytes); !written) return filed(shipment.id, written.error());
  if (mail.files.empty()) return filed(shipment.id, made->finish());
  filing_.push_back({shipment.id, std::move(made).value(),
                     std::make_unique<FileStream>(std::move(mail.files), *attachments_.blobs)});
}

void EmailChannel::filed(const std::string& id, const Result<std::string>& filed) {
  const bool already = !filed && filed.error().code == Code::conflict;
  note(!filed && !already);
  if (filed || already) return end(id, Outcome::delivered, "filed");
  log(Severity::error, "maildir_failed", {{"id", id}, {"why", filed.error().what}});
  end(id, Outcome::try_later, "maildir_failed");
}

void EmailChannel::note(bool destination_fault) {
  if (destination_fault) {
    breaker_.failed(real_time_());
  } else {
    breaker_.succeeded();
  }
}

std::size_t EmailChannel::in_flight() const {
  return ended_.size() + looking_.size() + filing_.size() + (smtp_ ? smtp_->in_flight() : 0);
}

std::vector<ShipmentEnd> EmailChannel::turn(Millis timeout, const std::vector<int>& descriptors) {
  advance_looking();
  advance_filing();
  if (!ended_.empty()) timeout = Millis{0};
  std::vector<int> watched = descriptors;
  if (waits_for_blobs()) watched.push_back(attachments_.blobs->descriptor());
  std::vector<ShipmentEnd> ended;
  if (smtp_) {
    ended = smtp_->turn(timeout, watched);
    for (const auto& one : ended)
      note(one.destination_fault);
    backlog_.note(count_delivered(ended), real_time_());
    std::erase_if(ended, [&](const ShipmentEnd& one) { return send_without_files(one); });
  } else {
    wait_for(timeout, watched);
  }
  std::move(ended_.begin(), ended_.end(), std::back_inserter(ended));
  ended_.clear();
  return ended;
}

}  // namespace followup
