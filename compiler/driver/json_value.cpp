#include "compiler/driver/json_value.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/batch/objects.h"
#include "base/value/base64.h"
#include "base/value/cells.h"
#include "base/value/date_format.h"
#include "base/value/decimal.h"
#include "base/value/guid.h"
#include "base/value/number_format.h"
#include "base/value/utf.h"
#include "stdlib/pattern/regex_objects.h"

namespace idx::compiler {

using stdlib::Slot;
using typed::Type;

namespace {

using Json = nlohmann::ordered_json;

class Writer {
 public:
  explicit Writer(const typed::Program& program) : program_(program) {}

  void Append(const Type& type, const Slot& value) {
    if (!value.present || type.kind == TypeKind::kVoid) {
      out_ += "null";
      return;
    }
    switch (type.kind) {
      case TypeKind::kBool:
        out_ += stdlib::FromSlot<bool>(value) ? "true" : "false";
        break;
      case TypeKind::kInt:
        AppendInteger(out_, stdlib::FromSlot<int32_t>(value));
        break;
      case TypeKind::kLong:
        AppendInteger(out_, stdlib::FromSlot<int64_t>(value));
        break;
      case TypeKind::kDouble:
        Real(stdlib::FromSlot<double>(value));
        break;
      case TypeKind::kDecimal:
        AppendDecimal(out_, stdlib::FromSlot<Decimal>(value));
        break;
      case TypeKind::kChar:
        Character(stdlib::FromSlot<Char>(value));
        break;
      case TypeKind::kString: {
        Text text = stdlib::FromSlot<Text>(value);
        AppendJsonString(out_, text.view());
        break;
      }
      case TypeKind::kEnum:
        Enum(type.id, stdlib::FromSlot<int32_t>(value));
        break;
      case TypeKind::kList:
        List(type, value);
        break;
      case TypeKind::kObject:
        Object(value);
        break;
      case TypeKind::kByte:
        AppendInteger(out_, stdlib::FromSlot<uint8_t>(value));
        break;
      case TypeKind::kListObject: {
        const auto* list = reinterpret_cast<const ListObject*>(value.lo);
        Cells(program_.shapes.ElementOf(type), list->cells, list->count);
        break;
      }
      case TypeKind::kTuple:
        Tuple(type, value);
        break;
      case TypeKind::kOpaque:
        Found(static_cast<stdlib::LibraryClass>(type.id), value);
        break;
      case TypeKind::kDictionary:
      case TypeKind::kSet:
        Map(type, value);
        break;
      default:
        Quoted(type.kind, value);
        break;
    }
  }
  std::string Take() { return std::move(out_); }

 private:
  void Real(double value) {
    if (std::isfinite(value)) {
      AppendDouble(out_, value);
      return;
    }
    std::string name;
    AppendDouble(name, value);
    AppendJsonString(out_, name);
  }

  // Matches and groups are shown as their text.
  void Found(stdlib::LibraryClass object, const Slot& value) {
    auto part = [&](const stdlib::Match& match, uint32_t from, uint32_t length) {
      std::u16string units = ToUtf16(match.input.view());
      AppendJsonString(out_, FromUtf16(std::u16string_view(units).substr(from, length)));
    };
    if (object == stdlib::LibraryClass::kMatch) {
      const auto* match = reinterpret_cast<const stdlib::Match*>(value.lo);
      return part(*match, match->index(), match->length());
    }
    if (object == stdlib::LibraryClass::kGroup) {
      const auto* group = reinterpret_cast<const stdlib::Group*>(value.lo);
      return part(*group->match, group->index(), group->length());
    }
    AppendJsonString(out_, "");
  }

  void Character(Char c) {
    char bytes[4];
    AppendJsonString(out_, {bytes, EncodeTo(c.unit, bytes)});
  }

  void Quoted(TypeKind kind, const Slot& value) {
    std::string text;
    if (kind == TypeKind::kDateTime)
      AppendIso8601(text, stdlib::FromSlot<DateTime>(value));
    else if (kind == TypeKind::kDateOnly)
      AppendIso8601(text, stdlib::FromSlot<DateOnly>(value));
    else if (kind == TypeKind::kTimeSpan)
      AppendTimeSpan(text, stdlib::FromSlot<TimeSpan>(value), "c");
    else if (kind == TypeKind::kGuid)
      AppendGuid(text, stdlib::FromSlot<Guid>(value), 'D');
    AppendJsonString(out_, text);
  }

