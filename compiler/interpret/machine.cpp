#include "compiler/interpret/machine.h"

#include <cstring>

#include "base/value/utf.h"
#include "stdlib/composite/operations.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler::interpret {

using typed::Op;
using typed::StmtOp;

namespace {

// Whether a value that may be null is there: of an object its box knows.
bool IsThere(const Expr& e, const Slot& value) {
  if (!value.present || e.type.kind != TypeKind::kObject || !e.type.nullable) return value.present;
  const auto* box = reinterpret_cast<const Boxed*>(value.lo);
  return box != nullptr && box->present;
}

}  // namespace

void Machine::Locate(Span span) {
  if (ctx_.failed() && !located_) {
    located_ = true;
    error_span_ = span;
  }
}

Slot Machine::Fail(const Expr& e, EvalErrorKind kind, std::string_view message) {
  ctx_.Fail(kind, message);
  Locate(e.span);
  return Null();
}

bool Machine::Step() {
  if (--ctx_.steps_left >= 0) return true;
  ctx_.Fail(EvalErrorKind::kSteps, "the rule used up its budget of steps");
  return false;
}

// Calls within deep expressions take far more of the native stack than 256 plain calls: they end as too many
// calls do.
bool Machine::StackIsSpent() {
  constexpr ptrdiff_t kMost = ptrdiff_t{4} << 20;
  const char* at = static_cast<const char*>(__builtin_frame_address(0));
  if (stack_base_ == nullptr) stack_base_ = at;
  return stack_base_ - at > kMost;
}

Slot Machine::Call(int32_t function, std::span<const Slot> arguments) {
  const typed::Function& f = program_.functions[static_cast<size_t>(function)];
  Frame frame;
  frame.locals.resize(f.locals.size());
  for (size_t i = 0; i < frame.locals.size(); ++i)
    frame.locals[i] = i < arguments.size() ? arguments[i] : Null();
  Run(f.body, frame);
  return ctx_.failed() ? Null() : frame.result;
}

