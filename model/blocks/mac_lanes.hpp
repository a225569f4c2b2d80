#pragma once

#include <cstdint>
#include <string>

#include "model/blocks/accelerator_core.hpp"
#include "model/trace/signals.hpp"

namespace drnn {

/// What the lanes of one MAC channel do, for waveforms: of each PE the weight that it multiplies
/// and the sum that it adds to, once the product is added. Both are shown in the cycle that reads
/// the weight; the pipeline behind it is not.
class MacLanes {
 public:
  enum class Channel { r, u, c };

  MacLanes(const AcceleratorCore& core, const Parameters& parameters, Channel channel);

  /// The channel's name.
  const std::string& name() const { return name_; }
  void probe(Signals& signals) const;

  /// Writes weight and sum of every lane that the row group of the present cycle occupies.
  void read(std::uint64_t* values) const;

 private:
  Accumulators::Region region(Operand operand) const;

  const AcceleratorCore& core_;
  const Channel channel_;
  const std::string name_;
  const std::size_t lanes_;
  const int weight_bits_, sum_bits_;
};

}  // namespace drnn