  // "<Encoding utf-8>": these have no text in rules.
  static std::string NameOfOpaque(const std::string& type, int32_t number) {
    static constexpr std::string_view kEncodings[] = {"utf-8",    "utf-16",     "utf-16BE",
                                                      "us-ascii", "iso-8859-1", "utf-32"};
    static constexpr std::string_view kCultures[] = {"invariant", "tr", "az", "lt", "nl"};
    std::string_view name;
    auto at = static_cast<size_t>(number);
    if (type == "Encoding" && at < std::size(kEncodings)) name = kEncodings[at];
    if ((type == "CultureInfo" || type == "TextInfo") && at < std::size(kCultures)) name = kCultures[at];
    if (type == "StringComparer")
      for (const stdlib::LibraryMember& member :
           stdlib::InfoOf(stdlib::LibraryType::kStringComparison).members)
        if (member.number == number) name = member.name;
    return "<" + type + (name.empty() ? "" : " ") + std::string(name) + ">";
  }

  // By name; flags as C# prints them: "None, Trim".
  void Enum(int32_t id, int32_t number) {
    const typed::EnumInfo& info = program_.enums[static_cast<size_t>(id)];
    if (info.opaque) return AppendJsonString(out_, NameOfOpaque(info.type.name, number));
    std::string names;
    int32_t rest = number;
    for (const EnumType::Member& member : info.type.members) {
      if (member.number == number) return AppendJsonString(out_, member.name);
      if (!info.flags || member.number == 0 || (rest & member.number) != member.number) continue;
      names += (names.empty() ? "" : ", ") + member.name;
      rest &= ~member.number;
    }
    if (!names.empty() && rest == 0) return AppendJsonString(out_, names);
    AppendInteger(out_, number);
  }

  void List(const Type& type, const Slot& value) {
    auto view = stdlib::FromSlot<ListView>(value);
    Cells(program_.shapes.ElementOf(type), view.data, view.is_null() ? 0 : view.count);
  }

  void Cells(const Type& element, const void* cells, uint32_t count) {
    if (element.kind == TypeKind::kByte && !element.nullable)
      return AppendJsonString(out_, EncodeBase64({static_cast<const char*>(cells), count}));
    uint32_t size = CellSize(element.kind, element.nullable);
    out_ += '[';
    for (uint32_t i = 0; i < count; ++i) {
      if (i != 0) out_ += ',';
      Append(element,
             LoadCell(element.kind, element.nullable, static_cast<const char*>(cells) + size_t{i} * size));
    }
    out_ += ']';
  }

  // A grouping is shown as its elements, everything else as its fields.
  void Tuple(const Type& type, const Slot& value) {
    const Shape& shape = program_.shapes.ShapeOf(type);
    const auto* fields = reinterpret_cast<const Slot*>(value.lo);
    if (shape.name == "IGrouping") return Append(shape.parts[1], fields[1]);
    bool record = !shape.name.empty() && shape.name != "KeyValuePair";
    out_ += record ? '{' : '[';
    for (size_t i = 0; i < shape.parts.size(); ++i) {
      if (i != 0) out_ += ',';
      if (record) {
        AppendJsonString(out_, shape.names[i]);
        out_ += ':';
      }
      Append(shape.parts[i], fields[i]);
    }
    out_ += record ? '}' : ']';
  }

  // A dictionary as an object, a set as an array; in the order of adding.
  void Map(const Type& type, const Slot& value) {
    const Shape& shape = program_.shapes.ShapeOf(type);
    const auto* map = reinterpret_cast<const MapObject*>(value.lo);
    bool set = type.kind == TypeKind::kSet;
    out_ += set ? '[' : '{';
    bool first = true;
    for (uint32_t i = 0; i < map->used; ++i) {
      if (map->removed != nullptr && map->removed[i] != 0) continue;
      if (!std::exchange(first, false)) out_ += ',';
      if (set) {
        Append(shape.parts[0], map->keys[i]);
        continue;
      }
      Key(shape.parts[0], map->keys[i]);
      out_ += ':';
      Append(shape.parts[1], map->values[i]);
    }
    out_ += set ? ']' : '}';
  }

  // JSON's names are texts.
  void Key(const Type& type, const Slot& value) {
    Writer writer(program_);
    writer.Append(type, value);
    std::string text = writer.Take();
    if (text.starts_with('"'))
      out_ += text;
    else
      AppendJsonString(out_, text);
  }

  void Object(const Slot& value) {
    const auto* boxed = reinterpret_cast<const Boxed*>(value.lo);
    Slot inner{boxed->lo, boxed->hi, boxed->present};
    Append(Type{boxed->kind}, inner);
  }

  const typed::Program& program_;
  std::string out_;
};

Error Refused(const std::string& name, const std::string& why) {
  return Error{Origin::kInput, "--json: member '" + name + "' " + why};
}

class VariableReader {
 public:
  explicit VariableReader(JsonVariables& out) : out_(out) {}

