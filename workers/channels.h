// The table of delivery channels: a new channel is a folder and a line in channels.cpp.
#pragma once

#include "core/base/result.h"
#include "core/codec/config.h"
#include "workers/channel.h"

#include <memory>

namespace followup {

/// The channel, ready to deliver with this configuration (which it copies what it needs from,
/// except the tenants: they outlive it). invalid_input: the configuration does not do for this
/// channel.
[[nodiscard]] Result<std::unique_ptr<DeliveryChannel>> open_channel(Channel channel,
                                                                    const Config& config);

}  // namespace followup
