#include "workers/channels.h"

#include "workers/email/email_channel.h"
#include "workers/webhook/webhook_channel.h"

namespace followup {

Result<std::unique_ptr<DeliveryChannel>> open_channel(Channel channel, const Config& config) {
  switch (channel) {
    case Channel::email:
      return EmailChannel::open(config.mail, config.tenants);
    case Channel::webhook:
      return WebhookChannel::open(config.webhook, config.tenants);
  }
  return Error{Code::internal, "there is no such channel"};
}

}  // namespace followup
