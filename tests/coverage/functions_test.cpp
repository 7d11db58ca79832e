// Every function of the library has a normal, a null and an error case:
//   normal  the row's example gives what it says, and is a call of this row; or a line of tests/golden/values
//           calls it.
//   null    a line of tests/golden/values gives null to each parameter that takes it, and to each list that
//           may hold it. To no other parameter the compiler lets null come, and a call by ?. on null is null:
//           these are written here, from the row's signature.
//   error   a row with kFails fails in a line of tests/golden/values/fail_*.idx, one without it in none.
// For null and error the call stands in the line itself, with arguments that hang on nothing around them.
#include <gtest/gtest.h>

#include <set>

#include "compiler/typed/visit.h"
#include "stdlib/registry/reference.h"
#include "stdlib/registry/registry.h"
#include "tests/coverage/row_call.h"
#include "tests/coverage/value_cases.h"

namespace idx::compiler::golden {
namespace {

using stdlib::Row;

// "error ArgumentOutOfRangeException" stands for any message of that exception.
std::string ErrorOf(const std::string& shown) {
  if (!shown.starts_with("IDX30") || shown.size() < 7) return shown;
  return "error " + std::string(EvalErrorName(static_cast<EvalErrorKind>(std::stoi(shown.substr(5, 2)))));
}

TEST(Functions, EachGivesWhatItsExampleSays) {
  for (const Row& row : stdlib::Functions()) {
    if (row.owner == "$") continue;  // what text and format of a value are made with: no name of its own
    SCOPED_TRACE(std::string(row.symbol) + ": " + std::string(row.example));
    if (row.owner == "Exception") continue;  // only a catch clause has one: golden/values/exceptions
    ASSERT_FALSE(row.example.empty());
    CheckedExpression checked = CheckOne(nullptr, row.example);
    Evaluated evaluated = Evaluate(checked);
    EXPECT_EQ(evaluated.ran && !evaluated.ok ? ErrorOf(evaluated.shown) : evaluated.shown, row.example_value);
  }
}

// What lines of tests/golden/values do with one row.
struct Seen {
  bool normal = false;  // reached where nothing fails, also inside of methods
  bool failed = false;
  std::set<size_t> null, null_element;  // parameters
};

class Calls : public typed::Visitor {
 public:
  std::set<int32_t> rows;

