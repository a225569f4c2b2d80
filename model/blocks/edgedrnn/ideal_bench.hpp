#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/cycle_engine.hpp"
#include "model/blocks/edgedrnn/edge_accelerator.hpp"
#include "model/blocks/edgedrnn/ideal_surroundings.hpp"

namespace drnn {

/// Cycles of one step's first and last handshakes, and totals since the reset, taken with the last
/// output handshake.
struct StepHandshakes {
  Cycle first_input = 0;
  Cycle last_input = 0;
  Cycle first_output = 0;
  Cycle last_output = 0;
  std::uint64_t columns = 0;
  std::uint64_t beats = 0;
};

/// One weight command's handshake.
struct FetchHandshake {
  Cycle cycle = 0;
  std::uint32_t address = 0;
};

/// What an accelerator is given in the conformance bench.
struct IdealWorkload {
  EdgeRegisters registers;
  std::vector<std::int16_t> weights;  ///< one value a byte, from address 0
  std::vector<std::int16_t> inputs;   ///< (steps, padded inputs)
  std::size_t steps = 0;
};

/// What came out of it.
struct IdealRecord {
  std::vector<StepHandshakes> steps;
  std::vector<FetchHandshake> fetches;
  std::vector<std::int16_t> words;  ///< (steps, units of the last layer)
};

/// The conformance bench: one EdgeDRNN accelerator between an input that is always valid, a weight
/// server that never waits and an output that is always ready.
class IdealBench {
 public:
  /// `workload` is not copied and must outlive the bench.
  IdealBench(const EdgeConfig& config, const IdealWorkload& workload, Engine engine);

  /// Runs all steps from a reset on, of one cycle; what the blocks count starts behind it. May be
  /// called again. Throws SimulationError where the accelerator stops before.
  IdealRecord run();

  CycleEngine& engine() { return engine_; }
  const EdgeAccelerator& accelerator() const { return accelerator_; }
  const IdealWeightServer& server() const { return server_; }

 private:
  void reset();
  void observe(Cycle now);
  void observe_input(Cycle now);
  void observe_output(Cycle now);

  const IdealWorkload& workload_;
  EdgeAccelerator accelerator_;
  IdealInput input_;
  IdealWeightServer server_;
  IdealOutput output_;
  CycleEngine engine_;
  IdealRecord record_;
  std::size_t input_beats_ = 0, output_beats_ = 0;  ///< seen
};

}  // namespace drnn
