// The webhook channel: one lane an endpoint, bodies frozen by the first begin, signed at each
// attempt with the secrets in force. What was begun ahead waits in its lane until the endpoint has
// room for a further request. An endpoint that keeps failing is rested by its breaker; retries are
// decided elsewhere.
#pragma once

#include "core/domain/breaker.h"
#include "workers/backlog.h"
#include "workers/real_time.h"
#include "workers/webhook/http.h"
#include "workers/webhook/signature.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace followup {

class WebhookChannel : public DeliveryChannel {
 public:
  /// Copies what it needs. invalid_input: an endpoint's secret or exception can not be used; the
  /// text names the endpoint.
  static Result<std::unique_ptr<DeliveryChannel>> open(const WebhookConfig& config,
                                                       const TenantBook& tenants,
                                                       RealTime real_time = system_time);

  [[nodiscard]] std::string name() const override { return "webhook"; }

  [[nodiscard]] std::vector<std::string> lanes() const override;
  [[nodiscard]] int room(const std::string& lane) const override;
  [[nodiscard]] int room_in_all() const override;
  [[nodiscard]] std::vector<std::string> resting() const override;

  [[nodiscard]] bool to_person() const override { return false; }

  [[nodiscard]] Result<std::string> freeze(const DeliveryInputs& inputs) const override;

  [[nodiscard]] Millis transfer_limit() const override { return config_.timeout; }

  void start(Shipment shipment) override;

  [[nodiscard]] std::size_t in_flight() const override;

  [[nodiscard]] std::vector<ShipmentEnd> turn(Millis timeout,
                                              const std::vector<int>& descriptors) override;

 private:
  struct Waiting {
    Shipment shipment;
    TimePoint since;
  };

  struct Lane {
    std::vector<SigningKey> keys;
    int max_in_flight = 1;
    int in_flight = 0;
    std::deque<Waiting> waiting;
    Backlog backlog;
    Breaker breaker;
  };

  WebhookChannel(const WebhookConfig& config, RealTime real_time)
      : config_(config), real_time_(std::move(real_time)), http_(config) {}

  [[nodiscard]] Result<void> add(const std::string& tenant, const Endpoint& endpoint);
  [[nodiscard]] bool has_place(const Lane& lane) const;
  void send(const std::string& name, Lane& lane, Shipment shipment);
  void send_waiting();
  void send_waiting_of(const std::string& name, Lane& lane);
  void put_back_waiting(Lane& lane);
  void note_end(Lane& lane, const ShipmentEnd& end);

  WebhookConfig config_;
  RealTime real_time_;
  std::map<std::string, Lane, std::less<>> lanes_;
  std::string first_lane_;          ///< whose waiting gets free places next
  std::vector<ShipmentEnd> ended_;  ///< without a transfer
  HttpTransfer http_;
};

}  // namespace followup
