// An installation with a call centre in it: the tenant `callit` of domain.md 3.A with appointments,
// and the tenant `telde` of 3.C with contacts of the project "spring".
#pragma once

#include "tests/tools/office.h"

#include <string>
#include <string_view>

namespace followup::test {

/// States 31 "KO assente" (private callback), 32 "KO pubblico" (public), 33 "KO motivo" (private,
/// mandatory "motivo"), 41 "KO rinviato" (mode 3), 12 "Nuovo". "motivo" and "fascia" are for
/// callers, "nota" is not.
[[nodiscard]] std::string callit_tenant();
[[nodiscard]] std::string telde_tenant();

/// An event of either tenant; `data` is JSON. Its id is made of the rest.
[[nodiscard]] std::string call_event(std::string_view tenant, std::string_view type,
                                     std::string_view subject, std::string_view time,
                                     std::string_view data);
/// appointment.booked for 2026-09-14 15:00: agent Bianchi, operator Rossi, team it.
[[nodiscard]] std::string booked(std::string_view id = "APP-1");
/// appointment.outcome_set at that instant.
[[nodiscard]] std::string outcome(std::string_view id, int state, std::string_view time,
                                  std::string_view annotations = "{}",
                                  std::string_view reschedule_at = "");
/// contact.follow_up_set of a contact of the project "spring".
[[nodiscard]] std::string follow_up(std::string_view contact, std::string_view due,
                                    std::string_view agent, std::string_view time);

/// The installation, with APP-1 booked.
class CallOffice : public Office {
 public:
  CallOffice();

  /// Of `callit` and `telde`.
  void callit(std::string_view type, std::string_view subject, std::string_view time,
              std::string_view data);
  void telde(std::string_view type, std::string_view subject, std::string_view time,
             std::string_view data);
  /// APP-1's outcome at 2026-09-14 15:20.
  void set_outcome(int state, std::string_view annotations = "{}",
                   std::string_view reschedule_at = "");
};

}  // namespace followup::test
