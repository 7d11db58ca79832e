#include "compiler/xml/format_xml.h"

#include "compiler/xml/reader.h"

namespace idx::compiler {

namespace {

constexpr std::string_view kBlanks = " \t\r\n";

bool IsBlank(char c) { return kBlanks.find(c) != std::string_view::npos; }

// Walks the text of a well-formed file: tags, and what stands between them.
class XmlLayout {
 public:
  explicit XmlLayout(std::string_view text) : text_(text) {
    size_t line = text.find('\n');
    newline_ = line != std::string_view::npos && line > 0 && text[line - 1] == '\r' ? "\r\n" : "\n";
  }

  std::string Run() {
    while (at_ < text_.size()) {
      if (text_[at_] != '<')
        Between();
      else if (StartsWith("</"))
        EndTag();
      else if (StartsWith("<!--"))
        Verbatim("-->");
      else if (StartsWith("<![CDATA["))
        Verbatim("]]>");
      else if (StartsWith("<?"))
        Verbatim("?>");
      else
        StartTag();
    }
    if (!out_.empty() && !out_.ends_with('\n')) out_ += newline_;
    return std::move(out_);
  }

 private:
  bool StartsWith(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }

  // Text up to the next tag. Of blanks only the line breaks stay; text with words in it stays as it is.
  void Between() {
    size_t end = std::min(text_.find('<', at_), text_.size());
    std::string_view text = text_.substr(at_, end - at_);
    at_ = end;
    if (text.find_first_not_of(kBlanks) != std::string_view::npos || InText()) {
      out_ += text;
      return;
    }
    size_t lines = 0;
    for (size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n' || (text[i] == '\r' && text.substr(i + 1, 1) != "\n")) ++lines;
    if (out_.empty() || at_ == text_.size()) return;
    bool closes = StartsWith("</");
    if (lines == 0) {
      out_ += ' ';
      return;
    }
    for (size_t i = 0; i < std::min<size_t>(lines, closes ? 1 : 2); ++i) out_ += newline_;
    Indent(closes && depth_ > 0 ? depth_ - 1 : depth_);
  }

  // The element that is open holds words or CDATA: an expression, of which nothing is touched.
  bool InText() const { return !texts_.empty() && texts_.back(); }

  void Indent(size_t depth) { out_.append(depth * 2, ' '); }

  void Verbatim(std::string_view end_mark) {
    size_t end = text_.find(end_mark, at_) + end_mark.size();
    out_ += text_.substr(at_, end - at_);
    at_ = end;
  }

  void EndTag() {
    size_t end = text_.find('>', at_);
    std::string_view name = text_.substr(at_, end - at_);
    while (IsBlank(name.back())) name.remove_suffix(1);
    out_ += name;
    out_ += '>';
    at_ = end + 1;
    if (depth_ > 0) --depth_;
    if (!texts_.empty()) texts_.pop_back();
  }

  void StartTag() {
    size_t line_begin = out_.rfind('\n');
    size_t column = out_.size() - (line_begin == std::string::npos ? 0 : line_begin + 1);
    size_t begin = at_;
    while (!IsBlank(Peek()) && Peek() != '>' && Peek() != '/') ++at_;
    out_ += text_.substr(begin, at_ - begin);
    column += at_ - begin + 1;
    for (;;) {
      bool line = SkipBlanks();
      if (Peek() == '>' || Peek() == '/') break;
      if (line) {
        out_ += newline_;
        out_.append(column, ' ');
      } else {
        out_ += ' ';
      }
      AttributeText();
    }
    bool closed = Peek() == '/';
    out_ += closed ? "/>" : ">";
    at_ = text_.find('>', at_) + 1;
    if (closed) {
      return;
    }
    ++depth_;
    texts_.push_back(HoldsText());
  }

  bool SkipBlanks() {
    bool line = false;
    for (; IsBlank(Peek()); ++at_) line |= Peek() == '\n' || Peek() == '\r';
    return line;
  }

  void AttributeText() {
    size_t begin = at_;
    while (!IsBlank(Peek()) && Peek() != '=') ++at_;
    out_ += text_.substr(begin, at_ - begin);
    at_ = text_.find('=', at_) + 1;
    SkipBlanks();
    size_t end = text_.find(Peek(), at_ + 1) + 1;
    out_ += '=';
    out_ += text_.substr(at_, end - at_);
    at_ = end;
  }

  // Whether the element that was just opened has words of its own before its first child or its end.
  bool HoldsText() const {
    size_t next = text_.find_first_not_of(kBlanks, at_);
    if (next == std::string_view::npos) return false;
    if (text_[next] != '<') return true;
    if (text_.substr(next).starts_with("<![CDATA[")) return true;
    if (!text_.substr(next).starts_with("<!--")) return false;
    size_t after = text_.find_first_not_of(kBlanks, text_.find("-->", next) + 3);
    return after != std::string_view::npos && text_[after] != '<';
  }

  std::string_view text_;
  std::string_view newline_;
  std::string out_;
  size_t at_ = 0;
  size_t depth_ = 0;
  std::vector<bool> texts_;  // of the elements that are open
};

}  // namespace

std::optional<std::string> FormatXml(const SourceSet& sources, FileId file, Diagnostics& diagnostics) {
  const size_t errors = diagnostics.errors();
  if (xml::ReadXml(sources, file, diagnostics) == nullptr || diagnostics.errors() != errors)
    return std::nullopt;
  std::string_view text = sources.file(file).text();
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return XmlLayout(text).Run();
}

}  // namespace idx::compiler
