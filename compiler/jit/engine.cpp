#include "compiler/jit/engine.h"

#include <llvm/Config/llvm-config.h>
#include <llvm/ExecutionEngine/Orc/LLJIT.h>
#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Passes/PassBuilder.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>

#include <mutex>

#include "compiler/lower/fast_rows.h"
#include "compiler/lower/support.h"
#include "stdlib/composite/operations.h"

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

class OrcEngine : public Engine {
 public:
  explicit OrcEngine(std::unique_ptr<orc::LLJIT> jit) : jit_(std::move(jit)) {}

  Status DefineSymbols(std::span<const stdlib::Row> library) {
    orc::ExecutionSession& session = jit_->getExecutionSession();
    orc::JITDylib& visible = session.createBareJITDylib("library");
    orc::SymbolMap symbols;
    auto add = [&](std::string_view name, const void* address) {
      symbols[jit_->mangleAndIntern(llvm::StringRef(name.data(), name.size()))] = {
          orc::ExecutorAddr::fromPtr(const_cast<void*>(address)),
          llvm::JITSymbolFlags::Exported | llvm::JITSymbolFlags::Callable};
    };
    for (const lower::SupportSymbol& symbol : lower::SupportSymbols()) add(symbol.name, symbol.address);
    for (const stdlib::Row& row : library) add(row.symbol, lower::EntryOf(row));
    for (const stdlib::OperationRow& row : stdlib::Operations())
      add(row.symbol, reinterpret_cast<const void*>(row.call));
    if (auto error = visible.define(orc::absoluteSymbols(std::move(symbols))))
      return Failed("the library's functions have clashing symbols", std::move(error));
    jit_->getMainJITDylib().addToLinkOrder(visible);
    return {};
  }

  Status Add(std::string object) override {
    auto buffer = llvm::MemoryBuffer::getMemBufferCopy(object, "rules");
    if (auto error = jit_->addObjectFile(std::move(buffer)))
      return Failed("native code was not accepted", std::move(error));
    return {};
  }

  Result<std::vector<void*>> Find(std::span<const std::string> symbols) override {
    orc::SymbolLookupSet wanted;
    for (const std::string& symbol : symbols) wanted.add(jit_->mangleAndIntern(symbol));
    orc::ExecutionSession& session = jit_->getExecutionSession();
    auto found = session.lookup(orc::makeJITDylibSearchOrder(&jit_->getMainJITDylib()), std::move(wanted));
    if (!found) return Failed("native code could not be linked", found.takeError());
    std::vector<void*> addresses;
    for (const std::string& symbol : symbols)
      addresses.push_back((*found)[jit_->mangleAndIntern(symbol)].getAddress().toPtr<void*>());
    return addresses;
  }

 private:
  std::unique_ptr<orc::LLJIT> jit_;
};

}  // namespace

std::string HostProcessor() {
  Result<orc::JITTargetMachineBuilder> host = Host();
  if (!host.ok()) return "";
  return host.value().getTargetTriple().str() + " " + host.value().getCPU() + " " +
         host.value().getFeatures().getString();
}

std::string LlvmVersion() { return LLVM_VERSION_STRING; }

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

Result<std::unique_ptr<Engine>> MakeEngine(std::span<const stdlib::Row> library) {
  IDX_ASSIGN(orc::JITTargetMachineBuilder host, Host());
  auto jit = orc::LLJITBuilder()
                 .setJITTargetMachineBuilder(std::move(host))
                 .setLinkProcessSymbolsByDefault(false)
                 .setPlatformSetUp(orc::setUpInactivePlatform)
                 .create();
  if (!jit) return Failed("native code cannot run here", jit.takeError());
  auto engine = std::make_unique<OrcEngine>(std::move(*jit));
  IDX_TRY(engine->DefineSymbols(library));
  return std::unique_ptr<Engine>(std::move(engine));
}

}  // namespace idx::compiler::jit
