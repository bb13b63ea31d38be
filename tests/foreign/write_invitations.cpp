// Writes invitations into a folder for other libraries to read, NAME.ics each, and into
// meetings.json what each of them means: write_invitations FOLDER.
#include "core/base/zone.h"
#include "workers/email/invitation.h"
#include "workers/email/text.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace {

using followup::Invitation;
using followup::InvitationMethod;
using nlohmann::json;

constexpr const char* uid = "thread-0123456789abcdefghijklmnop";

Invitation meeting(const std::string& zone, std::string_view start, std::string_view end) {
  Invitation made;
  made.uid = uid;
  made.stamp = followup::parse_instant("2026-10-01T08:00:00Z").value();
  made.zone = zone;
  made.start = followup::parse_local(start).value();
  made.end = followup::parse_local(end).value();
  made.subject = "Case conference";
  made.organizer = {"Sara Neri", "sara@example.org", ""};
  made.attendees = {{"Anna Bianchi", "anna@example.org", ""}};
  return made;
}

class Folder {
 public:
  explicit Folder(std::filesystem::path path) : path_(std::move(path)) {}

  void add(const std::string& name, const Invitation& invitation) {
    const auto text = write_invitation(invitation);
    if (!text) throw std::runtime_error(name + ": " + text.error().what);
    std::ofstream(path_ / (name + ".ics"), std::ios::binary) << *text;
    const auto zone = followup::Zone::load(invitation.zone).value();
    std::string cn = followup::clean_line(invitation.attendees[0].name);
    std::replace(cn.begin(), cn.end(), '"', '\'');
    meetings_[name] = {{"method", method_name(invitation.method)},
                       {"uid", invitation.uid},
                       {"sequence", invitation.sequence},
                       {"zone", invitation.zone},
                       {"start", followup::format_instant(zone.to_instant(invitation.start))},
                       {"end", followup::format_instant(zone.to_instant(invitation.end))},
                       {"subject", invitation.subject},
                       {"location", invitation.location},
                       {"description", invitation.description},
                       {"attendee", cn}};
  }

  void finish() const { std::ofstream(path_ / "meetings.json") << meetings_.dump(2); }

 private:
  std::filesystem::path path_;
  json meetings_ = json::object();
};

/// Summer, winter, the edges of the year and the nights in which clocks are changed.
void add_zones(Folder& folder) {
  for (const std::string zone :
       {"Europe/Berlin", "Europe/Rome", "Europe/Lisbon", "Europe/Dublin", "America/Sao_Paulo",
        "Asia/Kolkata", "Pacific/Apia", "America/St_Johns", "Africa/Casablanca",
        "Australia/Lord_Howe", "America/Santiago", "UTC"}) {
    int number = 0;
    for (const std::string day : {"2018-11-04", "2026-01-01", "2026-03-29", "2026-07-15",
                                  "2026-10-25", "2026-12-31", "2031-04-06", "2045-07-01"}) {
      std::string name = zone + "-" + std::to_string(number++);
      std::replace(name.begin(), name.end(), '/', '-');
      folder.add(name, meeting(zone, day + "T10:00", day + "T23:30"));
    }
  }
  // In a gap both ends move; a time that comes twice is the first.
  folder.add("gap", meeting("Europe/Berlin", "2026-03-29T02:15", "2026-03-29T02:45"));
  folder.add("gap-of-half-an-hour",
             meeting("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-04T04:00"));
}

void add_texts(Folder& folder) {
  Invitation made = meeting("Europe/Berlin", "2026-10-25T10:00", "2026-10-25T11:00");
  made.subject = "São João; Müller, perché? 日本語 \\x \"y\" 😀";
  made.location = std::string(90, 'x') + " ä " + std::string(107, 'y');
  made.description =
      "One, two;\nthree: \\four\\\n\nfive 日本語日本語日本語日本語日本語日本語日本語日本語";
  made.attendees[0].name = "Müller, \"Jörg\"; CN=x:y";
  folder.add("texts", made);
  made.subject = "typed \\n and \\N";
  made.attendees[0].name = "^n ^' ^^";
  folder.add("typed-escapes", made);
}

void add_life(Folder& folder) {
  Invitation made = meeting("Europe/Berlin", "2026-10-25T10:00", "2026-10-25T11:00");
  folder.add("invited", made);
  made.sequence = 1;
  made.start += std::chrono::hours{24};
  made.end += std::chrono::hours{24};
  folder.add("moved", made);
  made.sequence = 2;
  made.method = InvitationMethod::cancel;
  folder.add("cancelled", made);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  try {
    Folder folder(argv[1]);
    add_zones(folder);
    add_texts(folder);
    add_life(folder);
    folder.finish();
  } catch (const std::exception& fault) {
    std::cerr << fault.what() << '\n';
    return 1;
  }
  return 0;
}
