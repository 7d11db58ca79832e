// What rules in .idx files say about the configuration.
#pragma once

#include <set>
#include <span>
#include <string>
#include <vector>

#include "base/schema/configuration.h"
#include "compiler/ast/ast.h"

namespace idx::compiler::xml {

// The namespaces that the files declare, each once, ordered.
std::vector<std::string> NamespacesOf(std::span<const ast::File> files);

// A type with a [Join], [Inbound], [Outbound], [Filter] or [Provision] rule is joined to the Vault type of
// the rule's parameter, unless XML has said so; one with a [Provision] rule is provisioned.
void ApplyRuleFiles(std::span<const ast::File> files, Configuration& configuration);

}  // namespace idx::compiler::xml
