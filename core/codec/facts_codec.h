// What a stored case holds beside what every case has (record_codec.h): one pair of functions, and
// one file, a family of kinds. Keys are one letter each. A reader marks what it can not take.
#pragma once

#include "core/codec/json_fields.h"
#include "core/domain/case.h"

namespace followup::json {

/// d referral_date, n created_on, f days, g 1 if requested, w worker, u supervisor, i case, l
/// clients, v provider, e service, z sensitivity, q sequence, k contact, ko on, kq sequence, x
/// cancelled, xq sequence, y cycle, m reminder, a escalation, b 1 if a record is known.
void write_facts(Writer& out, const Referral& referral);
void read_facts(Reader& in, Referral& referral);

/// b known, n name, m email, l language, t zone, u supervisor, z sensitivity, a 1 if not active, x
/// absences, v privileges, q sequence.
void write_facts(Writer& out, const Person& person);
void read_facts(Reader& in, Person& person);

/// n name, m email, l members, u manager group, a 1 if not active, z secret access, q sequence.
void write_facts(Writer& out, const Group& group);
void read_facts(Reader& in, Group& group);

/// Their keys stand beside the members in appointment_facts.cpp, contact_facts.cpp,
/// ticket_facts.cpp, meeting_facts.cpp and application_facts.cpp; those that several share, in
/// call_facts.h, mailing_facts.h and attachment_members.h. None is one of record_codec.cpp's.
void write_facts(Writer& out, const Appointment& appointment);
void read_facts(Reader& in, Appointment& appointment);

void write_facts(Writer& out, const ProjectContact& contact);
void read_facts(Reader& in, ProjectContact& contact);

void write_facts(Writer& out, const Project& project);
void read_facts(Reader& in, Project& project);

void write_facts(Writer& out, const Notices& notices);
void read_facts(Reader& in, Notices& notices);

void write_facts(Writer& out, const Ticket& ticket);
void read_facts(Reader& in, Ticket& ticket);

void write_facts(Writer& out, const Meeting& meeting);
void read_facts(Reader& in, Meeting& meeting);

void write_facts(Writer& out, const Application& application);
void read_facts(Reader& in, Application& application);

void write_facts(Writer& out, const Communication& communication);
void read_facts(Reader& in, Communication& communication);

}  // namespace followup::json
