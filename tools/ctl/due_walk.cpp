// The list can be asked for from an instant on only, and many cases may be due at one instant (all
// of a day's at the send time): a page that holds nothing else is asked for again, larger.
#include "tools/ctl/due_walk.h"

namespace followup::ctl {

Result<std::vector<CaseStore::DueEntry>> DueWalk::next() {
  std::vector<CaseStore::DueEntry> fresh;
  while (!done_ && fresh.empty()) {
    auto entries = store_.list_due(from_, page_);
    if (!entries) return entries.error();
    done_ = entries->size() < static_cast<std::size_t>(page_);
    if (entries->empty()) break;
    const TimePoint last = entries->back().at;
    if (last == from_) {
      page_ *= 2;
    }
    for (auto& entry : *entries) {
      if (entry.at != from_ || !given_.contains(entry.key)) fresh.push_back(std::move(entry));
    }
    if (last != from_) given_.clear();
    from_ = last;
    for (const auto& entry : fresh) {
      if (entry.at == last) given_.insert(entry.key);
    }
  }
  return fresh;
}

}  // namespace followup::ctl
