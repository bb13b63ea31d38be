// CLI11 stays here. Every command's help ends in examples that can be copied.
#include "tools/ctl/command_line.h"

#include "core/base/version.h"
#include "core/codec/config.h"

#include <optional>
#include <ostream>
#include <string>

#include <CLI/CLI.hpp>

namespace followup::ctl {

namespace {

constexpr const char* about =
    "followupctl looks into an installation of followupd, pushes events to it and does what its\n"
    "operator wants done.\n\n"
    "A case is called TENANT/KIND/ID, as in assist/referral/R-1; with a single tenant also "
    "KIND/ID, or\n"
    "the ID of a referral. Kinds: referral, appointment, contact (ID is PROJECT/CONTACT), "
    "project,\n"
    "ticket, meeting, application, communication (ID is APPLICATION/COMMUNICATION), person, "
    "group,\n"
    "notices. Times are printed in the tenant's zone.";

constexpr const char* after_all =
    "Every command has its own --help, with examples, and takes the options above, too.\n\n"
    "Exit codes: 0 done, and all is well; 1 something was refused, is not there or needs a look;\n"
    "2 the command line or the configuration can not be used; 3 the store or the daemon does not "
    "answer.";

class CommandLine {
 public:
  CommandLine() : app_(about, "followupctl") {
    app_.footer(after_all);
    app_.require_subcommand(1);
    app_.fallthrough();
    app_.set_version_flag("--version", std::string(version));
    app_.add_option("--config", globals_.config, "Folder with followupd.toml and tenants/*.toml")
        ->envname("FOLLOWUP_CONFIG")
        ->capture_default_str();
    app_.add_flag("--json", globals_.json, "One JSON object a line, for programs");
    app_.add_option("--router", globals_.router,
                    "ZeroMQ endpoint to push events to; default: as configured");
    add_push();
    add_looks();
    add_dead();
    add_rejected();
    add_damaged();
    add_endpoint();
    add_clock();
    add_simulate();
    add_replan();
    add_check_config();
    add_explain_mode();
    add_classifications();
  }

  std::variant<Invocation, ExitCode> parse(int argc, const char* const* argv, std::ostream& out,
                                           std::ostream& complaints) {
    try {
      app_.parse(argc, argv);
    } catch (const CLI::RequiredError& error) {
      if (const auto words = unknown_command(); !words.empty()) {
        complaints << "followupctl: " << words << '\n';
        return ExitCode::usage;
      }
      return app_.exit(error, out, complaints) == 0 ? ExitCode::ok : ExitCode::usage;
    } catch (const CLI::ParseError& error) {
      return app_.exit(error, out, complaints) == 0 ? ExitCode::ok : ExitCode::usage;
    }
    return Invocation{globals_, *chosen_};
  }

  [[nodiscard]] std::vector<CommandOptions> commands() const {
    std::vector<CommandOptions> all{{"", options_of(app_)}};
    for (const CLI::App* command : app_.get_subcommands([](const CLI::App*) { return true; })) {
      all.push_back({command->get_name(), options_of(*command)});
      for (const CLI::App* action : command->get_subcommands([](const CLI::App*) { return true; }))
        all.push_back({command->get_name() + " " + action->get_name(), options_of(*action)});
    }
    return all;
  }

 private:
  /// What was taken for no command, where one is needed, or nothing.
  [[nodiscard]] std::string unknown_command() const {
    const CLI::App* group = &app_;
    if (const auto given = app_.get_subcommands(); !given.empty()) group = given.front();
    const auto words = app_.remaining(true);
    const auto known = group->get_subcommands([](const CLI::App*) { return true; });
    if (words.empty() || known.empty() || words.front().starts_with('-')) return {};
    std::vector<std::string> names;
    for (const CLI::App* command : known)
      names.push_back(command->get_name());
    const std::string nearest = nearest_name(words.front(), names);
    return "there is no command \"" + words.front() + "\"" +
           (nearest.empty() ? ": see followupctl --help" : ": did you mean \"" + nearest + "\"?");
  }

  static std::vector<std::string> options_of(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) {
      if (!option->get_positional()) names.push_back(option->get_name());
    }
    return names;
  }

