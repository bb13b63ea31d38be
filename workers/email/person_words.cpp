#include "workers/email/person_words.h"

#include <algorithm>
#include <array>

namespace followup {

namespace {

constexpr std::array<std::string_view, 5> codes{"no_address", "inactive", "no_privilege",
                                                "too_many", "address_invalid"};

// In the order of Language; each in the order of the codes, the last for all others.
constexpr std::array<std::array<std::string_view, 6>, 4> all_words{{
    {"nessun indirizzo e-mail valido", "l'account non è più attivo",
     "manca l'autorizzazione necessaria", "troppi destinatari per un solo messaggio",
     "l'indirizzo e-mail non è valido", "non è stato possibile raggiungerla"},
    {"keine gültige E-Mail-Adresse", "das Konto ist nicht mehr aktiv",
     "die nötige Berechtigung fehlt", "zu viele Empfänger für eine Nachricht",
     "die E-Mail-Adresse ist ungültig", "nicht zu erreichen"},
    {"sem endereço de e-mail válido", "a conta não está mais ativa", "falta a permissão necessária",
     "destinatários demais para uma só mensagem", "o endereço de e-mail não é válido",
     "não foi possível alcançá-la"},
    {"no valid e-mail address", "the account is no longer active",
     "the necessary permission is missing", "too many recipients for one message",
     "the e-mail address is not valid", "could not be reached"},
}};

}  // namespace

std::string_view unreached_text(Language language, std::string_view reason) {
  const auto* const found = std::ranges::find(codes, reason);
  return all_words.at(static_cast<std::size_t>(language))
      .at(static_cast<std::size_t>(found - codes.begin()));
}

}  // namespace followup
