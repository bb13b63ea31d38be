// followup-bench: what the daemon can do on this machine, a JSON line a figure, each beside its
// floor.
#include "tools/bench/bench.h"

#include <cstdio>
#include <exception>
#include <filesystem>

#include <CLI/CLI.hpp>

namespace {

using namespace followup::bench;

struct Entry {
  const char* name;
  const char* help;
  bool (*run)(const Options&);
};

constexpr Entry entries[] = {
    {"intake",
     "Events accepted a second over the ROUTER door, beside the same commits straight to Redis",
     bench_intake},
    {"mixed", "Events of every kind of case at once, beside referrals alone", bench_mixed},
    {"cancel", "Contacts recorded one at a time", bench_cancel},
    {"memory", "Redis bytes per pending referral", bench_memory},
    {"fire", "Cases due at one instant until all are handed to a channel that does nothing",
     bench_fire},
    {"lateness", "From a deadline to the channel, with many cases pending", bench_lateness},
    {"mail", "Cases due at one instant until all mails are with smtp-sink", bench_mail},
    {"webhook", "Cases due at one instant until all webhooks are with nginx", bench_webhook},
};

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): a measurement that can not go on ends
int main(int argc, char** argv) {
  Options options;
  options.programs =
      std::filesystem::read_symlink("/proc/self/exe").parent_path().parent_path().parent_path();
  CLI::App app{
      "followup-bench measures followupd on this machine: a JSON line a figure, exit status 1 if a "
      "floor is missed.\n"
      "Every benchmark starts servers of its own (Redis under appendfsync always) and stops them."};
  app.add_option("--programs", options.programs,
                 "Build folder with daemon/followupd and workers/followup-worker");
  app.add_option("--redis", options.redis,
                 "A given, empty Redis instead of a private one: unix:PATH");
  app.add_option("--smtp", options.smtp, "A given mail sink: HOST:PORT");
  app.add_option("--hook", options.hook, "A given webhook receiver: URL");
  app.add_option("--producers", options.producers, "Producers of intake")->capture_default_str();
  app.add_option("--window", options.window, "Unanswered events a producer")->capture_default_str();
  app.add_option("--events", options.events, "Events of intake and memory")->capture_default_str();
  app.add_option("--cases", options.cases, "Cases of fire and lateness")->capture_default_str();
  app.add_option("--pending", options.pending, "Cases pending besides, in lateness")
      ->capture_default_str();
  app.add_option("--messages", options.messages, "Messages of mail and webhook")
      ->capture_default_str();
  app.add_flag("--quick", options.quick, "Small numbers; floors are printed and not judged");
  app.require_subcommand(1);
  for (const auto& entry : entries)
    app.add_subcommand(entry.name, entry.help)->fallthrough();
  app.add_subcommand("all", "All of them")->fallthrough();
  CLI11_PARSE(app, argc, argv);
  if (options.quick) {
    options.events = 4000;
    options.cases = 1000;
    options.pending = 2000;
    options.messages = 500;
  }
  try {
    bool good = true;
    for (const auto& entry : entries) {
      if (app.got_subcommand("all") || app.got_subcommand(entry.name))
        good = entry.run(options) && good;
    }
    return good ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "followup-bench: %s\n", error.what());
    return 2;
  }
}
