#include "stdlib/pattern/operations.h"

#include "base/value/utf.h"
#include "stdlib/pattern/scanner.h"

namespace idx::stdlib {

void Replacement::AddLiteral(std::u16string_view units) {
  if (units.empty()) return;
  if (parts_.empty() || parts_.back().kind != Kind::kLiteral) parts_.push_back({Kind::kLiteral, 0, ""});
  AppendText(parts_.back().literal, FromUtf16(units));
}

bool Replacement::Parse(std::string_view text, const Pattern& pattern, Replacement& replacement,
                        PatternError& error) {
  const std::u16string units = ToUtf16(text);
  PatternScanner in(units, error);
  auto group = [&](std::optional<uint32_t> found) {
    if (found) replacement.parts_.push_back({Kind::kGroup, *found, ""});
    return found.has_value();
  };
  while (!in.AtEnd()) {
    size_t literal = in.pos();
    if (in.Next() != u'$') {
      while (!in.AtEnd() && in.Peek() != u'$') in.set_pos(in.pos() + 1);
      replacement.AddLiteral(std::u16string_view(units).substr(literal, in.pos() - literal));
      continue;
    }
    size_t after = in.pos();
    bool angled = in.Peek() == u'{' && in.Has(2);
    if (angled) in.set_pos(after + 1);
    char16_t c = in.Peek();
    bool known = false;
    if (!in.AtEnd() && IsDigitUnit(c)) {
      uint32_t number = 0;
      if (!in.ScanDecimal(number)) return false;
      bool closed = !angled || (!in.AtEnd() && in.Next() == u'}');
      known = closed && group(pattern.FindGroup(static_cast<int32_t>(number)));
    } else if (angled && IsBoundaryWordUnit(c)) {
      std::string name = FromUtf16(in.ScanName());
      known = !in.AtEnd() && in.Next() == u'}' && group(pattern.FindGroup(name));
    } else if (!angled && !in.AtEnd()) {
      in.set_pos(after + 1);
      known = true;
      switch (c) {
        case u'$':
          replacement.AddLiteral(u"$");
          break;
        case u'&':
          group(0u);
          break;
        case u'`':
          replacement.parts_.push_back({Kind::kBefore, 0, ""});
          break;
        case u'\'':
          replacement.parts_.push_back({Kind::kAfter, 0, ""});
          break;
        case u'+':
          group(static_cast<uint32_t>(pattern.groups().size() - 1));
          break;
        case u'_':
          replacement.parts_.push_back({Kind::kWhole, 0, ""});
          break;
        default:
          known = false;
          break;
      }
    }
    if (known) continue;
    replacement.AddLiteral(u"$");
    in.set_pos(after);
  }
  return true;
}

namespace {

void AppendUnits(TextBuilder& out, EvalContext& ctx, const Subject& subject, uint32_t from, uint32_t to) {
  if (from == to) return;
  if (subject.ascii()) {
    out.Append(subject.bytes().substr(from, to - from));
    return;
  }
  Text part = subject.Part(ctx, from, to - from);
  out.Append(part.view());
}

}  // namespace

void Replacement::Append(TextBuilder& out, EvalContext& ctx, const Subject& subject,
                         const PatternMatch& match) const {
  for (const Part& part : parts_) {
    switch (part.kind) {
      case Kind::kLiteral:
        out.Append(part.literal);
        break;
      case Kind::kGroup:
        if (match.Took(part.group)) {
          AppendUnits(out, ctx, subject, match.slots[part.group * 2], match.slots[part.group * 2 + 1]);
        }
        break;
      case Kind::kBefore:
        AppendUnits(out, ctx, subject, 0, match.index());
        break;
      case Kind::kAfter:
        AppendUnits(out, ctx, subject, match.end(), subject.size());
        break;
      case Kind::kWhole:
        AppendUnits(out, ctx, subject, 0, subject.size());
        break;
    }
  }
}

Text ReplaceMatches(EvalContext& ctx, const Pattern& pattern, const Text& text,
                    const Replacement& replacement, int32_t limit, uint32_t start) {
  Subject subject(text.view());
  PatternMatch match;
  if (limit == 0 || !pattern.Find(ctx, subject, start, match)) return text;
  TextBuilder out(ctx, text.length);
  uint32_t done = 0;
  do {
    size_t before = out.size();
    AppendUnits(out, ctx, subject, done, match.index());
    replacement.Append(out, ctx, subject, match);
    done = match.end();
    if (!ctx.Charge(out.size() - before)) return Text();
  } while (--limit != 0 && !ctx.failed() && pattern.FindNext(ctx, subject, match));
  AppendUnits(out, ctx, subject, done, subject.size());
  return out.Finish();
}

List<Text> SplitAtMatches(EvalContext& ctx, const Pattern& pattern, const Text& text, int32_t count,
                          uint32_t start) {
  Subject subject(text.view());
  TextListBuilder parts(ctx);
  PatternMatch match;
  uint32_t done = 0;
  for (bool found = count != 1 && pattern.Find(ctx, subject, start, match); found && !ctx.failed();
       found = pattern.FindNext(ctx, subject, match)) {
    parts.Add(subject.Part(ctx, done, match.index() - done));
    done = match.end();
    for (uint32_t group = 1; group < pattern.groups().size(); ++group) {
      if (!match.Took(group)) continue;
      uint32_t from = match.slots[group * 2];
      parts.Add(subject.Part(ctx, from, match.slots[group * 2 + 1] - from));
    }
    if (count > 0 && --count == 1) break;
  }
  parts.Add(subject.Part(ctx, done, subject.size() - done));
  return parts.Finish();
}

std::string EscapePattern(std::string_view text) {
  std::string result;
  for (char c : text) {
    switch (c) {
      case '\n':
        result += "\\n";
        break;
      case '\r':
        result += "\\r";
        break;
      case '\t':
        result += "\\t";
        break;
      case '\f':
        result += "\\f";
        break;
      default:
        if (c != '\0' && std::string_view("\\*+?|{[()^$.# ").find(c) != std::string_view::npos)
          result += '\\';
        result += c;
    }
  }
  return result;
}

bool UnescapePattern(std::string_view text, std::string& result, PatternError& error) {
  error = {};
  std::u16string units = ToUtf16(text), plain;
  PatternScanner in(units, error);
  while (!in.AtEnd()) {
    char16_t c = in.Next();
    uint16_t unit = c;
    if (c == u'\\' && !in.ScanCharEscape(unit)) {
      error.byte = FindUnit(text, error.unit).byte;
      return false;
    }
    plain.push_back(unit);
  }
  result = FromUtf16(plain);
  return true;
}

}  // namespace idx::stdlib
