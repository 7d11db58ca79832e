// Diagnostics: what the compiler tells a rule author. Every id is a row of the table in table.cpp; a step
// emits one by its id and the arguments of its message. Rendering is in render.h.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/source/source.h"

namespace idx::compiler {

enum class Severity : uint8_t { kError, kWarning, kInformation };

// IDX0xxx syntax, 1xxx names and types, 2xxx nullability, effects, access, 3xxx evaluation, 4xxx
// configuration and schema, 5xxx analysis of flows and cost.
struct DiagnosticInfo {
  uint16_t id;
  Severity severity;
  std::string_view message;  // with {0}, {1} … for the arguments
  std::string_view page;     // for `idx explain-code`: why, and an example of the fix
};
// The rows, ordered by id. Never removed, ids never reused.
std::span<const DiagnosticInfo> DiagnosticTable();
// Asserts that the id exists.
const DiagnosticInfo& InfoOf(uint16_t id);

// What the text of an example is a part of.
enum class ExampleKind : uint8_t {
  kExpression,
  kMapper,         // statements of an [Inbound("Workday.User")] method
  kMembers,        // methods and fields of a static class
  kMap,            // in <Mappers object="User" to="Vault.User">
  kApplication,    // in <Application>
  kTable,          // the file of <Table name="…" path="…" key="Code" value="Name"/>
  kConfiguration,  // the whole idx.xml
};
struct DiagnosticExample {
  uint16_t id;
  ExampleKind kind;
  std::string_view wrong;  // gives the diagnostic
  std::string_view right;  // … and this, which means what was meant, gives none
};
// Ordered by id, at most one each.
std::span<const DiagnosticExample> DiagnosticExamples();

struct Note {
  Span span;
  std::string message;
};

struct Diagnostic {
  uint16_t id = 0;
  Severity severity = Severity::kError;
  Span span;
  std::string message;
  std::vector<Note> notes;
  std::string fix;  // what to write instead, if there is one answer; may be empty

  std::string Code() const;  // "IDX1042"
};

// Collects the diagnostics of one compilation; the same id at the same span is kept once. Not thread-safe.
class Diagnostics {
 public:
  // Returns the diagnostic, to add notes or a fix to; valid until the next Report.
  Diagnostic& Report(uint16_t id, Span span, std::initializer_list<std::string> arguments = {});
  const std::vector<Diagnostic>& all() const { return all_; }
  bool has_errors() const { return errors_ != 0; }
  size_t errors() const { return errors_; }
  // By file, then position, then id.
  void Sort();

 private:
  struct Key {
    uint16_t id;
    int32_t file;
    uint32_t begin;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    size_t operator()(const Key& key) const;
  };
  static Key KeyOf(uint16_t id, const Span& span) { return {id, span.file.index, span.begin}; }

  std::vector<Diagnostic> all_;
  std::unordered_map<Key, size_t, KeyHash> places_;  // of those in all_
  size_t errors_ = 0;
};

}  // namespace idx::compiler
