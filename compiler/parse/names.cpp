#include "compiler/parse/names.h"

#include "compiler/parse/parse_text.h"

namespace idx::compiler {

std::vector<NameInText> NamesIn(const SourceSet& sources, FileId file) {
  std::vector<NameInText> names;
  Fragment fragment{file, sources.file(file).text(), 0, {}};
  Diagnostics unused;
  if (!CheckText(fragment, unused, {})) return names;
  IdxLexer::Prepare();
  antlr4::ANTLRInputStream input(std::string{fragment.text});
  IdxLexer lexer(&input);
  lexer.removeErrorListeners();
  const TokenText text(fragment);
  for (const auto& token : lexer.getAllTokens()) {
    std::string_view name = text.Text(token.get());
    if (token->getType() != IdxLexer::IDENT) continue;
    if (name.starts_with('@')) name.remove_prefix(1);
    names.push_back({std::string(name), text.Begin(token.get())});
  }
  return names;
}

}  // namespace idx::compiler
