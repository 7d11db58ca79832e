#include "compiler/xml/reader.h"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <cstring>
#include <pugixml.hpp>

#include "base/value/utf.h"
#include "compiler/xml/decode.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kNotUtf8 = 5;
constexpr uint16_t kTooLarge = 7;
constexpr uint16_t kMalformed = 4001;
constexpr uint16_t kTwice = 4007;
constexpr uint16_t kDoctype = 4017;
constexpr uint16_t kLimit = 4018;
constexpr std::string_view kMark = "\xEF\xBB\xBF";  // byte order mark

// All nodes with their characters as they are: then every name and value is a pointer to its place in the
// buffer.
constexpr unsigned kOptions = pugi::parse_fragment | pugi::parse_ws_pcdata | pugi::parse_cdata |
                              pugi::parse_comments | pugi::parse_pi | pugi::parse_declaration |
                              pugi::parse_doctype;

// What a failed step returns, whatever it would have given.
struct Failed {
  operator bool() const { return false; }                        // NOLINT: implicit by design
  operator std::unique_ptr<Element>() const { return nullptr; }  // NOLINT: implicit by design
};

// A tag on a line after a '>' in the same value: its quote was never closed.
bool LooksUnclosed(std::string_view value) {
  size_t tag = value.find('<', value.find('\n', value.find('>')));
  if (tag >= value.size() - 1) return false;
  return IsNameStart(value[tag + 1]) || value[tag + 1] == '/' || value[tag + 1] == '!';
}

// Walks pugixml's tree and the text side by side: at_ is the place behind the last node. Where pugixml gave
// up, the tree ends, and at_ is at what it could not read.
class Reader {
 public:
  Reader(const SourceSet& sources, FileId file, Diagnostics& diagnostics, const ReadLimits& limits)
      : source_(sources.file(file)),
        file_(file),
        text_(source_.text()),
        diagnostics_(diagnostics),
        limits_(limits) {}

  std::unique_ptr<Element> Read() {
    if (!Prepare()) return nullptr;
    pugi::xml_document document;
    // With the 0 behind the text; else pugixml would put one over its last character while it parses.
    result_ = document.load_buffer_inplace(buffer_.data(), buffer_.size() + 1, kOptions, pugi::encoding_utf8);
    if (result_.status == pugi::status_out_of_memory) return Limit(0, "there is not enough memory for it");
    at_ = start_;
    std::unique_ptr<Element> root;
    for (pugi::xml_node node : document.children())
      if (!ReadOutside(node, root)) return nullptr;
    if (!result_) return ExplainRest();
    if (root == nullptr)
      return Fail(at_, at_, "the file is empty: a root element such as <Configuration> is missing");
    return root;
  }

 private:
  bool AtEnd() const { return at_ >= text_.size(); }
  char Peek() const { return AtEnd() ? '\0' : text_[at_]; }
  bool StartsWith(std::string_view word) const { return text_.substr(at_).starts_with(word); }
  size_t OffsetOf(const char* in_buffer) const { return static_cast<size_t>(in_buffer - buffer_.data()); }
  size_t EndOf(const char* in_buffer) const { return OffsetOf(in_buffer) + std::strlen(in_buffer); }
  Span SpanOf(size_t begin, size_t end) const {
    return {file_, static_cast<uint32_t>(begin), static_cast<uint32_t>(std::min(end, text_.size()))};
  }
  Diagnostic& Report(size_t begin, size_t end, std::string message) {
    return diagnostics_.Report(kMalformed, SpanOf(begin, end), {std::move(message)});
  }
  Failed Fail(size_t begin, size_t end, std::string message) {
    Report(begin, end, std::move(message));
    return {};
  }
  Failed Limit(size_t at, std::string what) {
    diagnostics_.Report(kLimit, SpanOf(at, at + 1), {std::move(what)});
    return {};
  }
  void SkipSpace() {
    while (IsSpace(Peek())) ++at_;
  }
  std::string_view TakeName() {
    size_t begin = at_;
    while (!AtEnd() && IsName(text_[at_])) ++at_;
    return text_.substr(begin, at_ - begin);
  }

