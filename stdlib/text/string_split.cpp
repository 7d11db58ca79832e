// Split by characters or texts, with count and options. Source of the behaviour: System.String.Split.
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

using Options = StringSplitOptions;

struct Found {
  size_t at = std::string_view::npos;
  size_t length = 0;
};

struct CharSet {
  List<Char> set;
  Found Next(std::string_view s, size_t from) const {
    if (set.size() == 1 && set[0].unit < 0x80) return {s.find(static_cast<char>(set[0].unit), from), 1};
    for (size_t at = from; at < s.size();) {
      Decoded next = DecodeAt(s, at);
      if (Has(next.code)) return {at, next.length};
      at += next.length;
    }
    return {};
  }
  bool Has(char32_t code) const {
    if (set.size() == 0) return IsWhiteSpace(code);
    for (Char c : set) {
      if (c.unit == code) return true;
    }
    return false;
  }
};

struct OneText {
  std::string_view separator;
  Found Next(std::string_view s, size_t from) const { return {s.find(separator, from), separator.size()}; }
};

// At each position the first separator of the list that matches; empty ones never do.
struct TextSet {
  List<Text> set;
  Found Next(std::string_view s, size_t from) const {
    for (size_t at = from; at < s.size(); ++at) {
      for (const Text& separator : set) {
        if (!separator.is_null() && separator.length != 0 && s.substr(at).starts_with(separator.view())) {
          return {at, separator.length};
        }
      }
    }
    return {};
  }
};

class Splitter {
 public:
  Splitter(EvalContext& ctx, int32_t count, Options options)
      : out_(ctx),
        count_(static_cast<uint32_t>(count)),
        remove_((static_cast<int32_t>(options) & 1) != 0),
        trim_((static_cast<int32_t>(options) & 2) != 0) {}

  List<Text> Whole(std::string_view s) {
    if (count_ != 0) Add(s);
    return out_.Finish();
  }
  template <typename Finder>
  List<Text> Run(std::string_view s, const Finder& finder) {
    if (count_ <= 1 || s.empty()) return Whole(s);
    size_t from = 0;
    for (Found next; (next = finder.Next(s, from)).at != std::string_view::npos;) {
      Add(s.substr(from, next.at - from));
      from = next.at + next.length;
      if (out_.count() == count_ - 1) {
        if (remove_) from = SkipEmpty(s, from, finder);
        break;
      }
    }
    Add(s.substr(from));
    return out_.Finish();
  }

 private:
  void Add(std::string_view part) {
    if (trim_) part = TrimView(part);
    if (!remove_ || !part.empty()) out_.Add(PartOf(part));
  }
  template <typename Finder>
  size_t SkipEmpty(std::string_view s, size_t from, const Finder& finder) {
    for (Found next; (next = finder.Next(s, from)).at != std::string_view::npos;
         from = next.at + next.length) {
      std::string_view part = s.substr(from, next.at - from);
      if (!(trim_ ? TrimView(part) : part).empty()) break;
    }
    return from;
  }

  TextListBuilder out_;
  uint32_t count_;
  bool remove_;
  bool trim_;
};

bool Check(EvalContext& ctx, int32_t count, Options options) {
  if (count < 0) return FailNegative(ctx, "count", count), false;
  auto flags = static_cast<int32_t>(options);
  if (flags >= 0 && flags <= 3) return true;
  ctx.Fail(EvalErrorKind::kArgument, "Illegal enum value. (Parameter 'options')");
  return false;
}

List<Text> SplitCharsAll(EvalContext& ctx, Text s, List<Char> separators, int32_t count, Options options) {
  if (!Check(ctx, count, options)) return {};
  for (Char c : separators) {
    if (IsSurrogate(c.unit))
      return FailUnsupported(ctx, "splitting at halves of surrogate pairs is not supported"), List<Text>();
  }
  return Splitter(ctx, count, options).Run(s.view(), CharSet{separators});
}
List<Char> One(const Char& c) { return ListOf(&c, 1); }

List<Text> SplitChar(EvalContext& ctx, Text s, Char c, Options options) {
  return SplitCharsAll(ctx, s, One(c), INT32_MAX, options);
}
List<Text> SplitCharCount(EvalContext& ctx, Text s, Char c, int32_t count, Options options) {
  return SplitCharsAll(ctx, s, One(c), count, options);
}
List<Text> SplitChars(EvalContext& ctx, Text s, NullableList<Char> set) {
  return SplitCharsAll(ctx, s, set.list, INT32_MAX, Options::kNone);
}
List<Text> SplitCharsOptions(EvalContext& ctx, Text s, NullableList<Char> set, Options options) {
  return SplitCharsAll(ctx, s, set.list, INT32_MAX, options);
}
List<Text> SplitCharsCount(EvalContext& ctx, Text s, NullableList<Char> set, int32_t count, Options options) {
  return SplitCharsAll(ctx, s, set.list, count, options);
}

