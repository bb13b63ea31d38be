#include "workers/email/typesetter.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>
#include <vector>

#include <cairo-pdf.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

namespace followup {

namespace {

constexpr double page_width = 595.276;
constexpr double page_height = 841.89;
constexpr double footer = 790;       ///< its baseline
constexpr double number_width = 60;  ///< of the footer's right part
constexpr double gutter = 12;
constexpr TextStyle footer_style{.size = 8, .grey = 0.35};

template <auto release>
struct Release {
  template <class Object>
  void operator()(Object* object) const {
    release(object);
  }
};

using Surface = std::unique_ptr<cairo_surface_t, Release<cairo_surface_destroy>>;
using Drawing = std::unique_ptr<cairo_t, Release<cairo_destroy>>;
using FontMap = std::unique_ptr<PangoFontMap, Release<g_object_unref>>;
using Context = std::unique_ptr<PangoContext, Release<g_object_unref>>;
using Layout = std::unique_ptr<PangoLayout, Release<g_object_unref>>;
using Line = std::unique_ptr<PangoLayoutLine, Release<pango_layout_line_unref>>;
using LayoutIter = std::unique_ptr<PangoLayoutIter, Release<pango_layout_iter_free>>;
using Font = std::unique_ptr<PangoFontDescription, Release<pango_font_description_free>>;
using FontOptions = std::unique_ptr<cairo_font_options_t, Release<cairo_font_options_destroy>>;

double points(int pango_units) {
  return static_cast<double>(pango_units) / PANGO_SCALE;
}

int units(double points) {
  return static_cast<int>(points * PANGO_SCALE);
}

/// A line in its place.
struct Placed {
  Line line;
  double x = 0;
  double baseline = 0;
  double grey = 0;
};

using Page = std::vector<Placed>;

/// cairo's writer: `file` is a string.
cairo_status_t append(void* file, const unsigned char* bytes, unsigned int size) {
  try {
    static_cast<std::string*>(file)->append(reinterpret_cast<const char*>(bytes), size);
  } catch (const std::bad_alloc&) {
    return CAIRO_STATUS_NO_MEMORY;
  }
  return CAIRO_STATUS_SUCCESS;
}

void set_properties(cairo_surface_t* surface, const PdfProperties& properties) {
  const auto set = [&](cairo_pdf_metadata_t property, const std::string& text) {
    if (!text.empty()) cairo_pdf_surface_set_metadata(surface, property, text.c_str());
  };
  const auto second = std::chrono::floor<std::chrono::seconds>(properties.created);
  const std::string created = format_instant(second);
  set(CAIRO_PDF_METADATA_TITLE, properties.title);
  set(CAIRO_PDF_METADATA_AUTHOR, properties.author);
  set(CAIRO_PDF_METADATA_CREATOR, "followupd");
  set(CAIRO_PDF_METADATA_CREATE_DATE, created);
  set(CAIRO_PDF_METADATA_MOD_DATE, created);
}

}  // namespace

struct Typesetter::Parts {
  explicit Parts(const std::string& language)
      : fonts(pango_cairo_font_map_new()),
        context(pango_font_map_create_context(fonts.get())),
        pages(1) {
    // The machine's settings for its screen have no say, nor has the process's locale.
    pango_cairo_context_set_resolution(context.get(), 72);
    const FontOptions options(cairo_font_options_create());
    cairo_font_options_set_hint_style(options.get(), CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options.get(), CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options.get(), CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context.get(), options.get());
    pango_context_set_round_glyph_positions(context.get(), FALSE);
    pango_context_set_language(context.get(), pango_language_from_string(language.c_str()));
  }

  Layout lay_out(const std::string& text, const TextStyle& style, double width) {
    Layout layout(pango_layout_new(context.get()));
    const Font font(pango_font_description_from_string("DejaVu Sans, Noto Sans, Sans"));
    pango_font_description_set_absolute_size(font.get(), style.size * PANGO_SCALE);
    if (style.bold) pango_font_description_set_weight(font.get(), PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout.get(), font.get());
    pango_layout_set_wrap(layout.get(), PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout.get(), units(width));
    pango_layout_set_text(layout.get(), text.data(), static_cast<int>(text.size()));
    return layout;
  }

  /// Places the layout's lines from `from` on, and moves it below them.
  void place(PangoLayout& layout, const TextStyle& style, double x, double& from, bool turn) {
    const LayoutIter iter(pango_layout_get_iter(&layout));
    do {
      PangoRectangle extents;
      pango_layout_iter_get_line_extents(iter.get(), nullptr, &extents);
      const double height = points(extents.height) * style.leading;
      if (turn && from + height > bottom) turn_page();
      const double layout_top = points(extents.y);
      const double ascent = points(pango_layout_iter_get_baseline(iter.get())) - layout_top;
      Line line(pango_layout_line_ref(pango_layout_iter_get_line_readonly(iter.get())));
      pages.back().push_back({std::move(line), x + points(extents.x),
                              from + ascent + (height - points(extents.height)) / 2, style.grey});
      from += height;
    } while (pango_layout_iter_next_line(iter.get()) != FALSE);
    layouts.emplace_back(PANGO_LAYOUT(g_object_ref(&layout)));
  }

