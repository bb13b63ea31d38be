// All that a mail's text depends on, gathered once when its notification is first begun and frozen
// as a text: whatever changes afterwards, the same frozen text gives the same bytes. Names that the
// reader may not see are left out here already (R19).
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"
#include "core/domain/names.h"
#include "workers/channel.h"
#include "workers/email/language.h"

#include <string>
#include <string_view>

namespace followup {

struct MailInputs {
  std::string tenant;  ///< whose templates
  Purpose purpose = Purpose::reminder;
  Role role = Role::case_worker;
  Language language = Language::en;
  bool full = true;  ///< content level; neutral: reference, dates and link, but no name except the
                     ///< reader's own

  std::string to;    ///< address
  std::string name;  ///< the reader's
  std::string from;  ///< "Name <address>" or an address

  Kind kind = Kind::referral;
  std::string reference;  ///< the case's id in the CRM
  std::string case_id;    ///< of the case that the referral hangs on
  std::string case_url;   ///< filled in
  std::string worker;     ///< case worker's name, or id
  std::string clients;    ///< names, joined
  std::string provider;
  std::string service;

  std::string due;       ///< in words of the reader's language and zone, like all dates here
  std::string reminded;  ///< escalation: when the reminder was due
  std::string referred_on;
  std::string contact_on;  ///< closed: date of the contact
  bool late = false;
  bool escalation_follows = false;  ///< reminder: the tenant's policy has an escalation

  bool fallback = false;          ///< nobody was found for the role
  std::string resolution_reason;  ///< why not
  std::string on_behalf_of;       ///< name of the person that the reader stands in for
  bool stands_in = false;
  std::string until;  ///< last day of that

  std::string reason;    ///< undeliverable, endpoint_disabled: stable code
  std::string about;     ///< likewise: id of the notification that was not delivered
  std::string endpoint;  ///< likewise: the webhook endpoint's name

  TimePoint date;  ///< Date header
  std::string message_id_domain;
  std::string thread;  ///< left side of the thread's root id: the same for all mails of a case

  friend bool operator==(const MailInputs&, const MailInputs&) = default;
};

/// Gathers them. Dates are told in the recipient's zone, or the tenant's. Neutral where the tenant
/// says so, where the recipient's sensitivity is below the referral's (R19, S-R32), and for the
/// administrator, who needs no names. Preconditions: all pointers of `inputs` are set.
/// invalid_input: the notification is no mail.
[[nodiscard]] Result<MailInputs> make_inputs(const DeliveryInputs& inputs,
                                             std::string_view message_id_domain);

/// Compact JSON, what is empty left out.
[[nodiscard]] std::string encode_inputs(const MailInputs& inputs);

/// invalid_input: it is no text of encode_inputs. Members that are not known are ignored.
[[nodiscard]] Result<MailInputs> decode_inputs(std::string_view frozen);

}  // namespace followup
