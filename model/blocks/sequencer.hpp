#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/activation_pipeline.hpp"
#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/delta_unit.hpp"
#include "model/blocks/mxv_unit.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/config/parameters.hpp"

namespace drnn {

/// Sequencer: decides which phases overlap, and clears the state.
///
/// Timing contract. Permissions are registered: a report that a block commits in cycle c is
/// evaluated in c+1 and acted upon from c+2 on. Task k may
/// - be scanned when all columns of task k-1 are accumulated (overlap scan_x, scan_xh) or all its
///   h are written (none); a task of layer 0 also only when the input FIFO holds a word. With
///   scan_x and scan_xh its x, or its h, that task k-1 produces are awaited by the delta unit:
///   with scan_xh a window at a time, with scan_x until all of them are written;
/// - issue columns when the accumulators of task k-1 have all been read, as MAC channels and
///   activation pipeline share the accumulators' read port;
/// - be activated when all its columns are accumulated.
/// Why scan_xh is the default: the delta unit would otherwise idle through every activation, and
/// the h it needs are in its lanes' banks the cycle after they appear.
///
/// Each permission is evaluated in every cycle in which neither a reset is asked for nor its line
/// held, so in the first one after a reset, too; that for scanning moves on by one task in a cycle
/// and stays once given. Nothing is permitted from the begin of a load, which withdraws permissions
/// at once, to the state reset that follows it.
///
/// A state reset asked for before cycle c withdraws all permissions and holds the reset line from
/// c+1 on, both as seen by the blocks, for
/// sum over layers of max(ceil(I/lanes), ceil(H/lanes), ceil(H/pe)) cycles: the longest of
/// clearing references and h `lanes` words a cycle, and of initialising one accumulator row a PE
/// and cycle. Every block is in its initial state after the first of them. Loads and resets are
/// asked for between sequences only: every task that was permitted is done.
///
/// Causes, the first that applies: reset (the line is held), busy (a permission changes or a reset
/// begins), waiting (a task that may be scanned is not done), input_wait (none, and no input; also
/// from a load to the reset).
class Sequencer : public ClockedBlock {
 public:
  enum class Cause { busy, waiting, input_wait, reset };

  struct Config {
    Overlap overlap = Overlap::scan_xh;
    int lanes = 16;
    int pe_per_channel = 256;
  };

  Sequencer(const Config& config, const NetworkShape& shape, WordFifo& input, ControlLines& control,
            std::vector<const DeltaUnit*> scanners, const MxvUnit& mxv,
            const ActivationPipeline& activation);

  /// Stops all work until the next state reset; called between cycles, when a load begins.
  void halt();

  /// Asks for a state reset; called between cycles, by a register write.
  void request_reset() {
    reset_requested_ = true;
    wake();
  }

  /// True while no state reset is asked for or running.
  bool ready() const { return !reset_requested_ && !control_.resetting.get(); }

  /// Cycles that a state reset of this network takes.
  Cycle reset_cycles() const;
  Cycle cycles_in_reset() const { return cycles_of(Cause::reset); }

  void evaluate(Cycle now) override;
  bool commit() override;
  Cycle next_event() const override;
  void probe(Signals& signals) const override;
  std::string describe() const override;

 private:
  void evaluate_reset(Cycle now);
  void evaluate_permissions();
  void withdraw_permissions();
  void notify();
  bool commit_lines();

  const Config config_;
  const NetworkShape& shape_;
  WordFifo& input_;
  ControlLines& control_;
  const std::vector<const DeltaUnit*> scanners_;
  const MxvUnit& mxv_;
  const ActivationPipeline& activation_;

  bool halted_ = true;
  bool reset_requested_ = false;
  bool idle_ = true;  ///< nothing under way, as seen at the start of the cycle
  Cycle now_ = 0;
  Cycle reset_until_ = 0;  ///< the cycle in whose evaluation the reset line is released
};

}  // namespace drnn
