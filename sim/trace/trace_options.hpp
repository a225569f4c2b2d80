#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drnn {

/// What `drnn run` records of the simulation beside its statistics.
struct TraceOptions {
  enum class Writer { own, systemc };

  std::optional<std::string> vcd;
  std::optional<std::string> timeline;
  std::optional<std::uint64_t> from, to;  ///< cycles since the start of the simulation, both shown
  std::optional<std::uint64_t> step;      ///< counted over all sequences, from 0
  std::optional<std::string> trigger;
  std::vector<std::string> scopes;
  Writer writer = Writer::own;

  bool any() const { return vcd || timeline; }
};

}  // namespace drnn
