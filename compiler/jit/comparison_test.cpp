#include "compiler/jit/comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "base/batch/message_log.h"
#include "base/batch/objects.h"
#include "base/value/cells.h"

namespace idx::compiler {

using typed::RandomTree;

namespace {

std::string ShowList(TypeKind element, const ListView& list) {
  std::string text = "[";
  uint32_t count = list.is_null() ? 0 : list.count;
  for (uint32_t i = 0; i < count; ++i)
    text +=
        Show(element, TypeKind::kVoid, static_cast<const char*>(list.data) + size_t{i} * SizeOf(element)) +
        " ";
  return text + "]";
}

std::string ShowCells(const ShapeTable& shapes, const ValueType& element, const void* cells, uint32_t count) {
  std::string text = "[";
  for (uint32_t i = 0; i < count; ++i) {
    const char* cell = static_cast<const char*>(cells) + size_t{i} * CellSize(element.kind, element.nullable);
    text += Show(shapes, element, LoadCell(element.kind, element.nullable, cell)) + " ";
  }
  return text + "]";
}

std::string ShowMap(const ShapeTable& shapes, const Shape& shape, const MapObject& map) {
  std::string text = std::to_string(map.count) + (map.ignore_case ? " i" : " ") + "{";
  for (uint32_t i = 0; i < map.used; ++i) {
    if (map.removed != nullptr && map.removed[i] != 0) continue;
    text += Show(shapes, shape.parts[0], map.keys[i]);
    if (shape.parts.size() > 1) text += ": " + Show(shapes, shape.parts[1], map.values[i]);
    text += " ";
  }
  return text + "}";
}

}  // namespace

std::string Show(TypeKind kind, TypeKind element, const char* at) {
  if (kind == TypeKind::kString) {
    Text text;
    std::memcpy(static_cast<void*>(&text), at, 16);
    return "\"" + text.str() + "\"";
  }
  if (kind == TypeKind::kList) {
    ListView list;
    std::memcpy(&list, at, 16);
    return ShowList(element, list);
  }
  if (kind == TypeKind::kDouble) {
    double number;
    std::memcpy(&number, at, 8);
    if (std::isnan(number)) return "NaN";
  }
  std::string text;
  for (uint32_t i = 0; i < SizeOf(kind); ++i)
    text += "0123456789abcdef"[(at[i] >> 4) & 15], text += "0123456789abcdef"[at[i] & 15];
  return text;
}

std::string Show(const ShapeTable& shapes, const ValueType& type, const Slot& value) {
  if (type.nullable && !value.present) return "null";
  switch (type.kind) {
    case TypeKind::kTuple: {
      std::string text = "(";
      const Shape& shape = shapes.ShapeOf(type);
      for (size_t i = 0; i < shape.parts.size(); ++i)
        text += Show(shapes, shape.parts[i], reinterpret_cast<const Slot*>(value.lo)[i]) + " ";
      return text + ")";
    }
    case TypeKind::kList: {
      auto list = stdlib::FromSlot<List<Text>>(value);
      return ShowCells(shapes, shapes.ElementOf(type), list.view.data, list.view.count) +
             std::to_string(list.view.flags);
    }
    case TypeKind::kListObject: {
      const auto& list = *reinterpret_cast<const ListObject*>(value.lo);
      return ShowCells(shapes, shapes.ElementOf(type), list.cells, list.count) + " v" +
             std::to_string(list.version);
    }
    case TypeKind::kDictionary:
    case TypeKind::kSet:
      return ShowMap(shapes, shapes.ShapeOf(type), *reinterpret_cast<const MapObject*>(value.lo));
    case TypeKind::kOpaque: {
      const auto& exception = *reinterpret_cast<const ExceptionObject*>(value.lo);
      return std::string(EvalErrorName(exception.kind)) + " " + exception.message.str();
    }
    default: {
      char bytes[16];
      std::memcpy(bytes, &value, 16);
      return Show(type.kind, type.element, bytes);
    }
  }
}

namespace {

// Of a list column.
TypeKind ElementOf(const typed::Executable& executable, int32_t loop, size_t i) {
  const LoopOutput& output = executable.program.loops[static_cast<size_t>(loop)].outputs[i];
  for (const typed::LoopFunction& f : executable.code[static_cast<size_t>(loop)].functions) {
    if (i < f.first_output || i >= f.first_output + f.output_count) continue;
    const typed::Function& function = executable.typed.functions[static_cast<size_t>(f.function)];
    if (output.kind != OutputKind::kAttribute) return function.result.element;
    int32_t target = function.locals[static_cast<size_t>(f.target_parameter)].id;
    return executable.typed.configuration->types[static_cast<size_t>(target)]
        .attributes[static_cast<size_t>(output.attribute)]
        .type;
  }
  return TypeKind::kVoid;
}

}  // namespace

Told RunLoop(const Evaluator& evaluator, const typed::Executable& executable, int32_t loop,
             std::span<const SlotInput> whole, uint32_t rows, uint32_t batch, const Budget& budget) {
  const Loop& shape = executable.program.loops[static_cast<size_t>(loop)];
  Told told;
  for (uint32_t begin = 0; begin < rows; begin += batch) {
    uint32_t count = std::min(batch, rows - begin);
    std::vector<std::vector<char>> data;
    std::vector<std::vector<uint8_t>> outcomes;
    std::vector<OutColumn> out;
    for (const LoopOutput& output : shape.outputs) {
      data.emplace_back(size_t{SizeOf(output.type)} * count + 1, '\x5A');
      outcomes.emplace_back(count, 77);
    }
    for (size_t i = 0; i < data.size(); ++i) out.push_back({data[i].data(), outcomes[i].data()});
    std::vector<SlotInput> inputs(whole.begin(), whole.end());
    for (SlotInput& input : inputs) input.rows += begin;
    Arena arena;
    EvalContext ctx;
    ctx.arena = &arena;
    ctx.budget = budget;
    ctx.now = DateTime::Of(638'000'000'000'000'000, DateTimeKind::kUtc);
    ctx.today = {738'000};
    MessageLog log(LogLevel::kTrace);
    ctx.log = &log;
    std::vector<RowError> errors;
    evaluator.Run(loop, inputs, count, out, ctx, errors);
    for (uint32_t row = 0; row < count; ++row) {
      for (size_t i = 0; i < out.size(); ++i) {
        TypeKind kind = shape.outputs[i].type;
        std::string line =
            std::to_string(begin + row) + "." + std::to_string(i) + ": " + std::to_string(outcomes[i][row]);
        if (outcomes[i][row] == static_cast<uint8_t>(Outcome::kValue) && kind != TypeKind::kVoid) {
          line +=
              " " + Show(kind, ElementOf(executable, loop, i), data[i].data() + size_t{row} * SizeOf(kind));
        }
        told.lines.push_back(line);
      }
    }
    for (const RowError& e : errors) {
      told.lines.push_back("error of rule " + std::to_string(e.rule) + " row " +
                           std::to_string(e.row + begin) + ": " + std::string(EvalErrorName(e.kind)) + " " +
                           e.message + " at " + e.where.path + ":" + std::to_string(e.where.line) + ":" +
                           std::to_string(e.where.column));
    }
    for (const LogMessage& m : log.messages())
      told.lines.push_back(std::string(LogLevelName(m.level)) + " of rule " + std::to_string(m.rule) +
                           " row " + std::to_string(m.row + begin) + ": " + m.text);
  }
  return told;
}

void FillRows(RandomTree& tree, BatchBuilder& rows, uint32_t count) {
  for (uint32_t row = 0; row < count; ++row) {
    rows.AddRow();
    const std::vector<Attribute>& attributes = rows.type().attributes;
    for (uint32_t a = 0; a < attributes.size(); ++a) {
      if (attributes[a].multi) {
        ListView list;
        list.count = tree.Below(4);
        if (attributes[a].type == TypeKind::kString) {
          Text* texts = rows.arena().AllocateArray<Text>(list.count + 1);
          for (uint32_t i = 0; i < list.count; ++i) texts[i] = Text(rows.arena().Copy(tree.RandomText()));
          list.data = texts;
        } else {
          auto* numbers = rows.arena().AllocateArray<int32_t>(list.count + 1);
          for (uint32_t i = 0; i < list.count; ++i)
            numbers[i] = static_cast<int32_t>(tree.RandomBits(TypeKind::kInt));
          list.data = numbers;
        }
        rows.Set(a, row, list);
        continue;
      }
      if (!attributes[a].required && tree.Chance(30)) continue;
      if (attributes[a].type == TypeKind::kString || attributes[a].is_bytes()) {
        attributes[a].is_bytes() ? rows.SetBytes(a, row, tree.RandomText())
                                 : rows.SetText(a, row, tree.RandomText());
        continue;
      }
      uint64_t words[2] = {tree.RandomBits(attributes[a].type), tree.Below(2)};
      uint32_t size = SizeOf(attributes[a].type);
      std::memcpy(static_cast<char*>(rows.Data(a)) + size_t{row} * size, words, size);
      rows.SetValid(a, row);
    }
  }
}

Budget RandomBudget(RandomTree& tree) {
  Budget budget;
  budget.steps = tree.Chance(60) ? 2000 : static_cast<int64_t>(tree.Below(120));
  budget.scratch_bytes = tree.Chance(70) ? 1 << 16 : static_cast<int64_t>(tree.Below(600));
  budget.depth = static_cast<int32_t>(tree.Below(8));
  return budget;
}

bool Compare(const Told& expected, const Told& got, const std::string& what) {
  for (size_t i = 0; i < std::max(expected.lines.size(), got.lines.size()); ++i) {
    std::string left = i < expected.lines.size() ? expected.lines[i] : "(nothing)";
    std::string right = i < got.lines.size() ? got.lines[i] : "(nothing)";
    if (left == right) continue;
    ADD_FAILURE() << what << "\n  interpreter: " << left << "\n  native:      " << right;
    return false;
  }
  return true;
}

}  // namespace idx::compiler
