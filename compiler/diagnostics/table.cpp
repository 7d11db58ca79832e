// The table of diagnostics. Keep it ordered by id; one row each; the page says why and shows the way out.
#include "compiler/diagnostics/diagnostics.h"

namespace idx::compiler {

namespace {

constexpr Severity E = Severity::kError;
constexpr Severity W = Severity::kWarning;

constexpr DiagnosticInfo kTable[] = {
    // 0xxx syntax
    {1, E, "{0}",
     "Something is missing or too much at this place or just before it: most often a ;, a closing bracket, "
     "or an operator."},
    {2, E, "unexpected character {0}",
     "The character has no meaning outside a string or comment. Word processors turn \" into “ and ”: write "
     "the straight one."},
    {3, E, "the string is not closed",
     "A string ends on its own line with a double quote; use @\"…\" or \"\"\"…\"\"\" for text over several "
     "lines."},
    {4, E, "nested too deeply (the limit is {0})",
     "Give parts of it a name: a local, or a method that is called. Long if-else chains read better as a "
     "switch or a Dictionary."},
    {5, E, "the file is not UTF-8 (byte {0})",
     "Save the file as UTF-8; iconv -f windows-1252 -t utf-8 turns an older one into it."},
    {6, E, "bad escape sequence {0}",
     "Known escapes: \\\" \\\\ \\0 \\a \\b \\f \\n \\r \\t \\v \\xH[H[H[H]]] \\uHHHH \\UHHHHHHHH. Paths and "
     "patterns are easier as @\"…\", where \\ is a character like others."},
    {7, E, "the file is larger than {0} bytes", "Split the file."},
    {8, E, "the number {0} does not fit its type",
     "A whole number has at most 64 bits (9223372036854775807). Write m behind a larger one, "
     "60000000000000000000m, or keep a number that nobody computes with as a string."},
    {9, E, "this is too large to be compiled: more than {0} operations",
     "Split the method; a long table stands in a static readonly field."},
    {10, E, "the text holds U+{0}, which changes the order in which it is shown",
     "The text would be shown in another order than it is compared in, so nobody could see what this rule "
     "does. Remove the character (it often comes with copied text), or write \\u202E in a string."},
    // 1xxx names and types
    {1001, E, "there is no {0} named '{1}' here",
     "It is mistyped or written in another case (names are case-sensitive), is declared in braces that have "
     "ended, or belongs to another class: then write the class before it, Names.Sam(…)."},
    {1002, E, "cannot convert {0} to {1}",
     "The value has another type than the place needs. Convert it: $\"{number}\" gives a text, "
     "int.Parse(text) a number, DateOnly.FromDateTime(time) a date."},
    {1003, E, "operator {0} does not work on {1} and {2}",
     "Compare and compute with two values of one type: write 5 instead of \"5\", or convert one side."},
    {1004, E, "operator {0} does not work on {1}",
     "Convert the operand first, for example int.Parse(text) + 1 for a number in a text."},
    {1005, E, "no overload of {0} takes {1}",
     "The functions of this name take other arguments: too few, too many, or of another type. "
     "docs/library.md lists those of the library."},
    {1006, E, "'{0}' is already declared in this scope", "Choose another name."},
    {1007, E, "{0} has no member '{1}'",
     "The type has no such property or method: look at the spelling and the case. An attribute's name in "
     "rules drops what is no letter or digit: \"Cost Centre\" is app.CostCentre."},
    {1008, E, "the condition is {0}, not bool",
     "A condition is a bool: compare the value, for example with == or is not null."},
    {1009, E, "{0} cannot be assigned to",
     "Only locals, parameters and the target's attributes can be assigned to. A const keeps its value: "
     "declare a local with var."},
    {1010, E, "not every path returns a value",
     "Say what holds when none of the conditions does: a return, or a throw, behind the last if or loop."},
    {1011, E, "the local '{0}' may be used before it has a value",
     "Give it a value where it is declared, or in each branch: an else is often missing."},
    {1012, E, "the constant does not fit {0}",
     "The value is computed at compile time, and overflows or is divided by zero. Write L behind one number "
     "to compute with 64 bits."},
    {1013, E, "{0} takes {1} arguments, not {2}",
     "Each kind of rule takes certain parameters: [Inbound] (Workday.User app, Vault.User vault), [Outbound] "
     "(Vault.User vault, AD.User app), [Join] as [Inbound], [Classify] and [Provision] (Vault.User vault), "
     "[Filter] as [Inbound] with Sync sync behind."},
    {1014, E, "this switch can never reach this arm",
     "An earlier arm already covers it: put special cases before general ones, and _ last."},
    {1015, E, "a value is needed here, and {0} gives none",
     "The method is void: call it as a statement of its own, or let it return the value."},
    {1016, E, "= assigns; to compare, write ==", "if (x = y) would change x. Write if (x == y)."},
    {1017, E, "'{0}' is not a constant",
     "A pattern, a case label, a const, a parameter's default and an argument of an attribute such as "
     "Priority need a value known at compile time. Declare it const, or compare with ==."},
    {1018, E, "the type of '{0}' cannot be inferred from null", "Write the type: string? city = null."},
    {1019, E, "'{0}' calls itself without end through {1}",
     "Constants and static tables cannot depend on themselves: give one of them a value of its own."},
    {1020, E, "statements after this one are never reached",
     "Remove them, or move the return, throw, break or continue behind them."},
    {1900, E, "not yet supported: {0}",
     "The construct is part of C#, and not built yet: the part in parentheses says what to write instead, "
     "where there is something. docs/language.md lists what is missing."},
    {1901, E, "{0} is not part of the language: {1}",
     "Rules are static functions of their objects: without state, without access to anything else, and with "
     "an end."},
    // 2xxx nullability, effects, access
    {2001, E, "{0} may be null here",
     "Test it first: x?.M(), x ?\? other, if (x is { } y), or return early when it is missing. If a source "
     "always has it, required=\"true\" on the <Attribute> says so."},
    {2002, E, "null is not a value of {0}",
     "Declare the place nullable (string? city), or give it another value."},
    {2003, E, "a mapper does not read its target ({0})",
     "Mappers compute from their source only, so that their order does not matter. Keep what two attributes "
     "need in a local; a rule that must see the result is a [Filter]."},
    {2004, E, "a {0} cannot write {1}",
     "An [Inbound] mapper writes the Vault's attributes, an [Outbound] one the application's, a filter those "
     "of its target; other rules and helper methods write none, and return a value. Classification comes "
     "from [Classify], Enabled from sync.Disable and sync.Enable."},
    {2005, E, "{0} reads the clock: a mapper may compare it, not store it",
     "A stored clock value would change on every run. Store a date that the source has, and only compare it "
     "with the clock: app.LastDay < Dates.Today."},
    {2006, E, "{0} has an effect and is allowed only in filters",
     "Call it in the [Filter] method itself; a helper may return a bool that says whether to."},
    {2007, W,
     "assigning null gives no opinion: the next source may contribute. To empty the attribute write "
     "Flow.Clear()",
     "null means that this source has no opinion. To empty the attribute write Flow.Clear(); if no opinion "
     "is meant, leave the assignment out or write Flow.Skip()."},
    {2008, E, "{0} is not available: there is no local time zone in a run",
     "Write Dates.Today or DateTime.UtcNow, and in filters sync.Today or sync.Now: the clock of the run."},
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
    {2013, E, "{0} is not known yet in a {1}: {2}",
     "Through a reference a rule sees what an earlier step of the run made of the other identity: mappers of "
     "everybody, then classes, then filters. Read what its mappers gave; sync.Disable of a manager is seen "
     "in "
     "outbound rules, vault.Manager?.Enabled."},
    {2014, E, "{0} is no decision of a filter at {1}",
     "An import filter may skip an object; inbound and outbound ones skip, disable, enable or delete; an "
     "export filter skips or holds a change. Decide it at the stage that can."},
    {2015, E, "Unique.Of {0}",
     "It takes the first candidate that nobody else has, once: app.SamAccountName ?\?= "
     "Unique.Of(\"AD.User.SamAccountName\", first, second). Others' values are known in the attribute that "
     "is "
     "assigned, and nowhere else; what only computes candidates is a method of its own."},
    // 3xxx evaluation
    {3000, E, "{0}", "Kept for errors of evaluation without a kind of their own; nothing gives it today."},
    {3001, E, "{0}",
     "The rule said so, by throw Fail(\"…\") or throw new Exception(\"…\"): mend the object's data, or give "
     "the case a value in the rule."},
    {3002, E, "{0}",
     "throw new DeclineMapping() gives no opinion in a mapper, and has a meaning only there. Elsewhere "
     "return a value, or throw Fail(\"…\")."},
    {3003, E, "{0}",
     "A null value was used where ! promised that there is none. Write ?. or ?\? instead of !."},
    {3004, E, "{0}",
     "A function was called with null where it needs a value, or the rule threw ArgumentNullException. Test "
     "the argument first, or give a value with ?\?."},
    {3005, E, "{0}",
     "An argument was out of range, such as a place behind the end of a text. Str.Left(\"Ada\", 10) and its "
     "kin take as much as there is."},
    {3006, E, "{0}",
     "An argument was not acceptable, such as a key that a dictionary has already: .Distinct() or "
     ".GroupBy(…) before ToDictionary."},
    {3007, E, "{0}",
     "An index was outside its string or list: look at Length or Count first, or take FirstOrDefault(), "
     "Last() or ElementAtOrDefault(n)."},
    {3008, E, "{0}",
     "A text did not have the expected format. ParseExact says which one is meant, TryParse answers whether "
     "it could be read."},
    {3009, E, "{0}", "A number was too large or too small for its type: compute with long or decimal."},
    {3010, E, "{0}", "Division by zero: test the divisor first."},
    {3011, E, "{0}",
     "The operation is not valid on this value, for example First() of an empty list: FirstOrDefault() ?\? "
     "other."},
    {3012, E, "{0}",
     "A cast was not possible. Most are refused when the rules are compiled; here the rule threw "
     "InvalidCastException itself, or a value had another type than the cast says: test it with is."},
    {3013, E, "{0}", "A key was not in the dictionary: TryGetValue, or GetValueOrDefault(key, other)."},
    {3014, E, "{0}", "No arm of a switch expression matched; add _ => …."},
    {3015, E, "{0}",
     "The text holds a lone surrogate, half of a character such as 😀, and can be neither stored nor encoded. "
     "It comes from cutting a text inside of a character: cut between words."},
    {3016, E, "{0}",
     "C# would give a value here that this library does not know how to make exactly; it does not guess. "
     "Numbers and dates, for example, are formatted and parsed with CultureInfo.InvariantCulture only."},
    {3020, E, "{0}",
     "The rule used more than its 1,000,000 steps for one object: a loop has no end, or a list is searched "
     "for each element of another. Look values up in a Dictionary or HashSet."},
    {3021, E, "{0}",
     "The rule used more than its 1 MiB of memory for one object: do not build long texts or lists piece by "
     "piece, and give strings a sensible length."},
    {3022, E, "{0}",
     "Calls were nested deeper than 256: a method calls itself without end. Let it return at the last step, "
     "or write a loop."},
    // 4xxx configuration and schema
    {4001, E, "{0}",
     "A tag is not closed, closed twice, or closed in another order; or an attribute's quotes are missing. "
     "An element without content ends in />."},
    {4002, E, "unknown element <{0}> in <{1}>",
     "docs/configuration.md lists what each element holds; names are case-sensitive. grammar/idx.xsd lets "
     "editors complete them."},
    {4003, E, "unknown attribute '{0}' on <{1}>",
     "docs/configuration.md lists the attributes of each element; names are case-sensitive. A default, for "
     "example, is an expression: value='app.City ?\? \"London\"'."},
    {4004, E, "<{0}> needs the attribute '{1}'", "Add it; docs/configuration.md says what it means."},
    {4005, E, "'{0}' is not a valid {1}", "The message lists what may stand here, or its form."},
    {4006, E, "there is no {0} named '{1}'",
     "The name is not declared in the configuration: look at the spelling and the case, or declare it."},
    {4007, E, "two {0} have the name '{1}'",
     "Names are unique among their kind. Rename one of them, or remove it; of two rules give one another "
     "id=\"…\"."},
    {4008, E, "{0} cannot be read: {1}", "The file is missing, or may not be read."},
    {4009, E, "the configuration has no idx.xml",
     "A configuration is a directory with idx.xml at its root: give that directory, or make one with `idx "
     "init DIR`."},
    {4010, E, "bad XML: write {0} instead of {1} {2}",
     "& and < have a meaning of their own in XML. Write &amp; and &lt;, or put the expression into "
     "<When><![CDATA[…]]></When>, where it stands as it is."},
    {4011, W, "'{0}' as a key changes when people change",
     "When somebody marries or moves, the object would vanish and another one appear. Use an id that never "
     "changes as the key: objectGUID, entryUUID, the employee number."},
    {4012, E, "the object {0} has no key", "Name the attribute that identifies an object: key=\"…\"."},
    {4013, E, "'{0}' and '{1}' give the same rule identifier '{2}'", "Give one of them an id=\"…\"."},
    {4014, E, "only one <{0}> may stand in <{1}>",
     "Put both into one, for example with ?\? or &&, or remove the one that is too much."},
    {4015, E, "<{0}> needs {1}",
     "Without it the element has no meaning: the message says what may supply it."},
    {4016, E, "<{0}> holds no text",
     "Expressions stand in when=\"…\", value=\"…\", <When> and <Value>; all else is in elements and "
     "attributes."},
    {4017, E, "DOCTYPE and entity declarations are refused",
     "Configurations have no DTD: remove the declaration, and write what the entity stands for."},
    {4018, E, "too large: {0}", "A limit protects the compiler; split the configuration."},
    {4019, E, "<{0}> has both {1} and {2}", "Only one of them can hold; remove the other."},
    {4020, E, "lines {0} and {1} of the table have the same key {2}",
     "A look-up could not say which of them holds. Remove one of the rows; with ignoreCase=\"true\" keys "
     "that "
     "differ in case only are the same."},
    {4021, E, "bad table: {0}",
     "A table is a CSV file in UTF-8: a line that names the columns, then a row a line, each with as many "
     "fields and with a key. A field with a delimiter, a quote or a line break in it stands in quotes, and a "
     "quote in it is written twice."},
    // 5xxx analysis
    {5001, E, "{0} is written by two rules of the same source and precedence: {1} and {2}",
     "Nothing would say which of them wins. Give them different precedences (the lower wins), or make them "
     "one method."},
    {5002, W,
     "the join rule has no equality between a single side and the other: every pair is compared, which for "
     "{0} takes about {1} steps",
     "Add an == between an attribute of app and one of vault, joined by &&: then pairs are looked up and not "
     "searched."},
    {5003, E, "{0} has more than one {1}: {2} and {3}", "Only one of them can decide; make them one method."},
    {5004, W, "{0} feeds itself: {1}",
     "What comes back from an application as IDx wrote it has no opinion, but here the way back also reads "
     "what IDx does not write, so each run may change the value again. Compute one of the attributes from "
     "another source."},
    {5005, W, "this condition is never true",
     "It contradicts itself or the conditions around it, such as x == \"a\" && x == \"b\": what depends on "
     "it "
     "never happens."},
    {5006, W, "no classification of {0} gives {1}",
     "The class is asked for, and nobody ever has it: give it in the classification, or do not ask for it."},
    {5007, W, "{0} needs {1}, and no rule supplies it",
     "The attribute is required: without a value the account or identity is not made. Write a rule for it: "
     "an outbound one for an application, an inbound one for the Vault."},
    {5008, W, "{0}: {1}", "Write the rule that is missing, or remove the attribute from the Vault."},
    {5009, W, "the value may be null: then {0} lacks a part, and is another's or nobody's",
     "Two people without the part would get the same address. Test it first, and give no opinion where it is "
     "missing."},
    {5010, W, "{0} always fails: {1}",
     "The call's constant arguments can never be right, so this fails for everybody: correct the format, the "
     "text or the index."},
    {5011, W,
     "{0} reads the instant: at each run everybody is evaluated, with a million people about {1} steps",
     "If the date is enough compare it with sync.Today, for example DateOnly.FromDateTime(hired) > "
     "sync.Today: then it is evaluated once a day."},
    {5012, W, "{0} '{1}' is not used",
     "Remove it. A method or field that is meant for others stays if it is public, in a class of which "
     "something is used."},
    {5013, W, "{0} may take {1} steps for one object; its budget is {2}",
     "An estimate for texts of 256 bytes and 100 elements in each list: a loop within a loop over lists is "
     "the "
     "usual cause. Look values up in a Dictionary or HashSet instead."},
    {5014, W, "{0} depends on itself through references: {1}",
     "One object's value is made of another's, which may be made of the first one's: with a chain of "
     "managers it "
     "takes a run for each, and on a circle it never ends. Compute it from what no such rule writes."},
};

}  // namespace

std::span<const DiagnosticInfo> DiagnosticTable() { return kTable; }

}  // namespace idx::compiler
