#include "core/codec/call_facts.h"
#include "core/codec/facts_codec.h"
#include "core/codec/json_reader.h"
#include "core/codec/json_writer.h"

namespace followup::json {

template <>
inline constexpr auto members<Annotation> =
    std::tuple{Member{"c", &Annotation::characteristic}, Member{"t", &Annotation::text}};

template <>
inline constexpr auto members<AnnotatedOutcome> =
    std::tuple{Member{"s", &AnnotatedOutcome::state}, Member{"d", &AnnotatedOutcome::on},
               Member{"a", &AnnotatedOutcome::annotations}};

template <>
inline constexpr auto last<Hold::For> = Hold::For::time;

template <>
inline constexpr auto members<Hold> =
    std::tuple{Member{"w", &Hold::what}, Member{"u", &Hold::until}};

template <>
inline constexpr auto members<PendingCommand> =
    std::tuple{Member{"t", &PendingCommand::type},   Member{"d", &PendingCommand::start},
               Member{"r", &PendingCommand::run_at}, Member{"s", &PendingCommand::sent},
               Member{"x", &PendingCommand::ended},  Member{"y", &PendingCommand::cycle}};

/// The id, which is the case's.
template <>
inline constexpr std::size_t members_elsewhere<Appointment> = 1;

template <>
inline constexpr auto members<Appointment> =
    std::tuple{Member{"b", &Appointment::known},
               Member{"d", &Appointment::start},
               Member{"w", &Appointment::agent},
               Member{"u", &Appointment::caller},
               Member{"g", &Appointment::team},
               Member{"l", &Appointment::client},
               Member{"z", &Appointment::state},
               Member{"v", &Appointment::location},
               Member{"i", &Appointment::replaces},
               Member{"q", &Appointment::record_sequence},
               Member{"f", &Appointment::replaced_by},
               Member{"x", &Appointment::cancelled},
               Member{"xq", &Appointment::cancel_sequence},
               Member{"rq", &Appointment::rebook_sequence},
               Member{"y", &Appointment::cycle},
               Member{"m", &Appointment::reminder},
               Member{"k", &Appointment::outcome},
               Member{"km", &Appointment::mode},
               Member{"kq", &Appointment::outcome_sequence},
               Member{"r", &Appointment::reschedule_at},
               Member{"e", &Appointment::outcomes},
               Member{"em", &Appointment::reason_missing},
               Member{"n", &Appointment::hold},
               Member{"t", &Appointment::command},
               Member{"a", &Appointment::callback}};

void write_facts(Writer& out, const Appointment& appointment) {
  ValueWriter::write_members(out, appointment);
}

void read_facts(Reader& in, Appointment& appointment) {
  ValueReader::read_members(in, appointment);
}

}  // namespace followup::json
