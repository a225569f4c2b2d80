#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/network_shape.hpp"

namespace drnn {

/// Weight BRAM banks: one bank a PE and channel, column-major. Row i of a gate lies in the bank of
/// PE i mod pe_per_channel, so a column is read in ceil(H/pe) consecutive cycles, three gates at
/// once. All banks share one address, so words of several PEs may lie side by side in a block RAM;
/// the words of PEs that hold no row of the group are not counted as read.
///
/// Timing contract: one row group a cycle; the word read in cycle c reaches the multipliers in
/// cycle c + weights.read_latency_cycles. The write port is used only while weights are loaded.
///
/// Causes: busy (a row group is read or a word written), idle.
class WeightBanks : public ClockedBlock {
 public:
  enum class Cause { busy, idle };

  WeightBanks(int pe_per_channel, int weight_bits);

  void resize(const NetworkShape& shape);

  /// Column `column` of `layer`: r(H) u(H) c(H).
  const std::int16_t* column(std::size_t layer, int column) const {
    return layers_[layer].words.data() + static_cast<std::size_t>(column) * layers_[layer].stride;
  }
  /// Writes `count` words of a layer's columns from `offset` on, in the order in which they are
  /// stored.
  void write(std::size_t layer, std::size_t offset, const std::int16_t* words, std::size_t count);

  /// Cycles that a column of `layer` takes.
  Cycle row_groups(std::size_t layer) const { return layers_[layer].row_groups; }

  /// Starts reading a column of `layer` in cycle `now`: rows_per_pe row groups.
  void begin_column(std::size_t layer, Cycle now);

  std::uint64_t read_bits() const;

  void evaluate(Cycle) override {}
  Cycle next_event() const override { return cycle() < busy_until_ ? busy_until_ : kNever; }
  std::string describe() const override;
  void clear_statistics() override;

 private:
  struct Layer {
    std::vector<std::int16_t> words;
    std::size_t stride = 0;  ///< words a column: 3H
    Cycle row_groups = 0;
  };
  const int pe_per_channel_;
  const int weight_bits_;
  std::vector<Layer> layers_;
  Cycle busy_until_ = 0;
  std::uint64_t words_read_ = 0;
};

}  // namespace drnn
