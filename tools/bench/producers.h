// Producers over the ROUTER door: how many events a second are accepted, and how long each waits.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace followup::bench {

struct Run {
  double per_second = 0;
  std::vector<double> milliseconds;  ///< from sending to the answer, an event each
};

/// Pushes events first…first+count through `producers` sockets, each with at most `window`
/// unanswered; throws unless every one is accepted.
Run push(const std::string& address, int producers, int window, int first, int count,
         const std::function<std::string(int)>& body);

}  // namespace followup::bench
