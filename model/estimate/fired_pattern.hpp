#pragma once

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/spool/spool_window.hpp"
#include "model/stats/memory_plan.hpp"

namespace drnn {

/// Which columns were sent in each step and layer: all that timing takes from a workload. A bit a
/// column, in the order of the weight memories: [bias?][x...][h...].
class FiredPattern {
 public:
  explicit FiredPattern(std::vector<LayerSize> layers);

  /// Every column in every step of these sequences: a dense update.
  static FiredPattern dense(std::vector<LayerSize> layers, std::vector<std::uint64_t> sequences);

  /// Appends a sequence; a step with nothing sent to the last sequence; a column to the last step.
  void begin_sequence() { sequences_.push_back(0); }
  void add_step();
  void send(std::size_t layer, int column);

  const std::vector<LayerSize>& layers() const { return layers_; }
  /// Steps of each sequence.
  const std::vector<std::uint64_t>& sequences() const { return sequences_; }
  std::uint64_t steps() const { return steps_; }

  /// Columns sent among `count` from `first` on; `step` counts over all sequences.
  int sent(std::uint64_t step, std::size_t layer, int first, int count) const;

 private:
  const std::uint64_t* row(std::uint64_t step, std::size_t layer) const;

  std::vector<LayerSize> layers_;
  std::vector<std::size_t> offset_;  ///< of a layer's bits within a step, in words
  std::size_t words_a_step_ = 0;
  std::vector<std::uint64_t> sequences_;
  std::uint64_t steps_ = 0;
  bool same_steps_ = false;          ///< last_ stands for all
  std::vector<std::uint64_t> last_;  ///< bits of the last step
  /// Those of the steps before it, and some of them that were read from a file.
  std::unique_ptr<Spool<std::uint64_t>> bits_ = std::make_unique<Spool<std::uint64_t>>();
  mutable SpoolWindow<std::uint64_t> window_;
};

/// Records the pattern of a network with the untimed cell, to which the hardware is bit-identical.
class PatternRecorder {
 public:
  /// The network is not copied and must outlive this. settings.skip must be set.
  PatternRecorder(const QuantisedNetwork& network, const NumericProfile& profile,
                  const DeltaSettings& settings);

  void begin_sequence();
  /// x: the network's inputs, activation format. Returns the last layer's h.
  const std::vector<std::int32_t>& step(const std::int16_t* x);

  /// Of the sequences so far.
  const FiredPattern& pattern() const { return pattern_; }
  /// The same, which the recorder gives away.
  FiredPattern take_pattern() { return std::move(pattern_); }
  /// Of all sequences so far.
  OverflowCounts overflows() const;

 private:
  /// The references of one layer before the step under way.
  struct References {
    std::vector<std::int32_t> x, h;
  };
  void keep_references();
  void note_layer(std::size_t layer);

  std::unique_ptr<DeltaGruNetwork> network_;
  FiredPattern pattern_;
  std::vector<References> before_;
  std::vector<std::int32_t> input_;
  OverflowCounts overflows_;
};

/// Sizes as the patterns and resources take them.
std::vector<LayerSize> layer_sizes_of(const QuantisedNetwork& network);

}  // namespace drnn
