#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/stats/resources.hpp"
#include "model/stats/run_statistics.hpp"

namespace drnn {

/// What a piece of work belongs to, whenever it is done: phases overlap in time.
enum class Phase {
  scan,        ///< deltas: comparison, references, delta FIFOs
  mxv,         ///< columns times deltas
  activation,  ///< sums to h
  transfer,    ///< to and from the memory
  host,        ///< register accesses
  reset,       ///< state resets inside the run
  whole_run,   ///< drawn all the time, and no phase's own
};
const char* to_string(Phase phase);
const std::vector<Phase>& phases();

/// Which constant of a table an access costs.
enum class Price {
  none,           ///< counted only: its energy is in another access
  in_multiplier,  ///< the sum's register inside the multiply-accumulator: none of its own
  multiply,
  accumulate,
  add,
  lookup,
  block_ram,
  distributed_ram,
  registers,
  axi,
};

/// How often a thing of one width was done.
struct Access {
  std::string_view component;  ///< of static storage
  std::string operation;
  Phase phase = Phase::whole_run;
  Price price = Price::none;
  std::uint64_t count = 0;
  int width_bits = 0;
  int second_width_bits = 0;  ///< of a product: the other operand

  std::uint64_t bits() const { return count * static_cast<std::uint64_t>(width_bits); }
};

/// Everything that energy is computed from.
struct AccessCounts {
  std::vector<Access> accesses;  ///< of the accelerator, its streams and the ports
  DdrCounts ddr;
  int ddr_chips = 0;
  /// Clocked the whole time, used or not.
  std::uint64_t cycles = 0;
  std::int64_t period_ps = 0;
  std::int64_t flip_flops = 0, luts = 0, dsp = 0;
  double bram36 = 0;
  std::string device;

  double time_s() const;
};

/// Counts and widths of one run. Bits of weights, states and sums add up to those that the
/// statistics give, where `operation` does not begin with "copy": a copy of h a further reader is
/// written together with the first, which the statistics count once.
///
/// Deltas are counted as they enter and leave the FIFOs, but not the zero entries that carry
/// EdgeDRNN's last flag: at most two a layer and step. Stream FIFOs are counted in words of an
/// activation, the DataMover's buffer and the ports in beats.
AccessCounts count_accesses(const RunStatistics& run, const Parameters& parameters,
                            const std::vector<LayerSize>& layers, const Resources& resources);

}  // namespace drnn
