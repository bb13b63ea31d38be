// A tenant's whole day in memory: its configuration as TOML, events as a CRM sends them, a virtual
// clock, intake and due role over the store in memory, and a worker that resolves recipients and
// tells what the relay or the CRM answered. What went out is kept as lines that read aloud.
#pragma once

#include "core/codec/config.h"
#include "core/flow/due_flow.h"
#include "core/flow/intake_flow.h"
#include "core/store/memory_blobs.h"
#include "core/store/memory_store.h"

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup {

using Lines = std::vector<std::string>;

class CallCentre {
 public:
  /// `name`: the tenant's, whose configuration is `toml`; it ends the test if that has faults.
  CallCentre(std::string name, const std::string& toml);
  ~CallCentre();
  CallCentre(const CallCentre&) = delete;
  CallCentre& operator=(const CallCentre&) = delete;

  /// Another configuration from now on. The faults it has; with errors it is not used.
  std::vector<ConfigFault> configure(const std::string& toml);

  /// Lets time pass until then (local time of the tenant); what comes due fires at its own instant.
  void at(std::string_view local_time);

  /// The same for so long, where a local time would be ambiguous.
  void pass(Millis duration) { pass_until(clock_.now() + duration); }

  /// Nobody works until then, as if the daemon and its workers were down.
  void sleep_until(std::string_view local_time);

  /// The CRM says something now. `data` is JSON.
  Reply tell(const std::string& type, const std::string& subject, const std::string& data,
             std::optional<int> sequence = std::nullopt);
  /// The CRM sends its last event once more.
  Reply repeat();

  /// The last event, and an earlier one of these once more.
  [[nodiscard]] const std::string& last_event() const { return last_; }

  Reply repeat(const std::string& event) { return push(event); }

  /// How the CRM answers commands of this type, or the relay mails for this purpose, one answer an
  /// attempt; afterwards they take them again.
  struct Answer {
    Outcome outcome = Outcome::delivered;
    std::string reason;
    bool uncertain = false;
  };

  void answer(const std::string& type, std::vector<Answer> answers);
  /// What happens while the next attempt of a command is under way, before the CRM answers it.
  void meanwhile(std::function<void()> event);
  /// Likewise of a mail to this person, which is composed and not handed over yet.
  void while_mailing(const std::string& person, std::function<void()> event);
  /// The worker begins nothing until it may work again.
  void rest(bool resting);
  /// The next event happened then (local time of the tenant), though it is told now.
  void happened(std::string_view local_time);

  /// "2026-09-14T15:20 callback_due rossi", with " late", and the notification's reason in brackets
  /// where there is one.
  [[nodiscard]] Lines mails() const { return mails_; }

  /// "2026-09-14T15:20 callback.due private=true …": type and details, sorted by name.
  [[nodiscard]] Lines hooks() const { return hooks_; }

  /// The same of commands that the CRM was asked for, one line an attempt.
  [[nodiscard]] Lines commands() const { return commands_; }

  /// The mails that went out since the last call.
  Lines new_mails();

  /// The stored facts of a case.
  template <class Facts>
  [[nodiscard]] Facts facts(Kind kind, const std::string& id) {
    return std::get<Facts>(stored(kind, id).facts);
  }

  [[nodiscard]] Case stored(Kind kind, const std::string& id);
  /// Everything that the store holds of the case, its history and its messages, as one text.
  [[nodiscard]] std::string everything(Kind kind, const std::string& id);
  /// "agent reminder 2026-09-16T18:00": what is due of the case.
  [[nodiscard]] Lines due(Kind kind, const std::string& id);
  /// The cases on a list, in its order.
  [[nodiscard]] Lines listed(const std::string& index);
  /// Events that were put aside.
  [[nodiscard]] int quarantined();

  MemoryStore& store() { return store_; }

  [[nodiscard]] const Policy& policy() const;

 private:
  void pass_until(TimePoint end);
  Reply push(const std::string& body);
  void settle();
  bool deliver_all();
  void deliver(const ClaimedNotification& claimed);
  DeliveryOutcome send(const Notification& notification, const Case& state);
  void take_answer(const std::string& type, DeliveryOutcome& outcome);
  void end(const ClaimedNotification& claimed, const Notification& made, DeliveryOutcome outcome);
  [[nodiscard]] std::vector<std::string> lanes() const;
  [[nodiscard]] FlowContext context();
  [[nodiscard]] std::string clock_text(TimePoint at) const;

  [[nodiscard]] const Tenant& tenant() const { return tenants_.tenants.at(name_); }

  std::string name_;
  std::filesystem::path folder_;
  TenantBook tenants_;
  PolicyBook policies_;
  SettableClock clock_;
  MemoryStore store_;
  EventDecoder decoder_;
  MemoryBlobs blobs_;
  std::optional<IntakeFlow> intake_;
  std::optional<DueFlow> due_;
  int told_ = 0;
  std::string last_;
  std::map<std::string, std::deque<Answer>> answers_;
  std::function<void()> meanwhile_;
  std::map<std::string, std::function<void()>> while_mailing_;
  bool resting_ = false;
  std::optional<TimePoint> happened_;
  Lines mails_;
  Lines hooks_;
  Lines commands_;
  std::size_t mails_seen_ = 0;
};

/// The fixture `assist`, with workers Anna, Bob, Carla, Dino, Emma (privilege "medical") and Sara,
/// and "left", who has left; `more` is put behind.
[[nodiscard]] std::string assist_toml(const std::string& more = "");

/// The fixture `callit` (domain.md section 3): states 31 "KO assente" (private callback), 32 "KO
/// pubblico" (public), 33 "KO con motivo" (mandatory reason), 40 "rifissato", 41 "spostato da
/// agente" (mode 3), 42 "nuovo da agente" (mode 4), 43 "richiamare il" (mode 5), 7 and 12 plain, 99
/// obsolete. `parameters`: lines of [parameters], and what else is to stand behind them.
[[nodiscard]] std::string callit_toml(const std::string& parameters = "");

/// The fixture `telde`, with the projects "umfrage" and others; `projects` is put behind.
[[nodiscard]] std::string telde_toml(const std::string& projects = "");

/// The fixture `saudebr`: nodes "carta" (24 hours), "reembolso" (three groups, 10 business days),
/// "urgente" (the first answer ends all), "titular" (LGPD, 15 days), "reclamacao" (7 business days,
/// extension to 30), "contrato" (1 month), "duvida" (no term), "livre" (no groups, 5 business
/// days). `more` is put behind; `calendar` is the one of its tickets.
[[nodiscard]] std::string saudebr_toml(const std::string& more = "",
                                       const std::string& calendar = "expediente");

}  // namespace followup
