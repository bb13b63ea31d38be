// A tenant's file piece by piece: what is written below the good one, and the whole of what loading
// says about it. And the tenants of domain.md that sources 3 and 4 need.
#pragma once

#include "tests/codec/config_folder.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace followup::test {

/// What follows the good file (it ends with line 7), and the faults.
struct ConfigCase {
  std::string text;
  std::string faults;
};

inline void expect_faults(const std::vector<ConfigCase>& cases) {
  const ConfigFolder folder;
  for (const auto& [text, faults] : cases) {
    folder.write_tenant(good_tenant + text);
    EXPECT_EQ(folder.faults(), faults) << text;
  }
}

/// The tenant, which must have no fault.
inline Tenant good_tenant_with(const std::string& text) {
  const ConfigFolder folder;
  folder.write_tenant(good_tenant + text);
  const auto loaded = folder.load();
  EXPECT_EQ(describe(loaded.faults), "") << text;
  const Tenant* tenant = loaded.config.tenants.find("assist");
  return tenant == nullptr ? Tenant{} : *tenant;
}

/// An endpoint that wants everything: 5 lines.
inline constexpr const char* endpoint_for_all =
    "[[endpoint]]\n"
    "name = \"crm\"\n"
    "url = \"https://crm.example/hooks\"\n"
    "secrets = [\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\"]\n"
    "types = [\"*\"]\n";

/// What appointments need to refer to: 9 lines. Of the list states "WAIT" is of type W.
inline constexpr const char* states_to_refer_to =
    "[list_states.WAIT]\n"
    "description = \"Da richiamare\"\n"
    "type = \"W\"\n"
    "[list_states.KO]\n"
    "type = \"N\"\n"
    "[characteristics.why]\n"
    "description = \"Motivo\"\n"
    "[characteristics.who]\n"
    "description = \"Presenti\"\n";

/// S-A34: mode 1 for state 1, mode 3 for state 2, and mode 4, mode 5, and three states to put.
inline constexpr const char* callit =
    "[calendars.calls]\n"
    "monday = [\"09:00-20:00\"]\n"
    "tuesday = [\"09:00-20:00\"]\n"
    "wednesday = [\"09:00-20:00\"]\n"
    "thursday = [\"09:00-20:00\"]\n"
    "friday = [\"09:00-20:00\"]\n"
    "saturday = [\"10:00-19:00\"]\n"
    "holiday_eve = [\"10:00-19:00\"]\n"
    "holidays = [\"01-01\", \"01-06\", \"easter+1\", \"12-25\", \"12-26\"]\n"
    "[appointment]\n"
    "calling_calendar = \"calls\"\n"
    "private_to_public = \"45m\"\n"
    "reminder_time = \"18:00\"\n"
    "operators = [\"rossi\", \"verdi\"]\n"
    "teams = [\"milano\"]\n"
    "[parameters]\n"
    "CC0036B = 7\n"
    "[list_states.WAIT]\n"
    "description = \"Da richiamare\"\n"
    "type = \"W\"\n"
    "[list_states.KO]\n"
    "type = \"N\"\n"
    "[characteristics.why]\n"
    "description = \"Motivo\"\n"
    "[characteristics.who]\n"
    "[states.1]\n"
    "description = \"KO assente\"\n"
    "list_state = \"WAIT\"\n"
    "callback = \"private\"\n"
    "mandatory = [\"why\"]\n"
    "visible = [\"why\", \"who\"]\n"
    "[states.2]\n"
    "description = \"KO rinviato\"\n"
    "reschedule = true\n"
    "[states.3]\n"
    "description = \"KO nuova scheda\"\n"
    "list_state = \"KO\"\n"
    "reschedule = true\n"
    "[states.4]\n"
    "description = \"KO richiamare\"\n"
    "list_state = \"WAIT\"\n"
    "callback = \"public\"\n"
    "callback_after = \"1d\"\n"
    "reschedule = true\n"
    "[states.7]\n"
    "description = \"Da rifissare\"\n"
    "[states.8]\n"
    "description = \"Vecchio\"\n"
    "obsolete = true\n"
    "[states.9]\n"
    "description = \"Ordine\"\n"
    "type = \"order\"\n"
    "[states.12]\n"
    "description = \"Nuovo\"\n"
    "[procedures.Spostamento]\n"
    "kind = \"reschedule\"\n"
    "states = [2]\n"
    "state_id = 7\n"
    "interval = \"15m\"\n"
    "[procedures.Creazione]\n"
    "kind = \"create_new\"\n"
    "states = [3]\n"
    "state_id = 7\n"
    "[procedures.Richiamo]\n"
    "kind = \"callback\"\n"
    "states = [4]\n";

}  // namespace followup::test
