// The tables themselves.
#include "workers/transfer/smtp_outcome.h"

#include <curl/curl.h>

namespace followup {

namespace {

std::string smtp_reason(int reply) {
  return "smtp_" + std::to_string(reply);
}

/// The relay does not know us, or wants us to log in: no mail would fare better.
bool is_login_refusal(int reply) {
  return reply == 530 || reply == 534 || reply == 535 || reply == 538;
}

ShipmentEnd relay_problem(std::string reason, bool stop = false) {
  ShipmentEnd end;
  end.outcome = Outcome::try_later;
  end.destination_fault = true;
  end.stop_channel = stop;
  end.reason = std::move(reason);
  return end;
}

ShipmentEnd judge_login(int reply) {
  if (reply >= 400 && reply < 500) return relay_problem(smtp_reason(reply));
  return relay_problem(reply >= 500 ? smtp_reason(reply) : "auth_unavailable", true);
}

}  // namespace

ShipmentEnd judge_connect(int curl_code, int reply) {
  switch (curl_code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return relay_problem("unresolved");
    case CURLE_COULDNT_CONNECT:
      return relay_problem("unreachable");
    case CURLE_OPERATION_TIMEDOUT:
      return relay_problem("timeout");
    case CURLE_LOGIN_DENIED:
      return judge_login(reply);
    case CURLE_USE_SSL_FAILED:
      return relay_problem("tls_not_offered");
    case CURLE_PEER_FAILED_VERIFICATION:
      return relay_problem("tls_certificate");
    case CURLE_SSL_CACERT_BADFILE:
      return relay_problem("tls_ca_file");
    case CURLE_SSL_CONNECT_ERROR:
      return relay_problem("tls_failed");
    default:
      break;
  }
  if (reply >= 400) return relay_problem(smtp_reason(reply), is_login_refusal(reply));
  // Bytes that were sent together with the answer to STARTTLS: somebody in between speaks for the
  // server.
  if (curl_code == CURLE_WEIRD_SERVER_REPLY && reply == 220) return relay_problem("tls_injection");
  return relay_problem("connection_lost");
}

bool is_positive(SmtpStep step, int reply) {
  if (step == SmtpStep::data) return reply == 354;
  return reply >= 200 && reply < 300;
}

ShipmentEnd judge_reply(SmtpStep step, int reply) {
  ShipmentEnd end;
  end.reason = smtp_reason(reply);
  if (step == SmtpStep::body && reply < 400) {
    end.outcome = is_positive(step, reply) ? Outcome::delivered : Outcome::unknown;
    return end;
  }
  end.stop_channel = step != SmtpStep::body && is_login_refusal(reply);
  // RFC 1870 section 6.1: more than the relay takes (5.3.4).
  end.too_large = reply == 552 && (step == SmtpStep::mail || step == SmtpStep::body);
  const bool refused = reply >= 500 && !end.stop_channel && step != SmtpStep::reset;
  end.outcome = refused ? Outcome::refused : Outcome::try_later;
  // A temporary answer to RCPT is about the mailbox (greylisting, a full one); any other is about
  // the relay.
  end.destination_fault = !refused && (step != SmtpStep::rcpt || reply == 421 || end.stop_channel);
  return end;
}

ShipmentEnd judge_size() {
  ShipmentEnd end;
  end.outcome = Outcome::refused;
  end.too_large = true;
  end.reason = "size_exceeded";
  return end;
}

ShipmentEnd judge_files_lost() {
  ShipmentEnd end;
  end.outcome = Outcome::try_later;
  end.reason = "attachment_lost";
  return end;
}

ShipmentEnd judge_loss(SmtpLoss loss, bool dot_sent) {
  ShipmentEnd end;
  end.outcome = dot_sent ? Outcome::unknown : Outcome::try_later;
  end.destination_fault = true;
  switch (loss) {
    case SmtpLoss::connection_lost:
      end.reason = dot_sent ? "reply_lost" : "connection_lost";
      break;
    case SmtpLoss::timeout:
      end.reason = "timeout";
      break;
    case SmtpLoss::reply_invalid:
      end.reason = "reply_invalid";
      break;
  }
  return end;
}

}  // namespace followup
