#include "compiler/native/module_image.h"

#include <cstring>
#include <map>
#include <type_traits>
#include <utility>
#include <vector>

namespace idx::compiler::native {

namespace {

// Every part of a struct, by a structured binding: a member that is added to one does not compile here until
// it is in the list.
template <typename A>
void Parts(A& a, auto& x, const FileId*) {
  auto& [index] = x;
  a(index);
}
template <typename A>
void Parts(A& a, auto& x, const Span*) {
  auto& [file, begin, end] = x;
  a(file, begin, end);
}

// -- the configuration
template <typename A>
void Parts(A& a, auto& x, const ConnectorSettings*) {
  auto& [type, options, where] = x;
  a(type, options, where);
}
template <typename A>
void Parts(A& a, auto& x, const JoinSettings*) {
  auto& [vault_type, unmatched] = x;
  a(vault_type, unmatched);
}
template <typename A>
void Parts(A& a, auto& x, const ProvisionSettings*) {
  auto& [enabled, on_loss, attribute, enabled_value, disabled_value] = x;
  a(enabled, on_loss, attribute, enabled_value, disabled_value);
}
template <typename A>
void Parts(A& a, auto& x, const ApplicationType*) {
  auto& [type, connector, join, provision] = x;
  a(type, connector, join, provision);
}
template <typename A>
void Parts(A& a, auto& x, const Application*) {
  auto& [name, phase, types] = x;
  a(name, phase, types);
}
template <typename A>
void Parts(A& a, auto& x, const Guards*) {
  auto& [smaller, fill, limit, percent, floor] = x;
  a(smaller, fill, limit, percent, floor);
}
template <typename A>
void Parts(A& a, auto& x, const Attribute*) {
  auto& [name, identifier, column, type, enum_id, multi, ordered, required, sensitive, keep_empty, equality,
         to, by] = x;
  a(name, identifier, column, type, enum_id, multi, ordered, required, sensitive, keep_empty, equality, to,
    by);
}
template <typename A>
void Parts(A& a, auto& x, const DerivedAttribute*) {
  auto& [attribute, through, what, last, account, by] = x;
  a(attribute, through, what, last, account, by);
}
template <typename A>
void Parts(A& a, auto& x, const ObjectType*) {
  auto& [application, name, table, attributes, key, derived] = x;
  a(application, name, table, attributes, key, derived);
}
template <typename A>
void Parts(A& a, auto& x, const EnumType::Member*) {
  auto& [name, number] = x;
  a(name, number);
}
template <typename A>
void Parts(A& a, auto& x, const EnumType*) {
  auto& [name, members] = x;
  a(name, members);
}
template <typename A>
void Parts(A& a, auto& x, const Configuration*) {
  auto& [directory, tenant, zone, version, guards, revive, types, vault, enums, applications] = x;
  a(tenant, zone, version, guards, revive, types, vault, enums, applications);  // the directory may be moved
}

// -- the program
template <typename A>
void Parts(A& a, auto& x, const SourceLocation*) {
  auto& [path, line, column] = x;
  a(path, line, column);
}
template <typename A>
void Parts(A& a, auto& x, const RuleInfo*) {
  auto& [kind, id, where, app, vault, order, stage, classification, reads_clock, reads_now] = x;
  a(kind, id, where, app, vault, order, stage, classification, reads_clock, reads_now);
}
template <typename A>
void Parts(A& a, auto& x, const LoopOutput*) {
  auto& [kind, rule, attribute, type, reads, initial, unique] = x;
  a(kind, rule, attribute, type, reads, initial, unique);
}
template <typename A>
void Parts(A& a, auto& x, const Loop*) {
  auto& [inputs, outputs, reads] = x;
  a(inputs, outputs, reads);
}
template <typename A>
void Parts(A& a, auto& x, const JoinKeyPlan*) {
  auto& [app, vault, ignore_case] = x;
  a(app, vault, ignore_case);
}
template <typename A>
void Parts(A& a, auto& x, const JoinRulePlan*) {
  auto& [rule, predicate, probes] = x;
  a(rule, predicate, probes);
}
template <typename A>
void Parts(A& a, auto& x, const ApplicationPlan*) {
  auto& [type, joins, inbound, imports, inbounds, outbounds, exports, digest, provision, provision_rule,
         outbound] = x;
  a(type, joins, inbound, imports, inbounds, outbounds, exports, digest, provision, provision_rule, outbound);
}
template <typename A>
void Parts(A& a, auto& x, const VaultPlan*) {
  auto& [type, classify] = x;
  a(type, classify);
}
template <typename A>
void Parts(A& a, auto& x, const Program*) {
  auto& [configuration, digest, rules, loops, applications, vault, evaluator] = x;
  a(digest, rules, loops, applications, vault);
}

// -- what native code needs
template <typename A>
void Parts(A& a, auto& x, const typed::LoopFunction*) {
  auto& [function, rule, slots, target, first_output, output_count] = x;
  a(function, rule, slots, target, first_output, output_count);
}
template <typename A>
void Parts(A& a, auto& x, const typed::LoopCode*) {
  auto& [functions] = x;
  a(functions);
}
template <typename A>
void Parts(A& a, auto& x, const ValueType*) {
  auto& [kind, nullable, element, id, element_nullable] = x;
  a(kind, nullable, element, id, element_nullable);
}
template <typename A>
void Parts(A& a, auto& x, const Shape*) {
  auto& [kind, parts, names, name] = x;
  a(kind, parts, names, name);
}
template <typename A>
void Parts(A& a, auto& x, const ShapeTable*) {
  auto& [shapes, types] = x;
  a(shapes, types);
}
template <typename A>
void Parts(A& a, auto& x, const typed::Static*) {
  auto& [name, type, function, table] = x;
  a(name, type, function, table);
}

template <typename A>
void Parts(A& a, auto& x, const Module*) {
  auto& [program, code, loops, statics, initialisers, shapes, sites, object, sources] = x;
  a(program, code, loops, statics, initialisers, shapes, sites, object);
}

class Writer {
 public:
  template <typename... T>
  void operator()(const T&... parts) {
    (Put(parts), ...);
  }
  std::string Take() { return std::move(out_); }

