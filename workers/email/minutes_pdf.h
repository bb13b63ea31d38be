// Minutes as a sheet to print or to file: a PDF of A4 pages (M31). What it says, and in which
// language, is decided by whoever fills the sheet. All its texts come from outside: they are plain
// text of any script, and nothing in them means anything to the renderer.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <cstddef>
#include <list>
#include <mutex>
#include <string>
#include <vector>

namespace followup {

/// One line under the title: "Where" and "Room 3".
struct SheetFact {
  std::string label;
  std::string value;
  friend bool operator==(const SheetFact&, const SheetFact&) = default;
};

/// A numbered entry: a decision, or an action with who is to do it until when.
struct SheetItem {
  std::string text;
  std::string note;  ///< smaller, below the text; empty: none
  friend bool operator==(const SheetItem&, const SheetItem&) = default;
};

/// A heading with a text, or with entries that are numbered from 1, or with both.
struct SheetSection {
  std::string heading;
  std::string text;  ///< paragraphs: "\n" ends a line; empty: none
  std::vector<SheetItem> items;
  friend bool operator==(const SheetSection&, const SheetSection&) = default;
};

struct MinutesSheet {
  std::string language;  ///< BCP 47 tag, "pt-BR": for hyphens and letter forms
  TimePoint created;     ///< in the file's properties
  std::string author;    ///< likewise; empty: none
  std::string title;
  std::string subtitle;  ///< "Revised version 2"; empty: none
  std::vector<SheetFact> facts;
  std::vector<SheetSection> sections;
  friend bool operator==(const MinutesSheet&, const MinutesSheet&) = default;
};

/// Prints sheets, and remembers the latest: minutes go to many readers, of few languages. May be
/// used by several threads; who asks while another thread prints, waits for it.
class MinutesPrinter {
 public:
  /// So many sheets are remembered, those that were printed last.
  static constexpr std::size_t most_remembered = 6;

  /// The file's bytes: the same for equal sheets, as long as the machine has the same fonts. Fonts
  /// are embedded; pages are numbered. Control characters are left out, bytes that are no UTF-8 are
  /// shown as U+FFFD, letters that no font of the machine has as boxes. internal: the machine has
  /// no font, or the libraries failed.
  [[nodiscard]] Result<std::string> print(const MinutesSheet& sheet) const;

  /// How often it had to render.
  [[nodiscard]] int rendered() const;

 private:
  struct Printed {
    MinutesSheet sheet;
    std::string pdf;
  };

  mutable std::mutex busy_;
  mutable std::list<Printed> printed_;  ///< latest first
  mutable int rendered_ = 0;
};

/// By the one printer of the process: a sheet is wanted when a mail is prepared, and when it goes.
[[nodiscard]] Result<std::string> render_minutes_pdf(const MinutesSheet& sheet);

}  // namespace followup
