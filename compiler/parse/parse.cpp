#include "compiler/parse/parse.h"

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

}  // namespace

bool CheckText(const Fragment& fragment, Diagnostics& diagnostics, const ParseLimits& limits) {
  if (fragment.text.size() > limits.max_bytes) {
    diagnostics.Report(7, fragment.SpanOf(0, 0), {std::to_string(limits.max_bytes)});
    return false;
  }
  const size_t bad = FirstInvalidByte(fragment.text);
  if (bad == fragment.text.size()) return true;
  const auto at = static_cast<uint32_t>(bad);
  const Span span = fragment.SpanOf(at, at + 1);
  diagnostics.Report(5, span, {std::to_string(span.begin)});
  return false;
}

ast::File ParseFile(const SourceSet& sources, FileId file, ast::Tree& tree, Diagnostics& diagnostics,
                    const ParseLimits& limits) {
  ast::File result{file, {}, {}};
  Fragment fragment{file, sources.file(file).text(), 0, {}};
  if (!CheckText(fragment, diagnostics, limits)) return result;
  if (fragment.text.starts_with("\xEF\xBB\xBF")) {
    fragment.text.remove_prefix(3);
    fragment.base = 3;
  }
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
