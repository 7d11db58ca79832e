#include "compiler/parse/parse.h"

#include <algorithm>
#include <iterator>

#include "compiler/parse/parse_text.h"

namespace idx::compiler {

namespace {

// Offset of the first byte that is not part of UTF-8 text, or size().
size_t FirstInvalidByte(std::string_view text) {
  for (size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const size_t length = lead < 0x80   ? 1
                          : lead < 0xC2 ? 0
                          : lead < 0xE0 ? 2
                          : lead < 0xF0 ? 3
                          : lead < 0xF5 ? 4
                                        : 0;
    if (length == 0 || i + length > text.size()) return i;
    for (size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return i;
    const auto second = length > 1 ? static_cast<unsigned char>(text[i + 1]) : 0;
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second >= 0xA0) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second >= 0x90))
      return i;
    i += length;
  }
  return text.size();
}

// Characters that change the order in which a text is shown: what is read would not be what is run. Source:
// Unicode Technical Standard 55, explicit bidirectional controls.
constexpr std::string_view kReordering[] = {"\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC",
                                            "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6",
                                            "\xE2\x81\xA7", "\xE2\x81\xA8", "\xE2\x81\xA9"};
constexpr std::string_view kReorderingNames[] = {"202A", "202B", "202C", "202D", "202E",
                                                 "2066", "2067", "2068", "2069"};
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool CheckReordering(const Fragment& fragment, Diagnostics& diagnostics) {
  bool clean = true;
  for (size_t at = fragment.text.find('\xE2'); at != std::string_view::npos;
       at = fragment.text.find('\xE2', at + 1)) {
    const auto* found = std::ranges::find(kReordering, fragment.text.substr(at, 3));
    if (found == std::end(kReordering)) continue;
    auto begin = static_cast<uint32_t>(at);
    diagnostics.Report(10, fragment.SpanOf(begin, begin + 3),
                       {std::string(kReorderingNames[found - std::begin(kReordering)])});
    clean = false;
  }
  return clean;
}

}  // namespace

bool CheckText(const Fragment& fragment, Diagnostics& diagnostics, const ParseLimits& limits) {
  if (fragment.text.size() > limits.max_bytes) {
    diagnostics.Report(7, fragment.SpanOf(0, 0), {std::to_string(limits.max_bytes)});
    return false;
  }
  const size_t bad = FirstInvalidByte(fragment.text);
  if (fragment.text.starts_with(kByteOrderMark)) {  // the parser would drop it, and its places be wrong
    diagnostics.Report(2, fragment.SpanOf(0, 3), {"U+FEFF"});
    return false;
  }
  if (bad == fragment.text.size()) return CheckReordering(fragment, diagnostics);
  const auto at = static_cast<uint32_t>(bad);
  const Span span = fragment.SpanOf(at, at + 1);
  diagnostics.Report(5, span, {std::to_string(span.begin)});
  return false;
}

ast::File ParseFile(const SourceSet& sources, FileId file, ast::Tree& tree, Diagnostics& diagnostics,
                    const ParseLimits& limits) {
  ast::File result{file, {}, {}};
  Fragment fragment{file, sources.file(file).text(), 0, {}};
  if (fragment.text.starts_with(kByteOrderMark)) {
    fragment.text.remove_prefix(3);
    fragment.base = 3;
  }
  if (!CheckText(fragment, diagnostics, limits)) return result;
  ParseText(fragment, diagnostics, limits, [&](RuleParser& parser, const TokenText& text) {
    IdxParser::FileContext* context = parser.file();
    result = Builder(text, tree, diagnostics).File(context, file);
  });
  return result;
}

ast::Expr* ParseExpression(const Fragment& fragment, ast::Tree& tree, Diagnostics& diagnostics,
                           const ParseLimits& limits) {
  ast::Expr* result = nullptr;
  if (!CheckText(fragment, diagnostics, limits)) return nullptr;
  const size_t errors = diagnostics.errors();
  ParseText(fragment, diagnostics, limits, [&](RuleParser& parser, const TokenText& text) {
    IdxParser::BareContext* context = parser.bare();
    result = Builder(text, tree, diagnostics).Bare(context);
  });
  return diagnostics.errors() == errors ? result : nullptr;
}

}  // namespace idx::compiler
