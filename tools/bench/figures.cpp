#include "tools/bench/bench.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <thread>

namespace followup::bench {

bool report(const Options& options, const Figure& figure) {
  std::string line = "{\"bench\":\"" + figure.bench + "\",\"figure\":\"" + figure.name + "\"";
  const auto number = [](double value) {
    char text[32];
    std::snprintf(text, sizeof text, std::abs(value) < 100 ? "%.3f" : "%.0f", value);
    return std::string(text);
  };
  line += ",\"value\":" + number(figure.value);
  for (const auto& [name, value] : figure.more)
    line += ",\"" + name + "\":" + number(value);
  bool good = true;
  if (figure.floor) {
    good = figure.at_most ? figure.value <= *figure.floor : figure.value >= *figure.floor;
    line += std::string(",\"") + (figure.at_most ? "at_most" : "at_least") +
            "\":" + number(*figure.floor);
    line += std::string(",\"held\":") + (good ? "true" : "false");
  }
  std::printf("%s}\n", line.c_str());
  std::fflush(stdout);
  return good || options.quick;
}

std::string created_event(int number) {
  const std::string n = std::to_string(number);
  return R"({"specversion":"1.0","id":"evt-)" + n +
         R"(","source":"/bench","type":"referral.created","subject":"REF-)" + n +
         R"(","time":"2026-01-15T10:00:00Z","sequence":"1","data":{"created_on":"2026-01-15","referral_date":"2060-01-15","follow_up":{"requested":true,"days":30},)"
         R"("case_worker":{"id":"w-)" +
         std::to_string(number % 500) +
         R"(","name":"Anna Verdi","email":"anna.verdi@assist.example"},"supervisor":{"id":"sara","name":"Sara Blu","email":"sara.blu@assist.example"},)"
         R"("case_id":"CASE-)" +
         n + R"(","clients":[{"id":"C-)" + n +
         R"(","name":"Luca Bianchi"}],"provider":{"name":"Centro Aiuto Famiglie"},"service":"Housing advice and support","sensitivity":1}})";
}

std::string contact_event(int number) {
  const std::string n = std::to_string(number);
  return R"({"specversion":"1.0","id":"contact-)" + n +
         R"(","source":"/bench","type":"referral.contact_recorded","subject":"REF-)" + n +
         R"(","sequence":"2","data":{"contacted":true,"on":"2026-01-20"}})";
}

bool wait_until(const std::function<bool()>& done, std::chrono::seconds limit) {
  const auto end = std::chrono::steady_clock::now() + limit;
  while (!done()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{2});
  }
  return true;
}

double seconds_since(std::chrono::steady_clock::time_point begun) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
}

double percentile(std::vector<double> values, double p) {
  if (values.empty()) return 0;
  const auto at = static_cast<std::size_t>(p / 100 * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return values[at];
}

}  // namespace followup::bench
