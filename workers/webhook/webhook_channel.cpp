// Lanes, signatures and breakers around the HTTP transfers.
#include "workers/webhook/webhook_channel.h"

#include "workers/webhook/body.h"

#include <algorithm>

namespace followup {

namespace {

/// An attempt's lease outlasts its transfer by more than this: what has waited longer for a place
/// is tried again later.
constexpr Millis longest_wait = std::chrono::seconds{15};

/// What may stand in a header and in signed content: a "." would shift the content's parts.
bool is_plain_id(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  });
}

ShipmentEnd ended_at_once(std::string id, Outcome outcome, std::string reason) {
  return {.id = std::move(id), .outcome = outcome, .reason = std::move(reason)};
}

}  // namespace

Result<std::unique_ptr<DeliveryChannel>> WebhookChannel::open(const WebhookConfig& config,
                                                              const TenantBook& tenants,
                                                              RealTime real_time) {
  std::unique_ptr<WebhookChannel> channel(new WebhookChannel(config, std::move(real_time)));
  for (const auto& [name, tenant] : tenants.tenants) {
    for (const auto& endpoint : tenant.endpoints) {
      if (auto added = channel->add(name, endpoint); !added) {
        return with_context(added.error(), "endpoint " + name + "/" + endpoint.name);
      }
    }
  }
  return std::unique_ptr<DeliveryChannel>(std::move(channel));
}

Result<void> WebhookChannel::add(const std::string& tenant, const Endpoint& endpoint) {
  Lane lane;
  lane.max_in_flight = endpoint.max_in_flight;
  for (const auto& secret : endpoint.secrets) {
    auto key = SigningKey::parse(secret);
    if (!key) return key.error();
    lane.keys.push_back(std::move(key).value());
  }
  if (lane.keys.empty()) return Error{Code::invalid_input, "it has no signing secret"};
  std::vector<GuardException> exceptions;
  for (const auto& text : endpoint.allow) {
    auto exception = parse_guard_exception(text);
    if (!exception) return exception.error();
    exceptions.push_back(*exception);
  }
  const std::string name = "webhook:" + tenant + "/" + endpoint.name;
  http_.add_destination(name, endpoint.url, AddressGuard(std::move(exceptions)));
  lanes_.insert_or_assign(name, std::move(lane));
  return {};
}

std::vector<std::string> WebhookChannel::lanes() const {
  std::vector<std::string> names;
  names.reserve(lanes_.size());
  for (const auto& [name, lane] : lanes_)
    names.push_back(name);
  return names;
}

int WebhookChannel::room(const std::string& lane) const {
  const auto found = lanes_.find(lane);
  if (found == lanes_.end() || !found->second.breaker.allows(real_time_())) return 0;
  const Lane& it = found->second;
  const int ahead = it.backlog.size(real_time_());
  const int under_way = it.in_flight + static_cast<int>(it.waiting.size());
  return std::max(0, (it.breaker.is_closed() ? it.max_in_flight + ahead : 1) - under_way);
}

/// What waits in line for one endpoint takes no room from the others.
int WebhookChannel::room_in_all() const {
  int ahead = 0;
  int waiting = 0;
  for (const auto& [name, lane] : lanes_) {
    ahead += lane.backlog.size(real_time_());
    waiting += static_cast<int>(lane.waiting.size());
  }
  const int under_way = static_cast<int>(http_.in_flight());
  return std::max(0, config_.max_in_flight - under_way) + std::max(0, ahead - waiting);
}

std::vector<std::string> WebhookChannel::resting() const {
  std::vector<std::string> names;
  for (const auto& [name, lane] : lanes_) {
    if (!lane.breaker.is_closed()) names.push_back(name);
  }
  return names;
}

std::size_t WebhookChannel::in_flight() const {
  std::size_t waiting = 0;
  for (const auto& [name, lane] : lanes_)
    waiting += lane.waiting.size();
  return http_.in_flight() + waiting + ended_.size();
}

