#include "stdlib/pattern/ascii_engine.h"

#include <fmt/format.h>
#include <re2/re2.h>

namespace idx::stdlib {
namespace {

constexpr int64_t kEngineMemory = 256 * 1024;

// What RE2 reads as Latin-1, where each byte of the text is a unit below 128.
class Translator {
 public:
  Translator(const Syntax& syntax, bool& before_last_newline)
      : syntax_(syntax), before_last_newline_(before_last_newline) {}

  std::string Write() {
    Node(*syntax_.root);
    return std::move(out_);
  }

 private:
  static constexpr const char* kNothing = "[^\\x00-\\x{ff}]";

  void Node(const idx::stdlib::Node& node) {
    switch (node.kind) {
      case NodeKind::kEmpty:
        break;
      case NodeKind::kUnit:
        Range({node.unit, node.unit});
        break;
      case NodeKind::kSet:
        Set(syntax_.sets[node.index]);
        break;
      case NodeKind::kAnchor:
        Mark(node.anchor);
        break;
      case NodeKind::kCapture:
      case NodeKind::kConcat:
        Children(node, "");
        break;
      case NodeKind::kAlternate:
        Children(node, "|");
        break;
      case NodeKind::kLoop:
        Loop(node);
        break;
    }
  }
  void Children(const idx::stdlib::Node& node, std::string_view between) {
    out_ += "(?:";
    for (size_t i = 0; i < node.children.size(); ++i) {
      if (i > 0) out_ += between;
      Node(*node.children[i]);
    }
    out_ += ")";
  }
  void Loop(const idx::stdlib::Node& node) {
    if (node.max == 0) return;
    out_ += "(?:";
    Node(*node.children[0]);
    out_ += ")";
    // Whether there is a match does not depend on greed.
    if (node.max == idx::stdlib::Node::kUnbounded)
      out_ += node.min == 0 ? "*" : node.min == 1 ? "+" : fmt::format("{{{},}}", node.min);
    else if (node.min == 0 && node.max == 1)
      out_ += "?";
    else
      out_ += fmt::format("{{{},{}}}", node.min, node.max);
  }
  void Range(UnitSet::Range range) {
    if (range.first > 0x7F)
      out_ += kNothing;
    else
      out_ += fmt::format("\\x{:02x}", range.first);
  }
  void Set(const UnitSet& set) {
    std::string ranges;
    for (UnitSet::Range range : set.ranges()) {
      if (range.first > 0x7F) break;
      ranges += fmt::format("\\x{:02x}-\\x{:02x}", range.first, std::min<uint32_t>(range.last, 0x7F));
    }
    out_ += ranges.empty() ? kNothing : "[" + ranges + "]";
  }
  void Mark(Anchor anchor) {
    switch (anchor) {
      case Anchor::kBegin:
      case Anchor::kContinue:
        out_ += "\\A";
        break;
      case Anchor::kBeginLine:
        out_ += "(?m:^)";
        break;
      case Anchor::kEndLine:
        out_ += "(?m:$)";
        break;
      case Anchor::kEndOrLast:
        before_last_newline_ = true;
        [[fallthrough]];
      case Anchor::kEnd:
        out_ += "\\z";
        break;
      case Anchor::kBoundary:
        out_ += "\\b";
        break;
      case Anchor::kNotBoundary:
        out_ += "\\B";
        break;
    }
  }

  const Syntax& syntax_;
  bool& before_last_newline_;
  std::string out_;
};

}  // namespace

AsciiEngine::AsciiEngine(const Syntax& syntax) : pattern_(Translator(syntax, before_last_newline_).Write()) {}

AsciiEngine::~AsciiEngine() = default;

bool AsciiEngine::IsMatch(std::string_view text, bool& known) const {
  std::call_once(once_, [this] {
    RE2::Options options;
    options.set_encoding(RE2::Options::EncodingLatin1);
    options.set_log_errors(false);
    options.set_max_mem(kEngineMemory);
    options.set_never_capture(true);
    engine_ = std::make_unique<RE2>(pattern_, options);
  });
  known = engine_->ok() && !(before_last_newline_ && !text.empty() && text.back() == '\n');
  if (!known) return false;
  return engine_->Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED, nullptr,
                        0);
}

}  // namespace idx::stdlib
