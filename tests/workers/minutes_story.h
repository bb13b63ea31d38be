// A sheet of minutes, for tests of how it is printed.
#pragma once

#include "workers/email/minutes_pdf.h"

#include <string>

namespace followup {

inline MinutesSheet sample_sheet() {
  MinutesSheet sheet;
  sheet.language = "it";
  sheet.created = *parse_instant("2026-06-18T07:00:00Z");
  sheet.author = "Anna Bianchi";
  sheet.title = "Verbale: colloquio sulla pratica 4711";
  sheet.subtitle = "Versione riveduta 2";
  sheet.facts = {{"Quando", "giovedì 18 giugno 2026, 10:00 (CEST)"}, {"Dove", "Sala 3"}};
  sheet.sections = {
      {"Resoconto", "È stato chiarito perché la domanda è già lì.\nManca un documento.", {}},
      {"Decisioni", "", {{"Si prosegue.", ""}, {"Niente rinvii.", ""}}},
      {"Azioni", "", {{"Chiamare il cliente", "Dino, entro il 18 giugno 2026"}}}};
  return sheet;
}

}  // namespace followup
