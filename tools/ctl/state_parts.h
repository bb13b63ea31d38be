// What the descriptions of several kinds of case are made of, for people and for programs. Internal
// to state_words.cpp, state_json.cpp and those that belong to them.
#pragma once

#include "core/domain/case.h"
#include "core/domain/policy.h"
#include "tools/ctl/json_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace followup::ctl {

using Words = std::vector<std::pair<std::string, std::string>>;  ///< labels and texts

void add_if(Words& words, const char* label, std::string text);
/// "anna, Anna Rossi <anna@assist.example>".
[[nodiscard]] std::string person_words(const PersonRef& person);
/// "2011-01-31 09:00 CET, late".
[[nodiscard]] std::string done_words(const StepDone& done, const Policy& policy);
/// "2011-01-31 09:00 CET" of a civil time in the tenant's zone.
[[nodiscard]] std::string civil_words(LocalTime local, const Policy& policy);

// Facts of one kind of case: the _words.cpp of its name; appointments: rebooking_words.cpp.
[[nodiscard]] Words describe(const Appointment& appointment, const Policy& policy);
[[nodiscard]] Words describe(const ProjectContact& contact, const Policy& policy);
[[nodiscard]] Words describe(const Project& project, const Policy& policy);
[[nodiscard]] Words describe(const Notices& notices, const Policy& policy);
[[nodiscard]] Words describe(const Ticket& ticket, const Policy& policy);
[[nodiscard]] Words describe(const Meeting& meeting, const Policy& policy);
[[nodiscard]] Words describe(const Application& application, const Policy& policy);
[[nodiscard]] Words describe(const Communication& communication, const Policy& policy);
/// Of a callback or a Wiedervorlage, as rows under `label`. `id`: its name for the CRM.
void add_call(Words& words, const char* label, const Callback& callback, const std::string& id,
              const Policy& policy);

/// "anna, Anna Rossi <anna@assist.example>" of one of `people`; the id alone of anybody else.
[[nodiscard]] std::string person_words(const std::string& id, const std::vector<PersonRef>& people);
/// "estratto.pdf, application/pdf, 12345 bytes, needs finance".
[[nodiscard]] std::string file_words(const Attachment& file);
/// A message to several and what became of it, as a row.
[[nodiscard]] std::string mailing_words(const Mailing& mailing);

void add_if(JsonObject& object, std::string_view name, const std::string& text);
void add_if(JsonObject& object, std::string_view name, const std::optional<Date>& date);
void add_if(JsonObject& object, std::string_view name, const std::optional<LocalTime>& local);
void add_if(JsonObject& object, std::string_view name, const std::optional<StepDone>& done);
[[nodiscard]] JsonObject person_json(const PersonRef& person);

[[nodiscard]] JsonObject person_json(const std::string& id, const std::vector<PersonRef>& people);
[[nodiscard]] JsonObject client_json(const ClientRef& client);
[[nodiscard]] std::vector<JsonObject> files_json(const std::vector<Attachment>& files);
[[nodiscard]] std::vector<JsonObject> mailings_json(const std::vector<Mailing>& mailings);

// The _json.cpp of the kind's name; appointments: rebooking_json.cpp.
[[nodiscard]] JsonObject json_of(const Appointment& appointment);
[[nodiscard]] JsonObject json_of(const ProjectContact& contact);
[[nodiscard]] JsonObject json_of(const Project& project);
[[nodiscard]] JsonObject json_of(const Notices& notices);
/// With what the policy makes of it: when each group's time ends.
[[nodiscard]] JsonObject json_of(const Ticket& ticket, const Policy& policy);
[[nodiscard]] JsonObject json_of(const Meeting& meeting);
[[nodiscard]] JsonObject json_of(const Application& application);
/// With what the policy makes of it: until when an answer is expected.
[[nodiscard]] JsonObject json_of(const Communication& communication, const Policy& policy);
/// `holders_name`: of the member that lists whom it is reserved for.
[[nodiscard]] JsonObject call_json(const Callback& callback, const std::string& id,
                                   const char* holders_name);
/// A Wiedervorlage's name for the CRM. Precondition: the contact has one.
[[nodiscard]] std::string follow_up_id(const ProjectContact& contact);
/// Texts by characteristic.
[[nodiscard]] JsonObject annotations_json(const std::vector<Annotation>& annotations);

}  // namespace followup::ctl
