#include "compiler/driver/program_cache.h"

#include "compiler/cache/cache_folder.h"
#include "compiler/native/module_image.h"
#include "compiler/native/processor.h"
#include "compiler/xml/tables.h"
#include "stdlib/registry/registry.h"

namespace idx::compiler {

namespace {

constexpr CacheKind kKind = {"IDXPROG1", ".program", 64, size_t{256} << 20};

// The digest covers the sources, the library's table and the batch layout; the build all else that the
// compiler is made of.
CacheKey KeyFor(const std::string& digest, const ProgramCache& cache) {
  return KeyOf({"program", digest, cache.build, native::ProcessorId()});
}

bool IsUsable(const ProgramCache& cache) {
  return !cache.directory.empty() && !cache.build.empty() && !native::ProcessorId().empty();
}

}  // namespace

std::optional<Compilation> LoadProgram(const std::string& directory, const ProgramCache& cache) {
  if (!IsUsable(cache)) return std::nullopt;
  auto sources = std::make_shared<SourceSet>();
  if (!xml::ReadSources(directory, *sources)) return std::nullopt;
  std::string digest = DigestOf(*sources);
  auto image = CacheFolder(cache.directory, kKind).Load(KeyFor(digest, cache));
  native::Module module;
  if (!image || !native::ReadModule(*image, directory, module) || module.program.digest != digest)
    return std::nullopt;
  module.sources = sources;
  auto program = std::make_shared<Program>(module.program);
  auto evaluator = native::Link(std::move(module), stdlib::Functions());
  if (!evaluator.ok()) return std::nullopt;
  program->evaluator = std::move(evaluator).value();
  Compilation kept;
  kept.sources = std::move(sources);
  kept.program = std::move(program);
  kept.from_cache = true;
  return kept;
}

Status KeepProgram(const native::Module& module, const ProgramCache& cache) {
  if (!IsUsable(cache)) return {};
  return CacheFolder(cache.directory, kKind)
      .Save(KeyFor(module.program.digest, cache), native::WriteModule(module));
}

}  // namespace idx::compiler