Slot Machine::Eval(const Expr& e, Frame& frame) {
  if (ctx_.failed()) return Null();
  switch (e.op) {
    case Op::kConst: {
      if (!e.present) return Null();
      if (e.type.kind == TypeKind::kString) return Make(Text(e.text));
      return Slot{e.lo, e.hi, true};
    }
    case Op::kLocal:
      return frame.locals[static_cast<size_t>(e.a)];
    case Op::kSetLocal: {
      Slot value = Eval(*e.args[0], frame);
      if (!ctx_.failed()) frame.locals[static_cast<size_t>(e.a)] = value;
      return value;
    }
    case Op::kAttr:
      return EvalAttribute(e, frame);
    case Op::kAnd: {
      Slot left = Eval(*e.args[0], frame);
      return ctx_.failed() || !Get<bool>(left) ? left : Eval(*e.args[1], frame);
    }
    case Op::kOr: {
      Slot left = Eval(*e.args[0], frame);
      return ctx_.failed() || Get<bool>(left) ? left : Eval(*e.args[1], frame);
    }
    case Op::kCond: {
      Slot condition = Eval(*e.args[0], frame);
      if (ctx_.failed()) return Null();
      return Eval(*e.args[Get<bool>(condition) ? 1 : 2], frame);
    }
    case Op::kCoalesce: {
      Slot left = Eval(*e.args[0], frame);
      return ctx_.failed() || IsThere(*e.args[0], left) ? left : Eval(*e.args[1], frame);
    }
    case Op::kIsNull:
      return Make(!IsThere(*e.args[0], Eval(*e.args[0], frame)));
    case Op::kUnwrap: {
      Slot value = Eval(*e.args[0], frame);
      if (ctx_.failed() || value.present) return value;
      return HasNullForm(e.args[0]->type.kind)
                 ? Fail(e, EvalErrorKind::kNullReference,
                        "Object reference not set to an instance of an object.")
                 : Fail(e, EvalErrorKind::kInvalidOperation, "Nullable object must have a value.");
    }
    case Op::kAssume:
    case Op::kWiden:
      return Eval(*e.args[0], frame);
    case Op::kNot: {
      Slot value = Eval(*e.args[0], frame);
      return value.present ? Make(!Get<bool>(value)) : value;
    }
    case Op::kConvert:
    case Op::kConvertChecked: {
      Slot value = Eval(*e.args[0], frame);
      return value.present ? EvalConvert(e, value) : value;
    }
    case Op::kEq:
    case Op::kNe:
    case Op::kLt:
    case Op::kGt:
    case Op::kLe:
    case Op::kGe:
    case Op::kJoinEq:
      return EvalCompare(e, frame);
    case Op::kConcat:
      return EvalConcat(e, frame);
    case Op::kCall:
    case Op::kBuiltin:
      return EvalCall(e, frame);
    case Op::kList:
      return EvalList(e, frame);
    case Op::kBox: {
      Slot value = Eval(*e.args[0], frame);
      if (ctx_.failed()) return Null();
      char* at = ctx_.Allocate(sizeof(Boxed));
      if (at == nullptr) {
        Locate(e.span);
        return Null();
      }
      auto* boxed = new (at) Boxed{value.lo, value.hi, e.args[0]->type.kind, value.present};
      if (e.args.size() > 1) {
        boxed->is_enum = true;
        boxed->number = stdlib::FromSlot<int32_t>(Eval(*e.args[1], frame));
      }
      return Slot{reinterpret_cast<uint64_t>(boxed), 0, true};
    }
    case Op::kThrow:
      return EvalThrow(e, frame);
    case Op::kThrowObject:
      return EvalThrowObject(e, frame);
    case Op::kRethrow: {
      const Slot& caught = frame.locals[static_cast<size_t>(e.a)];
      PutBack(*reinterpret_cast<const ExceptionObject*>(caught.lo));
      return Null();
    }
    case Op::kTuple:
      return EvalTuple(e, frame);
    case Op::kField:
      return EvalField(e, frame);
    case Op::kSetField:
      return EvalSetField(e, frame);
    case Op::kOperation:
      return EvalOperation(e, frame);
    case Op::kStatic:
      return ctx_.statics[e.a];
    case Op::kBlock: {
      Run(e.body, frame);
      return Eval(*e.args[0], frame);
    }
    case Op::kNow:
      return Make(ctx_.now);
    case Op::kToday:
      return Make(ctx_.today);
    default:
      return EvalArithmetic(e, frame);
  }
}

Slot Machine::EvalAttribute(const Expr& e, Frame& frame) {
  const EntityRow& entity = entities[frame.locals[static_cast<size_t>(e.a)].lo];
  const Column& column = entity.batch->columns[e.b];
  if (!column.IsValid(entity.row)) return Null();
  Slot slot;
  uint32_t size = SizeOf(e.type.kind);
  std::memcpy(&slot, static_cast<const char*>(column.data) + size_t{entity.row} * size, size);
  return slot;
}

Slot Machine::EvalConcat(const Expr& e, Frame& frame) {
  std::vector<Slot> parts;
  uint64_t bytes = 0;
  for (const Expr* arg : e.args) {
    parts.push_back(Eval(*arg, frame));
    if (ctx_.failed()) return Null();
    bytes += Get<Text>(parts.back()).length;
  }
  ctx_.steps_left -= 1;
  ctx_.Charge(bytes);
  std::string whole;
  if (!ctx_.failed()) {
    for (const Slot& part : parts) {
      Text text = Get<Text>(part);
      AppendText(whole, text.view());
    }
  }
  Text result = ctx_.failed() ? Text() : ctx_.MakeText(whole);
  Locate(e.span);
  return Make(result);
}