List<Text> SplitTextCount(EvalContext& ctx, Text s, NullableText separator, int32_t count, Options options) {
  if (!Check(ctx, count, options)) return {};
  Splitter splitter(ctx, count, options);
  if (separator.text.is_null() || separator.text.length == 0) return splitter.Whole(s.view());
  return splitter.Run(s.view(), OneText{separator.text.view()});
}
List<Text> SplitText(EvalContext& ctx, Text s, NullableText separator, Options options) {
  return SplitTextCount(ctx, s, separator, INT32_MAX, options);
}
List<Text> SplitTextsCount(EvalContext& ctx, Text s, NullableList<Text> set, int32_t count, Options options) {
  if (set.list.size() == 0) return SplitCharsAll(ctx, s, {}, count, options);
  if (!Check(ctx, count, options)) return {};
  return Splitter(ctx, count, options).Run(s.view(), TextSet{set.list});
}
List<Text> SplitTexts(EvalContext& ctx, Text s, NullableList<Text> set, Options options) {
  return SplitTextsCount(ctx, s, set, INT32_MAX, options);
}

List<Char> CharsOf(EvalContext& ctx, std::string_view s, size_t start, size_t count) {
  std::u16string units = ToUtf16(s);
  Char* to = AllocateList<Char>(ctx, count);
  if (to == nullptr) return {};
  for (size_t i = 0; i < count; ++i) to[i] = {units[start + i]};
  return ListOf(to, count);
}
List<Char> ToCharArray(EvalContext& ctx, Text s) { return CharsOf(ctx, s.view(), 0, Utf16Length(s.view())); }
List<Char> ToCharArrayPart(EvalContext& ctx, Text s, int32_t start, int32_t length) {
  auto units = static_cast<int32_t>(Utf16Length(s.view()));
  if (start < 0 || start > units || length < 0 || length > units - start) {
    return FailRange(ctx, start < 0 || start > units ? "startIndex" : "length",
                     "Index was out of range. Must be non-negative and less than or equal to the size of the "
                     "collection."),
           List<Char>();
  }
  return CharsOf(ctx, s.view(), static_cast<size_t>(start), static_cast<size_t>(length));
}

}  // namespace

std::vector<Row> StringSplitRows() {
  constexpr std::string_view o = "string";
  constexpr std::string_view doc =
      "The parts between separators, at most count; the last part keeps the rest.";
  constexpr std::string_view many = "The parts between any of the separators; none given: white space.";
  return {
      Method<SplitChar>(o, {"Split", "s, separator, options = StringSplitOptions.None", doc,
                            R"("a,b".Split(','))", R"(["a","b"])", kFails}),
      Method<SplitCharCount>(o, {"Split", "s, separator, count, options = StringSplitOptions.None", doc,
                                 R"("a,b,c".Split(',', 2))", R"(["a","b,c"])", kFails}),
      // Before the texts: a literal null means no characters, and so white space.
      Method<SplitCharsCount>(o, {"Split", "s, separator, count, options = StringSplitOptions.None", many,
                                  R"("a,b;c".Split(new[] { ',', ';' }, 2))", R"(["a","b;c"])", kFails}),
      Method<SplitText>(o, {"Split", "s, separator, options = StringSplitOptions.None", doc,
                            R"("a, b".Split(", "))", R"(["a","b"])", kFails}),
      Method<SplitTextCount>(o, {"Split", "s, separator, count, options = StringSplitOptions.None", doc,
                                 R"("a::b::c".Split("::", 2))", R"(["a","b::c"])", kFails}),
      Method<SplitChars>(o, {"Split", "s, separator", many, R"("a,b;c".Split(',', ';'))", R"(["a","b","c"])",
                             kFails | kVariadic}),
      Method<SplitCharsOptions>(
          o, {"Split", "s, separator, options", many,
              R"("a,;b".Split(new[] { ',', ';' }, StringSplitOptions.RemoveEmptyEntries))", R"(["a","b"])",
              kFails}),
      Method<SplitTexts>(
          o, {"Split", "s, separator, options", many,
              R"("a--b".Split(new[] { "--" }, StringSplitOptions.None))", R"(["a","b"])", kFails}),
      Method<SplitTextsCount>(
          o, {"Split", "s, separator, count, options", many,
              R"("a--b".Split(new[] { "--" }, 1, StringSplitOptions.None))", R"(["a--b"])", kFails}),
      Method<ToCharArray>(o,
                          {"ToCharArray", "s", "The UTF-16 units.", R"("ab".ToCharArray())", R"(["a","b"])"}),
      Method<ToCharArrayPart>(o, {"ToCharArray", "s, startIndex, length", "The UTF-16 units of a part.",
                                  R"("Hello".ToCharArray(2, 3))", R"(["l","l","o"])", kFails}),
  };
}

}  // namespace idx::stdlib
