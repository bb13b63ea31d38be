// All due entries of the store, earliest first, page by page.
#pragma once

#include "core/store/store.h"

#include <set>
#include <vector>

namespace followup::ctl {

class DueWalk {
 public:
  /// `page`: how many entries are asked for at once.
  explicit DueWalk(CaseStore& store, int page = 1000) : store_(store), page_(page) {}

  /// The next entries; none: that was all. An entry that moves meanwhile may be missed or come
  /// twice.
  [[nodiscard]] Result<std::vector<CaseStore::DueEntry>> next();

 private:
  CaseStore& store_;
  int page_;
  TimePoint from_ = TimePoint::min();
  std::set<CaseKey> given_;  ///< of those at `from_`
  bool done_ = false;
};

}  // namespace followup::ctl