 private:
  void Put(const std::string& text) {
    Count(text.size());
    out_ += text;
  }
  template <typename T>
  void Put(const std::vector<T>& items) {
    Count(items.size());
    for (const T& item : items) Put(item);
  }
  void Put(const std::map<std::string, std::string>& map) {
    Count(map.size());
    for (const auto& [key, value] : map) (*this)(key, value);
  }
  void Put(const std::shared_ptr<const stdlib::FrozenDictionary>& table) {
    Put(table != nullptr);
    if (table != nullptr) (*this)(table->ignore_case(), table->pairs().bytes, table->pairs().ends);
  }
  template <typename T>
  void Put(const T& part) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>)
      out_.append(reinterpret_cast<const char*>(&part), sizeof part);
    else
      Parts(*this, part, static_cast<const T*>(nullptr));
  }
  void Count(size_t count) { Put(static_cast<uint64_t>(count)); }

  std::string out_;
};

// After the first read past the end everything is empty, and ok() is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}
  template <typename... T>
  void operator()(T&... parts) {
    (Get(parts), ...);
  }
  bool ok() const { return ok_; }
  bool at_end() const { return rest_.empty(); }

 private:
  void Get(std::string& text) {
    size_t size = Count();
    text.assign(rest_.substr(0, size));
    rest_.remove_prefix(size);
  }
  template <typename T>
  void Get(std::vector<T>& items) {
    size_t count = Count();
    items.clear();
    for (size_t i = 0; i < count && ok_; ++i) Get(items.emplace_back());
  }
  void Get(std::map<std::string, std::string>& map) {
    size_t count = Count();
    for (size_t i = 0; i < count && ok_; ++i) {
      std::string key, value;
      (*this)(key, value);
      map.emplace(std::move(key), std::move(value));
    }
  }
  void Get(std::shared_ptr<const stdlib::FrozenDictionary>& table) {
    bool there = false, ignore_case = false;
    stdlib::TextPairs pairs;
    Get(there);
    if (!there) return;
    (*this)(ignore_case, pairs.bytes, pairs.ends);
    if (ok_) table = stdlib::FrozenDictionary::Make(std::move(pairs), ignore_case);
    if (table == nullptr) Fail();
  }
  void Get(bool& flag) {
    uint8_t byte = 0;
    Get(byte);
    flag = byte != 0;
  }
  template <typename T>
  void Get(T& part) {
    if constexpr (std::is_arithmetic_v<T> || std::is_enum_v<T>) {
      if (rest_.size() < sizeof part) return Fail();
      std::memcpy(&part, rest_.data(), sizeof part);
      rest_.remove_prefix(sizeof part);
    } else {
      Parts(*this, part, static_cast<const T*>(nullptr));
    }
  }
  // No item takes less than a byte.
  size_t Count() {
    uint64_t count = 0;
    Get(count);
    if (count <= rest_.size()) return static_cast<size_t>(count);
    Fail();
    return 0;
  }
  void Fail() {
    ok_ = false;
    rest_ = {};
  }

  std::string_view rest_;
  bool ok_ = true;
};

}  // namespace

std::string WriteModule(const Module& module) {
  Writer write;
  write(*module.program.configuration, module);
  return write.Take();
}

bool ReadModule(std::string_view image, const std::string& directory, Module& module) {
  auto configuration = std::make_shared<Configuration>();
  Reader read(image);
  read(*configuration, module);
  configuration->directory = directory;
  module.program.configuration = std::move(configuration);
  return read.ok() && read.at_end();
}

}  // namespace idx::compiler::native
