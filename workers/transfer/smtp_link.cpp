// The steps of a transaction. What replies mean is judged in smtp_outcome.cpp.
#include "workers/transfer/smtp_link.h"

#include "core/base/crash_point.h"

#include <curl/curl.h>

namespace followup {

namespace {

/// Relays close idle sessions after minutes, under stress after ten seconds; a place of theirs is
/// not kept for nothing.
constexpr Millis longest_rest = std::chrono::seconds{30};
constexpr int service_unavailable = 421;
constexpr int start_mail_input = 354;

}  // namespace

void SmtpLink::deliver(SmtpMail mail, Steady since) {
  mail_ = std::move(mail);
  deadline_ = since + timeout_;
  if (state_ == State::closed) {
    connect();
    return;
  }
  reused_ = true;
  begin_transaction();
}

void SmtpLink::connect() {
  state_ = State::connecting;
  reused_ = false;
  needs_reset_ = false;
  session_.open();
}

void SmtpLink::settle_connecting() {
  const auto ended = session_.connected();
  if (!ended) return;
  if (ended->curl_code != CURLE_OK) {
    close();
    finish(judge_connect(ended->curl_code, ended->reply));
    return;
  }
  begin_transaction();
}

void SmtpLink::begin_transaction() {
  state_ = State::busy;
  const bool pipelining = session_.abilities().pipelining;
  if (mail_.utf8 && !session_.abilities().utf8) {
    ShipmentEnd end;
    end.outcome = Outcome::refused;
    end.reason = "smtputf8_missing";
    rest();
    finish(std::move(end));
    return;
  }
  const auto most = session_.abilities().most_bytes;
  if (!mail_.files.empty() && most != 0 && wire_size(mail_.text, mail_.files) > most) {
    rest();
    finish(judge_size());
    return;
  }
  step_ = needs_reset_ ? SmtpStep::reset : SmtpStep::mail;
  needs_reset_ = false;
  queue_command(step_);
  for (auto step = step_; pipelining && step != SmtpStep::data;) {
    step = static_cast<SmtpStep>(static_cast<int>(step) + 1);
    queue_command(step);
  }
  advance(false);
}

void SmtpLink::queue_command(SmtpStep step) {
  switch (step) {
    case SmtpStep::reset:
      session_.queue("RSET\r\n");
      break;
    case SmtpStep::mail: {
      std::string line = "MAIL FROM:<" + mail_.from + ">";
      if (session_.abilities().size)
        line += " SIZE=" + std::to_string(wire_size(mail_.text, mail_.files));
      if (mail_.utf8) line += " SMTPUTF8";
      session_.queue(line + "\r\n");
      break;
    }
    case SmtpStep::rcpt:
      session_.queue("RCPT TO:<" + mail_.to + ">\r\n");
      break;
    case SmtpStep::data:
      session_.queue("DATA\r\n");
      break;
    case SmtpStep::body:
      queue_text();
      break;
  }
}

void SmtpLink::receive() {
  std::string bytes;
  while (state_ == State::busy) {
    bytes.clear();
    const auto received = session_.receive(bytes);
    if (received == SmtpSession::Received::nothing) return;
    if (received == SmtpSession::Received::lost) {
      lose(SmtpLoss::connection_lost);
      return;
    }
    replies_.feed(bytes);
    read_replies();
  }
}

void SmtpLink::read_replies() {
  while (state_ == State::busy) {
    const auto reply = replies_.next();
    if (!reply) break;
    on_reply(*reply);
  }
  if (state_ == State::busy && replies_.broken()) lose(SmtpLoss::reply_invalid);
  // What nobody asked for must not become the answer to the next mail.
  if (state_ == State::idle && replies_.has_rest()) close();
}

void SmtpLink::on_reply(int reply) {
  // A session that has served before may just have come to its end; nothing of this mail was taken.
  if ((reused_ && reply == service_unavailable) ||
      (step_ == SmtpStep::reset && !is_positive(step_, reply))) {
    reconnect();
    return;
  }
  reused_ = false;
  if (!verdict_ && !is_positive(step_, reply)) verdict_ = judge_reply(step_, reply);
  // 421 closes the session; an answer before the final dot leaves it out of step.
  if (reply == service_unavailable || (step_ == SmtpStep::body && !text_sent())) {
    lose(SmtpLoss::reply_invalid);
    return;
  }
  switch (step_) {
    case SmtpStep::reset:
      go_on(SmtpStep::mail);
      break;
    case SmtpStep::mail:
      go_on(SmtpStep::rcpt);
      break;
    case SmtpStep::rcpt:
      go_on(SmtpStep::data);
      break;
    case SmtpStep::data:
      if (reply == start_mail_input) {
        // If the recipient was refused, an empty text ends the transaction (RFC 2920 section 3.1).
        crash_point("w3");
        step_ = SmtpStep::body;
        queue_command(step_);
      } else {
        end_transaction(*verdict_);
      }
      break;
    case SmtpStep::body:
      end_transaction(verdict_ ? *verdict_ : judge_reply(step_, reply));
      break;
  }
}

/// From one command to the next, unless that has been sent with the first already.
void SmtpLink::go_on(SmtpStep next) {
  const bool pipelining = session_.abilities().pipelining;
  if (verdict_ && !pipelining) {
    end_transaction(*verdict_);
    return;
  }
  step_ = next;
  if (!pipelining) queue_command(next);
}

void SmtpLink::end_transaction(ShipmentEnd end) {
  needs_reset_ = step_ != SmtpStep::body;
  rest();
  finish(std::move(end));
}

void SmtpLink::lose(SmtpLoss loss) {
  if (reused_ && loss == SmtpLoss::connection_lost) {
    reconnect();
    return;
  }
  const bool dot_sent = step_ == SmtpStep::body && text_sent();
  auto end = verdict_ ? *verdict_ : judge_loss(loss, dot_sent);
  close();
  finish(std::move(end));
}

void SmtpLink::reconnect() {
  stream_.reset();
  close();
  connect();
}

void SmtpLink::finish(ShipmentEnd end) {
  end.id = std::move(mail_.id);
  end_ = std::move(end);
  mail_ = {};
  stream_.reset();
  wants_piece_ = false;
  verdict_.reset();
}

void SmtpLink::rest() {
  state_ = State::idle;
  reused_ = false;
  deadline_ = std::chrono::steady_clock::now() + longest_rest;
}

void SmtpLink::close() {
  if (state_ == State::closed) return;
  if (state_ == State::idle) {
    // A courtesy: nobody waits for the answer.
    session_.queue("QUIT\r\n");
    [[maybe_unused]] const bool sent = session_.flush();
  }
  session_.close();
  state_ = State::closed;
  replies_.clear();
}

void SmtpLink::on_event(const SocketEvent& event) {
  switch (state_) {
    case State::closed:
      return;
    case State::connecting:
      session_.on_event(event);
      settle_connecting();
      return;
    case State::idle:
      // Nobody was asked anything: "421 timeout", or the end of the connection.
      close();
      return;
    case State::busy:
      advance(event.readable);
      return;
  }
}

void SmtpLink::on_time(Steady now) {
  if (state_ == State::connecting) {
    session_.on_time(now);
    settle_connecting();
  }
  if (state_ == State::closed || now < deadline_) return;
  if (state_ == State::connecting) {
    close();
    finish(judge_connect(CURLE_OPERATION_TIMEDOUT, 0));
  } else if (state_ == State::busy) {
    lose(SmtpLoss::timeout);
  } else {
    close();
  }
}

std::optional<Steady> SmtpLink::timer() const {
  if (state_ == State::closed) return std::nullopt;
  const auto curls = state_ == State::connecting ? session_.timer() : std::nullopt;
  return curls ? std::min(*curls, deadline_) : deadline_;
}

}  // namespace followup
