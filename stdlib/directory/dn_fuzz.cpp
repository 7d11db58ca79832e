// Any bytes as a distinguished name and as a value: what is taken is, written anew from its parts, the same
// name; any value stands in a name once it is escaped; the library's functions agree on depth and ancestors.
#include <algorithm>

#include "base/core/assert.h"
#include "stdlib/directory/directory_rows.h"
#include "stdlib/directory/dn.h"

namespace idx::stdlib {
namespace {

struct Part {
  std::string type, value;
  bool operator==(const Part&) const = default;
};
using Name = std::vector<std::vector<Part>>;

bool Read(std::string_view dn, Name& name) {
  std::vector<std::string_view> rdns;
  if (!SplitDn(dn, rdns)) return false;
  for (std::string_view rdn : rdns) {
    std::vector<std::string_view> avas;
    SplitAvas(rdn, avas);
    IDX_ASSERT(!avas.empty());
    name.emplace_back();
    for (std::string_view ava : avas) {
      std::string_view type, value;
      IDX_ASSERT(SplitRdn(ava, type, value) && !type.empty());
      name.back().push_back({std::string(type), UnescapeDnValue(value)});
    }
  }
  return true;
}
std::string Write(const Name& name) {
  std::string dn;
  for (const auto& rdn : name) {
    if (&rdn != name.data()) dn += ",";
    for (const Part& part : rdn) {
      if (&part != rdn.data()) dn += "+";
      AppendEscapedDnValue(dn.append(part.type) += "=", part.value);
    }
  }
  return dn;
}

void CheckEscape(std::string_view value) {
  std::string dn = "cn=";
  AppendEscapedDnValue(dn, value);
  IDX_ASSERT(UnescapeDnValue(std::string_view(dn).substr(3)) == value);
  Name name;
  IDX_ASSERT(Read(dn + ",o=x", name));
  IDX_ASSERT((name == Name{{{"cn", std::string(value)}}, {{"o", "x"}}}));
}

const Row& FindRow(std::string_view name) {
  static const std::vector<Row> rows = DnRows();
  auto row = std::find_if(rows.begin(), rows.end(), [&](const Row& r) { return r.name == name; });
  IDX_ASSERT(row != rows.end());
  return *row;
}
template <typename R>
R Call(EvalContext& ctx, std::string_view name, std::vector<Slot> arguments) {
  Slot result;
  ctx.Begin();
  FindRow(name).uniform(ctx, arguments.data(), &result);
  IDX_ASSERT(!ctx.failed());
  return FromSlot<R>(result);
}

void CheckRows(std::string_view dn, const Name& name) {
  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  Slot text = ToSlot(Text(dn));
  auto depth = static_cast<int32_t>(name.size());
  IDX_ASSERT(Call<bool>(ctx, "IsValid", {text}));
  IDX_ASSERT(Call<int32_t>(ctx, "Depth", {text}) == depth);
  IDX_ASSERT(Call<List<Text>>(ctx, "Rdns", {text}).size() == name.size());
  auto parent = Call<NullableText>(ctx, "Parent", {text});
  IDX_ASSERT(parent.text.is_null() == (depth < 2));
  for (int32_t n = 1; n <= depth; ++n) {
    Slot from_left[] = {text, ToSlot(n), ToSlot(false)},
         from_right[] = {text, ToSlot(depth + 1 - n), ToSlot(false)};
    Text value = Call<Text>(ctx, "Component", {std::begin(from_left), std::end(from_left)});
    IDX_ASSERT(value.view() == name[static_cast<size_t>(n) - 1][0].value);
    IDX_ASSERT(value == Call<Text>(ctx, "ComponentRev", {std::begin(from_right), std::end(from_right)}));
  }
  if (depth < 2) return;
  Name above;
  IDX_ASSERT(Read(parent.text.view(), above) && above == Name(name.begin() + 1, name.end()));
  IDX_ASSERT(Call<bool>(ctx, "IsUnder", {text, ToSlot(parent)}));
  IDX_ASSERT(!Call<bool>(ctx, "IsUnder", {ToSlot(parent), text}));
}

void Check(std::string_view input) {
  if (input.ends_with('\n')) input.remove_suffix(1);  // of a seed
  CheckEscape(input);
  UnescapeDnValue(input);
  Name name, again;
  if (!Read(input, name)) return;
  IDX_ASSERT(Read(Write(name), again) && again == name);
  CheckRows(input, name);
}

}  // namespace
}  // namespace idx::stdlib

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size <= 1024) idx::stdlib::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
