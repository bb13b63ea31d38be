// The tables themselves.
#include "workers/webhook/http_outcome.h"

#include <algorithm>

#include <curl/curl.h>

namespace followup {

namespace {

constexpr std::int64_t longest_wish_s = std::int64_t{366} * 24 * 3600;

ShipmentEnd make_end(Outcome outcome, std::string reason) {
  ShipmentEnd end;
  end.outcome = outcome;
  end.reason = std::move(reason);
  return end;
}

/// The request can not have been taken: it never went out.
ShipmentEnd judge_unsent(int curl_code) {
  const auto fault = [](std::string reason) {
    auto end = make_end(Outcome::try_later, std::move(reason));
    end.destination_fault = true;
    return end;
  };
  switch (curl_code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return fault("unresolved");
    case CURLE_COULDNT_CONNECT:
      return fault("unreachable");
    case CURLE_OPERATION_TIMEDOUT:
      return fault("timeout");
    case CURLE_PEER_FAILED_VERIFICATION:
      return fault("tls_certificate");
    case CURLE_SSL_CACERT_BADFILE:
      return fault("tls_ca_file");
    case CURLE_SSL_CONNECT_ERROR:
      return fault("tls_failed");
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_LOGIN_DENIED: {
      // A fault of the configuration, which may be mended by the next attempt.
      auto end = make_end(Outcome::refused, "url_invalid");
      end.soft_refusal = true;
      return end;
    }
    default:
      return fault("connection_lost");
  }
}

/// The receiver has understood a command and can not do it (contract.md section 3).
bool refuses_command(int status) {
  return status == 400 || status == 404 || status == 409 || status == 410 || status == 422;
}

ShipmentEnd judge_status(int status, bool command) {
  ShipmentEnd end = make_end(Outcome::try_later, "http_" + std::to_string(status));
  if (status >= 200 && status < 300) {
    end.outcome = Outcome::delivered;
  } else if (command && refuses_command(status)) {
    end.outcome = Outcome::refused;
  } else if (status == 410) {
    end.outcome = Outcome::refused;
    end.destination_gone = true;
  } else if (status == 408 || status == 429 || (status >= 500 && status < 600)) {
    end.destination_fault = true;
  } else if (status != 425) {
    // Redirects are not followed; other refusals may come from a receiver that is just being
    // changed.
    end.outcome = Outcome::refused;
    end.soft_refusal = true;
  }
  return end;
}

}  // namespace

ShipmentEnd judge_http(const HttpEnd& end) {
  if (end.denied) return make_end(Outcome::refused, "address_denied");
  if (end.status != 0) {
    auto judged = judge_status(end.status, end.command);
    if (end.retry_after_s > 0 && judged.outcome != Outcome::delivered) {
      judged.retry_after = std::chrono::seconds{std::min(end.retry_after_s, longest_wish_s)};
    }
    return judged;
  }
  if (!end.request_began) return judge_unsent(end.curl_code);
  auto lost = make_end(Outcome::unknown,
                       end.curl_code == CURLE_OPERATION_TIMEDOUT ? "timeout" : "reply_lost");
  lost.destination_fault = true;
  return lost;
}

}  // namespace followup