  // Checks what pugixml takes as it comes: characters and sizes. A '<' that begins nothing is hidden from it
  // behind a character that no XML file has, so that the rest is still read.
  bool Prepare() {
    if (text_.size() > limits_.max_bytes) {
      diagnostics_.Report(kTooLarge, SpanOf(0, 1), {std::to_string(limits_.max_bytes)});
      return false;
    }
    start_ = text_.starts_with(kMark) ? kMark.size() : 0;
    buffer_ = text_;
    uint32_t nodes = 0;
    for (size_t at = start_; at < text_.size();) {
      auto byte = static_cast<unsigned char>(text_[at]);
      Decoded c = byte < 0x80 ? Decoded{byte, 1} : DecodeAt(text_, at);
      if ((c.code == 0xFFFD && c.length == 1) || IsSurrogate(c.code)) {
        Diagnostic& report = diagnostics_.Report(kNotUtf8, SpanOf(at, at + 1), {std::to_string(at)});
        if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF"))
          report.fix = "the file is UTF-16: save it as UTF-8";
        return false;
      }
      if (!IsXmlCharacter(c.code))
        return Fail(at, at + c.length,
                    fmt::format("the character U+{:04X} may not stand in an XML file", uint32_t{c.code}));
      if (c.code == '<' && at + 1 < text_.size()) {
        char next = text_[at + 1];
        if (!IsNameStart(next) && next != '/' && next != '!' && next != '?')
          buffer_[at] = '\x01';
        else if (next != '/' && ++nodes > limits_.max_elements)
          return Limit(at, fmt::format("more than {} elements", limits_.max_elements));
      }
      at += c.length;
    }
    return true;
  }

  // A node beside or around the root element.
  bool ReadOutside(pugi::xml_node node, std::unique_ptr<Element>& root) {
    if (node.type() == pugi::node_comment) return ReadComment();
    if (node.type() == pugi::node_pi) return ReadInstruction();
    if (node.type() == pugi::node_declaration) return ReadDeclaration(node);
    if (node.type() == pugi::node_doctype) return ExplainRest();
    if (node.type() == pugi::node_pcdata) {
      SkipSpace();
      if (at_ >= EndOf(node.value())) return true;
    }
    if (root != nullptr)
      return Fail(at_, at_ + 1,
                  fmt::format("something follows the end of <{}>: a file has one root element", root->name));
    if (node.type() != pugi::node_element) return Fail(at_, at_ + 1, "text stands outside the root element");
    root = ReadElement(node, 1);
    return root != nullptr;
  }

  bool ReadDeclaration(pugi::xml_node node) {
    size_t begin = at_;
    if (begin != start_ || !StartsWith("<?xml")) return ReadInstruction();
    size_t end = text_.find("?>", at_);
    if (end == std::string_view::npos) return Fail(begin, begin + 5, "<?xml … is not closed with ?>");
    if (!result_ && node.next_sibling().empty())
      return Fail(begin, end + 2, "the XML declaration is not well-formed");
    at_ = end + 2;
    pugi::xml_attribute encoding = node.attribute("encoding");
    std::string_view name = encoding.value();
    for (const char* known : {"", "utf-8", "us-ascii", "ascii"})
      if (strcasecmp(encoding.value(), known) == 0) return true;
    return Fail(
        OffsetOf(name.data()), EndOf(name.data()),
        fmt::format("the encoding is {}: save the file as UTF-8, and write encoding=\"UTF-8\" or nothing",
                    name));
  }

  bool ReadComment() {
    size_t begin = at_;
    size_t dashes = text_.find("--", at_ + 4);
    size_t end = text_.find("-->", at_ + 4);
    if (end == std::string_view::npos) return Fail(begin, begin + 4, "the comment is not closed with -->");
    if (dashes != end) Report(dashes, dashes + 2, "-- may not stand inside a comment");
    at_ = end + 3;
    return true;
  }

  bool ReadInstruction() {
    size_t begin = at_;
    at_ += 2;
    std::string_view target = TakeName();
    if (target.empty() || !IsNameStart(target[0]))
      return Fail(begin, begin + 2, "<? must be followed by a name");
    if (target.size() == 3 && strncasecmp(target.data(), "xml", 3) == 0)
      return Fail(begin, at_, "<?xml …?> may stand only at the very beginning");
    size_t end = text_.find("?>", at_);
    if (end == std::string_view::npos)
      return Fail(begin, begin + 2, "the processing instruction is not closed with ?>");
    if (end != at_ && !IsSpace(Peek())) return Fail(at_, at_ + 1, "a space must follow the name after <?");
    at_ = end + 2;
    return true;
  }

