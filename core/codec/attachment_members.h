// How an attachment, and a text that is kept outside, are stored inside a case. For the facts of
// the kinds that have some; internal to the record codec's .cpp files.
#pragma once

#include "core/codec/json_members.h"
#include "core/domain/attachment.h"
#include "core/domain/references.h"

namespace followup::json {

/// A frame is never stored: by then it is content.
template <>
inline constexpr std::size_t members_elsewhere<Attachment> = 1;
template <>
inline constexpr auto members<Attachment> =
    std::tuple{Member{"n", &Attachment::name}, Member{"m", &Attachment::media_type},
               Member{"z", &Attachment::size}, Member{"h", &Attachment::content},
               Member{"u", &Attachment::url},  Member{"p", &Attachment::privilege}};

template <>
inline constexpr auto members<DocumentRef> =
    std::tuple{Member{"h", &DocumentRef::content}, Member{"z", &DocumentRef::size}};

}  // namespace followup::json
