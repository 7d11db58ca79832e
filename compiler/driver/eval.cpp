#include "compiler/driver/eval.h"

#include <vector>

#include "compiler/check/check.h"
#include "compiler/diagnostics/render.h"
#include "compiler/interpret/interpreter.h"
#include "compiler/parse/parse.h"

namespace idx::compiler {

using stdlib::Slot;

namespace {

EvalAnswer Failed(Diagnostics& diagnostics, const SourceSet& sources) {
  diagnostics.Sort();
  EvalAnswer answer;
  for (const Diagnostic& d : diagnostics.all()) {
    answer.rendered += RenderText(d, sources);
    // Of several errors the first is the answer, but "not yet supported" explains the others.
    bool first = answer.error_id.empty() || (d.id == 1900 && answer.error_id != "IDX1900");
    if (d.severity != Severity::kError || !first) continue;
    answer.error_id = d.Code();
    answer.message = d.message;
  }
  return answer;
}

// A file that holds the expression, beside those of the configuration.
SourceSet SourcesFor(const LoadedConfiguration* loaded, std::string_view expression, FileId& file) {
  SourceSet sources;
  if (loaded != nullptr) sources = loaded->sources;
  file = sources.Add("expression", std::string(expression));
  return sources;
}

// By native code where it is wanted and can be made.
Slot Run(const typed::Program& program, const EvalOptions& options, EvalContext& ctx, Span& where,
         NativeBackend::Callable& native) {
  auto function = static_cast<int32_t>(program.functions.size() - 1);
  std::vector<Slot> arguments;
  if (options.variables != nullptr) arguments = options.variables->values;
  if (options.native != nullptr) {
    auto made = options.native->make_function(program, function);
    if (made.ok()) native = std::move(made).value();
  }
  ctx.Begin();
  return native ? native(arguments, ctx, &where) : Interpret(program, function, arguments, ctx, &where);
}

}  // namespace

EvalAnswer Evaluate(std::string_view expression, const EvalOptions& options) {
  FileId file;
  SourceSet sources = SourcesFor(options.loaded, expression, file);
  Diagnostics diagnostics;
  ast::Tree tree;
  Fragment fragment;
  fragment.file = file;
  fragment.text = sources.file(file).text();
  ast::Expr* parsed = ParseExpression(fragment, tree, diagnostics);
  if (parsed == nullptr || diagnostics.has_errors()) return Failed(diagnostics, sources);
  std::vector<ExpressionVariable> variables;
  if (options.variables != nullptr) variables = options.variables->variables;
  std::shared_ptr<typed::Program> program = CheckExpression(options.loaded, *parsed, variables, diagnostics);
  if (program == nullptr || diagnostics.has_errors()) return Failed(diagnostics, sources);

  Arena arena;
  EvalContext ctx;
  ctx.arena = &arena;
  ctx.now = options.now;
  ctx.today = options.today;
  MessageLog log(LogLevel::kTrace);
  ctx.log = &log;
  Span where;
  NativeBackend::Callable native;
  Slot value = Run(*program, options, ctx, where, native);
  if (ctx.failed()) {
    bool unknown = ctx.error == EvalErrorKind::kNotSupported;
    auto id = static_cast<uint16_t>(unknown ? 1900 : 3000 + static_cast<uint32_t>(ctx.error));
    std::string message(ctx.error_message.view());
    if (message.empty()) message = EvalErrorName(ctx.error);
    diagnostics.Report(id, where.file.index >= 0 ? where : parsed->span, {message});
    EvalAnswer answer = Failed(diagnostics, sources);
    answer.said = std::move(log.messages());
    return answer;
  }
  EvalAnswer answer;
  answer.ok = true;
  answer.said = std::move(log.messages());
  answer.json = ToJson(*program, program->functions.back().result, value);
  return answer;
}

}  // namespace idx::compiler
