// How messages to several are stored, what the worker says of one (whom it goes to, who could not
// be told), and what a hook says of each of them. Internal to the record codec's .cpp files.
#pragma once

#include "core/codec/json_members.h"
#include "core/domain/mailing.h"
#include "core/domain/notification.h"

namespace followup::json {

template <>
inline constexpr auto last<Purpose> = Purpose::meeting_collision;
template <>
inline constexpr auto last<Role> = Role::responsible;
template <>
inline constexpr auto last<Outcome> = Outcome::expanded;

template <>
inline constexpr auto members<Addressee> =
    std::tuple{Member{"w", &Addressee::whom}, Member{"t", &Addressee::through}};

template <>
inline constexpr auto members<Trouble> =
    std::tuple{Member{"w", &Trouble::whom}, Member{"r", &Trouble::reason}};

template <>
inline constexpr auto members<Receipt> = std::tuple{
    Member{"a", &Receipt::to}, Member{"x", &Receipt::ended}, Member{"r", &Receipt::reason}};

template <>
inline constexpr auto members<Mailing> =
    std::tuple{Member{"i", &Mailing::number},   Member{"p", &Mailing::purpose},
               Member{"r", &Mailing::role},     Member{"y", &Mailing::cycle},
               Member{"n", &Mailing::nominal},  Member{"d", &Mailing::due},
               Member{"l", &Mailing::late},     Member{"v", &Mailing::level},
               Member{"g", &Mailing::parties},  Member{"q", &Mailing::privilege},
               Member{"b", &Mailing::about},    Member{"w", &Mailing::actor},
               Member{"e", &Mailing::expanded}, Member{"a", &Mailing::receipts},
               Member{"t", &Mailing::troubles}};

template <>
inline constexpr auto members<PersonResult> =
    std::tuple{Member{"p", &PersonResult::person}, Member{"g", &PersonResult::group},
               Member{"x", &PersonResult::result}, Member{"r", &PersonResult::reason}};

}  // namespace followup::json