Slot Machine::EvalList(const Expr& e, Frame& frame) {
  uint32_t size = CellSize(e.type.element, e.type.element_nullable);
  char* data = ctx_.Allocate(size_t{size} * e.args.size());
  Locate(e.span);
  for (size_t i = 0; i < e.args.size(); ++i) {
    Slot value = Eval(*e.args[i], frame);
    if (ctx_.failed()) return Null();
    StoreCell(e.type.element, e.type.element_nullable, value, data + i * size);
  }
  if (ctx_.failed()) return Null();
  return Make(ListView{data, static_cast<uint32_t>(e.args.size()), ListView::kWritable});
}

Slot Machine::EvalTuple(const Expr& e, Frame& frame) {
  std::vector<Slot> fields;
  for (const Expr* arg : e.args) {
    fields.push_back(Eval(*arg, frame));
    if (ctx_.failed()) return Null();
  }
  char* at = ctx_.Allocate(fields.size() * sizeof(Slot));
  Locate(e.span);
  if (at == nullptr) return Null();
  std::memcpy(at, fields.data(), fields.size() * sizeof(Slot));
  return Slot{reinterpret_cast<uint64_t>(at), 0, true};
}

Slot Machine::EvalField(const Expr& e, Frame& frame) {
  Slot tuple = Eval(*e.args[0], frame);
  if (ctx_.failed()) return Null();
  return reinterpret_cast<const Slot*>(tuple.lo)[e.a];
}

Slot Machine::EvalSetField(const Expr& e, Frame& frame) {
  Slot tuple = Eval(*e.args[0], frame);
  if (ctx_.failed()) return Null();
  Slot value = Eval(*e.args[1], frame);
  if (!ctx_.failed()) reinterpret_cast<Slot*>(tuple.lo)[e.a] = value;
  return value;
}

Slot Machine::EvalOperation(const Expr& e, Frame& frame) {
  std::vector<Slot> arguments;
  for (const Expr* arg : e.args) {
    arguments.push_back(Eval(*arg, frame));
    if (ctx_.failed()) return Null();
  }
  Slot result;
  stdlib::Operations()[static_cast<size_t>(e.a)].call(ctx_, static_cast<uint32_t>(e.b), arguments.data(),
                                                      &result);
  Locate(e.span);
  return ctx_.failed() ? Null() : result;
}

Slot Machine::EvalCall(const Expr& e, Frame& frame) {
  std::vector<Slot> arguments;
  arguments.reserve(e.args.size());
  for (const Expr* arg : e.args) {
    arguments.push_back(Eval(*arg, frame));
    if (ctx_.failed()) return Null();
  }
  Slot result;
  if (e.op == Op::kBuiltin) {
    stdlib::Functions()[static_cast<size_t>(e.a)].uniform(ctx_, arguments.data(), &result);
    Locate(e.span);
    return ctx_.failed() ? Null() : result;
  }
  if (!Step() || ctx_.depth_left <= 0 || StackIsSpent()) {
    ctx_.Fail(EvalErrorKind::kDepth, "calls are nested too deeply");
    Locate(e.span);
    return Null();
  }
  --ctx_.depth_left;
  result = Call(e.a, arguments);
  ++ctx_.depth_left;
  return result;
}

Slot Machine::EvalThrow(const Expr& e, Frame& frame) {
  Text message;
  if (!e.args.empty()) {
    Slot value = Eval(*e.args[0], frame);
    if (ctx_.failed()) return Null();
    if (value.present) message = Get<Text>(value);
  }
  return Fail(e, static_cast<EvalErrorKind>(e.a), message.view());
}

Slot Machine::EvalThrowObject(const Expr& e, Frame& frame) {
  Slot value = Eval(*e.args[0], frame);
  if (ctx_.failed()) return Null();
  const auto& exception = *reinterpret_cast<const ExceptionObject*>(value.lo);
  return Fail(e, exception.kind, exception.message.view());
}

Machine::Flow Machine::Run(std::span<Stmt* const> body, Frame& frame) {
  for (const Stmt* s : body) {
    Flow flow = Run(*s, frame);
    if (ctx_.failed()) return Flow::kReturn;
    if (flow != Flow::kNext) return flow;
  }
  return Flow::kNext;
}