  /// A command that, once parsed, is what `filled` holds by then.
  template <class Asked>
  CLI::App* add(CLI::App* parent, const char* name, const char* description, Asked& filled,
                const char* examples) {
    CLI::App* command = parent->add_subcommand(name, description);
    command->footer(examples);
    command->callback([this, &filled] { chosen_ = filled; });
    return command;
  }

  static void add_limit(CLI::App* command, int& limit, const char* description) {
    command->add_option("--limit", limit, description)
        ->check(CLI::PositiveNumber)
        ->capture_default_str();
  }

  static void add_timeout(CLI::App* command, int& timeout) {
    command
        ->add_option("--timeout", timeout,
                     "Seconds that one event is tried for, being busy and repeats included")
        ->check(CLI::Range(1, 86400))
        ->capture_default_str();
  }

  void add_push() {
    auto* push = add(
        &app_, "push", "Push events and print their answers", push_,
        "A file holds one event, an array of them, or several such documents one after the\n"
        "other. The events are pushed in their order; what is answered busy is pushed again\n"
        "under its id. Exit code 0: nothing has to be sent again (accepted, duplicate, stale).\n\n"
        "Examples:\n"
        "  followupctl push events.json\n"
        "  crm-export | followupctl push -\n"
        "  followupctl push --router tcp://127.0.0.1:5555 --json monday.jsonl tuesday.jsonl");
    push->add_option("FILE", push_.files, "Files of events; - is standard input")->required();
    add_timeout(push, push_.timeout_s);
  }

  void add_looks() {
    add(&app_, "status", "Is all well? The store, what is due, what waits, what failed", status_,
        "Exit code 1: something needs a look, and the last lines say what.\n\n"
        "Example:\n"
        "  followupctl status");
    auto* pending = add(&app_, "pending", "The next deadlines", pending_,
                        "Examples:\n"
                        "  followupctl pending --until 2011-01-31\n"
                        "  followupctl pending --tenant assist --limit 10 --json");
    pending->add_option("--tenant", pending_.tenant, "Of this tenant only");
    pending->add_option("--until", pending_.until,
                        "Up to the end of this date, or to this RFC 3339 instant");
    add_limit(pending, pending_.limit, "At most so many");
    add_callbacks();
    add_communications();
    auto* show = add(&app_, "show", "A case's state and its whole history", show_,
                     "Prints the names that the case holds.\n\n"
                     "Examples:\n"
                     "  followupctl show R-1\n"
                     "  followupctl show assist/person/anna\n"
                     "  followupctl show callit/appointment/APP-1\n"
                     "  followupctl show telde/contact/spring/K7\n"
                     "  followupctl show assist/communication/APP-7/L-1");
    show->add_option("CASE", show_.name, "TENANT/KIND/ID")->required();
    auto* explain =
        add(&app_, "explain", "What will go out for a case, when, to whom and why", explain_,
            "Recipients are those who would be written to as the directory is now: absences\n"
            "and delegates that are known count on the day of sending.\n\n"
            "Example:\n"
            "  followupctl explain assist/referral/R-1");
    explain->add_option("CASE", explain_.name, "TENANT/KIND/ID")->required();
  }

  /// A command that has only members.
  CLI::App* add_group(const char* name, const char* description, const char* footer) {
    CLI::App* group = app_.add_subcommand(name, description);
    group->require_subcommand(1);
    group->footer(footer);
    return group;
  }

  void add_callbacks() {
    auto* callbacks = add(
        &app_, "callbacks", "Calls that wait to be made: callbacks and Wiedervorlagen", callbacks_,
        "Each with its id for the CRM, when to call, for whom it is, how often it was put off\n"
        "and why: the reasons of all outcomes that callers may see. --operator and --team\n"
        "together show all that this member of the team may take. A call is overdue from the\n"
        "moment it is due until somebody says that it is done.\n\n"
        "Exit code 1: with --overdue there is one, or a stored record can not be read.\n\n"
        "Examples:\n"
        "  followupctl callbacks\n"
        "  followupctl callbacks --operator rossi --team it\n"
        "  followupctl callbacks --tenant callit --overdue --json");
    callbacks->add_option("--tenant", callbacks_.tenant, "Of this tenant only");
    callbacks->add_option("--operator", callbacks_.caller,
                          "Reserved for, or claimed by, this operator or agent");
    callbacks->add_option("--team", callbacks_.team, "Public, for this team to take");
    callbacks->add_flag("--overdue", callbacks_.overdue, "Only those whose time has come");
    add_limit(callbacks, callbacks_.limit, "At most so many");
  }

