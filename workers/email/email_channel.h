// The email channel: inputs frozen by the first begin, composed into a mail, handed to the relay
// or, where the configuration says so, filed into a Maildir. One recipient a mail. A relay that
// keeps failing is rested by a breaker, so that an outage costs no mail its attempts.
#pragma once

#include "core/codec/config.h"
#include "core/domain/breaker.h"
#include "workers/backlog.h"
#include "workers/channel.h"
#include "workers/email/compose.h"
#include "workers/email/maildir.h"
#include "workers/real_time.h"
#include "workers/transfer/smtp.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace followup {

class EmailChannel : public DeliveryChannel {
 public:
  /// Faulty templates of a tenant are logged and the built-in ones used. invalid_input,
  /// unavailable: relay, password or Maildir can not be used.
  static Result<std::unique_ptr<DeliveryChannel>> open(const MailConfig& config,
                                                       const TenantBook& tenants,
                                                       RealTime real_time = system_time);

  [[nodiscard]] std::string name() const override { return "email"; }

  [[nodiscard]] std::vector<std::string> lanes() const override;
  /// An urgent mail finds room beside the normal ones that wait in line, and goes in front of them.
  [[nodiscard]] int room(const std::string& lane) const override;
  [[nodiscard]] int room_in_all() const override;
  [[nodiscard]] std::vector<std::string> resting() const override;

  [[nodiscard]] bool to_person() const override { return true; }

  [[nodiscard]] Result<std::string> freeze(const DeliveryInputs& inputs) const override;
  [[nodiscard]] Millis transfer_limit() const override;
  void start(Shipment shipment) override;
  [[nodiscard]] std::size_t in_flight() const override;
  [[nodiscard]] std::vector<ShipmentEnd> turn(Millis timeout,
                                              const std::vector<int>& descriptors) override;

 private:
  EmailChannel(const MailConfig& config, RealTime real_time)
      : config_(config), real_time_(std::move(real_time)) {}

  void file(const Shipment& shipment, TimePoint date, const ComposedMail& mail);
  void end(const std::string& id, Outcome outcome, std::string reason);
  void note(bool destination_fault);

  MailConfig config_;
  RealTime real_time_;
  Breaker breaker_;  ///< of the relay, or of the Maildir's disk
  Backlog backlog_;
  Composer composer_;
  std::unique_ptr<SmtpTransfer> smtp_;  ///< or:
  std::optional<Maildir> maildir_;
  std::vector<ShipmentEnd> ended_;  ///< without a transfer, or before one
};

}  // namespace followup