Machine::Flow Machine::Run(const Stmt& s, Frame& frame) {
  switch (s.op) {
    case StmtOp::kExpr:
      Eval(*s.value, frame);
      return Flow::kNext;
    case StmtOp::kSetAttr:
      RunSetAttr(s, frame);
      return Flow::kNext;
    case StmtOp::kEffect: {
      Slot value = s.value != nullptr ? Eval(*s.value, frame) : Make(true);
      if (!ctx_.failed()) effects[s.a] = {Outcome::kValue, value};
      return Flow::kNext;
    }
    case StmtOp::kIf: {
      Slot condition = Eval(*s.value, frame);
      if (ctx_.failed()) return Flow::kReturn;
      return Run(Get<bool>(condition) ? s.body : s.otherwise, frame);
    }
    case StmtOp::kLoop:
    case StmtOp::kDoLoop:
      return RunLoop(s, frame);
    case StmtOp::kForeach:
      return RunForeach(s, frame);
    case StmtOp::kBreak:
      return Flow::kBreak;
    case StmtOp::kContinue:
      return Flow::kContinue;
    case StmtOp::kReturn:
      if (s.value != nullptr) frame.result = Eval(*s.value, frame);
      return Flow::kReturn;
    case StmtOp::kBlock:
      return Run(s.body, frame);
    case StmtOp::kTry:
      return RunTry(s, frame);
    case StmtOp::kBreakable: {
      Flow flow = Run(s.body, frame);
      return flow == Flow::kBreak ? Flow::kNext : flow;
    }
  }
  return Flow::kNext;
}

Machine::Flow Machine::RunLoop(const Stmt& s, Frame& frame) {
  bool first = true;
  for (;;) {
    if (s.value != nullptr && !(first && s.op == StmtOp::kDoLoop)) {
      Slot condition = Eval(*s.value, frame);
      if (ctx_.failed()) return Flow::kReturn;
      if (!Get<bool>(condition)) return Flow::kNext;
    }
    first = false;
    if (!Step()) {
      Locate(s.span);
      return Flow::kReturn;
    }
    Flow flow = Run(s.body, frame);
    if (ctx_.failed() || flow == Flow::kReturn) return Flow::kReturn;
    if (flow == Flow::kBreak) return Flow::kNext;
    if (Run(s.step, frame) == Flow::kReturn) return Flow::kReturn;
  }
}

Machine::Flow Machine::RunForeach(const Stmt& s, Frame& frame) {
  Slot collection = Eval(*s.value, frame);
  if (ctx_.failed()) return Flow::kReturn;
  List<char> list = Get<List<char>>(collection);
  const typed::Type& type = s.value->type;
  uint32_t size = CellSize(type.element, type.element_nullable);
  for (uint32_t i = 0; i < list.size(); ++i) {
    if (!Step()) {
      Locate(s.span);
      return Flow::kReturn;
    }
    const char* cell = static_cast<const char*>(list.view.data) + size_t{i} * size;
    frame.locals[static_cast<size_t>(s.a)] = LoadCell(type.element, type.element_nullable, cell);
    Flow flow = Run(s.body, frame);
    if (ctx_.failed() || flow == Flow::kReturn) return Flow::kReturn;
    if (flow == Flow::kBreak) break;
  }
  return Flow::kNext;
}

void Machine::RunSetAttr(const Stmt& s, Frame& frame) {
  Written& place = attributes[static_cast<size_t>(s.b)];
  if (s.initial && place.outcome != Outcome::kNoOpinion) return;
  Written written{s.outcome, Null()};
  if (s.value != nullptr) {
    written.value = Eval(*s.value, frame);
    if (ctx_.failed()) return;
    // Null and "" give no opinion.
    bool empty = s.value->type.kind == TypeKind::kString && written.value.present &&
                 Get<Text>(written.value).length == 0;
    if (!written.value.present || empty) written.outcome = Outcome::kNoOpinion;
  }
  place = written;
}

}  // namespace idx::compiler::interpret
