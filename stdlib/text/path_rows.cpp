// Path: names of files as texts, divided by /, as .NET has it where Environment.NewLine is \n. Source:
// System.IO.Path.
#include <algorithm>

#include "stdlib/registry/results.h"
#include "stdlib/registry/rows.h"
#include "stdlib/text/text_rows.h"

namespace idx::stdlib {
namespace {

constexpr size_t kNone = std::string_view::npos;

size_t NameStart(std::string_view path) {
  size_t slash = path.rfind('/');
  return slash == kNone ? 0 : slash + 1;
}
// Where the extension's point is.
size_t PointAt(std::string_view path) {
  size_t point = path.rfind('.');
  return point == kNone || point < NameStart(path) ? kNone : point;
}
NullableText FileName(EvalContext& ctx, NullableText path) {
  if (path.text.is_null()) return path;
  std::string_view view = path.text.view();
  return {ctx.MakeText(view.substr(NameStart(view)))};
}
NullableText Extension(EvalContext& ctx, NullableText path) {
  if (path.text.is_null()) return path;
  std::string_view view = path.text.view();
  size_t point = PointAt(view);
  return {point == kNone || point + 1 == view.size() ? Text() : ctx.MakeText(view.substr(point))};
}
NullableText NameWithout(EvalContext& ctx, NullableText path) {
  if (path.text.is_null()) return path;
  std::string_view name = path.text.view();
  name = name.substr(NameStart(name));
  return {ctx.MakeText(name.substr(0, std::min(name.rfind('.'), name.size())))};
}
NullableText Directory(EvalContext& ctx, NullableText path) {
  if (path.text.is_null() || path.text.length == 0 || path.text.view() == "/") return NullText();
  std::string_view view = path.text.view();
  bool rooted = view[0] == '/';
  size_t end = view.rfind('/');
  if (end == kNone) return {Text()};
  while (end > 0 && view[end - 1] == '/') --end;
  if (end == 0 && rooted) return {view.find_first_not_of('/') == kNone ? Text::Null() : Text("/")};
  std::string made;  // runs of / are one
  for (char c : view.substr(0, end))
    if (c != '/' || made.empty() || made.back() != '/') made.push_back(c);
  return {ctx.MakeText(made)};
}
NullableText ChangeExtension(EvalContext& ctx, NullableText path, NullableText extension) {
  if (path.text.is_null() || path.text.length == 0) return path;
  std::string_view view = path.text.view();
  TextBuilder out(ctx, view.size() + 8);
  out.Append(view.substr(0, std::min(PointAt(view), view.size())));
  if (!extension.text.is_null()) {
    if (!extension.text.view().starts_with('.')) out.AppendAscii('.');
    out.Append(extension.text.view());
  }
  return {out.Finish()};
}
bool HasExtension(EvalContext&, NullableText path) {
  std::string_view view = path.text.view();
  size_t point = path.text.is_null() ? kNone : PointAt(view);
  return point != kNone && point + 1 < view.size();
}
bool IsRooted(EvalContext&, NullableText path) {
  return !path.text.is_null() && path.text.view().starts_with('/');
}
bool IsFullyQualified(EvalContext&, Text path) { return path.view().starts_with('/'); }
NullableText Root(EvalContext&, NullableText path) {
  if (path.text.is_null() || path.text.length == 0) return NullText();
  return {path.text.view().starts_with('/') ? Text("/") : Text()};
}
// A part that begins with / begins anew.
Text CombineAll(EvalContext& ctx, List<Text> paths) {
  uint32_t first = 0;
  for (uint32_t i = 0; i < paths.size(); ++i)
    if (paths[i].view().starts_with('/')) first = i;
  TextBuilder out(ctx);
  for (uint32_t i = first; i < paths.size(); ++i) {
    std::string_view part = paths[i].view();
    if (part.empty()) continue;
    if (out.size() > 0 && out.view().back() != '/') out.AppendAscii('/');
    out.Append(part);
  }
  return out.Finish();
}
Text JoinAll(EvalContext& ctx, List<NullableText> paths) {
  TextBuilder out(ctx);
  for (const NullableText& path : paths) {
    if (path.text.is_null() || path.text.length == 0) continue;
    std::string_view part = path.text.view();
    if (out.size() > 0 && out.view().back() != '/' && part[0] != '/') out.AppendAscii('/');
    out.Append(part);
  }
  return out.Finish();
}
bool EndsInSeparator(EvalContext&, NullableText path) {
  return !path.text.is_null() && path.text.view().ends_with('/');
}
Text TrimEnding(EvalContext& ctx, Text path) {
  std::string_view view = path.view();
  bool trims = view.size() > 1 && view.ends_with('/');
  return trims ? ctx.MakeText(view.substr(0, view.size() - 1)) : path;
}
template <char kChar>
Char Separator(EvalContext&) {
  return {kChar};
}
List<Char> InvalidChars(EvalContext& ctx) {
  Char* to = AllocateList<Char>(ctx, 2);
  if (to == nullptr) return {};
  to[0] = {0};
  to[1] = {'/'};
  return ListOf(to, 2);
}
List<Char> InvalidPathChars(EvalContext& ctx) {
  Char* to = AllocateList<Char>(ctx, 1);
  if (to == nullptr) return {};
  to[0] = {0};
  return ListOf(to, 1);
}

}  // namespace

std::vector<Row> PathRows() {
  constexpr std::string_view p = "Path";
  return {
      Static<FileName>(p, {"GetFileName", "path", "What follows the last /; null stays null.",
                           R"(Path.GetFileName("/home/ann/a.txt"))", R"("a.txt")"}),
      Static<NameWithout>(p, {"GetFileNameWithoutExtension", "path", "The name up to its last point.",
                              R"(Path.GetFileNameWithoutExtension("/home/ann/a.txt"))", R"("a")"}),
      Static<Extension>(p, {"GetExtension", "path", "From the last point of the name on; \"\" without one.",
                            R"(Path.GetExtension("/home/ann/a.txt"))", R"(".txt")"}),
      Static<Directory>(p,
                        {"GetDirectoryName", "path", "What stands before the name; null for a root and \"\".",
                         R"(Path.GetDirectoryName("/home/ann/a.txt"))", R"("/home/ann")"}),
      Static<ChangeExtension>(p,
                              {"ChangeExtension", "path, extension", "With another extension; null for none.",
                               R"(Path.ChangeExtension("a.txt", "csv"))", R"("a.csv")"}),
      Static<HasExtension>(p, {"HasExtension", "path", "Whether the name has an extension.",
                               R"(Path.HasExtension("a."))", "false"}),
      Static<IsRooted>(
          p, {"IsPathRooted", "path", "Whether it begins with /.", R"(Path.IsPathRooted("a/b"))", "false"}),
      Static<IsFullyQualified>(p, {"IsPathFullyQualified", "path", "Whether it begins with /.",
                                   R"(Path.IsPathFullyQualified("/a"))", "true"}),
      Static<Root>(p, {"GetPathRoot", "path", "/ or \"\"; null for null and \"\".",
                       R"(Path.GetPathRoot("/a/b"))", R"("/")"}),
      Static<CombineAll>(p,
                         {"Combine", "paths", "The parts with / between; one that begins with / begins anew.",
                          R"(Path.Combine("/home", "ann", "a.txt"))", R"("/home/ann/a.txt")", kVariadic}),
      Static<JoinAll>(p, {"Join", "paths", "The parts with / between.", R"(Path.Join("/home", "/ann"))",
                          R"("/home/ann")", kVariadic}),
      Static<EndsInSeparator>(p, {"EndsInDirectorySeparator", "path", "Whether it ends with /.",
                                  R"(Path.EndsInDirectorySeparator("/a/"))", "true"}),
      Static<TrimEnding>(p, {"TrimEndingDirectorySeparator", "path", "Without a / at the end.",
                             R"(Path.TrimEndingDirectorySeparator("/a/"))", R"("/a")"}),
      Value<Separator<'/'>>(p, {"DirectorySeparatorChar", "", "/.", "Path.DirectorySeparatorChar", R"("/")"}),
      Value<Separator<'/'>>(
          p, {"AltDirectorySeparatorChar", "", "/.", "Path.AltDirectorySeparatorChar", R"("/")"}),
      Value<Separator<':'>>(p, {"PathSeparator", "", ":.", "Path.PathSeparator", R"(":")"}),
      Value<Separator<'/'>>(p, {"VolumeSeparatorChar", "", "/.", "Path.VolumeSeparatorChar", R"("/")"}),
      Static<InvalidChars>(
          p, {"GetInvalidFileNameChars", "", "U+0000 and /.", "Path.GetInvalidFileNameChars().Length", "2"}),
      Static<InvalidPathChars>(
          p, {"GetInvalidPathChars", "", "U+0000.", "Path.GetInvalidPathChars().Length", "1"}),
  };
}

}  // namespace idx::stdlib
