#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/blocks/ramp.hpp"

namespace drnn {

/// State memories: h of every layer and the delta unit's references xh and hh (h and x as last
/// sent). Banked as wide as the widest access, and h is kept in a copy a reader (activation
/// pipeline and each delta unit), all written together, so every block reads and writes its lanes
/// without conflict. Accesses are counted once, not once a copy.
///
/// Timing contract: an h written in cycle c is read from cycle c+1 on. A state reset clears all
/// memories while the sequencer holds its reset line; how long that takes is the sequencer's
/// contract. It writes every word once, which is counted in its first cycle. The reference of the
/// bias column is a register beside the memories: its accesses are none of theirs.
///
/// Causes: busy (an access or a reset), idle.
class StateMemory : public ClockedBlock {
 public:
  enum class Cause { busy, idle };

  StateMemory(const ControlLines& control, int word_bits);

  /// Sizes the memories and clears them.
  void resize(const NetworkShape& shape);

  /// How many h values of `layer` have been written since the reset, over all steps, and are
  /// visible: H a step.
  std::uint64_t written(std::size_t layer) const {
    return layers_[layer].written - layers_[layer].publishing.from(cycle());
  }

  /// h of unit `first` and of those behind it.
  const std::int16_t* h_from(std::size_t layer, int first) const {
    return layers_[layer].h.data() + first;
  }
  std::int32_t h(std::size_t layer, int i) const { return layers_[layer].h[at(i)]; }
  void write_h(std::size_t layer, int i, std::int32_t value) {
    layers_[layer].h[at(i)] = static_cast<std::int16_t>(value);
  }
  /// From unit `first` on.
  void write_h(std::size_t layer, int first, const std::int16_t* values, int count) {
    std::copy_n(values, count, layers_[layer].h.begin() + first);
  }
  /// `waiter` has nothing to do until more h of any layer are visible.
  void await_h(const ClockedBlock& waiter) {
    written_bell_.await(waiter);
    if (published_until_ > cycle()) written_bell_.ring(*this);  // some come in this cycle
  }
  /// Makes `count` more h values of `layer` visible in this cycle and in each of the next ones,
  /// `cycles` in all.
  void publish_h(std::size_t layer, int count, Cycle cycles = 1);

  std::int32_t bias_reference(std::size_t layer) const { return layers_[layer].bias_reference; }
  void set_bias_reference(std::size_t layer, std::int32_t v) { layers_[layer].bias_reference = v; }
  std::int32_t x_reference(std::size_t layer, int i) const { return layers_[layer].xh[at(i)]; }
  std::int32_t h_reference(std::size_t layer, int i) const { return layers_[layer].hh[at(i)]; }
  void set_x_reference(std::size_t layer, int i, std::int32_t value) {
    layers_[layer].xh[at(i)] = static_cast<std::int16_t>(value);
  }
  void set_h_reference(std::size_t layer, int i, std::int32_t value) {
    layers_[layer].hh[at(i)] = static_cast<std::int16_t>(value);
  }
  /// References of element `first` and of those behind it.
  std::int16_t* x_references(std::size_t layer, int first) {
    return layers_[layer].xh.data() + first;
  }
  std::int16_t* h_references(std::size_t layer, int first) {
    return layers_[layer].hh.data() + first;
  }

  /// Books accesses of `words` state words in this cycle.
  void count_reads(int words) { count(reads_, words); }
  void count_writes(int words) { count(writes_, words); }
  /// In this cycle and in each of the next ones, `cycles` in all, by who does it for nobody else.
  void count_reads_over(Cycle cycles, int words) { count_over(reads_, cycles, words); }
  void count_writes_over(Cycle cycles, int words) { count_over(writes_, cycles, words); }
  /// Something happens in the next cycle, too, as was said before.
  bool moves_on() const { return busy_until_ > cycle(); }

  std::uint64_t read_bits() const { return bits_of(reads_); }
  std::uint64_t written_bits() const { return bits_of(writes_); }

  void evaluate(Cycle now) override;
  void probe(Signals& signals) const override;
  std::string describe() const override;
  void clear_statistics() override;

 private:
  struct Layer {
    std::vector<std::int16_t> h, xh, hh;
    std::int32_t bias_reference = 0;
    std::uint64_t written = 0;  ///< once `publishing` is over
    Ramp publishing;
  };
  /// Words that were accessed in one direction.
  struct Accesses {
    std::uint64_t words = 0;  ///< once `over` is over
    Ramp over;
    Cycle last = kNever;     ///< cycle in which single ones were counted
    std::uint64_t then = 0;  ///< and how many
  };
  static std::size_t at(int i) { return static_cast<std::size_t>(i); }
  void clear();
  void count(Accesses& accesses, int words);
  void count_over(Accesses& accesses, Cycle cycles, int words);
  void book_access(Cycle until);
  std::uint64_t bits_of(const Accesses& accesses) const {
    return (accesses.words - accesses.over.from(cycle())) * static_cast<std::uint64_t>(word_bits_);
  }
  std::uint64_t now_in(const Accesses& accesses) const {
    return (accesses.last == cycle() ? accesses.then : 0) + accesses.over.in(cycle());
  }
  std::uint64_t reads_now() const { return now_in(reads_); }
  std::uint64_t writes_now() const { return now_in(writes_); }

  const ControlLines& control_;
  const int word_bits_;
  std::vector<Layer> layers_;
  Bell written_bell_;
  Cycle published_until_ = 0;  ///< the first cycle in which no h becomes visible
  Accesses reads_, writes_;
  Cycle busy_until_ = 0;
  bool resetting_ = false;
};

}  // namespace drnn
