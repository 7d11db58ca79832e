#include "compiler/xml/reader.h"

#include <fmt/format.h>

#include "compiler/xml/characters.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kMalformed = 4001;
constexpr uint16_t kTwice = 4007;
constexpr uint16_t kBareCharacter = 4010;
constexpr uint16_t kDoctype = 4017;
constexpr uint16_t kLimit = 4018;

// What a failed step returns, whatever it would have given.
struct Failed {
  operator bool() const { return false; }                        // NOLINT: implicit by design
  operator std::unique_ptr<Element>() const { return nullptr; }  // NOLINT: implicit by design
};

class Reader {
 public:
  Reader(const SourceSet& sources, FileId file, Diagnostics& diagnostics, const ReadLimits& limits)
      : source_(sources.file(file)),
        file_(file),
        text_(source_.text()),
        diagnostics_(diagnostics),
        limits_(limits) {}

  std::unique_ptr<Element> Read() {
    if (!CheckEncoding()) return nullptr;
    if (!SkipMisc()) return nullptr;
    if (AtEnd())
      return Fail(at_, at_, "the file is empty: a root element such as <Configuration> is missing");
    if (Peek() != '<') return Fail(at_, at_ + 1, "text stands outside the root element");
    std::unique_ptr<Element> root = ReadElement(1);
    if (root == nullptr || !SkipMisc()) return nullptr;
    if (!AtEnd()) {
      return Fail(at_, at_ + 1,
                  fmt::format("something follows the end of <{}>: a file has one root element", root->name));
    }
    return root;
  }

