// The table of diagnostics. Keep it ordered by id; one row each; the page says why and shows the way out.
#include "compiler/diagnostics/diagnostics.h"

namespace idx::compiler {

namespace {

constexpr Severity E = Severity::kError;
constexpr Severity W = Severity::kWarning;

constexpr DiagnosticInfo kTable[] = {
    // 0xxx syntax
    {1, E, "{0}", "The text does not follow the grammar at this place."},
    {2, E, "unexpected character {0}", "The character has no meaning outside a string or comment."},
    {3, E, "the string is not closed",
     "A string ends on its own line with a double quote; use @\"…\" or \"\"\"…\"\"\" for text over several "
     "lines."},
    {4, E, "nested too deeply (the limit is {0})", "Split the expression into locals or methods."},
    {5, E, "the file is not UTF-8 (byte {0})", "Save the file as UTF-8."},
    {6, E, "bad escape sequence {0}",
     "Known escapes: \\\" \\\\ \\0 \\a \\b \\f \\n \\r \\t \\v \\xH[H[H[H]]] \\uHHHH \\UHHHHHHHH."},
    {7, E, "the file is larger than {0} bytes", "Split the file."},
    {8, E, "the number {0} does not fit its type", "Use a literal of a larger type, such as 5000000000L."},
    {9, E, "this is too large to be compiled: more than {0} operations",
     "Split the method; a long table stands in a static readonly field."},
    {10, E, "the text holds U+{0}, which changes the order in which it is shown",
     "Nobody could see what this rule does. Inside a string write \\u and the four digits."},
    // 1xxx names and types
    {1001, E, "there is no {0} named '{1}' here", "The name is not declared, or written in another case."},
    {1002, E, "cannot convert {0} to {1}", "The value has another type than the place needs."},
    {1003, E, "operator {0} does not work on {1} and {2}", "Convert one of the two sides."},
    {1004, E, "operator {0} does not work on {1}", "Convert the operand."},
    {1005, E, "no overload of {0} takes {1}", "The functions of this name take other arguments."},
    {1006, E, "'{0}' is already declared in this scope", "Choose another name."},
    {1007, E, "{0} has no member '{1}'", "The type has no such property or method."},
    {1008, E, "the condition is {0}, not bool",
     "A condition is a bool: compare the value, for example with == or is not null."},
    {1009, E, "{0} cannot be assigned to",
     "Only locals, parameters and the target's attributes can be assigned to."},
    {1010, E, "not every path returns a value", "Add a return, or throw."},
    {1011, E, "the local '{0}' may be used before it has a value", "Give it a value on every path first."},
    {1012, E, "the constant does not fit {0}", "The value is computed at compile time and overflows."},
    {1013, E, "{0} takes {1} arguments, not {2}", "Count the arguments."},
    {1014, E, "this switch can never reach this arm", "An earlier arm already covers it."},
    {1015, E, "a value is needed here, and {0} gives none", "The method returns void."},
    {1016, E, "= assigns; to compare, write ==", "if (x = y) would change x. Write if (x == y)."},
    {1017, E, "'{0}' is not a constant",
     "A pattern, case label or const needs a value known at compile time."},
    {1018, E, "the type of '{0}' cannot be inferred from null", "Write the type: string? x = null."},
    {1019, E, "'{0}' calls itself without end through {1}",
     "Static tables and constants cannot depend on themselves."},
    {1020, E, "statements after this one are never reached", "Remove them."},
    {1900, E, "not yet supported: {0}", "The construct is part of the language, and not built yet."},
    {1901, E, "{0} is not part of the language: {1}",
     "Rules are static functions of their objects: without state, without access to anything else, and with "
     "an end."},
    // 2xxx nullability, effects, access
    {2001, E, "{0} may be null here",
     "Test it first: x is null, x?.M(), x ?? other, or return early when it is missing."},
    {2002, E, "null is not a value of {0}", "Declare the place nullable, with ?, or give it another value."},
    {2003, E, "a mapper does not read its target ({0})",
     "Mappers compute from their source only, so that their order does not matter. Use a filter to look at "
     "the result."},
    {2004, E, "a {0} cannot write {1}", "Rules write only their own target."},
    {2005, E, "{0} reads the clock: a mapper may compare it, not store it",
     "Stored clock values would change on every run. Compare with sync.Today in a filter instead."},
    {2006, E, "{0} has an effect and is allowed only in filters", "Move the call into a [Filter] method."},
    {2007, W,
     "assigning null gives no opinion: the next source may contribute. To empty the attribute write "
     "Flow.Clear()",
     "A mapper's outcomes are a value, no opinion, and clear."},
    {2008, E, "{0} is not available: there is no local time zone in a run",
     "Write sync.Now, DateTime.UtcNow or sync.Today: the run's clock."},
    {2009, E, "{0} is random: allowed only on the right side of ?\?= on an attribute",
     "A random value is another one at each evaluation. vault.EmployeeID ?\?= Guid.NewGuid().ToString() "
     "decides "
     "once, and keeps the value."},
    {2010, E, "{0}",
     "A constant argument of this call can never be right, such as a pattern that is not well-formed or that "
     "cannot be matched in linear time."},
    {2011, E, "{0} reads the clock: a static value is made once, when the rules are compiled",
     "Make it a method: it is then computed with the clock of each run."},
    {2012, E, "{0} is decided once by ?\?=, and {1}",
     "Initial-only assignment keeps the first value that the rule gives; nothing else in the same rule may "
     "give the attribute a value or empty it."},
    // 3xxx evaluation
    {3000, E, "{0}", "Evaluation errors belong to one rule and one object; the run goes on."},
    {3001, E, "{0}", "The rule threw: throw Fail(\"…\") or throw new Exception(\"…\")."},
    {3002, E, "{0}", "The mapper declined: throw new DeclineMapping() outside a mapper."},
    {3003, E, "{0}", "A null value was used."},
    {3004, E, "{0}", "An argument was null."},
    {3005, E, "{0}", "An argument was out of range."},
    {3006, E, "{0}", "An argument was not acceptable."},
    {3007, E, "{0}", "An index was outside its string or list."},
    {3008, E, "{0}", "A text did not have the expected format."},
    {3009, E, "{0}", "A number was too large or too small."},
    {3010, E, "{0}", "Division by zero."},
    {3011, E, "{0}", "The operation is not valid on this value, for example First() of an empty list."},
    {3012, E, "{0}", "A cast was not possible."},
    {3013, E, "{0}", "A key was not in the dictionary."},
    {3014, E, "{0}", "No arm of a switch expression matched; add _ => …."},
    {3015, E, "{0}", "A text to be stored holds a lone surrogate: half of a character."},
    {3016, E, "{0}",
     "C# would give a value here that this library does not know how to make exactly; it does not guess."},
    {3020, E, "{0}", "The rule used more steps than its budget for one object."},
    {3021, E, "{0}", "The rule used more memory than its budget for one object."},
    {3022, E, "{0}", "Calls nested deeper than the budget."},
    // 4xxx configuration and schema
    {4001, E, "{0}", "The XML is not well-formed."},
    {4002, E, "unknown element <{0}> in <{1}>", "The XSD lists what may stand here."},
    {4003, E, "unknown attribute '{0}' on <{1}>", "The XSD lists what may stand here."},
    {4004, E, "<{0}> needs the attribute '{1}'", "Add it."},
    {4005, E, "'{0}' is not a valid {1}", "The value is outside what the attribute allows."},
    {4006, E, "there is no {0} named '{1}'", "The name is not declared in the configuration."},
    {4007, E, "two {0} have the name '{1}'", "Names are unique; give one of them another id."},
    {4008, E, "{0} cannot be read: {1}", "The file is missing, or may not be read."},
    {4009, E, "the configuration has no idx.xml",
     "A configuration is a directory with idx.xml at its root; `idx init DIR` makes one."},
    {4010, E, "bad XML: write {0} instead of {1} {2}", "& and < have a meaning of their own in XML."},
    {4011, W, "'{0}' as a key changes when people change",
     "Use an immutable id (objectGUID, entryUUID, the source's id) as the key."},
    {4012, E, "the object {0} has no key", "Name the attribute that identifies an object: key=\"…\"."},
    {4013, E, "'{0}' and '{1}' give the same rule identifier '{2}'", "Give one of them an id=\"…\"."},
    {4014, E, "only one <{0}> may stand in <{1}>", "Put all of it into the first one."},
    {4015, E, "<{0}> needs {1}", "Something is missing without which the element has no meaning."},
    {4016, E, "<{0}> holds no text",
     "Expressions stand in when=\"…\", value=\"…\", <When> and <Value>; all else in elements and "
     "attributes."},
    {4017, E, "DOCTYPE and entity declarations are refused",
     "Configurations have no DTD: remove the declaration."},
    {4018, E, "too large: {0}", "A limit protects the compiler; split the configuration."},
    {4019, E, "<{0}> has both {1} and {2}", "Only one of them can hold; remove the other."},
    // 5xxx analysis
    {5001, E, "{0} is written by two rules of the same source and precedence: {1} and {2}",
     "Give them different precedences."},
    {5002, W,
     "the join rule has no equality between a single side and the other: every pair is compared, which for "
     "{0} takes about {1} steps",
     "Add an == between app and vault: then a pair is looked up and not searched."},
    {5003, E, "{0} has more than one {1}: {2} and {3}", "Only one of them can decide; make them one method."},
    {5004, W, "{0} feeds itself: {1}",
     "What comes back from an application as IDx wrote it has no opinion, but here the way back also reads "
     "what IDx does not write, so each run may change the value again. Compute one of the attributes from "
     "another source."},
    {5005, W, "this condition is never true",
     "It contradicts itself or the conditions around it, such as x == \"a\" && x == \"b\": what depends on "
     "it "
     "never happens."},
    {5006, W, "no classification of {0} gives {1}", "The class is asked for, and nobody ever has it."},
    {5007, W, "{0} needs {1}, and no rule supplies it",
     "The attribute is required: without a value the export is refused. Write an outbound rule for it."},
    {5008, W, "{0}: {1}", "Remove the attribute from the Vault, or write the rule that is missing."},
    {5009, W, "the value may be null: then {0} lacks a part, and is another's or nobody's",
     "Test it first, and give no opinion where it is missing."},
    {5010, W, "{0} always fails: {1}", "The constant in this call can never be right."},
    {5011, W,
     "{0} reads the instant: at each run everybody is evaluated, with a million people about {1} steps",
     "If the date is enough compare with sync.Today: then it is once a day."},
    {5012, W, "{0} '{1}' is not used", "Remove it, or make it public if it is meant for others."},
    {5013, W, "{0} may take {1} steps for one object; its budget is {2}",
     "An estimate for texts of 256 bytes and 100 elements in each list: a loop within a loop over lists is "
     "the "
     "usual cause. Look values up in a Dictionary or HashSet instead."},
};

}  // namespace

std::span<const DiagnosticInfo> DiagnosticTable() { return kTable; }

}  // namespace idx::compiler
