// How the parts that several kinds of case share are stored: persons, clients, steps, callbacks.
// Internal to the record codec's .cpp files.
#pragma once

#include "core/codec/json_members.h"
#include "core/domain/case.h"

namespace followup::json {

template <>
inline constexpr auto members<PersonRef> = std::tuple{
    Member{"i", &PersonRef::id}, Member{"n", &PersonRef::name}, Member{"m", &PersonRef::email}};

template <>
inline constexpr auto members<ClientRef> =
    std::tuple{Member{"i", &ClientRef::id}, Member{"n", &ClientRef::name}};

template <>
inline constexpr auto members<StepDone> = std::tuple{
    Member{"n", &StepDone::nominal}, Member{"a", &StepDone::at}, Member{"l", &StepDone::late}};

template <>
inline constexpr auto members<CallHolder> =
    std::tuple{Member{"w", &CallHolder::who}, Member{"u", &CallHolder::postponed},
               Member{"t", &CallHolder::told}, Member{"x", &CallHolder::done},
               Member{"s", &CallHolder::stand_in}};

template <>
inline constexpr auto members<Callback> =
    std::tuple{Member{"y", &Callback::cycle},      Member{"d", &Callback::due},
               Member{"w", &Callback::wanted},     Member{"h", &Callback::holders},
               Member{"g", &Callback::team},       Member{"b", &Callback::is_public},
               Member{"t", &Callback::told_team},  Member{"p", &Callback::published},
               Member{"c", &Callback::claimed_by}, Member{"a", &Callback::escalated},
               Member{"n", &Callback::attempts},   Member{"x", &Callback::ended},
               Member{"r", &Callback::reason},     Member{"ts", &Callback::team_since}};

template <>
inline constexpr auto members<DeadNotification> =
    std::tuple{Member{"i", &DeadNotification::id}, Member{"l", &DeadNotification::lane}};

}  // namespace followup::json