Result<std::string> WebhookChannel::freeze(const DeliveryInputs& inputs) const {
  return make_webhook_body(inputs);
}

void WebhookChannel::start(Shipment shipment) {
  const auto found = lanes_.find(shipment.lane);
  if (found == lanes_.end()) {
    ended_.push_back(ended_at_once(std::move(shipment.id), Outcome::refused, "endpoint_unknown"));
    return;
  }
  if (!is_plain_id(shipment.id)) {
    ended_.push_back(ended_at_once(std::move(shipment.id), Outcome::refused, "id_invalid"));
    return;
  }
  Lane& lane = found->second;
  if (has_place(lane) && lane.waiting.empty()) {
    send(found->first, lane, std::move(shipment));
  } else {
    lane.waiting.push_back({std::move(shipment), real_time_()});
  }
}

bool WebhookChannel::has_place(const Lane& lane) const {
  return lane.in_flight < lane.max_in_flight &&
         static_cast<int>(http_.in_flight()) < config_.max_in_flight;
}

void WebhookChannel::send(const std::string& name, Lane& lane, Shipment shipment) {
  const TimePoint now = real_time_();
  const auto timestamp = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  lane.breaker.begin(now);
  ++lane.in_flight;
  http_.start(name, {.id = shipment.id,
                     .headers = {"content-type: application/cloudevents+json",
                                 "expect:", "webhook-id: " + shipment.id,
                                 "webhook-timestamp: " + std::to_string(timestamp),
                                 "webhook-signature: " + sign_webhook(lane.keys, shipment.id,
                                                                      timestamp, shipment.frozen)},
                     .body = std::move(shipment.frozen),
                     .command = shipment.command});
}

/// What waits gets the places that have become free, each time beginning with another lane.
void WebhookChannel::send_waiting() {
  if (lanes_.empty()) return;
  auto at = lanes_.lower_bound(first_lane_);
  for (std::size_t n = 0; n < lanes_.size(); ++n, ++at) {
    if (at == lanes_.end()) at = lanes_.begin();
    send_waiting_of(at->first, at->second);
  }
  const auto next = lanes_.upper_bound(first_lane_);
  first_lane_ = next == lanes_.end() ? std::string() : next->first;
}

void WebhookChannel::send_waiting_of(const std::string& name, Lane& lane) {
  const TimePoint now = real_time_();
  if (!lane.breaker.allows(now)) return put_back_waiting(lane);
  while (!lane.waiting.empty()) {
    auto& [shipment, since] = lane.waiting.front();
    if (now < since || now - since > longest_wait) return put_back_waiting(lane);
    if (!has_place(lane)) return;
    send(name, lane, std::move(shipment));
    lane.waiting.pop_front();
  }
}

/// The endpoint rests, has gone or is slow: what waits for it has not been tried.
void WebhookChannel::put_back_waiting(Lane& lane) {
  for (auto& one : lane.waiting) {
    auto& end = ended_.emplace_back(
        ended_at_once(std::move(one.shipment.id), Outcome::try_later, "endpoint_busy"));
    end.not_sent = true;
  }
  lane.waiting.clear();
}

void WebhookChannel::note_end(Lane& lane, const ShipmentEnd& end) {
  --lane.in_flight;
  if (end.destination_gone) put_back_waiting(lane);
  if (end.destination_fault) {
    lane.breaker.failed(real_time_());
  } else {
    lane.breaker.succeeded();
  }
}

std::vector<ShipmentEnd> WebhookChannel::turn(Millis timeout, const std::vector<int>& descriptors) {
  auto ended = std::exchange(ended_, {});
  for (auto& [name, end] : http_.turn(ended.empty() ? timeout : Millis{0}, descriptors)) {
    Lane& lane = lanes_.find(name)->second;
    note_end(lane, end);
    lane.backlog.note(end.outcome == Outcome::delivered ? 1 : 0, real_time_());
    ended.push_back(std::move(end));
  }
  send_waiting();
  return ended;
}

}  // namespace followup
