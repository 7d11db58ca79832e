// Connectors by type ("csv", "ldif"). Each connector adds itself through one function that the program calls.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "connectors/sdk/connector.h"
#include "connectors/sdk/options.h"

namespace idx::connectors {

// Filled before use; then thread-safe.
class ConnectorRegistry {
 public:
  using Factory = std::function<Result<std::unique_ptr<Connector>>(const Options&)>;

  void Add(const std::string& type, Factory factory) { factories_[type] = std::move(factory); }
  // Error: unknown type (the message lists the known ones), wrong options. Reaches out to nothing.
  Result<std::unique_ptr<Connector>> Create(const std::string& type, const Options& options) const;

 private:
  std::map<std::string, Factory> factories_;
};

}  // namespace idx::connectors
