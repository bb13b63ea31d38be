// What an administrator is told about a tenant's configuration: once a subject and day (S-A28).
#include "core/base/hash.h"
#include "core/domain/rules/rules.h"

#include <algorithm>

namespace followup::rules {

Change apply(Notices& state, const Event& event, const Context& context) {
  constexpr std::size_t most_told = 100;
  constexpr std::size_t longest_subject = 40;
  const auto* notice = std::get_if<ConfigurationNotice>(&event.payload);
  if (notice == nullptr) return {.status = Status::rejected, .reason = Reason::unknown_type};
  const LocalTime now = local_now(context);
  const std::string subject = notice->subject.size() <= longest_subject
                                  ? notice->subject
                                  : to_hex(fingerprint({notice->subject}), 16);
  const Notices::Told told{notice->what, subject, date_of(now)};
  std::erase_if(state.told, [&](const Notices::Told& one) { return one.on < told.on; });
  if (std::find(state.told.begin(), state.told.end(), told) != state.told.end())
    return {.reason = Reason::no_change};
  if (state.told.size() == most_told) state.told.erase(state.told.begin());
  state.told.push_back(told);
  Change change;
  const auto add = [&](Notification made) {
    made.about = notice->subject;
    made.reason = notice->what;
    if (notice->what == "config_rejected") made.details = {{"faults", notice->subject}};
    change.notifications.push_back(std::move(made));
  };
  add(mail(Purpose::config_warning, Role::administrator, 1, now, context.now));
  if (notice->what == "config_rejected") add(hook("config.rejected", 1, now, context.now));
  return change;
}

}  // namespace followup::rules
