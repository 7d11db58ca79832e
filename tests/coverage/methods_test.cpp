// The methods that no row of the library says, as they take functions, or elements of any type: each has a
// normal, a null and an error case in tests/golden/values.
//   normal  it is called in a text without errors, in an expression that has a value.
//   null    its receiver or an argument there is null, or holds null, by its type; or IDX2001 or IDX2002 is
//   given at it. error   an error is given at it, or arises in it or in its arguments.
#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "compiler/typed/visit.h"
#include "tests/coverage/sites.h"
#include "tests/coverage/value_cases.h"

namespace idx::compiler::golden {
namespace {

constexpr std::string_view kMethods[] = {
    // of sequences
    "Aggregate", "All", "Any", "Append", "AsEnumerable", "Average", "Cast", "Chunk", "Concat", "Contains",
    "Count", "DefaultIfEmpty", "Distinct", "DistinctBy", "ElementAt", "ElementAtOrDefault", "Except",
    "ExceptBy", "First", "FirstOrDefault", "GroupBy", "GroupJoin", "Intersect", "IntersectBy", "Join", "Last",
    "LastOrDefault", "LongCount", "Max", "MaxBy", "Min", "MinBy", "OfType", "Order", "OrderBy",
    "OrderByDescending", "OrderDescending", "Prepend", "Reverse", "Select", "SelectMany", "SequenceEqual",
    "Single", "SingleOrDefault", "Skip", "SkipLast", "SkipWhile", "Sum", "Take", "TakeLast", "TakeWhile",
    "ThenBy", "ThenByDescending", "ToArray", "ToDictionary", "ToHashSet", "ToList", "ToLookup", "Union",
    "UnionBy", "Where", "Zip",
    // of lists, arrays, sets and dictionaries
    "Add", "AddRange", "Clear", "ContainsKey", "ContainsValue", "ConvertAll", "ExceptWith", "Exists", "Find",
    "FindAll", "FindIndex", "FindLast", "ForEach", "GetRange", "GetValueOrDefault", "IndexOf", "Insert",
    "IsProperSubsetOf", "IsProperSupersetOf", "IsSubsetOf", "IsSupersetOf", "LastIndexOf", "Overlaps",
    "Remove", "RemoveAll", "RemoveAt", "SetEquals", "Sort", "SymmetricExceptWith", "TrueForAll", "TryAdd",
    "TryGetValue", "UnionWith",
    // of builders, enums and others
    "AppendFormat", "AppendJoin", "Create", "DivRem", "GetName", "GetNames", "GetValues", "IsDefined", "Map",
    "ReferenceEquals", "Table", "ToByte"};

// They have no argument but a type, or take numbers that are not null.
const std::set<std::string_view> kOfNoNull = {"GetNames", "GetValues", "DivRem"};

struct Cases {
  bool normal = false, null = false, error = false;
};

bool Within(const Span& inner, const Span& outer) {
  return inner.file == outer.file && outer.begin <= inner.begin && inner.end <= outer.end;
}

// The places whose values are null or hold null, by their types.
class HoldingNull : public typed::Visitor {
 public:
  explicit HoldingNull(const typed::Program& program) : program_(program) {
    for (const typed::Function& f : program.functions) Visit(f.body);
  }
  std::vector<Span> spans;

 protected:
  bool Enter(const typed::Expr& e) override {
    bool is_value = e.op == typed::Op::kConst && e.present;
    if (!is_value && Holds(e.type)) spans.push_back(e.span);
    return true;
  }

 private:
  bool Holds(const typed::Type& type) const {
    if (type.nullable || type.element_nullable) return true;
    bool shaped = type.kind == TypeKind::kTuple || type.kind == TypeKind::kListObject ||
                  type.kind == TypeKind::kDictionary || type.kind == TypeKind::kSet;
    if (!shaped) return false;
    for (const typed::Type& part : program_.shapes.ShapeOf(type).parts)
      if (Holds(part)) return true;
    return false;
  }
  const typed::Program& program_;
};

class Book {
 public:
  std::map<std::string, Cases> cases;

  Book() {
    for (const ValueFile& file : ValueCases().files) {
      HoldingNull holding(*file.checked.program);
      for (const ast::File& source : file.checked.loaded.files) AddNormal(SitesOf(source), holding);
    }
    for (const ValueCase& one : ValueCases().cases) Add(one);
  }

 private:
  using Sites = std::vector<Site>;

  void Add(const ValueCase& one) {
    if (one.checked.parsed == nullptr) return;
    Sites sites = SitesOf(*one.checked.parsed);
    if (one.checked.program == nullptr) return AddRefused(sites, one);
    if (one.error == EvalErrorKind::kNone) return AddNormal(sites, HoldingNull(*one.checked.program));
    AddFailed(sites, one.where);
    for (const ast::File& source : one.sources->loaded.files) AddFailed(SitesOf(source), one.where);
  }
  void AddNormal(const Sites& sites, const HoldingNull& holding) {
    for (const Site& site : sites) {
      if (site.method.empty()) continue;
      Cases& of = cases[site.method];
      of.normal = true;
      for (int part : site.parts) of.null = of.null || IsNull(sites, part, holding);
    }
  }
  bool IsNull(const Sites& sites, int index, const HoldingNull& holding) {
    const Site& site = sites[static_cast<size_t>(index)];
    if (site.is_null) return true;
    for (const Span& span : holding.spans)
      if (span.file == site.span.file && span.begin == site.span.begin && span.end == site.span.end)
        return true;
    // x.Method: what it is called on.
    bool member =
        site.constructs[0] == Construct{ConstructKind::kExpression, static_cast<int>(ast::ExprKind::kMember)};
    return member && !site.parts.empty() && IsNull(sites, site.parts[0], holding);
  }
  void AddRefused(const Sites& sites, const ValueCase& one) {
    bool null = one.checked.problem.starts_with("IDX2001") || one.checked.problem.starts_with("IDX2002");
    int at = SiteAt(sites, one.checked.problem_span);
    // From x over x.Method, or from a function's body over the function, to the call.
    for (int up = 0; up < 4 && at >= 0; ++up, at = sites[static_cast<size_t>(at)].around) {
      const std::string& method = sites[static_cast<size_t>(at)].method;
      if (std::ranges::find(kMethods, method) == std::end(kMethods)) continue;
      cases[method].error = true;
      cases[method].null = cases[method].null || null;
      return;
    }
  }
  void AddFailed(const Sites& sites, const Span& where) {
    for (const Site& site : sites) {
      if (site.method.empty() || !Within(where, site.span)) continue;
      const Site& callee = sites[static_cast<size_t>(site.parts[0])];
      bool before = !callee.parts.empty() && Within(where, sites[static_cast<size_t>(callee.parts[0])].span);
      if (!before) cases[site.method].error = true;
    }
  }
};

TEST(Methods, EachHasANormalANullAndAnErrorCase) {
  Book book;
  for (std::string_view method : kMethods) {
    const Cases& of = book.cases[std::string(method)];
    EXPECT_TRUE(of.normal) << "." << method << " has no normal case; " << HowToAdd("methods_of_FAMILY");
    if (kOfNoNull.contains(method))
      EXPECT_FALSE(of.null) << "." << method << " has a null case after all";
    else
      EXPECT_TRUE(of.null) << "." << method << " has no null case; " << HowToAdd("null_methods");
    EXPECT_TRUE(of.error) << "." << method << " has no error case; " << HowToAdd("fail_methods");
  }
}

}  // namespace
}  // namespace idx::compiler::golden
