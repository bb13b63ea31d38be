#include "core/codec/call_facts.h"
#include "core/codec/facts_codec.h"
#include "core/codec/json_reader.h"
#include "core/codec/json_writer.h"
#include "core/codec/mailing_facts.h"

namespace followup::json {

template <>
inline constexpr auto last<TicketChannel> = TicketChannel::lgpd;
template <>
inline constexpr auto last<GroupDemand::End> = GroupDemand::End::not_needed;

template <>
inline constexpr auto members<GroupDemand> =
    std::tuple{Member{"g", &GroupDemand::group},       Member{"s", &GroupDemand::since},
               Member{"u", &GroupDemand::extended_to}, Member{"w", &GroupDemand::warned},
               Member{"v", &GroupDemand::escalated},   Member{"e", &GroupDemand::escalation},
               Member{"b", &GroupDemand::chain_ended}, Member{"t", &GroupDemand::told},
               Member{"x", &GroupDemand::end}};

template <>
inline constexpr auto members<PathStep> = std::tuple{
    Member{"a", &PathStep::at},    Member{"w", &PathStep::what}, Member{"g", &PathStep::group},
    Member{"o", &PathStep::other}, Member{"b", &PathStep::by},   Member{"t", &PathStep::text},
    Member{"l", &PathStep::level}};

template <>
inline constexpr auto members<Ticket> = std::tuple{Member{"b", &Ticket::known},
                                                   Member{"n", &Ticket::protocol},
                                                   Member{"k", &Ticket::classification},
                                                   Member{"t", &Ticket::person_type},
                                                   Member{"w", &Ticket::channel},
                                                   Member{"d", &Ticket::opened_at},
                                                   Member{"z", &Ticket::secret},
                                                   Member{"u", &Ticket::summary},
                                                   Member{"l", &Ticket::beneficiary},
                                                   Member{"g", &Ticket::record_groups},
                                                   Member{"q", &Ticket::record_sequence},
                                                   Member{"x", &Ticket::closed},
                                                   Member{"xq", &Ticket::closing_sequence},
                                                   Member{"e", &Ticket::done},
                                                   Member{"y", &Ticket::cycle},
                                                   Member{"a", &Ticket::demands},
                                                   Member{"mn", &Ticket::mailing_count},
                                                   Member{"m", &Ticket::mailings},
                                                   Member{"v", &Ticket::path}};

void write_facts(Writer& out, const Ticket& ticket) {
  ValueWriter::write_members(out, ticket);
}

void read_facts(Reader& in, Ticket& ticket) {
  ValueReader::read_members(in, ticket);
}

}  // namespace followup::json
