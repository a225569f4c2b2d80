#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/arith/network.hpp"
#include "model/blocks/accumulators.hpp"
#include "model/blocks/clocked_block.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/blocks/weight_banks.hpp"

namespace drnn {

/// The words that the weight loader expects, as the host puts them into memory: for each layer the
/// 4H initial accumulators (M_r, M_u, M_cx, M_ch; bias format, 32 bits, low half first), then the
/// columns [bias?][x...][h...], each r(H) u(H) c(H).
std::vector<std::int16_t> load_image(const QuantisedNetwork& network);

/// Weight loader: while the load register is set it takes the input stream and writes it into the
/// weight banks and the memory of initial accumulators.
///
/// Timing contract: up to `words_per_cycle` words a cycle, as far as the input FIFO holds them at
/// the start of the cycle; writing costs nothing beyond. Loading ends in the cycle of the last
/// word.
///
/// Causes: busy (words were taken), input_wait (loading, none there), idle (not loading).
class WeightLoader : public ClockedBlock {
 public:
  enum class Cause { busy, input_wait, idle };

  WeightLoader(int words_per_cycle, const NetworkShape& shape, WordFifo& input,
               WeightBanks& weights, Accumulators& accumulators);

  /// Starts to load a network of the shape in the registers; called between cycles.
  void begin();
  bool loading() const { return loading_; }

  void evaluate(Cycle now) override;
  void probe(Signals& signals) const override;
  std::string describe() const override;

 private:
  std::size_t take_words();
  void take(const std::int16_t* words, std::size_t count);
  void take_initial(std::int16_t word);
  void begin_layer(std::size_t layer);

  const std::size_t words_per_cycle_;
  const NetworkShape& shape_;
  WordFifo& input_;
  WeightBanks& weights_;
  Accumulators& accumulators_;
  bool loading_ = false;
  std::size_t layer_ = 0;
  std::size_t position_ = 0;                   ///< words of the layer taken
  std::size_t initial_ = 0, weights_end_ = 0;  ///< where its initial accumulators and weights end
  std::int16_t low_half_ = 0;
  std::vector<std::int16_t> words_;  ///< on their way
};

}  // namespace drnn
