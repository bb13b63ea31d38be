// A channel for tests of what is prepared: nothing leaves.
#pragma once

#include "workers/channel.h"

#include <stdexcept>
#include <string>

namespace followup {

/// Freezes something for everybody and sends nothing.
class QuietChannel : public DeliveryChannel {
 public:
  std::string throws_at;  ///< id of a case whose messages can not be put into words

  [[nodiscard]] std::string name() const override { return "quiet"; }

  [[nodiscard]] std::vector<std::string> lanes() const override { return {"email:normal"}; }

  [[nodiscard]] int room(const std::string& /*lane*/) const override { return 100; }

  [[nodiscard]] int room_in_all() const override { return 100; }

  [[nodiscard]] std::vector<std::string> resting() const override { return {}; }

  [[nodiscard]] bool to_person() const override { return true; }

  [[nodiscard]] Result<std::string> freeze(const DeliveryInputs& inputs) const override {
    if (inputs.notification->case_key.id == throws_at) throw std::out_of_range("a fault");
    return "to " + inputs.recipient->email;
  }

  [[nodiscard]] Millis transfer_limit() const override { return std::chrono::seconds{60}; }

  void start(Shipment /*shipment*/) override {}

  [[nodiscard]] std::size_t in_flight() const override { return 0; }

  [[nodiscard]] std::vector<ShipmentEnd> turn(Millis /*timeout*/,
                                              const std::vector<int>& /*descriptors*/) override {
    return {};
  }
};

}  // namespace followup
