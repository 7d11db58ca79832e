#include "cli/native_backend.h"

#include "compiler/jit/jit.h"

namespace idx::cli {

namespace {

using compiler::NativeBackend;

Result<compiler::native::Module> CompileLoops(const compiler::typed::Executable& executable) {
  return compiler::CompileNative(executable);
}

Result<NativeBackend::Callable> MakeFunction(const compiler::typed::Program& program, int32_t function) {
  IDX_ASSIGN(std::shared_ptr<const compiler::NativeFunction> made,
             compiler::MakeNativeFunction(program, function));
  return NativeBackend::Callable([made](std::span<const stdlib::Slot> arguments, EvalContext& ctx,
                                        compiler::Span* where) { return made->Call(arguments, ctx, where); });
}

Result<std::string> Emit(const compiler::typed::Executable& executable, const std::string& stage) {
  compiler::EmitKind kind = compiler::EmitKind::kOptimisedIr;
  if (stage == "asm") kind = compiler::EmitKind::kAssembly;
  if (stage == "obj") kind = compiler::EmitKind::kObject;
  return compiler::EmitNative(executable, kind);
}

}  // namespace

const compiler::NativeBackend& LlvmBackend() {
  static const NativeBackend backend{CompileLoops, MakeFunction, Emit};
  return backend;
}

}  // namespace idx::cli
