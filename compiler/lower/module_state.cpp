#include "compiler/lower/module_state.h"

#include <llvm/IR/Verifier.h>

#include "compiler/lower/log_calls.h"

namespace idx::compiler::lower {

Lowered::Lowered() = default;
Lowered::Lowered(Lowered&&) noexcept = default;
Lowered& Lowered::operator=(Lowered&& other) noexcept {
  module = std::move(other.module);  // before its context goes
  context = std::move(other.context);
  sites = std::move(other.sites);
  return *this;
}
Lowered::~Lowered() { module.reset(); }

Parts PartsOf(llvm::LLVMContext& c, TypeKind kind) {
  auto* i64 = llvm::Type::getInt64Ty(c);
  switch (kind) {
    case TypeKind::kBool:
      return {llvm::Type::getInt1Ty(c), nullptr};
    case TypeKind::kByte:
      return {llvm::Type::getInt8Ty(c), nullptr};
    case TypeKind::kChar:
      return {llvm::Type::getInt16Ty(c), nullptr};
    case TypeKind::kInt:
    case TypeKind::kEnum:
    case TypeKind::kDateOnly:
      return {llvm::Type::getInt32Ty(c), nullptr};
    case TypeKind::kLong:
    case TypeKind::kDateTime:
    case TypeKind::kTimeSpan:
    case TypeKind::kReference:
    case TypeKind::kTuple:
    case TypeKind::kListObject:
    case TypeKind::kDictionary:
    case TypeKind::kSet:
    case TypeKind::kOpaque:
      return {i64, nullptr};
    case TypeKind::kDouble:
      return {llvm::Type::getDoubleTy(c), nullptr};
    case TypeKind::kString:
    case TypeKind::kGuid:
    case TypeKind::kDecimal:
    case TypeKind::kList:
      return {i64, i64};
    case TypeKind::kObject:
      return {llvm::PointerType::getUnqual(c), nullptr};
    case TypeKind::kEntity:
      return {llvm::PointerType::getUnqual(c), i64};
    default:
      return {};
  }
}

int32_t Target::OutputOf(OutputKind kind, int32_t attribute) const {
  for (uint32_t i = function->first_output; i < function->first_output + function->output_count; ++i) {
    const LoopOutput& output = shape->outputs[i];
    if (output.kind == kind && (kind != OutputKind::kAttribute || output.attribute == attribute))
      return static_cast<int32_t>(i);
  }
  return -1;
}

bool TakesEntities(const typed::Function& function) {
  for (uint32_t i = 0; i < function.parameters; ++i) {
    TypeKind kind = function.locals[i].kind;
    if (kind == TypeKind::kEntity || kind == TypeKind::kSync) return true;
  }
  return false;
}

llvm::Type* ResultType(llvm::LLVMContext& c, const typed::Type& type) {
  Parts parts = PartsOf(c, type.kind);
  llvm::SmallVector<llvm::Type*, 3> types;
  if (parts.lo != nullptr) types.push_back(parts.lo);
  if (parts.hi != nullptr) types.push_back(parts.hi);
  if (type.nullable) types.push_back(llvm::Type::getInt1Ty(c));
  if (types.empty()) return llvm::Type::getVoidTy(c);
  return types.size() == 1 ? types[0] : llvm::StructType::get(c, types);
}

ModuleState::ModuleState(const typed::Program& typed_program, const LowerOptions& lower_options)
    : program(typed_program),
      options(lower_options),
      logs(FunctionsThatLog(typed_program, lower_options.library)) {
  out.context = std::make_unique<llvm::LLVMContext>();
  out.module = std::make_unique<llvm::Module>("rules", *out.context);
}

uint32_t ModuleState::SiteOf(Span span) {
  auto key = std::make_pair((uint64_t{static_cast<uint32_t>(span.file.index)} << 32) | span.begin,
                            uint64_t{span.end});
  auto [at, added] = site_index_.try_emplace(key, static_cast<uint32_t>(out.sites.size()));
  if (added) out.sites.push_back(span);
  return at->second;
}

llvm::FunctionCallee ModuleState::Support(llvm::StringRef name, llvm::Type* result,
                                          llvm::ArrayRef<llvm::Type*> parameters) {
  auto callee = module().getOrInsertFunction(name, llvm::FunctionType::get(result, parameters, false));
  if (auto* function = llvm::dyn_cast<llvm::Function>(callee.getCallee())) function->setDoesNotThrow();
  return callee;
}

llvm::Function* ModuleState::Define(const std::string& name, llvm::FunctionType* type, bool exported) {
  auto linkage = exported ? llvm::Function::ExternalLinkage : llvm::Function::InternalLinkage;
  llvm::Function* function = llvm::Function::Create(type, linkage, name, module());
  function->setDoesNotThrow();
  function->setUWTableKind(llvm::UWTableKind::Default);
  return function;
}

llvm::Constant* ModuleState::Bytes(const std::string& bytes) {
  llvm::Constant*& constant = bytes_[bytes];
  if (constant == nullptr) {
    auto* data = llvm::ConstantDataArray::getString(context(), bytes, false);
    auto* global =
        new llvm::GlobalVariable(module(), data->getType(), true, llvm::GlobalValue::PrivateLinkage, data);
    global->setUnnamedAddr(llvm::GlobalValue::UnnamedAddr::Global);
    constant = global;
  }
  return constant;
}

llvm::FunctionType* ModuleState::SignatureOf(const typed::Function& function) {
  auto* pointer = llvm::PointerType::getUnqual(context());
  llvm::SmallVector<llvm::Type*, 8> parameters{pointer};
  for (uint32_t i = 0; i < function.parameters; ++i) {
    Parts parts = PartsOf(context(), function.locals[i].kind);
    if (parts.lo != nullptr) parameters.push_back(parts.lo);
    if (parts.hi != nullptr) parameters.push_back(parts.hi);
    if (function.locals[i].nullable) parameters.push_back(llvm::Type::getInt1Ty(context()));
  }
  if (TakesEntities(function)) {
    parameters.push_back(pointer);                            // OutColumns
    parameters.push_back(llvm::Type::getInt64Ty(context()));  // row of the loop
  }
  return llvm::FunctionType::get(ResultType(context(), function.result), parameters, false);
}

llvm::Function* ModuleState::FunctionFor(int32_t index, const Target* target) {
  const typed::Function& function = program.functions[static_cast<size_t>(index)];
  if (!TakesEntities(function)) target = nullptr;
  llvm::Function*& ir = functions_[{index, target}];
  if (ir == nullptr) {
    ir = Define("idx_user_" + std::to_string(index), SignatureOf(function), false);
    pending_.push_back({index, target, ir});
  }
  return ir;
}

bool ModuleState::NextPending(UserFunction* next) {
  if (pending_.empty()) return false;
  *next = pending_.front();
  pending_.pop_front();
  return true;
}

}  // namespace idx::compiler::lower
