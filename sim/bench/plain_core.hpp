#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/accelerator_core.hpp"
#include "tlm/host_program.hpp"

namespace drnn {

/// The DRNN accelerator without anything around it: an input that always has words, an output that
/// takes all, no memory, no ports, no SystemC. What the surroundings cost is measured against it.
class PlainCore {
 public:
  /// Loads the network. Throws SimulationError where the accelerator stops.
  PlainCore(const Parameters& parameters, const QuantisedNetwork& network);

  /// Runs all sequences, each after a state reset; returns the cycles that took.
  Cycle run(const std::vector<InputSequence>& sequences, const DeltaSettings& settings);

 private:
  void offer(const std::vector<std::int16_t>& words);
  std::size_t take();
  void cycle();

  AcceleratorCore core_;
  CycleEngine engine_;
  Cycle now_ = 0;
  std::size_t offered_ = 0;
  const std::size_t hidden_;
};

}  // namespace drnn
