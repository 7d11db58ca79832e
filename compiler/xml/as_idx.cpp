#include "compiler/xml/as_idx.h"

#include <set>

#include "compiler/ast/print.h"

namespace idx::compiler {

std::string XmlRulesAsIdx(const LoadedConfiguration& loaded) {
  ast::File all;
  std::set<std::string> used;
  for (const ast::File& file : loaded.files) {
    if (!loaded.sources.file(file.file).path().ends_with(".xml")) continue;
    for (const ast::Using& u : file.usings)
      if (used.insert(u.name).second) all.usings.push_back(u);
    for (ast::Decl* member : file.members)
      if (!ast::As<ast::Class>(member).members.empty()) all.members.push_back(member);
  }
  return all.members.empty() ? "" : PrintAst(all, &loaded.sources);
}

}  // namespace idx::compiler