  void add_communications() {
    auto* command = add(
        &app_, "communications", "What was exchanged with a client, the newest first",
        communications_,
        "Of all applications: when, in or out, by which medium, and how far it is: a mail that is\n"
        "scheduled or was sent, an answer that is expected, has come or is overdue.\n\n"
        "Exit code 1: a stored record can not be read.\n\n"
        "Examples:\n"
        "  followupctl communications --client CL-1\n"
        "  followupctl communications --client CL-1 --tenant assist --limit 200 --json");
    command->add_option("--client", communications_.client, "Id of the client")->required();
    command->add_option("--tenant", communications_.tenant, "Of this tenant only");
    add_limit(command, communications_.limit, "At most so many");
  }

  /// A command group's member that does `what`.
  template <class Asked>
  CLI::App* add_action(CLI::App* group, const char* name, const char* description, Asked& filled,
                       typename Asked::What what, const char* examples) {
    CLI::App* command = add(group, name, description, filled, examples);
    command->preparse_callback([&filled, what](std::size_t) { filled.what = what; });
    return command;
  }

  /// ID, or --all instead of it.
  template <class Asked>
  static void add_id_or_all(CLI::App* command, Asked& filled, const char* all) {
    auto* id = command->add_option("ID", filled.id, "Its id, as list shows it");
    auto* flag = command->add_flag("--all", filled.all, all);
    id->excludes(flag);
    command->parse_complete_callback([command, &filled] {
      if (filled.id.empty() && !filled.all)
        throw CLI::RequiredError(command->get_name() + ": ID or --all");
    });
  }

  void add_dead() {
    using What = DeadCommand::What;
    auto* dead = add_group(
        "dead", "Notifications that were given up",
        "A dead letter keeps what was frozen for it: a retry sends the same bytes under the same\n"
        "id.\n\n"
        "Example:\n"
        "  followupctl dead list");
    auto* list = add_action(dead, "list", "What was given up, the oldest first", dead_, What::list,
                            "Example:\n  followupctl dead list --limit 200");
    add_limit(list, dead_.limit, "At most so many");
    auto* show = add_action(dead, "show", "One of them", dead_, What::show,
                            "Example:\n  followupctl dead show 0123456789abcdefghijklmnop");
    show->add_option("ID", dead_.id, "Its id, as list shows it")->required();
    auto* retry = add_action(dead, "retry", "Put back into the lane, tries counted from the start",
                             dead_, What::retry,
                             "Examples:\n  followupctl dead retry 0123456789abcdefghijklmnop\n"
                             "  followupctl dead retry --all");
    add_id_or_all(retry, dead_, "All that are there now");
    auto* drop = add_action(dead, "drop", "Drop for good", dead_, What::drop,
                            "Example:\n  followupctl dead drop 0123456789abcdefghijklmnop");
    drop->add_option("ID", dead_.id, "Its id, as list shows it")->required();
  }

