// Pages of A4 that are filled with lines of text from top to bottom, and become a PDF: lines are
// laid out by Pango, and drawn by cairo when it is known how many pages there are.
#pragma once

#include "core/base/result.h"
#include "core/base/time.h"

#include <memory>
#include <string>

namespace followup {

struct TextStyle {
  double size = 10;  ///< points, like all lengths here
  bool bold = false;
  double grey = 0;     ///< 0: black
  double leading = 1;  ///< height of a line, in heights of the font
};

struct PdfProperties {
  std::string title;
  std::string author;  ///< empty: none
  TimePoint created;
};

/// All texts are clean UTF-8: no controls but "\n".
class Typesetter {
 public:
  static constexpr double left = 62;     ///< of what is printed
  static constexpr double right = 533;   ///< likewise
  static constexpr double top = 62;      ///< likewise
  static constexpr double bottom = 768;  ///< likewise; the footer is below

  /// Whether the machine has any font; without one, nothing else here may be called.
  [[nodiscard]] static bool has_fonts();

  /// `language`: BCP 47 tag.
  explicit Typesetter(const std::string& language);
  ~Typesetter();
  Typesetter(const Typesetter&) = delete;
  Typesetter& operator=(const Typesetter&) = delete;

  /// A text from `x` to the right margin, over as many pages as it takes.
  void flow(const std::string& text, const TextStyle& style, double x = left);
  /// One line or a few beside what flows next; they stay on its page.
  void beside(const std::string& text, const TextStyle& style, double x, double width);
  /// What stands beside does not reach into what follows.
  void clear();
  /// Empty, but at the top of a page.
  void space(double height);
  /// Begins a page if less than `height` is left of this one.
  void keep(double height);
  /// `title` and "3 / 20" at the foot of every page: the last thing to be set.
  void number_pages(const std::string& title);

  /// The pages as a file; equal pages and properties give equal bytes. internal: cairo failed.
  [[nodiscard]] Result<std::string> make_pdf(const PdfProperties& properties) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace followup
