#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/blocks/state_memory.hpp"

namespace drnn {

/// Which operands a delta unit scans: one unit for both, or one each.
enum class ScanOperands { both, x_only, h_only };

/// Delta unit, also called input encoding unit (IEU): compares x and h with the values last sent
/// and puts the elements that moved far enough into the delta FIFO.
///
/// A task (one layer of one step) is scanned in windows of `lanes` consecutive elements of one
/// operand: ceil(I/lanes) windows of x and ceil(H/lanes) of h, with a bias column one window of
/// one element right before x: the constant 1.0, compared by theta_x, whose reference starts at 0.
/// Layer 0 scans x, which is there early, before h, which the activation pipeline may still be
/// producing; higher layers scan h before x for the same reason, unless h_first_above is off: where
/// accumulators saturate, the order of columns decides the sum.
///
/// Timing contract. Stage 1 (load): in cycle c a window is read and compared, if the task is
/// permitted, its elements are there (x of layer 0: as many words in the input FIFO, which has to
/// be deep enough for it; otherwise: visible in the state memory; the bias and the h before the
/// first step always) and stage 2 has emptied or empties in the same cycle. References of fired
/// elements are written in the same cycle. Stage 2 (send): from cycle c+1 on, up to
/// `sends_per_cycle` fired elements a cycle go into the delta FIFO as far as it has room at the
/// start of the cycle, in order of index; it empties in the cycle of the last, or in c+1 if none
/// fired. So a window takes max(1, ceil(fired/sends_per_cycle)) cycles without stalls, and a delta
/// leaves the FIFO in cycle c+2 at the earliest. The task counts as scanned from the cycle after
/// that in which its last window left stage 2. Without skip every element counts as fired.
///
/// State words are counted in cycle c: an element of x of layer 0 reads its reference, any other
/// itself and its reference, and a fired one writes its reference; none for the bias.
///
/// Causes, the first that applies: reset, busy (a window is loaded or a delta sent), fifo_full
/// (stage 2 does not empty), sequencer_wait (task not permitted), input_wait (x of layer 0 not
/// there), state_wait (h not yet produced).
class DeltaUnit : public ClockedBlock {
 public:
  enum class Cause { busy, fifo_full, input_wait, state_wait, sequencer_wait, reset };

  struct Config {
    int lanes = 16;
    int sends_per_cycle = 1;
    ScanOperands operands = ScanOperands::both;
    bool h_first_above = true;  ///< higher layers scan h before x
  };

  DeltaUnit(std::string name, const Config& config, const NumericProfile& profile,
            const ControlLines& control, const RunRegisters& registers, const NetworkShape& shape,
            StateMemory& state, WordFifo& input, DeltaFifo& output);

  /// How many tasks have been scanned since the last state reset.
  std::uint64_t scanned() const { return scanned_.get(); }

  std::uint64_t sent_x() const { return sent_[static_cast<int>(Operand::x)]; }
  std::uint64_t sent_h() const { return sent_[static_cast<int>(Operand::h)]; }
  std::uint64_t sent_bias() const { return sent_[static_cast<int>(Operand::bias)]; }

  void evaluate(Cycle now) override;
  bool commit() override { return scanned_.commit(); }
  void probe(Signals& signals) const override;
  std::string describe() const override;
  void clear_statistics() override;

 private:
  /// A stretch of one operand.
  struct Window {
    Operand operand = Operand::x;
    int first = 0;
    int count = 0;
  };

  std::size_t unsent() const { return pending_.size() - sent_of_pending_; }
  void reset_state();
  void plan_windows();
  bool send();
  void finish_task();
  bool load();
  Cause missing(const Window& window, const Task& task);
  bool elements_ready(const Window& window, const Task& task) const;
  void scan(const Window& window, const Task& task);
  void scan_bias(const Window& window, std::size_t layer);
  const std::int16_t* take_input(int count);
  const std::int16_t* inputs_of(const Window& window, std::size_t layer) const;
  void compare(const Window& window, std::size_t layer, const std::int16_t* values);
  int column_of(Operand operand, const LayerShape& shape, int i) const;

  const Config config_;
  const NumericProfile profile_;
  const ControlLines& control_;
  const RunRegisters& registers_;
  const NetworkShape& shape_;
  StateMemory& state_;
  WordFifo& input_;
  DeltaFifo& output_;

  std::uint64_t task_ = 0;
  std::vector<std::vector<Window>> plans_;  ///< windows of a task, a plan a layer
  std::size_t next_window_ = 0;
  std::vector<DeltaEntry> pending_;  ///< stage 2
  std::size_t sent_of_pending_ = 0;
  std::vector<std::int16_t> taken_;  ///< of the input FIFO, in the cycle under way
  bool stage2_occupied_ = false;
  Cause wait_ = Cause::sequencer_wait;
  TaskCount scanned_{0};
  std::uint64_t sent_[3] = {0, 0, 0};
};

}  // namespace drnn