  std::unique_ptr<Element> ReadElement(pugi::xml_node node, uint32_t depth) {
    size_t begin = at_;
    if (depth > limits_.max_depth)
      return Limit(begin, fmt::format("more than {} elements inside each other", limits_.max_depth));
    auto element = std::make_unique<Element>();
    element->name = node.name();
    at_ = EndOf(node.name());
    element->name_span = SpanOf(begin + 1, at_);
    for (pugi::xml_attribute attribute : node.attributes())
      if (!ReadAttribute(attribute, *element)) return nullptr;
    if (!ReadTagEnd(*element)) return nullptr;
    element->tag_span = SpanOf(begin, at_);
    element->text.span = SpanOf(at_, at_);
    size_t declared = prefixes_.size();
    CheckPrefixes(*element);
    if (text_[at_ - 2] != '/') {
      for (pugi::xml_node child : node.children())
        if (!ReadInside(child, *element, depth)) return nullptr;
      if (!ReadEndTag(*element)) return nullptr;
    }
    prefixes_.resize(declared);
    element->text.origin.push_back(element->text.span.end);
    return element;
  }

  bool ReadAttribute(pugi::xml_attribute found, Element& element) {
    size_t begin = OffsetOf(found.name());
    Attribute attribute;
    attribute.name = found.name();
    at_ = EndOf(found.name());
    attribute.name_span = SpanOf(begin, at_);
    SkipSpace();
    if (Peek() != '=')
      return Fail(begin, at_, fmt::format("the attribute {0} has no value: write {0}=\"…\"", attribute.name));
    ++at_;
    SkipSpace();
    char quote = Peek();
    if (quote != '"' && quote != '\'')
      return Fail(at_, at_ + 1, fmt::format("the value of {0} needs quotes: {0}=\"…\"", attribute.name));
    size_t value = OffsetOf(found.value());
    size_t end = EndOf(found.value());
    if (end >= text_.size() || LooksUnclosed(text_.substr(value, end - value)))
      return Fail(
          at_, at_ + 1,
          fmt::format("the value of {} on <{}> is not closed with {}", attribute.name, element.name, quote));
    at_ = end + 1;
    if (element.attributes.size() >= limits_.max_attributes)
      return Limit(begin, fmt::format("more than {} attributes", limits_.max_attributes));
    attribute.value.span = SpanOf(value, end);
    Decode(attribute.value.span, text_, Characters::kAttribute, diagnostics_, attribute.value);
    attribute.value.origin.push_back(static_cast<uint32_t>(end));
    if (const Attribute* first = element.Find(attribute.name)) {
      Diagnostic& report = diagnostics_.Report(kTwice, attribute.name_span,
                                               {"attributes of <" + element.name + ">", attribute.name});
      report.notes.push_back({first->name_span, "the first one is here"});
      return true;
    }
    element.attributes.push_back(std::move(attribute));
    return true;
  }

  // > or /> of the start tag.
  bool ReadTagEnd(const Element& element) {
    size_t before = at_;
    SkipSpace();
    if (Peek() == '>' || StartsWith("/>")) {
      at_ += Peek() == '>' ? 1 : 2;
      return true;
    }
    if (AtEnd() || Peek() == '<')
      return Fail(element.name_span.begin - 1, at_,
                  fmt::format("the tag <{} … is not closed with >", element.name));
    if (Peek() == '/') return Fail(at_, at_ + 1, "/ must be followed by >");
    return Fail(
        at_, at_ + 1,
        before == at_
            ? "a space is needed before the next attribute; is a quote of the value before it missing?"
            : fmt::format("an attribute of <{}> (name=\"value\") is expected here", element.name));
  }

