#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/network.hpp"
#include "model/config/parameters.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn {

/// The cycles of a dense run, `ZynqSystem::Result::statistics.total_cycles` of it.
///
/// A dense step always does the same work. Where nothing but that decides its time, a run of the
/// first steps tells all: the later steps take what its last did. That is taken to be so where all
/// of these hold, and otherwise every step is simulated:
/// - DRNN, one sequence in one pair of transfers (the host's part between sequences differs with
///   the DRAM's refreshes; EdgeDRNN's weights come from there);
/// - the first steps, over several refreshes and rows of the DRAM, are alike from the
///   kUnlikeSteps-th on;
/// - meanwhile each memory port was idle half the time at least, the DRAM too, and the DMAs waited
///   for responses in an eighth of it at most, so that no backlog can build up.
class DenseReference {
 public:
  static constexpr std::uint64_t kUnlikeSteps = 8;
  static constexpr std::uint64_t kLeastSteps = 64;
  static constexpr std::uint64_t kRefreshes = 4;

  /// All are referred to and must outlive this.
  DenseReference(ZynqSystem& system, const Parameters& parameters, const QuantisedNetwork& network,
                 const std::vector<InputSequence>& sequences);

  /// Throws what ZynqSystem::run() throws.
  std::uint64_t cycles();

  /// Steps that cycles() has simulated.
  std::uint64_t simulated_steps() const { return simulated_steps_; }

 private:
  bool may_repeat() const;
  std::uint64_t of_first_steps();
  std::uint64_t of_all_steps();
  std::uint64_t first_steps() const;
  ZynqSystem::Result run(const std::vector<InputSequence>& sequences);

  ZynqSystem& system_;
  const Parameters& parameters_;
  const QuantisedNetwork& network_;
  const std::vector<InputSequence>& sequences_;
  std::uint64_t simulated_steps_ = 0;
};

}  // namespace drnn
