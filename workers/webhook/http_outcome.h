// What an HTTP answer, or none, means for a webhook: delivered, try later, refused or unknown, with
// a stable reason. Pure tables (Standard Webhooks 1.0.0, CloudEvents HTTP webhook profile; S-X16).
// To a command 400, 404, 409, 410 and 422 mean that it can not be done: refused at once, and
// nothing is wrong with the endpoint. The ids of the ends are left to the caller.
#pragma once

#include "workers/channel.h"

namespace followup {

/// How far a request came.
struct HttpEnd {
  int curl_code = 0;               ///< CURLcode
  bool denied = false;             ///< the address guard stopped it
  bool request_began = false;      ///< bytes of the request may have gone out
  int status = 0;                  ///< of an answer whose headers are complete, else 0
  std::int64_t retry_after_s = 0;  ///< the answer's wish, 0 if none
  bool command = false;            ///< what was asked for was a command
};

[[nodiscard]] ShipmentEnd judge_http(const HttpEnd& end);

}  // namespace followup
