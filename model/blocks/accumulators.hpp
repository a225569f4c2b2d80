#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/arith/unit_activation.hpp"
#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/blocks/ramp.hpp"

namespace drnn {

/// Accumulators M_r, M_u, M_cx and M_ch of every layer, units of 2^-(F+W) less their scales, and
/// the memory of their initial values.
///
/// M_r, M_u, M_cx and M_ch are memories of their own, each banked over the PEs: row i with PE
/// i mod pe.
///
/// Timing contract: the MAC channels read, add and write one row a PE and cycle; the activation
/// pipeline reads its lanes' rows. The sequencer keeps the two apart, so one read port suffices.
/// A state reset copies the initial values, one row a PE and cycle. The words are counted all at
/// once: those of a column in its cycle of issue (3H read, 3H written), of a group of units in its
/// own (4 read a unit), of a state reset in its first (4H written a layer); alike whether a PE
/// keeps its only row in a register or several in memory.
///
/// Causes: busy (a row group of a column is issued, rows are read for the activation, an initial
/// value is loaded, or a reset), idle.
class Accumulators : public ClockedBlock {
 public:
  enum class Cause { busy, idle };
  /// Regions in the order of the load image.
  enum Region { kR = 0, kU = 1, kCx = 2, kCh = 3 };
  static constexpr int kRegions = 4;

  Accumulators(const ControlLines& control, const NumericProfile& profile, int pe_per_channel);

  void resize(const NetworkShape& shape);

  /// Sets the initial value (bias format) of word `offset` of the layer's 4H, region after region.
  void write_initial(std::size_t layer, std::size_t offset, std::int32_t bias);

  /// The regions of a layer follow one another.
  std::int64_t* region(std::size_t layer, Region region) {
    return layers_[layer].values.data() + static_cast<std::size_t>(region) * layers_[layer].hidden;
  }
  const std::int64_t* region(std::size_t layer, Region region) const {
    return layers_[layer].values.data() + static_cast<std::size_t>(region) * layers_[layer].hidden;
  }
  /// The accumulators of a layer's units.
  UnitSums sums(std::size_t layer) const {
    return {region(layer, kR), region(layer, kU), region(layer, kCx), region(layer, kCh)};
  }
  /// Books the four reads of each of `units` units a cycle, in `cycles` cycles from `now` on.
  void count_units(int units, Cycle now, Cycle cycles);
  /// The counts to which who reads them adds the reads' overflows.
  OverflowCounts& read_overflows() { return overflows_; }

  /// Holds the read port for `cycles` cycles from `now` on: rows of a group that count_units()
  /// books only with the last of them.
  void hold_port(Cycle now, Cycle cycles) {
    busy_until_ = now + cycles;
    book_access();
  }

  /// Books the reads and writes of one column, 3H words each, in `row_groups` cycles from `now` on.
  void count_column(std::size_t layer, Cycle now, Cycle row_groups);

  /// Of the reads for an activation.
  const OverflowCounts& overflows() const { return overflows_; }
  std::uint64_t read_bits() const { return (reads_ - unit_reads_.from(cycle())) * bits_; }
  std::uint64_t written_bits() const { return writes_ * bits_; }

  void evaluate(Cycle now) override;
  Cycle next_event() const override { return cycle() < busy_until_ ? busy_until_ : kNever; }
  std::string describe() const override {
    return cycle() < busy_until_ ? "accessed" : "not accessed";
  }
  void clear_statistics() override;

 private:
  struct Layer {
    std::size_t hidden = 0;
    LayerScales scales;
    std::vector<std::int64_t> values;
    std::vector<std::int64_t> initial;
  };
  void initialise();
  /// One in this cycle at least.
  void book_access() {
    busy_until_ = std::max(busy_until_, cycle() + 1);
    attribute(Cause::busy, resetting_ ? kNever : busy_until_, Cause::idle);
  }

  const ControlLines& control_;
  const NumericProfile profile_;
  const std::uint64_t bits_;
  const int pe_per_channel_;
  std::vector<Layer> layers_;
  std::uint64_t reads_ = 0, writes_ = 0;  ///< once all is read of
  Ramp unit_reads_;                       ///< the latest run of groups
  OverflowCounts overflows_;
  bool resetting_ = false;
  Cycle busy_until_ = 0;
};

}  // namespace drnn
