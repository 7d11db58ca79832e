#include "compiler/jit/backend.h"

#include "compiler/jit/jit.h"

namespace idx::compiler {

namespace {

NativeBackend MakeBackend() {
  NativeBackend backend;
  backend.make_evaluator = [](std::shared_ptr<const typed::Executable> executable, const std::string& cache_directory) {
    JitOptions options;
    options.cache_directory = cache_directory;
    return MakeNative(std::move(executable), options);
  };
  backend.make_function = [](const typed::Program& program, int32_t function) -> Result<NativeBackend::Callable> {
    IDX_ASSIGN(std::shared_ptr<const NativeFunction> made, MakeNativeFunction(program, function));
    return NativeBackend::Callable(
        [made](std::span<const stdlib::Slot> arguments, EvalContext& ctx, Span* where) { return made->Call(arguments, ctx, where); });
  };
  backend.emit = [](const typed::Executable& executable, const std::string& stage) -> Result<std::string> {
    if (stage == "llvm") return EmitNative(executable, EmitKind::kIr);
    if (stage == "llvm-light") return EmitNative(executable, EmitKind::kOptimisedIr);
    if (stage == "asm") return EmitNative(executable, EmitKind::kAssembly);
    if (stage == "obj") return EmitNative(executable, EmitKind::kObject);
    return Error{Origin::kInput, "no stage \"" + stage + "\": llvm, llvm-light, asm or obj"};
  };
  return backend;
}

}  // namespace

const NativeBackend& LlvmBackend() {
  static const NativeBackend* backend = new NativeBackend(MakeBackend());
  return *backend;
}

}  // namespace idx::compiler
