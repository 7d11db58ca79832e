#include "compiler/jit/code_generator.h"

#include <llvm/ExecutionEngine/Orc/JITTargetMachineBuilder.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>

#include <mutex>

namespace idx::compiler::jit {

namespace orc = llvm::orc;

namespace {

// Emitted IR keeps variables in memory; the rest is cleaning up after the emitter, cheap enough for every
// start.
constexpr const char* kLightPasses = "function(mem2reg,early-cse<memssa>,simplifycfg)";

Error Failed(const char* what, llvm::Error error) {
  return Error{Origin::kLimit, std::string(what) + ": " + llvm::toString(std::move(error))};
}

void InitialiseOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
}

Result<orc::JITTargetMachineBuilder> Host() {
  InitialiseOnce();
  auto host = orc::JITTargetMachineBuilder::detectHost();
  if (!host) return Failed("this machine's processor is not known to the code generator", host.takeError());
  host->setRelocationModel(llvm::Reloc::PIC_);
  host->setCodeModel(llvm::CodeModel::Small);
  return std::move(*host);
}

Result<std::unique_ptr<llvm::TargetMachine>> MachineFor(Tier tier) {
  IDX_ASSIGN(orc::JITTargetMachineBuilder host, Host());
  host.setCodeGenOptLevel(tier == Tier::kFull   ? llvm::CodeGenOptLevel::Default
                          : tier == Tier::kLess ? llvm::CodeGenOptLevel::Less
                                                : llvm::CodeGenOptLevel::None);
  auto machine = host.createTargetMachine();
  if (!machine) return Failed("no code generator for this machine", machine.takeError());
  return std::move(*machine);
}

}  // namespace

Status Optimise(lower::Lowered& lowered, Tier tier) {
  IDX_ASSIGN(std::unique_ptr<llvm::TargetMachine> machine, MachineFor(tier));
  lowered.module->setDataLayout(machine->createDataLayout());
  lowered.module->setTargetTriple(machine->getTargetTriple().str());
  if (tier == Tier::kPlain) return {};
  llvm::PipelineTuningOptions tuning;
  tuning.LoopVectorization = tuning.SLPVectorization = tuning.LoopUnrolling = tuning.LoopInterleaving = false;
  llvm::PassBuilder builder(machine.get(), tuning);
  llvm::LoopAnalysisManager loops;
  llvm::FunctionAnalysisManager functions;
  llvm::CGSCCAnalysisManager components;
  llvm::ModuleAnalysisManager modules;
  builder.registerModuleAnalyses(modules);
  builder.registerCGSCCAnalyses(components);
  builder.registerFunctionAnalyses(functions);
  builder.registerLoopAnalyses(loops);
  builder.crossRegisterProxies(loops, functions, components, modules);
  llvm::ModulePassManager passes;
  if (tier == Tier::kFull) {
    passes = builder.buildPerModuleDefaultPipeline(llvm::OptimizationLevel::O2);
  } else if (auto error = builder.parsePassPipeline(passes, kLightPasses)) {
    return Failed("internal error: passes", std::move(error));
  }
  passes.run(*lowered.module, modules);
  return {};
}

Result<std::string> Generate(lower::Lowered& lowered, Tier tier, bool assembly) {
  IDX_ASSIGN(std::unique_ptr<llvm::TargetMachine> machine, MachineFor(tier));
  lowered.module->setDataLayout(machine->createDataLayout());
  lowered.module->setTargetTriple(machine->getTargetTriple().str());
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream stream(bytes);
  llvm::legacy::PassManager passes;
  auto kind = assembly ? llvm::CodeGenFileType::AssemblyFile : llvm::CodeGenFileType::ObjectFile;
  if (machine->addPassesToEmitFile(passes, stream, nullptr, kind))
    return Error{Origin::kLimit, "this machine's code generator writes no files of this kind"};
  passes.run(*lowered.module);
  return std::string(bytes.data(), bytes.size());
}

std::string PrintIr(const lower::Lowered& lowered) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  lowered.module->print(stream, nullptr);
  return text;
}

}  // namespace idx::compiler::jit
