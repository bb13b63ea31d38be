// The email channel: inputs frozen by the first begin, composed into a mail, handed to the relay
// or, where the configuration says so, filed into a Maildir. One recipient a mail. A relay that
// keeps failing is rested by a breaker, so that an outage costs no mail its attempts. Files are
// read from the store while a mail is sent; what is not kept any more, and what the relay finds too
// large, is named in the mail instead.
#pragma once

#include "core/codec/config.h"
#include "core/domain/breaker.h"
#include "workers/backlog.h"
#include "workers/channel.h"
#include "workers/email/compose.h"
#include "workers/email/maildir.h"
#include "workers/real_time.h"
#include "workers/transfer/smtp.h"

#include <list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace followup {

/// How mails carry files.
struct MailAttachments {
  AttachmentLimits limits;
  std::unique_ptr<Blobs> blobs;  ///< where they are read from; null: mails carry none, they link
};

class EmailChannel : public DeliveryChannel {
 public:
  /// Faulty templates of a tenant are logged and the built-in ones used. invalid_input,
  /// unavailable: relay, password or Maildir can not be used.
  static Result<std::unique_ptr<DeliveryChannel>> open(const MailConfig& config,
                                                       const TenantBook& tenants,
                                                       MailAttachments attachments = {},
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
  /// A mail with files whose content is being looked up.
  struct Looking {
    Shipment shipment;
    MailInputs inputs;
    Steady since;
    std::vector<CallTicket> tickets;  ///< one a file
    std::vector<std::optional<Result<BlobAnswer>>> answers;
  };

  /// A mail with files that is on its way; it may have to go again without them.
  struct Sending {
    Shipment shipment;
    MailInputs inputs;
    Steady since;
  };

  /// A mail with files that is written into the Maildir.
  struct Filing {
    std::string id;
    MaildirFile file;
    std::unique_ptr<FileStream> stream;
  };

  EmailChannel(const MailConfig& config, MailAttachments attachments, RealTime real_time)
      : config_(config), attachments_(std::move(attachments)), real_time_(std::move(real_time)) {}

  void send(Shipment shipment, MailInputs inputs, Steady since);
  void not_composed(const std::string& id, const Error& why);
  void file(const Shipment& shipment, TimePoint date, ComposedMail mail);
  void filed(const std::string& id, const Result<std::string>& filed);
  void end(const std::string& id, Outcome outcome, std::string reason);
  void note(bool destination_fault);
  // email_channel_files.cpp:
  void look_up(Shipment shipment, MailInputs inputs);
  void advance_looking();
  void settle_looking(Looking looking);
  bool send_without_files(const ShipmentEnd& end);
  void advance_filing();
  [[nodiscard]] bool waits_for_blobs() const;

  MailConfig config_;
  MailAttachments attachments_;
  RealTime real_time_;
  Breaker breaker_;  ///< of the relay, or of the Maildir's disk
  Backlog backlog_;
  Composer composer_;
  std::list<Looking> looking_;
  std::map<std::string, Sending> sending_;
  std::list<Filing> filing_;
  std::unique_ptr<SmtpTransfer> smtp_;  ///< or:
  std::optional<Maildir> maildir_;
  std::vector<ShipmentEnd> ended_;  ///< without a transfer, or before one
};

}  // namespace followup