 private:
  bool AtEnd() const { return at_ >= text_.size(); }
  char Peek() const { return text_[at_]; }
  bool StartsWith(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  Span SpanOf(size_t begin, size_t end) const {
    return {file_, static_cast<uint32_t>(begin), static_cast<uint32_t>(std::min(end, text_.size()))};
  }
  uint32_t LineOf(size_t offset) const { return source_.PositionOf(static_cast<uint32_t>(offset)).line; }
  Failed Fail(size_t begin, size_t end, std::string message) {
    diagnostics_.Report(kMalformed, SpanOf(begin, end), {std::move(message)});
    return {};
  }
  void SkipSpace() {
    while (!AtEnd() && IsSpace(Peek())) ++at_;
  }
  std::string_view TakeName() {
    size_t begin = at_;
    while (!AtEnd() && IsName(Peek())) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  bool CheckEncoding();
  bool ReadDeclaration();
  bool SkipMisc();
  bool SkipComment();
  bool SkipInstruction();
  std::unique_ptr<Element> ReadElement(uint32_t depth);
  bool ReadAttributes(Element& element);
  bool ReadAttribute(Element& element);
  bool ReadAttributeValue(Attribute& attribute, const Element& element);
  bool LooksUnclosed(const Text& value, size_t quote_at) const;
  bool ReadContent(Element& element, uint32_t depth);
  bool ReadMarkup(Element& element, uint32_t depth);
  bool ReadEndTag(const Element& element);
  void ReadCData(Element& element);
  bool ReadReference(Text& out, bool attribute);
  bool ReadNumericReference(Text& out);
  void BareCharacters(char c, bool attribute, Text& out);
  void Append(Text& out, char c, size_t from) {
    out.value += c;
    out.origin.push_back(static_cast<uint32_t>(from));
  }

  const SourceFile& source_;
  FileId file_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  const ReadLimits& limits_;
  size_t at_ = 0;
  uint32_t elements_ = 0;
};

bool Reader::CheckEncoding() {
  size_t bad = FindInvalidUtf8(text_);
  if (bad != std::string_view::npos) {
    Diagnostic& report = diagnostics_.Report(5, SpanOf(bad, bad + 1), {std::to_string(bad)});
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF"))
      report.fix = "the file is UTF-16: save it as UTF-8";
    return false;
  }
  if (StartsWith("\xEF\xBB\xBF")) at_ = 3;
  for (size_t i = at_; i < text_.size(); ++i) {
    auto c = static_cast<unsigned char>(text_[i]);
    if (c < 0x20 && !IsXmlCharacter(c)) {
      return Fail(i, i + 1, fmt::format("the character U+{:04X} may not stand in an XML file", c));
    }
  }
  return !StartsWith("<?xml") || ReadDeclaration();
}

bool Reader::ReadDeclaration() {
  size_t begin = at_;
  size_t end = text_.find("?>", at_);
  if (end == std::string_view::npos) return Fail(begin, begin + 5, "<?xml … is not closed with ?>");
  std::string_view declaration = text_.substr(begin, end - begin);
  at_ = end + 2;
  size_t encoding = declaration.find("encoding");
  if (encoding == std::string_view::npos) return true;
  size_t quote = declaration.find_first_of("\"'", encoding);
  size_t close = quote == std::string_view::npos ? quote : declaration.find(declaration[quote], quote + 1);
  if (close == std::string_view::npos) return Fail(begin, end, "the XML declaration is not well-formed");
  std::string name(declaration.substr(quote + 1, close - quote - 1));
  for (char& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
  if (name == "utf-8" || name == "us-ascii" || name == "ascii") return true;
  return Fail(
      begin + quote + 1, begin + close,
      fmt::format("the encoding is {}: save the file as UTF-8, and write encoding=\"UTF-8\" or nothing",
                  name));
}

// Spaces, comments and processing instructions outside the root element.
bool Reader::SkipMisc() {
  for (;;) {
    SkipSpace();
    if (StartsWith("<!--")) {
      if (!SkipComment()) return false;
    } else if (StartsWith("<?")) {
      if (!SkipInstruction()) return false;
    } else if (StartsWith("<!")) {
      diagnostics_.Report(kDoctype, SpanOf(at_, at_ + 2));
      return false;
    } else {
      return true;
    }
  }
}

bool Reader::SkipComment() {
  size_t begin = at_;
  size_t dashes = text_.find("--", at_ + 4);
  if (dashes == std::string_view::npos) return Fail(begin, begin + 4, "the comment is not closed with -->");
  if (!text_.substr(dashes).starts_with("-->")) {
    return Fail(dashes, dashes + 2, "-- may not stand inside a comment");
  }
  at_ = dashes + 3;
  return true;
}

bool Reader::SkipInstruction() {
  size_t begin = at_;
  at_ += 2;
  std::string_view target = TakeName();
  if (target.empty() || !IsNameStart(target[0]))
    return Fail(begin, begin + 2, "<? must be followed by a name");
  if (target == "xml" || target == "XML")
    return Fail(begin, at_, "<?xml …?> may stand only at the very beginning");
  size_t end = text_.find("?>", at_);
  if (end == std::string_view::npos)
    return Fail(begin, begin + 2, "the processing instruction is not closed with ?>");
  if (end != at_ && !IsSpace(Peek())) return Fail(at_, at_ + 1, "a space must follow the name after <?");
  at_ = end + 2;
  return true;
}

std::unique_ptr<Element> Reader::ReadElement(uint32_t depth) {
  size_t begin = at_;
  if (depth > limits_.max_depth || ++elements_ > limits_.max_elements) {
    diagnostics_.Report(
        kLimit, SpanOf(begin, begin + 1),
        {depth > limits_.max_depth ? fmt::format("more than {} elements inside each other", limits_.max_depth)
                                   : fmt::format("more than {} elements", limits_.max_elements)});
    return nullptr;
  }
  ++at_;  // <
  auto element = std::make_unique<Element>();
  if (AtEnd() || !IsNameStart(Peek()))
    return Fail(begin, begin + 1, "< must be followed by the name of an element");
  element->name = TakeName();
  element->name_span = SpanOf(begin + 1, at_);
  element->text.span = element->name_span;
  if (!ReadAttributes(*element)) return nullptr;
  bool empty = Peek() == '/';
  if (empty && !text_.substr(at_).starts_with("/>")) return Fail(at_, at_ + 1, "/ must be followed by >");
  at_ += empty ? 2 : 1;
  element->tag_span = SpanOf(begin, at_);
  element->text.span = SpanOf(at_, at_);
  if (!empty && !ReadContent(*element, depth)) return nullptr;
  element->text.origin.push_back(element->text.origin.empty() ? static_cast<uint32_t>(at_)
                                                              : element->text.span.end);
  return element;
}

// Up to > or /> of the start tag.
bool Reader::ReadAttributes(Element& element) {
  for (;;) {
    size_t before = at_;
    SkipSpace();
    if (AtEnd() || Peek() == '<') {
      return Fail(element.name_span.begin - 1, at_,
                  fmt::format("the tag <{} … is not closed with >", element.name));
    }
    if (Peek() == '>' || Peek() == '/') return true;
    if (before == at_) {
      return Fail(at_, at_ + 1,
                  "a space is needed before the next attribute; is a quote of the value before it missing?");
    }
    if (!ReadAttribute(element)) return false;
  }
}

bool Reader::ReadAttribute(Element& element) {
  size_t begin = at_;
  if (!IsNameStart(Peek())) {
    return Fail(at_, at_ + 1,
                fmt::format("an attribute of <{}> (name=\"value\") is expected here", element.name));
  }
  Attribute attribute;
  attribute.name = TakeName();
  attribute.name_span = SpanOf(begin, at_);
  SkipSpace();
  if (AtEnd() || Peek() != '=') {
    return Fail(begin, at_, fmt::format("the attribute {0} has no value: write {0}=\"…\"", attribute.name));
  }
  ++at_;
  SkipSpace();
  if (AtEnd() || (Peek() != '"' && Peek() != '\'')) {
    return Fail(at_, at_ + 1, fmt::format("the value of {0} needs quotes: {0}=\"…\"", attribute.name));
  }
  if (!ReadAttributeValue(attribute, element)) return false;
  if (const Attribute* first = element.Find(attribute.name)) {
    Diagnostic& report = diagnostics_.Report(kTwice, attribute.name_span,
                                             {"attributes of <" + element.name + ">", attribute.name});
    report.notes.push_back({first->name_span, "the first one is here"});
    return true;
  }
  element.attributes.push_back(std::move(attribute));
  return true;
}

// A '<' that begins a tag, after a '>' inside the same value: the quote before it was never closed.
bool Reader::LooksUnclosed(const Text& value, size_t quote_at) const {
  if (at_ + 1 >= text_.size()) return true;
  char next = text_[at_ + 1];
  bool tag = IsNameStart(next) || next == '/' || next == '!';
  std::string_view line = text_.substr(quote_at, at_ - quote_at);
  return tag && value.value.find('>') != std::string::npos && line.find('\n') != std::string_view::npos;
}

bool Reader::ReadAttributeValue(Attribute& attribute, const Element& element) {
  char quote = Peek();
  size_t begin = ++at_;
  Text& value = attribute.value;
  while (!AtEnd() && Peek() != quote) {
    char c = Peek();
    if (c == '&') {
      if (!ReadReference(value, true)) return false;
    } else if (c == '<') {
      if (LooksUnclosed(value, begin)) break;
      BareCharacters('<', true, value);
    } else {
      // XML 1.0, 2.11 and 3.3.3: a line break is one character, and a space in an attribute.
      if (c == '\r' && text_.substr(at_).starts_with("\r\n")) ++at_;
      Append(value, IsSpace(c) ? ' ' : c, at_++);
    }
  }
  if (AtEnd() || Peek() != quote) {
    return Fail(
        begin - 1, begin,
        fmt::format("the value of {} on <{}> is not closed with {}", attribute.name, element.name, quote));
  }
  value.origin.push_back(static_cast<uint32_t>(at_));
  value.span = SpanOf(begin, at_);
  ++at_;
  return true;
}

bool Reader::ReadContent(Element& element, uint32_t depth) {
  for (;;) {
    if (AtEnd()) {
      return Fail(element.tag_span.begin, element.tag_span.end,
                  fmt::format("<{0}> is not closed with </{0}>", element.name));
    }
    char c = Peek();
    if (c == '<' && at_ + 1 < text_.size() && text_[at_ + 1] == '/') return ReadEndTag(element);
    if (c == ']' && StartsWith("]]>")) return Fail(at_, at_ + 3, "]]> may not stand in text: write ]]&gt;");
    if (c == '<') {
      if (!ReadMarkup(element, depth)) return false;
    } else if (c == '&') {
      if (!ReadReference(element.text, false)) return false;
      element.text.span.end = static_cast<uint32_t>(at_);
    } else {
      bool line_break = c == '\r';
      if (line_break && text_.substr(at_).starts_with("\r\n")) ++at_;
      Append(element.text, line_break ? '\n' : c, at_++);
      element.text.span.end = static_cast<uint32_t>(at_);
    }
  }
}

// At '<', but not an end tag.
bool Reader::ReadMarkup(Element& element, uint32_t depth) {
  if (StartsWith("<!--")) return SkipComment();
  if (StartsWith("<![CDATA[")) {
    size_t end = text_.find("]]>", at_);
    if (end == std::string_view::npos) {
      return Fail(at_, at_ + 9, "<![CDATA[ is not closed with ]]>");
    }
    ReadCData(element);
    return true;
  }
  if (StartsWith("<?")) return SkipInstruction();
  if (at_ + 1 < text_.size() && !IsNameStart(text_[at_ + 1]) && text_[at_ + 1] != '!') {
    BareCharacters('<', false, element.text);
    element.text.span.end = static_cast<uint32_t>(at_);
    return true;
  }
  std::unique_ptr<Element> child = ReadElement(depth + 1);
  if (child == nullptr) return false;
  element.children.push_back(std::move(child));
  return true;
}

void Reader::ReadCData(Element& element) {
  at_ += 9;
  size_t end = text_.find("]]>", at_);
  while (at_ < end) {
    bool line_break = Peek() == '\r';
    if (line_break && at_ + 1 < end && text_[at_ + 1] == '\n') ++at_;
    Append(element.text, line_break ? '\n' : Peek(), at_);
    ++at_;
  }
  element.text.span.end = static_cast<uint32_t>(end);
  at_ = end + 3;
}

bool Reader::ReadEndTag(const Element& element) {
  size_t begin = at_;
  at_ += 2;
  std::string_view name = TakeName();
  if (name != element.name) {
    Diagnostic& report =
        diagnostics_.Report(kMalformed, SpanOf(begin, at_),
                            {fmt::format("</{}> does not close <{}> of line {}: write </{}>", name,
                                         element.name, LineOf(element.tag_span.begin), element.name)});
    report.notes.push_back({element.tag_span, fmt::format("<{}> is opened here", element.name)});
    return false;
  }
  SkipSpace();
  if (AtEnd() || Peek() != '>') {
    return Fail(begin, at_, fmt::format("</{0} needs a >: write </{0}>", name));
  }
  ++at_;
  return true;
}

// Reports a run of & or < once, and takes it literally.
void Reader::BareCharacters(char c, bool attribute, Text& out) {
  size_t begin = at_;
  std::string right;
  while (!AtEnd() && Peek() == c) {
    right += c == '&' ? "&amp;" : "&lt;";
    Append(out, c, at_++);
  }
  std::string wrong(text_.substr(begin, at_ - begin));
  Diagnostic& report =
      diagnostics_.Report(kBareCharacter, SpanOf(begin, at_),
                          {right, wrong,
                           attribute ? "in an attribute, or put the expression into "
                                       "<When><![CDATA[…]]></When> or <Value><![CDATA[…]]></Value>"
                                     : "in text, or put the text into <![CDATA[…]]>"});
  report.fix = right;
}

// At '&'. Resolves &lt; and the like; a bare & is reported and taken literally.
bool Reader::ReadReference(Text& out, bool attribute) {
  static constexpr std::pair<std::string_view, char> kEntities[] = {
      {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
  for (auto [entity, c] : kEntities) {
    if (StartsWith(entity)) {
      Append(out, c, at_);
      at_ += entity.size();
      return true;
    }
  }
  if (StartsWith("&#")) return ReadNumericReference(out);
  size_t end = at_ + 1;
  while (end < text_.size() && IsName(text_[end])) ++end;
  if (end == at_ + 1 || end >= text_.size() || text_[end] != ';') {
    BareCharacters('&', attribute, out);
    return true;
  }
  Fail(at_, end + 1,
       fmt::format(
           "there is no {}: XML knows &amp; &lt; &gt; &quot; &apos; and characters by number, such as &#233;",
           text_.substr(at_, end + 1 - at_)));
  for (; at_ <= end; ++at_) Append(out, text_[at_], at_);
  return true;
}

bool Reader::ReadNumericReference(Text& out) {
  size_t begin = at_;
  bool hex = StartsWith("&#x");
  at_ += hex ? 3 : 2;
  uint32_t value = 0;
  size_t digits = at_;
  for (; !AtEnd(); ++at_) {
    char c = Peek();
    uint32_t digit = c >= '0' && c <= '9'                        ? static_cast<uint32_t>(c - '0')
                     : hex && (c | 32) >= 'a' && (c | 32) <= 'f' ? static_cast<uint32_t>((c | 32) - 'a' + 10)
                                                                 : 99;
    if (digit == 99) break;
    if (value < 0x200000) value = value * (hex ? 16 : 10) + digit;
  }
  bool closed = at_ > digits && !AtEnd() && Peek() == ';';
  if (closed) ++at_;
  if (!closed || !IsXmlCharacter(value)) {
    return Fail(
        begin, at_,
        fmt::format("{} is not a character: write &#233; or &#xE9;", text_.substr(begin, at_ - begin)));
  }
  std::string bytes;
  AppendUtf8(value, bytes);
  for (char c : bytes) Append(out, c, begin);
  return true;
}

}  // namespace

const Attribute* Element::Find(std::string_view attribute) const {
  for (const Attribute& a : attributes)
    if (a.name == attribute) return &a;
  return nullptr;
}

size_t FindInvalidUtf8(std::string_view text) {
  size_t i = 0;
  while (i < text.size()) {
    auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    size_t length = lead >= 0xC2 && lead <= 0xDF   ? 2
                    : (lead & 0xF0) == 0xE0        ? 3
                    : lead >= 0xF0 && lead <= 0xF4 ? 4
                                                   : 0;
    if (length == 0 || i + length > text.size()) return i;
    auto second = static_cast<unsigned char>(text[i + 1]);
    // No overlong forms, surrogates, or values past U+10FFFF (RFC 3629).
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F) ||
        (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F))
      return i;
    for (size_t k = 1; k < length; ++k)
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0) != 0x80) return i;
    i += length;
  }
  return std::string_view::npos;
}

std::unique_ptr<Element> ReadXml(const SourceSet& sources, FileId file, Diagnostics& diagnostics,
                                 const ReadLimits& limits) {
  return Reader(sources, file, diagnostics, limits).Read();
}

}  // namespace idx::compiler::xml