  /// A line of the footer.
  void place_at(Page& page, PangoLayout& layout, double x) {
    const LayoutIter iter(pango_layout_get_iter(&layout));
    PangoRectangle extents;
    pango_layout_iter_get_line_extents(iter.get(), nullptr, &extents);
    page.push_back({Line(pango_layout_line_ref(pango_layout_iter_get_line_readonly(iter.get()))),
                    x + points(extents.x), footer, footer_style.grey});
    layouts.emplace_back(PANGO_LAYOUT(g_object_ref(&layout)));
  }

  void turn_page() {
    pages.emplace_back();
    y = top;
    beside_end = 0;
  }

  void draw(cairo_t& drawing) const {
    for (const auto& page : pages) {
      for (const auto& one : page) {
        cairo_set_source_rgb(&drawing, one.grey, one.grey, one.grey);
        cairo_move_to(&drawing, one.x, one.baseline);
        pango_cairo_show_layout_line(&drawing, one.line.get());
      }
      cairo_show_page(&drawing);
    }
  }

  FontMap fonts;
  Context context;
  std::vector<Layout> layouts;  ///< a line is not drawn without its layout
  std::vector<Page> pages;
  double y = top;
  double beside_end = 0;  ///< of what stands beside
};

/// Pango ends the process where there is no font at all.
bool Typesetter::has_fonts() {
  FcConfig* const config = FcInit() == FcTrue ? FcConfigReference(nullptr) : nullptr;
  if (config == nullptr) return false;
  const FcFontSet* const fonts = FcConfigGetFonts(config, FcSetSystem);
  const bool any = fonts != nullptr && fonts->nfont > 0;
  FcConfigDestroy(config);
  return any;
}

Typesetter::Typesetter(const std::string& language) : parts_(std::make_unique<Parts>(language)) {}

Typesetter::~Typesetter() = default;

void Typesetter::flow(const std::string& text, const TextStyle& style, double x) {
  const Layout layout = parts_->lay_out(text, style, right - x);
  parts_->place(*layout, style, x, parts_->y, true);
}

void Typesetter::beside(const std::string& text, const TextStyle& style, double x, double width) {
  const Layout layout = parts_->lay_out(text, style, width);
  double y = parts_->y;
  parts_->place(*layout, style, x, y, false);
  parts_->beside_end = y;
}

void Typesetter::clear() {
  parts_->y = std::max(parts_->y, parts_->beside_end);
  parts_->beside_end = 0;
}

void Typesetter::space(double height) {
  if (parts_->y > top) parts_->y += height;
}

void Typesetter::keep(double height) {
  if (parts_->y + height > bottom) parts_->turn_page();
}

void Typesetter::number_pages(const std::string& title) {
  auto& pages = parts_->pages;
  const double number_from = right - number_width;
  for (std::size_t page = 0; page < pages.size(); ++page) {
    const auto number = std::to_string(page + 1) + " / " + std::to_string(pages.size());
    const Layout name = parts_->lay_out(title, footer_style, number_from - gutter - left);
    pango_layout_set_height(name.get(), -1);
    pango_layout_set_ellipsize(name.get(), PANGO_ELLIPSIZE_END);
    const Layout count = parts_->lay_out(number, footer_style, right - number_from);
    pango_layout_set_alignment(count.get(), PANGO_ALIGN_RIGHT);
    parts_->place_at(pages[page], *name, left);
    parts_->place_at(pages[page], *count, number_from);
  }
}

Result<std::string> Typesetter::make_pdf(const PdfProperties& properties) const {
  std::string pdf;
  const Surface surface(cairo_pdf_surface_create_for_stream(append, &pdf, page_width, page_height));
  set_properties(surface.get(), properties);
  {
    const Drawing drawing(cairo_create(surface.get()));
    parts_->draw(*drawing);
    if (const auto status = cairo_status(drawing.get()); status != CAIRO_STATUS_SUCCESS)
      return Error{Code::internal, cairo_status_to_string(status)};
  }
  cairo_surface_finish(surface.get());
  if (const auto status = cairo_surface_status(surface.get()); status != CAIRO_STATUS_SUCCESS)
    return Error{Code::internal, cairo_status_to_string(status)};
  return pdf;
}

}  // namespace followup

// What the sanitizers can not see into: fontconfig keeps one configuration for the process and
// hides its pointers in it, and Pango looks for fonts in threads of its own, whose locks are not
// instrumented.
#if defined(__has_feature)
#define FOLLOWUP_HAS_FEATURE(name) __has_feature(name)
#else
#define FOLLOWUP_HAS_FEATURE(name) 0
#endif
// The names are the sanitizers'.
// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming)
#if defined(__SANITIZE_ADDRESS__) || FOLLOWUP_HAS_FEATURE(address_sanitizer)
extern "C" const char* __lsan_default_suppressions() {
  return "leak:libfontconfig.so\n";
}
#endif
#if defined(__SANITIZE_THREAD__) || FOLLOWUP_HAS_FEATURE(thread_sanitizer)
extern "C" const char* __tsan_default_suppressions() {
  return "race:libfontconfig.so\nrace:libpango\nrace:libglib-2.0.so\nrace:libharfbuzz.so\n"
         "race:libcairo.so\nrace:libfreetype.so\n";
}
#endif
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
