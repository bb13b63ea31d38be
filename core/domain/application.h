// State of an application: the programme that it is for, and what is noted on it (source 2; M3, M4,
// M15 to M17, M21), and of one communication with a client about it (M22 to M24).
#pragma once

#include "core/base/time.h"
#include "core/domain/attachment.h"
#include "core/domain/mailing.h"
#include "core/domain/names.h"
#include "core/domain/references.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace followup {

/// Something that was noted, for its history (M16); the newest are kept.
struct ApplicationNote {
  std::string id;
  TimePoint at;
  std::string by;        ///< person id, or empty
  DocumentRef document;  ///< title and text
  std::optional<std::uint64_t> sequence;
  std::vector<std::string> watchers;  ///< marks of who was to be told
  friend bool operator==(const ApplicationNote&, const ApplicationNote&) = default;
};

/// A file on the application; the newest are kept.
struct ApplicationFile {
  TimePoint at;
  std::string by;  ///< person id, or empty
  Attachment file;
  std::vector<std::string> watchers;  ///< marks of who was to be told
  friend bool operator==(const ApplicationFile&, const ApplicationFile&) = default;
};

struct Application {
  bool programme_known = false;
  Date authorisation_on{};
  MeetingNeed need = MeetingNeed::always;
  PersonRef worker;
  std::string programme;
  std::optional<std::uint64_t> programme_sequence;
  bool problem = false;  ///< missing or conflicting data (M4)
  std::optional<std::uint64_t> problem_sequence;
  std::optional<TimePoint> meeting_held;
  std::uint32_t cycle = 1;           ///< rises when the authorisation gets another date
  std::optional<StepDone> reminder;  ///< in this cycle

  std::vector<ApplicationNote> notes;
  std::vector<ApplicationFile> files;
  std::vector<PersonRef> people;  ///< whom a mailing names
  std::uint32_t mailing_count = 0;
  std::vector<Mailing> mailings;  ///< that have not ended

  friend bool operator==(const Application&, const Application&) = default;
};

/// A mail that the CRM asked for (M23).
struct RequestedMail {
  std::optional<LocalTime> at;  ///< tenant's civil time; none: at once
  std::string template_name;    ///< empty: free text
  DocumentRef document;
  std::vector<Attachment> files;
  std::vector<std::string> to;   ///< person ids
  std::optional<StepDone> sent;  ///< handed to the worker
  bool gone = false;             ///< a relay has taken it for somebody
  friend bool operator==(const RequestedMail&, const RequestedMail&) = default;
};

struct Communication {
  std::string application;  ///< out of the case's key, like the next
  std::string id;
  bool recorded = false;  ///< a communication.recorded has been taken in
  Direction direction = Direction::out;
  Medium medium = Medium::email;
  ClientRef client;
  TimePoint at;  ///< when it happened, or was asked for
  std::optional<int> answer_expected_days;
  std::optional<PersonRef> worker;
  std::optional<std::uint64_t> record_sequence;
  std::optional<TimePoint> answered;  ///< S-M20
  std::uint32_t cycle = 1;            ///< rises when another answer date is set
  std::optional<StepDone> reminder;   ///< that no answer came, in this cycle

  std::optional<RequestedMail> mail;
  std::optional<std::uint64_t> request_sequence;
  bool cancelled = false;
  std::optional<std::uint64_t> cancel_sequence;
  std::vector<PersonRef> people;  ///< whom the mail goes to
  std::uint32_t mailing_count = 0;
  std::vector<Mailing> mailings;  ///< that have not ended

  friend bool operator==(const Communication&, const Communication&) = default;
};

}  // namespace followup
