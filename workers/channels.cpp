#include "workers/channels.h"

#include "core/flow/runtime.h"
#include "core/store/redis_blobs.h"
#include "workers/email/email_channel.h"
#include "workers/webhook/webhook_channel.h"

namespace followup {

namespace {

Result<std::unique_ptr<DeliveryChannel>> open_email(const Config& config) {
  auto address = redis_address(config.redis);
  if (!address) return address.error();
  return EmailChannel::open(
      config.mail, config.tenants,
      {config.attachments, std::make_unique<RedisBlobs>(std::move(address).value())});
}

}  // namespace

Result<std::unique_ptr<DeliveryChannel>> open_channel(Channel channel, const Config& config) {
  switch (channel) {
    case Channel::email:
      return open_email(config);
    case Channel::webhook:
      return WebhookChannel::open(config.webhook, config.tenants);
  }
  return Error{Code::internal, "there is no such channel"};
}

}  // namespace followup