  Status Add(const std::string& name, const Json& value) {
    Type type;
    Slot slot;
    if (value.is_null()) {
      type = Type{TypeKind::kString, true};
      slot.present = false;
    } else if (value.is_array()) {
      IDX_TRY(Array(name, value, type, slot));
    } else {
      type = Type{KindOf(value)};
      if (type.kind == TypeKind::kError)
        return Refused(name,
                       "is an object: name its fields one by one, or give them as members of their own");
      slot = Scalar(value, type.kind);
    }
    out_.variables.push_back({name, type});
    out_.values.push_back(slot);
    return {};
  }

 private:
  static TypeKind KindOf(const Json& value) {
    if (value.is_boolean()) return TypeKind::kBool;
    if (value.is_string()) return TypeKind::kString;
    if (value.is_number_unsigned() && value.get<uint64_t>() > uint64_t{std::numeric_limits<int64_t>::max()})
      return TypeKind::kDouble;
    if (value.is_number_integer()) {
      auto number = value.get<int64_t>();
      bool small =
          number >= std::numeric_limits<int32_t>::min() && number <= std::numeric_limits<int32_t>::max();
      return small ? TypeKind::kInt : TypeKind::kLong;
    }
    return value.is_number() ? TypeKind::kDouble : TypeKind::kError;
  }

  Slot Scalar(const Json& value, TypeKind kind) {
    switch (kind) {
      case TypeKind::kBool:
        return stdlib::ToSlot(value.get<bool>());
      case TypeKind::kInt:
        return stdlib::ToSlot(value.get<int32_t>());
      case TypeKind::kLong:
        return stdlib::ToSlot(value.get<int64_t>());
      case TypeKind::kDouble:
        return stdlib::ToSlot(value.get<double>());
      default:
        return stdlib::ToSlot(Text(out_.texts.emplace_back(value.get<std::string>())));
    }
  }

  Status Array(const std::string& name, const Json& array, Type& type, Slot& slot) {
    TypeKind element = array.empty() ? TypeKind::kString : TypeKind::kError;
    for (const Json& value : array) {
      TypeKind kind = KindOf(value);
      bool numbers = kind >= TypeKind::kInt && kind <= TypeKind::kDouble && element >= TypeKind::kInt &&
                     element <= TypeKind::kDouble;
      if (kind == TypeKind::kError) return Refused(name, "holds null, an array or an object");
      if (element == TypeKind::kError)
        element = kind;
      else if (numbers)
        element = std::max(element, kind);
      else if (element != kind)
        return Refused(name, "holds values of several types");
    }
    uint32_t size = SizeOf(element);
    char* data = out_.memory.Allocate(size_t{size} * array.size() + 1);
    for (size_t i = 0; i < array.size(); ++i) {
      Slot value = Scalar(array[i], element);
      std::memcpy(data + i * size, &value, size);
    }
    type = Type{TypeKind::kList, false, element};
    ListView view{data, static_cast<uint32_t>(array.size()), 0};
    std::memcpy(&slot, &view, sizeof(view));
    return {};
  }

  JsonVariables& out_;
};

}  // namespace

void AppendJsonString(std::string& out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  out += '"';
  auto escape = [&](char32_t unit) {
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) out += kHex[(unit >> shift) & 15];
  };
  for (size_t at = 0; at < text.size();) {
    Decoded decoded = DecodeAt(text, at);
    if (decoded.code == '"' || decoded.code == '\\') {
      out += '\\';
      out += static_cast<char>(decoded.code);
    } else if (decoded.code == '\n') {
      out += "\\n";
    } else if (decoded.code == '\t') {
      out += "\\t";
    } else if (decoded.code == '\r') {
      out += "\\r";
    } else if (decoded.code < 0x20 || IsSurrogate(decoded.code)) {
      escape(decoded.code);
    } else {
      char bytes[4];
      out.append(bytes, EncodeTo(decoded.code, bytes));
    }
    at += decoded.length;
  }
  out += '"';
}

std::string ToJson(const typed::Program& program, const Type& type, const Slot& value) {
  Writer writer(program);
  writer.Append(type, value);
  return writer.Take();
}

Status ReadVariables(std::string_view json, JsonVariables& out) {
  try {
    Json parsed = Json::parse(json);
    if (!parsed.is_object())
      return Error{Origin::kInput, "--json: give one JSON object, such as '{\"name\": \"Ann\"}'"};
    VariableReader reader(out);
    for (const auto& [name, value] : parsed.items()) IDX_TRY(reader.Add(name, value));
    return {};
  } catch (const nlohmann::json::exception& e) {
    // The library begins with the name of its exception, in brackets.
    std::string why = e.what();
    if (size_t end = why.find("] "); why.starts_with('[') && end != std::string::npos) why.erase(0, end + 2);
    return Error{Origin::kInput, "--json holds no JSON object: " + why};
  }
}

}  // namespace idx::compiler
