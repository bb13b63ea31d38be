// The breaker's three states are numbers: closed (failures below the threshold), open (now before
// open_until_), half-open.
#include "core/domain/breaker.h"

#include <algorithm>

namespace followup {

bool Breaker::allows(TimePoint now) const {
  if (is_closed()) return true;
  return now >= open_until_ && !probing_;
}

void Breaker::begin(TimePoint now) {
  if (!is_closed() && now >= open_until_) probing_ = true;
}

void Breaker::succeeded() {
  *this = Breaker{};
}

void Breaker::failed(TimePoint now) {
  const bool was_open = !is_closed();
  if (!was_open) ++failures_;
  // Transfers that had begun before it opened fail late: they tell nothing new.
  if (is_closed() || (was_open && !probing_)) return;
  probing_ = false;
  open_until_ = now + wait_;
  wait_ = std::min(wait_ * 2, longest_wait);
}

}  // namespace followup
