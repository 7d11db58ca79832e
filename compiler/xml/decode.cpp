#include "compiler/xml/decode.h"

#include <fmt/format.h>

#include <charconv>
#include <numeric>
#include <utility>

#include "base/value/utf.h"

namespace idx::compiler::xml {

namespace {

constexpr uint16_t kMalformed = 4001;
constexpr uint16_t kBareCharacter = 4010;

class Decoder {
 public:
  // The text ends where the place does.
  Decoder(FileId file, std::string_view text, Characters kind, Diagnostics& diagnostics, Text& out)
      : file_(file), text_(text), kind_(kind), diagnostics_(diagnostics), out_(out) {}

  void Run(size_t begin) {
    for (at_ = begin; !AtEnd();) {
      size_t plain = at_;
      while (plain < text_.size() && IsPlain(text_[plain])) ++plain;
      TakeLiterally(plain);
      if (AtEnd()) return;
      char c = text_[at_];
      if (kind_ != Characters::kCData && c == '&') {
        Reference();
      } else if (kind_ != Characters::kCData && c == '<') {
        BareCharacters();
      } else {
        if (c == ']' && kind_ == Characters::kText && text_.substr(at_).starts_with("]]>"))
          Malformed(at_ + 3, "]]> may not stand in text: write ]]&gt;");
        if (c == '\r') {
          if (text_.substr(at_).starts_with("\r\n")) ++at_;
          c = '\n';
        }
        Add(kind_ == Characters::kAttribute && IsSpace(c) ? ' ' : c, at_);
        ++at_;
      }
    }
  }

 private:
  // Stands for itself everywhere.
  static bool IsPlain(char c) { return (c >= ' ' || c < 0) && c != '&' && c != '<' && c != ']'; }
  bool AtEnd() const { return at_ >= text_.size(); }
  void Add(char c, size_t from) {
    out_.value += c;
    out_.origin.push_back(static_cast<uint32_t>(from));
  }
  void TakeLiterally(size_t end) {
    out_.value.append(text_, at_, end - at_);
    size_t known = out_.origin.size();
    out_.origin.resize(known + end - at_);
    std::iota(out_.origin.begin() + static_cast<ptrdiff_t>(known), out_.origin.end(),
              static_cast<uint32_t>(at_));
    at_ = end;
  }
  Span SpanTo(size_t end) const { return {file_, static_cast<uint32_t>(at_), static_cast<uint32_t>(end)}; }
  void Malformed(size_t end, std::string message) {
    diagnostics_.Report(kMalformed, SpanTo(end), {std::move(message)});
  }

  void Reference() {
    static constexpr std::pair<std::string_view, char> kEntities[] = {
        {"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}};
    std::string_view rest = text_.substr(at_);
    for (auto [entity, c] : kEntities) {
      if (!rest.starts_with(entity)) continue;
      Add(c, at_);
      at_ += entity.size();
      return;
    }
    if (rest.starts_with("&#")) return NumericReference();
    size_t end = at_ + 1;
    while (end < text_.size() && IsName(text_[end])) ++end;
    if (end == at_ + 1 || end == text_.size() || text_[end] != ';') return BareCharacters();
    std::string_view name = text_.substr(at_, ++end - at_);
    Malformed(end,
              fmt::format("there is no {}: XML knows &amp; &lt; &gt; &quot; &apos; and characters by number, "
                          "such as &#233;",
                          name));
    TakeLiterally(end);
  }

  void NumericReference() {
    bool hex = text_.substr(at_).starts_with("&#x");
    uint32_t value = 0;
    const char* end_of_text = text_.data() + text_.size();
    auto [stop, error] =
        std::from_chars(text_.data() + at_ + (hex ? 3 : 2), end_of_text, value, hex ? 16 : 10);
    bool closed = error == std::errc() && stop != end_of_text && *stop == ';';
    size_t end = static_cast<size_t>(stop - text_.data()) + (stop != end_of_text && *stop == ';');
    if (!closed || !IsXmlCharacter(value)) {
      Malformed(end,
                fmt::format("{} is not a character: write &#233; or &#xE9;", text_.substr(at_, end - at_)));
      return TakeLiterally(end);
    }
    char bytes[4];
    uint32_t length = EncodeTo(value, bytes);
    for (uint32_t i = 0; i < length; ++i) Add(bytes[i], at_);
    at_ = end;
  }

  // Reports a run of & or < once.
  void BareCharacters() {
    size_t end = std::min(text_.find_first_not_of(text_[at_], at_), text_.size());
    std::string wrong(text_.substr(at_, end - at_));
    std::string right;
    for (char c : wrong) right += c == '&' ? "&amp;" : "&lt;";
    std::string where = kind_ == Characters::kAttribute
                            ? "in an attribute, or put the expression into "
                              "<When><![CDATA[…]]></When> or <Value><![CDATA[…]]></Value>"
                            : "in text, or put the text into <![CDATA[…]]>";
    diagnostics_.Report(kBareCharacter, SpanTo(end), {right, wrong, where}).fix = right;
    TakeLiterally(end);
  }

  FileId file_;
  std::string_view text_;
  Characters kind_;
  Diagnostics& diagnostics_;
  Text& out_;
  size_t at_ = 0;
};

}  // namespace

void Decode(Span place, std::string_view text, Characters kind, Diagnostics& diagnostics, Text& out) {
  Decoder(place.file, text.substr(0, place.end), kind, diagnostics, out).Run(place.begin);
}

}  // namespace idx::compiler::xml
