// Names.*: the parts of a person's full name, as midPoint's basic.parse… functions tell them apart.
#include <algorithm>

#include "base/value/case.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"
#include "stdlib/text/units.h"

namespace idx::stdlib {
namespace {

struct FullName {
  std::string prefix, given, additional, family, suffix, nick;
};

void Add(std::string& to, std::string_view word) {
  if (!to.empty()) to += ' ';
  to += word;
}
std::vector<std::string_view> WordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  for (text = TrimView(text); !text.empty(); text = TrimStartView(text)) {
    size_t end = 0;
    while (end < text.size() && !IsWhiteSpace(DecodeAt(text, end).code)) end += DecodeAt(text, end).length;
    words.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return words;
}
// van, von, de …: they belong to the name that follows.
bool IsParticle(std::string_view word) {
  constexpr std::string_view kParticles[] = {"bin", "da", "dal", "de",  "del", "den", "der", "di",  "du",
                                             "ibn", "la", "le",  "ten", "ter", "van", "vel", "von", "zu"};
  return std::find(std::begin(kParticles), std::end(kParticles), word) != std::end(kParticles);
}
// What stands between two quotes, taken out of the text.
void TakeNick(std::string& text, std::string& nick) {
  size_t begin = text.find('"');
  size_t end = begin == std::string::npos ? begin : text.find('"', begin + 1);
  if (end == std::string::npos) return;
  nick = TrimView(std::string_view(text).substr(begin + 1, end - begin - 1));
  text.replace(begin, end - begin + 1, " ");
}

FullName Parse(std::string_view full) {
  FullName name;
  std::string text(full);
  TakeNick(text, name.nick);
  size_t comma = text.find(',');
  if (comma != std::string::npos) {
    for (std::string_view word : WordsOf(std::string_view(text).substr(comma + 1))) Add(name.suffix, word);
    text.resize(comma);
  }
  std::vector<std::string_view> words = WordsOf(text);
  size_t first = 0;
  while (first + 1 < words.size() && words[first].ends_with('.')) Add(name.prefix, words[first++]);
  size_t last = words.size();
  if (first == last) return name;
  --last;
  while (last > first + 1 && IsParticle(words[last - 1])) --last;
  for (size_t i = last; i < words.size(); ++i) Add(name.family, words[i]);
  if (first < last) name.given = words[first++];
  for (; first < last; ++first) Add(name.additional, words[first]);
  return name;
}

template <std::string FullName::*kPart>
NullableText Part(EvalContext& ctx, NullableText full) {
  if (full.text.is_null()) return full;
  FullName name = Parse(full.text.view());
  return (name.*kPart).empty() ? NullText() : NullableText{ctx.MakeText(name.*kPart)};
}

}  // namespace

std::vector<Row> NamesRows() {
  constexpr std::string_view n = "Names";
  return {
      Static<Part<&FullName::given>>(n,
                                     {"ParseGivenName", "full", "The first of several names; null for none.",
                                      R"(Names.ParseGivenName("Cpt. Jack Sparrow"))", R"("Jack")"}),
      Static<Part<&FullName::family>>(
          n, {"ParseFamilyName", "full",
              "The last name with its particles; a single word is one; null for none.",
              R"(Names.ParseFamilyName("Ludwig van Beethoven"))", R"("van Beethoven")"}),
      Static<Part<&FullName::additional>>(
          n, {"ParseAdditionalName", "full", "What stands between the two; null for nothing.",
              R"(Names.ParseAdditionalName("James W. Random"))", R"("W.")"}),
      Static<Part<&FullName::nick>>(n, {"ParseNickName", "full", "What stands in quotes; null for nothing.",
                                        R"(Names.ParseNickName("James \"Jimmy\" Random"))", R"("Jimmy")"}),
      Static<Part<&FullName::prefix>>(
          n, {"ParseHonorificPrefix", "full", "The first words that end in a dot; null for none.",
              R"(Names.ParseHonorificPrefix("Dr. Ing. Ann Lee"))", R"("Dr. Ing.")"}),
      Static<Part<&FullName::suffix>>(
          n, {"ParseHonorificSuffix", "full", "What stands behind a comma; null for nothing.",
              R"(Names.ParseHonorificSuffix("Ann Lee, PhD."))", R"("PhD.")"}),
  };
}

}  // namespace idx::stdlib
