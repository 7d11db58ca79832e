#include "connectors/sdk/registry.h"

#include <fmt/format.h>

namespace idx::connectors {

Result<std::unique_ptr<Connector>> ConnectorRegistry::Create(const std::string& type,
                                                             const Options& options) const {
  auto found = factories_.find(type);
  if (found != factories_.end()) return found->second(options);
  std::string known;
  for (const auto& [name, factory] : factories_) known += (known.empty() ? "" : ", ") + name;
  return Error{Origin::kConfiguration,
               fmt::format("there is no connector of type \"{}\"; there are {}", type, known)};
}

}  // namespace idx::connectors