  void add_rejected() {
    using What = RejectedCommand::What;
    auto* group = add_group("rejected", "Events that were refused, with the answers they got",
                            "Example:\n  followupctl rejected list --tenant assist");
    auto* list =
        add_action(group, "list", "What is kept, the oldest of each tenant first", rejected_,
                   What::list, "Example:\n  followupctl rejected list --tenant assist");
    add_limit(list, rejected_.limit, "At most so many of each tenant");
    auto* show =
        add_action(group, "show", "One of them, with the bytes that came in", rejected_, What::show,
                   "Example:\n  followupctl rejected show 0123456789abcdefghijklmnop");
    show->add_option("ID", rejected_.id, "Its id, as list shows it")->required();
    auto* replay = add_action(
        group, "replay", "Push again; what is taken in leaves the shelf", rejected_, What::replay,
        "For when the configuration or the daemon has been mended. An event that has been "
        "superseded\n"
        "meanwhile (stale) leaves the shelf too.\n\n"
        "Examples:\n  followupctl rejected replay 0123456789abcdefghijklmnop\n"
        "  followupctl rejected replay --tenant assist --all");
    add_id_or_all(replay, rejected_, "All that are kept now");
    add_timeout(replay, rejected_.timeout_s);
    auto* drop = add_action(group, "drop", "Drop for good", rejected_, What::drop,
                            "Example:\n  followupctl rejected drop 0123456789abcdefghijklmnop");
    drop->add_option("ID", rejected_.id, "Its id, as list shows it")->required();
    for (auto* command : {list, show, replay, drop})
      command->add_option("--tenant", rejected_.tenant, "Of this tenant only");
  }

  void add_damaged() {
    using What = DamagedCommand::What;
    auto* group = add_group("damaged", "Cases whose stored record can not be read",
                            "Example:\n  followupctl damaged list");
    add_action(group, "list", "All that were set aside, the longest first", damaged_, What::list,
               "Example:\n  followupctl damaged list");
    auto* drop = add_action(
        group, "drop", "Erase one, so that the CRM can tell it anew", damaged_, What::drop,
        "Its state and history are lost: look for it in a backup first. Events about it that were "
        "kept\n"
        "meanwhile can be replayed afterwards, once the CRM has sent its record.\n\n"
        "Example:\n  followupctl damaged drop assist/referral/R-1");
    drop->add_option("CASE", damaged_.name, "TENANT/KIND/ID")->required();
  }

  void add_endpoint() {
    using What = EndpointCommand::What;
    auto* group =
        add_group("endpoint", "Webhook endpoints", "Example:\n  followupctl endpoint list");
    add_action(group, "list", "All that are configured; which are switched off, and why", endpoint_,
               What::list, "Example:\n  followupctl endpoint list");
    auto* enable =
        add_action(group, "enable", "Switch on again", endpoint_, What::enable,
                   "An endpoint that answers 410 Gone is switched off until somebody says this.\n\n"
                   "Example:\n  followupctl endpoint enable assist/crm");
    enable->add_option("NAME", endpoint_.name, "TENANT/NAME; NAME with a single tenant")
        ->required();
  }

  void add_clock() {
    using What = ClockCommand::What;
    auto* group = add_group("clock", "The daemons' time", "Example:\n  followupctl clock show");
    add_action(group, "show", "What time it is for the daemons", clock_, What::show,
               "Example:\n  followupctl clock show");
    add_action(
        group, "confirm", "The time is right: fire again after a clock has jumped", clock_,
        What::confirm,
        "A daemon whose clock jumps by more than five minutes fires nothing until somebody has\n"
        "looked at the time and said this.\n\n"
        "Example:\n  followupctl clock show && followupctl clock confirm");
  }

  void add_simulate() {
    auto* simulate =
        add(&app_, "simulate", "What would go out for these events; touches nothing", simulate_,
            "Each event comes at its own `time`, on a clock that jumps from one moment to the "
            "next; every\n"
            "message is taken at once. The tenants' configuration is all that is needed.\n\n"
            "Examples:\n"
            "  followupctl simulate events.json\n"
            "  followupctl simulate --tenants ./tenants --until 2011-02-28 --json events.jsonl\n"
            "  followupctl simulate --start 2011-02-15T13:00:00Z old-referrals.json");
    simulate->add_option("FILE", simulate_.files, "Files of events; - is standard input")
        ->required();
    simulate->add_option("--tenants", simulate_.tenants,
                         "Folder of tenants' files (*.toml); default: that of the configuration");
    simulate->add_option("--start", simulate_.start,
                         "Date or instant at which the clock begins; older events come in then");
    simulate->add_option("--until", simulate_.until,
                         "Date or instant after which nothing is looked at");
  }