 protected:
  bool Enter(const typed::Expr& e) override {
    if (e.op == typed::Op::kBuiltin) rows.insert(e.a);
    return true;
  }
};

void AddParts(const ValueCase& one, std::vector<Seen>& rows) {
  for (const Part& part : one.parts) {
    if (part.expr->op != typed::Op::kBuiltin) continue;
    Seen& seen = rows[static_cast<size_t>(part.expr->a)];
    for (size_t i = 0; i < part.args.size(); ++i) {
      if (part.args[i] == Given::kNull) seen.null.insert(i);
      if (part.args[i] == Given::kNullElement) seen.null_element.insert(i);
    }
    if (part.error == EvalErrorKind::kNone || IsBudget(part.error)) continue;
    seen.failed = true;
    const Row& row = stdlib::Functions()[static_cast<size_t>(part.expr->a)];
    EXPECT_TRUE(row.can_fail) << one.file << ".idx: " << one.expression << "\n  " << row.symbol
                              << " fails: its row needs kFails";
  }
}

// By row.
const std::vector<Seen>& SeenRows() {
  static const std::vector<Seen> seen = [] {
    std::vector<Seen> rows(stdlib::Functions().size());
    Calls calls;
    for (const ValueFile& file : ValueCases().files)
      if (!file.name.starts_with("fail_"))
        for (const typed::Function& f : file.checked.program->functions) calls.Visit(f.body);
    for (const ValueCase& one : ValueCases().cases) {
      if (!one.MustFail()) calls.Visit(one.checked.program->functions.back().body);
      AddParts(one, rows);
    }
    for (int32_t row : calls.rows) rows[static_cast<size_t>(row)].normal = true;
    return rows;
  }();
  return seen;
}

bool CallsRow(const CheckedExpression& checked, size_t row) {
  Calls calls;
  if (checked.program != nullptr) calls.Visit(checked.program->functions.back().body);
  return calls.rows.contains(static_cast<int32_t>(row));
}

// "List.Union": rows that say what people may write, and which the compiler makes of other operations. Their
// null and error cases are those of these operations.
const std::set<std::string> kMadeOfOperations = {
    "string.ToString",   "bool.ToString",      "int.ToString",
    "long.ToString",     "double.ToString",    "decimal.ToString",
    "char.ToString",     "DateTime.ToString",  "DateOnly.ToString",
    "TimeSpan.ToString", "Guid.ToString",      "string.Equals",
    "decimal.Equals",    "Guid.Equals",        "DateTime.Equals",
    "DateTime.UtcNow",   "List.ToList",        "List.ToArray",
    "List.Concat",       "List.Union",         "List.Intersect",
    "List.Except",       "List.Distinct",      "List.Contains",
    "List.IndexOf",      "List.SequenceEqual", "StringBuilder.Append",
    "Convert.ToByte",    "byte.Parse",         "DateTime.",
    "DateOnly.",         "TimeSpan.",          "Guid.",
    "DateOnly.Equals",   "TimeSpan.Equals",    "char.Equals",
    "bool.Equals"};

std::string NameOf(const Row& row) { return std::string(row.owner) + "." + std::string(row.name); }

// Whether the compiler makes something else of a call of this row.
bool IsMadeOfOperations(size_t index) {
  const Row& row = stdlib::Functions()[index];
  if (!kMadeOfOperations.contains(NameOf(row))) return false;
  RowCall call = WriteCall(row, -1);
  return !CallsRow(CheckOne(nullptr, call.expression, call.variables), index);
}

// Rows of which no case can be given: only a catch clause has an exception (golden/values/exceptions),
// s[a..b] is written as Substring, and int.MaxValue is a constant.
bool HasCases(size_t index) {
  const Row& row = stdlib::Functions()[index];
  if (row.form == stdlib::Form::kStaticValue && !CallsRow(CheckOne(nullptr, row.example), index))
    return false;
  return row.owner != "Exception" && NameOf(row) != "$.Slice" && !IsMadeOfOperations(index);
}

TEST(Functions, EachHasANormalCase) {
  for (size_t i = 0; i < stdlib::Functions().size(); ++i) {
    const Row& row = stdlib::Functions()[i];
    if (!HasCases(i)) continue;
    bool example = !row.example.empty() && CallsRow(CheckOne(nullptr, row.example), i);
    EXPECT_TRUE(example || SeenRows()[i].normal)
        << row.symbol << ": " << stdlib::SignatureOf(row)
        << ": its example calls another overload, and no case calls this one; "
        << HowToAdd("calls_of_FAMILY");
  }
}

TEST(Functions, EachHasANullCase) {
  for (size_t i = 0; i < stdlib::Functions().size(); ++i) {
    const Row& row = stdlib::Functions()[i];
    if (!HasCases(i) || row.owner == "$")
      continue;  // what is null is taken apart before the compiler calls these
    for (size_t p = 0; p < row.types.size(); ++p) {
      if (row.types[p].nullable)
        EXPECT_TRUE(SeenRows()[i].null.contains(p))
            << row.symbol << ": " << stdlib::SignatureOf(row) << ": no case gives null for '"
            << ParameterName(row, p) << "'; " << HowToAdd("null_calls_of_FAMILY");
      if (TakesNullElements(row.types[p]))
        EXPECT_TRUE(SeenRows()[i].null_element.contains(p))
            << row.symbol << ": " << stdlib::SignatureOf(row) << ": no case has null in the list '"
            << ParameterName(row, p) << "'; " << HowToAdd("null_calls_of_FAMILY");
    }
  }
}

// No argument makes these fail, but a system without randomness, or whose cryptography has switched a hash
// off.
bool FailsByTheSystemOnly(const Row& row) {
  bool hash_of_bytes = row.name == "HashData" ||
                       (row.owner == "Hash" && row.types.size() == 1 && row.types[0].kind == TypeKind::kList);
  return hash_of_bytes || NameOf(row) == "Guid.NewGuid";
}

TEST(Functions, EachThatFailsHasAnErrorCase) {
  for (size_t i = 0; i < stdlib::Functions().size(); ++i) {
    const Row& row = stdlib::Functions()[i];
    if (!HasCases(i) || !row.can_fail) continue;
    if (FailsByTheSystemOnly(row))
      EXPECT_FALSE(SeenRows()[i].failed) << row.symbol << " fails by its arguments after all";
    else
      EXPECT_TRUE(SeenRows()[i].failed)
          << row.symbol << ": " << stdlib::SignatureOf(row) << ": no case in which it fails; "
          << HowToAdd("fail_calls_of_FAMILY") << ". Where no argument makes it fail take kFails away";
  }
}

// Only a List<double> has it, and that by an operation: doubles are found as Equals compares them, not as ==.
constexpr std::string_view kNoMember = "idx_List_IndexOf__doubleList_double";

// Of a call with a value that may be null where the row takes none. C# has other meanings for some:
// x.ToString() of null is "", x.Equals(null) false; and the same name may have an overload that takes null.
void ExpectNoNull(size_t index, size_t parameter) {
  const Row& row = stdlib::Functions()[index];
  RowCall call = WriteCall(row, static_cast<int>(parameter));
  CheckedExpression checked = CheckOne(nullptr, call.expression, call.variables);
  SCOPED_TRACE(std::string(row.symbol) + ": " + call.expression + ", '" + ParameterName(row, parameter) +
               "' may be null");
  if (checked.program == nullptr) {
    std::string id = checked.problem.substr(0, 7);
    EXPECT_TRUE(id == "IDX2001" || id == "IDX2002" || id == "IDX1900") << checked.problem;
    return;
  }
  EXPECT_FALSE(CallsRow(checked, index)) << "the row takes no null, and the compiler lets it get one";
  std::vector<stdlib::Slot> arguments;
  for (const ExpressionVariable& variable : call.variables)
    arguments.push_back(stdlib::Slot{0, 0, !variable.type.nullable});
  EXPECT_TRUE(Evaluate(checked, nullptr, arguments).ok);
}

TEST(Functions, AreGivenNoNullWhereTheyTakeNone) {
  for (size_t i = 0; i < stdlib::Functions().size(); ++i) {
    const Row& row = stdlib::Functions()[i];
    RowCall plain = WriteCall(row, -1);
    if (!plain.unwritable.empty()) continue;
    if (row.symbol == kNoMember) continue;
    CheckedExpression checked = CheckOne(nullptr, plain.expression, plain.variables);
    EXPECT_TRUE(checked.program != nullptr)
        << row.symbol << ": " << plain.expression << ": " << checked.problem;
    for (size_t p = 0; p < row.types.size(); ++p)
      if (!row.types[p].nullable && !(p == 0 && row.owner == "StringBuilder")) ExpectNoNull(i, p);
  }
}

TEST(Functions, OfANullReceiverAreNullByConditionalAccess) {
  for (size_t i = 0; i < stdlib::Functions().size(); ++i) {
    const Row& row = stdlib::Functions()[i];
    if (!HasReceiver(row) || row.types[0].nullable || row.owner == "StringBuilder") continue;
    RowCall call = WriteCall(row, 0, Receiver::kConditional);
    if (!call.unwritable.empty() || row.symbol == kNoMember) continue;
    CheckedExpression checked = CheckOne(nullptr, call.expression, call.variables);
    std::vector<stdlib::Slot> arguments;
    for (size_t p = 0; p < call.variables.size(); ++p) arguments.push_back(stdlib::Slot{0, 0, p != 0});
    Evaluated evaluated = Evaluate(checked, nullptr, arguments);
    EXPECT_EQ(evaluated.shown, "null") << row.symbol << ": " << call.expression;
  }
}

}  // namespace
}  // namespace idx::compiler::golden
