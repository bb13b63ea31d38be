#include "core/codec/attachment_members.h"
#include "core/codec/call_facts.h"
#include "core/codec/facts_codec.h"
#include "core/codec/json_reader.h"
#include "core/codec/json_writer.h"
#include "core/codec/mailing_facts.h"

namespace followup::json {

template <>
inline constexpr auto last<InviteeReply> = InviteeReply::tentative;
template <>
inline constexpr auto last<MinutesGroup> = MinutesGroup::other;

template <>
inline constexpr auto members<Invitee> =
    std::tuple{Member{"i", &Invitee::person}, Member{"r", &Invitee::reply},
               Member{"q", &Invitee::reply_sequence}, Member{"o", &Invitee::told}};

template <>
inline constexpr auto members<Collision> =
    std::tuple{Member{"i", &Collision::person}, Member{"m", &Collision::meeting},
               Member{"s", &Collision::start}, Member{"e", &Collision::end}};

template <>
inline constexpr auto members<MeetingAction> =
    std::tuple{Member{"i", &MeetingAction::id},       Member{"w", &MeetingAction::responsible},
               Member{"d", &MeetingAction::due_on},   Member{"t", &MeetingAction::text},
               Member{"q", &MeetingAction::sequence}, Member{"y", &MeetingAction::cycle},
               Member{"m", &MeetingAction::reminded}, Member{"a", &MeetingAction::overdue},
               Member{"x", &MeetingAction::closed}};

template <>
inline constexpr auto members<MinutesReader> =
    std::tuple{Member{"i", &MinutesReader::person}, Member{"g", &MinutesReader::group}};

template <>
inline constexpr auto members<IssuedMinutes> =
    std::tuple{Member{"v", &IssuedMinutes::version}, Member{"w", &IssuedMinutes::readers},
               Member{"t", &IssuedMinutes::document}, Member{"f", &IssuedMinutes::files}};

template <>
inline constexpr auto members<Meeting> = std::tuple{Member{"b", &Meeting::known},
                                                    Member{"d", &Meeting::start},
                                                    Member{"de", &Meeting::end},
                                                    Member{"z", &Meeting::zone},
                                                    Member{"u", &Meeting::subject},
                                                    Member{"l", &Meeting::location},
                                                    Member{"t", &Meeting::agenda},
                                                    Member{"w", &Meeting::organizer},
                                                    Member{"i", &Meeting::invitees},
                                                    Member{"k", &Meeting::cases},
                                                    Member{"q", &Meeting::record_sequence},
                                                    Member{"xq", &Meeting::cancel_sequence},
                                                    Member{"x", &Meeting::cancelled},
                                                    Member{"e", &Meeting::held},
                                                    Member{"v", &Meeting::revision},
                                                    Member{"va", &Meeting::revised_at},
                                                    Member{"y", &Meeting::cycle},
                                                    Member{"r", &Meeting::reminder},
                                                    Member{"ic", &Meeting::collisions},
                                                    Member{"n", &Meeting::minutes},
                                                    Member{"a", &Meeting::actions},
                                                    Member{"g", &Meeting::people},
                                                    Member{"mn", &Meeting::mailing_count},
                                                    Member{"m", &Meeting::mailings}};

void write_facts(Writer& out, const Meeting& meeting) {
  ValueWriter::write_members(out, meeting);
}

void read_facts(Reader& in, Meeting& meeting) {
  ValueReader::read_members(in, meeting);
}

}  // namespace followup::json