  void add_replan() {
    auto* replan =
        add(&app_, "replan",
            "Bring open cases under the newest policy, and due entries to their place", replan_,
            "Cases keep the policy that they began under until this command moves them. It also "
            "puts due\n"
            "entries right after new time-zone data. Without --apply it only shows what would "
            "change.\n\n"
            "Examples:\n"
            "  followupctl replan --tenant assist\n"
            "  followupctl replan --tenant assist --apply");
    replan->add_option("--tenant", replan_.tenant, "Whose cases; not needed with a single tenant");
    replan->add_flag("--apply", replan_.apply, "Do it");
  }

  void add_check_config() {
    auto* check = add(
        &app_, "check-config", "Every fault of a configuration at once", check_config_,
        "Exit code 2: it can not be used. Exit code 1: a tenant's mail templates have faults.\n\n"
        "Examples:\n"
        "  followupctl check-config\n"
        "  followupctl check-config ./draft --secrets");
    check->add_option("FOLDER", check_config_.folder, "Default: that of --config");
    check->add_flag(
        "--secrets", check_config_.secrets,
        "Check the relay's password and the endpoints' secrets too, as a worker needs them");
  }

  void add_explain_mode() {
    auto* explain = add(
        &app_, "explain-mode", "Which way of re-booking an outcome leads to, and why",
        explain_mode_,
        "The configuration is all that is needed. Each parameter is shown with its row: the\n"
        "general one is called \".\", a user's own is named after the user.\n\n"
        "Examples:\n"
        "  followupctl explain-mode --state 20 --operator rossi\n"
        "  followupctl explain-mode ./draft --tenant callit --state 20 --operator rossi --json");
    explain->add_option("FOLDER", explain_mode_.folder, "Default: that of --config");
    explain->add_option("--state", explain_mode_.state, "Id of the B.O. state that the agent sets")
        ->required();
    explain->add_option("--operator", explain_mode_.caller, "Id of the operator who re-books")
        ->required();
    explain->add_option("--tenant", explain_mode_.tenant,
                        "Whose configuration; not needed if only one tenant has states");
  }

  void add_classifications() {
    auto* command = add(
        &app_, "classifications", "The classification tree of tickets, and what holds for a node",
        classifications_,
        "Draws the tree with levels, statuses, groups and the channels that a classification is\n"
        "offered on. With SEARCH only what has it in its description or id, whatever its case and\n"
        "accents, and what is above that. With --node the terms, warnings, escalation gap and\n"
        "extension that hold on each channel, and where each comes from. The configuration is all\n"
        "that is needed. Exit code 1: there is no such classification.\n\n"
        "Examples:\n"
        "  followupctl classifications\n"
        "  followupctl classifications reclamacao\n"
        "  followupctl classifications --tenant saudebr --node carta --json");
    auto* search =
        command->add_option("SEARCH", classifications_.search, "A part of a description or id");
    command->add_option("--node", classifications_.node, "Id of a classification")
        ->excludes(search);
    command->add_option("--tenant", classifications_.tenant,
                        "Whose configuration; not needed if only one tenant has classifications");
  }

  CLI::App app_;
  Globals globals_;
  std::optional<Command> chosen_;
  PushCommand push_;
  StatusCommand status_;
  PendingCommand pending_;
  CallbacksCommand callbacks_;
  CommunicationsCommand communications_;
  ShowCommand show_;
  ExplainCommand explain_;
  DeadCommand dead_;
  RejectedCommand rejected_;
  DamagedCommand damaged_;
  EndpointCommand endpoint_;
  ClockCommand clock_;
  SimulateCommand simulate_;
  ReplanCommand replan_;
  CheckConfigCommand check_config_;
  ExplainModeCommand explain_mode_;
  ClassificationsCommand classifications_;
};

}  // namespace

std::variant<Invocation, ExitCode> parse_command_line(int argc, const char* const* argv,
                                                      std::ostream& out, std::ostream& complaints) {
  return CommandLine().parse(argc, argv, out, complaints);
}

std::vector<CommandOptions> all_commands() {
  return CommandLine().commands();
}

}  // namespace followup::ctl
