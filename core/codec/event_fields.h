// Typed access to the members of an event's data, and what the schemas can not say of them: that a
// day or a time exists, that a zone is known. Internal to the event codec.
#pragma once

#include "core/base/zone.h"
#include "core/codec/event_parse.h"
#include "core/domain/event.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace followup::event_json {

/// The members of an object that its schema accepts; `path` is the object's JSON pointer. JSON's
/// null counts as absent. What is wrong all the same is added to the faults.
class Fields {
 public:
  Fields(const Value& object, std::string_view path, std::vector<Fault>& faults)
      : object_(object), path_(path), faults_(faults) {}

  [[nodiscard]] bool has(std::string_view name) const { return member(object_, name) != nullptr; }

  /// Empty if absent.
  [[nodiscard]] std::string text(std::string_view name) const {
    const Value* const value = member(object_, name);
    return value == nullptr ? std::string() : std::string(text_of(*value));
  }

  /// A text of several lines, each of which ends with "\n" alone.
  [[nodiscard]] std::string lines(std::string_view name) const;

  [[nodiscard]] bool flag(std::string_view name, bool fallback) const {
    const Value* const value = member(object_, name);
    return value == nullptr ? fallback : value->GetBool();
  }

  [[nodiscard]] std::optional<bool> flag(std::string_view name) const {
    const Value* const value = member(object_, name);
    return value == nullptr ? std::nullopt : std::optional{value->GetBool()};
  }

  [[nodiscard]] std::optional<int> number(std::string_view name) const {
    const Value* const value = member(object_, name);
    return value == nullptr ? std::nullopt : std::optional{value->GetInt()};
  }

  /// From 1900 to 2999, as everything that deadlines are counted from.
  std::optional<Date> date(std::string_view name);
  TimePoint instant(std::string_view name);
  /// A date, a local time or an instant; a local time with a member `zone` beside it is an instant.
  /// From 1900 to 2999.
  std::optional<Moment> moment(std::string_view name);
  /// The same, but a local time stays one of that zone.
  std::optional<Moment> moment_of_zone(std::string_view name);
  /// Empty, or a zone that the system knows.
  std::string zone(std::string_view name);
  /// What deadlines are counted from must be a day that somebody may have meant.
  void check_reach(std::string_view name, Date date);

  /// Of something inside a case: 1 to 64 visible characters without slash, as it stands behind one
  /// in longer ids.
  std::string plain_id(std::string_view name);
  [[nodiscard]] std::vector<std::string> texts(std::string_view name) const;

  [[nodiscard]] std::optional<ClientRef> client(std::string_view name) const;
  [[nodiscard]] std::optional<PersonRef> person(std::string_view name) const;
  /// Each id once, in the list's order.
  [[nodiscard]] std::vector<PersonRef> persons(std::string_view name) const;

  void object_to(std::string_view name, std::string_view message);

 private:
  [[nodiscard]] std::optional<Zone> known_zone(std::string_view name);
  std::optional<Moment> moment(std::string_view name, const std::optional<Zone>& zone);

  const Value& object_;
  std::string_view path_;
  std::vector<Fault>& faults_;
};

}  // namespace followup::event_json
