// What the worker's loop asks of a delivery channel: which lanes it serves, the rendering inputs of
// a notification (frozen by its first begin), and the transfers themselves, many at once. A channel
// decides no rule, no retry and knows no store.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/codec/document.h"
#include "core/domain/case.h"
#include "core/domain/directory.h"
#include "core/domain/notification.h"
#include "core/domain/policy.h"
#include "core/domain/tenant.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace followup {

/// All that a notification's text may depend on, as it is when it is first begun.
struct DeliveryInputs {
  const Notification* notification = nullptr;
  const Case* state = nullptr;
  const Policy* policy = nullptr;  ///< the case's own version
  const Tenant* tenant = nullptr;
  const Recipient* recipient = nullptr;  ///< mail only
  bool fallback = false;                 ///< the role had nobody
  std::string resolution_reason;         ///< why not, a stable code
  std::string case_worker_name;          ///< as the directory has it; empty: the record's is used
  std::map<std::string, std::string> names;   ///< of persons by id, as the directory has them
  std::map<std::string, std::string> emails;  ///< likewise, their addresses
  const Document* document = nullptr;  ///< the long text that its mail is about; null: it has none
  TimePoint now;                       ///< becomes the message's Date, frozen too
};

/// A message whose attempt has begun.
struct Shipment {
  std::string id;  ///< notification id: Message-ID, webhook-id
  std::string lane;
  std::string frozen;  ///< what freeze() gave the first time
  int attempt = 1;
  bool command = false;  ///< it asks the receiver to do something: what cannot be done is refused
};

/// How a transfer ended.
struct ShipmentEnd {
  std::string id;
  Outcome outcome = Outcome::delivered;  ///< delivered, try_later, refused or unknown
  bool soft_refusal = false;             ///< retry.h
  bool destination_fault =
      false;  ///< counts for the destination's breaker (not the recipient's fault)
  bool destination_gone = false;  ///< HTTP 410: the endpoint is to be switched off
  bool not_sent = false;      ///< it never left the line: try_later, and the attempt does not count
  bool too_large = false;     ///< refused because of its size: without files it may be taken
  bool stop_channel = false;  ///< e.g. AUTH refused: keep the mail, stop the transport, say so
  std::string reason;         ///< stable code: smtp_250, smtp_550, http_503, timeout, reply_lost,
                              ///< address_denied, …
  std::optional<Millis> retry_after;
};

[[nodiscard]] inline std::size_t count_delivered(const std::vector<ShipmentEnd>& ends) {
  return static_cast<std::size_t>(
      std::ranges::count(ends, Outcome::delivered, &ShipmentEnd::outcome));
}

class DeliveryChannel {
 public:
  virtual ~DeliveryChannel() = default;
  /// "email", "webhook".
  [[nodiscard]] virtual std::string name() const = 0;
  /// The lanes it serves, urgent first.
  [[nodiscard]] virtual std::vector<std::string> lanes() const = 0;
  /// How many more transfers may be started in a lane now.
  [[nodiscard]] virtual int room(const std::string& lane) const = 0;
  /// How many more in all lanes together.
  [[nodiscard]] virtual int room_in_all() const = 0;

  /// What rests because it keeps failing: lanes, or the whole channel under its name.
  [[nodiscard]] virtual std::vector<std::string> resting() const = 0;

  /// Whether it delivers to a person (then a recipient is resolved first).
  [[nodiscard]] virtual bool to_person() const = 0;
  /// The rendering inputs as a text that start() understands, now and after a restart. Also called
  /// from another thread, at the same time as the rest.
  [[nodiscard]] virtual Result<std::string> freeze(const DeliveryInputs& inputs) const = 0;
  /// The most real time that one transfer may take: leases last longer than this.
  [[nodiscard]] virtual Millis transfer_limit() const = 0;
  /// Starts a transfer; its end comes out of turn(), also when it could not be started.
  virtual void start(Shipment shipment) = 0;
  [[nodiscard]] virtual std::size_t in_flight() const = 0;
  /// Moves the transfers on; waits up to `timeout` for them or for one of `descriptors` to become
  /// readable.
  [[nodiscard]] virtual std::vector<ShipmentEnd> turn(Millis timeout,
                                                      const std::vector<int>& descriptors) = 0;
};

}  // namespace followup
