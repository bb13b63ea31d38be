// A meeting as calendar programs take it from a mail: the text/calendar part of an invitation, an
// update or a cancellation (M33, S-M16; RFC 5545, RFC 5546 sections 3.2.2 and 3.2.5, RFC 6047).
// Who is invited, when a sequence number rises and what a reader may know is decided elsewhere.
//
// Each invitee gets a mail of their own, and the part in it should list the organizer and this one
// invitee only: people of different families and offices meet here, a calendar shows the addresses
// of everybody who is listed to everybody else, and a program that answers an invitation needs to
// find nobody but itself. The text also reaches calendars that others can see: where the mail is
// neutral (R19), subject, location and description have to be neutral, too.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

enum class InvitationMethod { request, cancel };

struct InvitationPerson {
  std::string name;
  std::string email;
  std::string reply;  ///< "" (none yet), "accepted", "declined" or "tentative"; not the organizer's
};

/// Times are local, in `zone`. Texts may hold anything: they come out as clean lines (text.h).
struct Invitation {
  InvitationMethod method = InvitationMethod::request;
  bool whole = true;           ///< a cancellation is for everybody, not only for its attendees
  std::string uid;             ///< the same for all mails about a meeting; 1 to 255 printable ASCII
                               ///< characters without spaces
  std::uint32_t sequence = 0;  ///< rises with every update and with the cancellation; below 2^31
  TimePoint stamp;             ///< when this state of the meeting was made
  LocalTime start;
  LocalTime end;        ///< as `start`, if the meeting has none
  std::string zone;     ///< IANA name
  std::string subject;  ///< "-" stands for an empty one
  std::string location;
  std::string description;  ///< lines: "\n" stands between them
  InvitationPerson organizer;
  std::vector<InvitationPerson> attendees;  ///< see above: the recipient of the mail
  std::string url;                          ///< http or https; any other is left out
};

/// The part's text: CRLF, lines of at most 75 bytes, UTF-8. It carries the rules of its zone for
/// the years around the meeting. A time that the clocks skip is written as the one that they show
/// instead, so that no program reads another instant out of it; one that they show twice means the
/// first (Q3, RFC 5545 section 3.3.5). An end that only the clocks' change puts before the start is
/// as far from it as its local time says. An attendee without a usable address is left out.
/// invalid_input: no zone of that name, an end before the start, a year before 1972 or after 2399,
/// no usable address of the organizer or of any attendee (M32), a uid, sequence or reply that can
/// not be.
[[nodiscard]] Result<std::string> write_invitation(const Invitation& invitation);

/// The method that such a text names; nothing if it is none.
[[nodiscard]] std::optional<InvitationMethod> method_of(std::string_view calendar);

/// "REQUEST", "CANCEL": in the text and in its media type (RFC 6047 section 2.4).
[[nodiscard]] std::string_view method_name(InvitationMethod method);

}  // namespace followup
