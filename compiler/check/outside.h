// What C# and the products that authors come from have, and rules do not: each with what to write instead. A
// row here is all that a construct needs; what is in no table is IDX1900, not yet supported.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/ast/ast.h"
#include "compiler/diagnostics/diagnostics.h"

namespace idx::compiler::check {

// What to write instead of a construct (as the parser or the checker names it), or of a name that rules
// cannot reach: a class, a type, an object of Microsoft Identity Manager. Empty: it is not in the tables.
std::string_view InsteadOfConstruct(std::string_view construct);
std::string_view InsteadOfName(std::string_view name);

// A construct that is not supported: IDX1901 with what to write instead where the language leaves it out,
// else IDX1900.
Diagnostic& ReportConstruct(Diagnostics& diagnostics, Span span, const std::string& construct);

// Microsoft Identity Manager's access to attributes, csentry["mail"].Value or mventry["mail"].IsPresent, in
// this language: app["mail"], vault["mail"] is not null.
std::optional<std::string> TranslationOf(const ast::Expr& e);

}  // namespace idx::compiler::check