  bool ReadInside(pugi::xml_node node, Element& parent, uint32_t depth) {
    if (node.type() == pugi::node_comment) return ReadComment();
    if (node.type() == pugi::node_pi) return ReadInstruction();
    if (node.type() == pugi::node_element) {
      std::unique_ptr<Element> child = ReadElement(node, depth + 1);
      if (child == nullptr) return false;
      parent.children.push_back(std::move(child));
      return true;
    }
    bool cdata = node.type() == pugi::node_cdata;
    size_t begin = OffsetOf(node.value());
    size_t end = EndOf(node.value());
    if (cdata && end >= text_.size()) return Fail(at_, at_ + 9, "<![CDATA[ is not closed with ]]>");
    Decode(SpanOf(begin, end), text_, cdata ? Characters::kCData : Characters::kText, diagnostics_,
           parent.text);
    parent.text.span.end = static_cast<uint32_t>(end);
    at_ = cdata ? end + 3 : end;
    return true;
  }

  bool ReadEndTag(const Element& element) {
    size_t begin = at_;
    if (AtEnd())
      return Fail(element.tag_span.begin, element.tag_span.end,
                  fmt::format("<{0}> is not closed with </{0}>", element.name));
    if (!StartsWith("</")) return ExplainRest();
    at_ += 2;
    std::string_view name = TakeName();
    if (name != element.name) {
      Report(begin, at_,
             fmt::format("</{}> does not close <{}> of line {}: write </{}>", name, element.name,
                         source_.PositionOf(element.tag_span.begin).line, element.name))
          .notes.push_back({element.tag_span, fmt::format("<{}> is opened here", element.name)});
      return false;
    }
    SkipSpace();
    if (Peek() != '>') return Fail(begin, at_, fmt::format("</{0} needs a >: write </{0}>", name));
    ++at_;
    return true;
  }

  // Namespaces in XML 1.0, section 5: a prefix is declared on the element or one around it.
  void CheckPrefixes(const Element& element) {
    for (const Attribute& attribute : element.attributes)
      if (attribute.name.starts_with("xmlns:")) prefixes_.push_back(attribute.name.substr(6));
    auto check = [&](std::string_view name, Span span) {
      size_t colon = name.find(':');
      if (colon == std::string_view::npos) return;
      std::string prefix(name.substr(0, colon));
      if (prefix == "xml" || prefix == "xmlns" ||
          std::find(prefixes_.begin(), prefixes_.end(), prefix) != prefixes_.end())
        return;
      Report(span.begin, span.end,
             fmt::format("the prefix of {} is not declared: xmlns:{}=\"…\" is missing", name, prefix));
    };
    check(element.name, element.name_span);
    for (const Attribute& attribute : element.attributes) check(attribute.name, attribute.name_span);
  }

  // At what pugixml could not read and made no node of.
  Failed ExplainRest() {
    if (result_.status == pugi::status_bad_doctype || StartsWith("<!DOCTYPE")) {
      diagnostics_.Report(kDoctype, SpanOf(at_, at_ + 2));
      return {};
    }
    if (StartsWith("<?") && !ReadInstruction()) return {};
    if (StartsWith("</")) return Fail(at_, at_ + 2, "the end tag closes nothing: no element is open here");
    if (StartsWith("<!"))
      return Fail(at_, at_ + 2, "<! must begin a comment, <!-- … -->, or text taken as it is, <![CDATA[…]]>");
    if (Peek() == '<') return Fail(at_, at_ + 1, "< must be followed by the name of an element");
    auto place = std::min(static_cast<size_t>(result_.offset), text_.size());
    return Fail(place, place + 1, fmt::format("the XML is not well-formed: {}", result_.description()));
  }

  const SourceFile& source_;
  FileId file_;
  std::string_view text_;
  Diagnostics& diagnostics_;
  const ReadLimits& limits_;
  std::string buffer_;  // the text, which pugixml cuts into names and values
  pugi::xml_parse_result result_;
  size_t start_ = 0;  // behind the byte order mark
  size_t at_ = 0;
  std::vector<std::string> prefixes_;  // declared where the reader is
};

}  // namespace

const Attribute* Element::Find(std::string_view attribute) const {
  for (const Attribute& a : attributes)
    if (a.name == attribute) return &a;
  return nullptr;
}

std::unique_ptr<Element> ReadXml(const SourceSet& sources, FileId file, Diagnostics& diagnostics,
                                 const ReadLimits& limits) {
  return Reader(sources, file, diagnostics, limits).Read();
}

}  // namespace idx::compiler::xml
