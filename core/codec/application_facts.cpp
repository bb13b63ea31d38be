#include "core/codec/attachment_members.h"
#include "core/codec/call_facts.h"
#include "core/codec/facts_codec.h"
#include "core/codec/json_reader.h"
#include "core/codec/json_writer.h"
#include "core/codec/mailing_facts.h"

namespace followup::json {

template <>
inline constexpr auto last<MeetingNeed> = MeetingNeed::problems;
template <>
inline constexpr auto last<Direction> = Direction::out;
template <>
inline constexpr auto last<Medium> = Medium::letter;

template <>
inline constexpr auto members<ApplicationNote> =
    std::tuple{Member{"i", &ApplicationNote::id},       Member{"a", &ApplicationNote::at},
               Member{"w", &ApplicationNote::by},       Member{"t", &ApplicationNote::document},
               Member{"q", &ApplicationNote::sequence}, Member{"o", &ApplicationNote::watchers}};

template <>
inline constexpr auto members<ApplicationFile> =
    std::tuple{Member{"a", &ApplicationFile::at}, Member{"w", &ApplicationFile::by},
               Member{"f", &ApplicationFile::file}, Member{"o", &ApplicationFile::watchers}};

template <>
inline constexpr auto members<Application> =
    std::tuple{Member{"b", &Application::programme_known},
               Member{"d", &Application::authorisation_on},
               Member{"k", &Application::need},
               Member{"w", &Application::worker},
               Member{"n", &Application::programme},
               Member{"q", &Application::programme_sequence},
               Member{"x", &Application::problem},
               Member{"xq", &Application::problem_sequence},
               Member{"e", &Application::meeting_held},
               Member{"y", &Application::cycle},
               Member{"r", &Application::reminder},
               Member{"t", &Application::notes},
               Member{"f", &Application::files},
               Member{"g", &Application::people},
               Member{"mn", &Application::mailing_count},
               Member{"m", &Application::mailings}};

template <>
inline constexpr auto members<RequestedMail> =
    std::tuple{Member{"d", &RequestedMail::at},       Member{"n", &RequestedMail::template_name},
               Member{"t", &RequestedMail::document}, Member{"f", &RequestedMail::files},
               Member{"w", &RequestedMail::to},       Member{"e", &RequestedMail::sent},
               Member{"g", &RequestedMail::gone}};

/// Application and id, which the case's id tells.
template <>
inline constexpr std::size_t members_elsewhere<Communication> = 2;

template <>
inline constexpr auto members<Communication> =
    std::tuple{Member{"b", &Communication::recorded},
               Member{"v", &Communication::direction},
               Member{"k", &Communication::medium},
               Member{"l", &Communication::client},
               Member{"d", &Communication::at},
               Member{"f", &Communication::answer_expected_days},
               Member{"w", &Communication::worker},
               Member{"q", &Communication::record_sequence},
               Member{"e", &Communication::answered},
               Member{"y", &Communication::cycle},
               Member{"r", &Communication::reminder},
               Member{"t", &Communication::mail},
               Member{"tq", &Communication::request_sequence},
               Member{"x", &Communication::cancelled},
               Member{"xq", &Communication::cancel_sequence},
               Member{"g", &Communication::people},
               Member{"mn", &Communication::mailing_count},
               Member{"m", &Communication::mailings}};

void write_facts(Writer& out, const Application& application) {
  ValueWriter::write_members(out, application);
}

void read_facts(Reader& in, Application& application) {
  ValueReader::read_members(in, application);
}

void write_facts(Writer& out, const Communication& communication) {
  ValueWriter::write_members(out, communication);
}

void read_facts(Reader& in, Communication& communication) {
  ValueReader::read_members(in, communication);
}

}  // namespace followup::json
