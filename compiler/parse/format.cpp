#include "compiler/parse/format.h"

#include "compiler/parse/lexemes.h"
#include "compiler/parse/parse_text.h"

namespace idx::compiler {

namespace {

constexpr std::string_view kIndent = "    ";

// A comment or a directive.
struct Aside {
  std::string_view text;
  uint32_t lines_before = 0;   // line breaks in front of it
  uint32_t spaces_before = 0;  // in front of it, on a line that has begun
};
struct Gap {
  std::vector<Aside> asides;
  uint32_t lines_after = 0;  // line breaks behind the last of them
};

std::string_view WithoutBlanksBehind(std::string_view text) {
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// What stands between two tokens.
Gap ReadGap(std::string_view text) {
  Gap gap;
  uint32_t spaces = 0;
  for (size_t i = 0; i < text.size();) {
    size_t end = i + 1;
    if (text[i] == '\n' || text[i] == '\r') {
      if (text[i] == '\r' && end < text.size() && text[end] == '\n') ++end;
      ++gap.lines_after;
    } else if (text[i] == '#' || text.substr(i, 2) == "//") {
      end = std::min(text.find_first_of("\r\n", i), text.size());
      gap.asides.push_back({WithoutBlanksBehind(text.substr(i, end - i)), gap.lines_after, spaces});
      gap.lines_after = 0;
    } else if (text.substr(i, 2) == "/*") {
      end = text.find("*/", i + 2) + 2;
      gap.asides.push_back({text.substr(i, end - i), gap.lines_after, spaces});
      gap.lines_after = 0;
    } else {
      ++spaces;
      i = end;
      continue;
    }
    spaces = 0;
    i = end;
  }
  return gap;
}

class Layout {
 public:
  explicit Layout(std::string_view text) : text_(text) {
    size_t line = text.find('\n');
    newline_ = line != std::string_view::npos && line > 0 && text[line - 1] == '\r' ? "\r\n" : "\n";
  }

  std::string Run(const std::vector<Lexeme>& lexemes) {
    const Lexeme* last = nullptr;
    for (const Lexeme& lexeme : lexemes) {
      Separate(last, &lexeme);
      Write(lexeme);
      last = &lexeme;
    }
    Separate(last, nullptr);
    if (!out_.empty() && !line_empty_) out_ += newline_;
    return std::move(out_);
  }

 private:
  struct Open {
    Bracket bracket;
    int indent;  // of the line, or for blocks of the statement, that it belongs to
  };

  // Comments, line breaks and spaces between two tokens; next is null at the end of the file.
  void Separate(const Lexeme* last, const Lexeme* next) {
    uint32_t begin = last != nullptr ? last->end : 0;
    auto end = next != nullptr ? next->begin : static_cast<uint32_t>(text_.size());
    Gap gap = ReadGap(text_.substr(begin, end - begin));
    bool after_open = last != nullptr && last->type == IdxParser::LBRACE;
    for (const Aside& aside : gap.asides) {
      if (aside.lines_before > 0 || out_.empty())
        Break(out_.empty() || after_open ? std::min(aside.lines_before, 1u) : aside.lines_before,
              IndentOfAside(next));
      else
        out_.append(aside.text.starts_with("//") ? std::max(aside.spaces_before, 1u) : 1, ' ');
      out_ += aside.text;
      line_empty_ = after_open = false;
    }
    if (next == nullptr) return;
    bool closes = next->type == IdxParser::RBRACE;
    if (out_.empty()) return Begin(IndentOf(*next));
    if (gap.lines_after > 0)
      Break(closes || after_open ? 1 : gap.lines_after, IndentOf(*next));
    else if (!gap.asides.empty() || (last != nullptr && SpaceBetween(*last, *next, text_)))
      out_ += ' ';
  }

  void Break(uint32_t lines, int indent) {
    if (!out_.empty())
      for (uint32_t i = 0; i < std::min(lines, 2u); ++i) out_ += newline_;
    Begin(indent);
  }
  void Begin(int indent) {
    for (int i = 0; i < indent; ++i) out_ += kIndent;
    line_indent_ = indent;
    line_empty_ = true;
  }

  int Content() const { return open_.empty() ? 0 : open_.back().indent + 1; }
  int IndentOf(const Lexeme& lexeme) const {
    if (lexeme.bracket == Bracket::kClose && !open_.empty()) return open_.back().indent;
    if (!open_.empty() && open_.back().bracket == Bracket::kInline)
      return lexeme.bracket == Bracket::kList ? line_indent_ : Content();
    if (lexeme.bracket == Bracket::kList) return line_indent_;
    int indent = Content() + lexeme.embedded;
    return lexeme.starts || lexeme.bracket == Bracket::kBlock ? indent : indent + 1;
  }
  int IndentOfAside(const Lexeme* next) const {
    if (next == nullptr) return 0;
    return next->bracket == Bracket::kClose ? Content() : IndentOf(*next);
  }

  void Write(const Lexeme& lexeme) {
    if (lexeme.bracket == Bracket::kClose && !open_.empty()) open_.pop_back();
    if (lexeme.bracket == Bracket::kBlock)
      open_.push_back({lexeme.bracket, Content() + lexeme.embedded});
    else if (lexeme.bracket == Bracket::kList || lexeme.bracket == Bracket::kInline)
      open_.push_back({lexeme.bracket, line_indent_});
    out_ += text_.substr(lexeme.begin, lexeme.end - lexeme.begin);
    line_empty_ = false;
  }

  std::string_view text_;
  std::string_view newline_;
  std::string out_;
  std::vector<Open> open_;
  int line_indent_ = 0;
  bool line_empty_ = true;
};

}  // namespace

std::optional<std::string> FormatRules(const SourceSet& sources, FileId file, Diagnostics& diagnostics) {
  Fragment fragment{file, sources.file(file).text(), 0, {}};
  if (!CheckText(fragment, diagnostics, {})) return std::nullopt;
  if (fragment.text.starts_with("\xEF\xBB\xBF")) {
    fragment.text.remove_prefix(3);
    fragment.base = 3;
  }
  const size_t errors = diagnostics.errors();
  std::vector<Lexeme> lexemes;
  ast::Tree tree;  // building it tells of literals that are wrong
  ParseText(fragment, diagnostics, {}, [&](RuleParser& parser, const TokenText& text) {
    IdxParser::FileContext* context = parser.file();
    Builder(text, tree, diagnostics).File(context, file);
    if (diagnostics.errors() == errors) lexemes = LexemesOf(context, text);
  });
  if (diagnostics.errors() != errors) return std::nullopt;
  return Layout(fragment.text).Run(lexemes);
}

}  // namespace idx::compiler
