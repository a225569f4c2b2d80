#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "model/blocks/accelerator_core.hpp"
#include "model/blocks/cycle_engine.hpp"
#include "tests/naive/host.hpp"
#include "tests/naive/naive_case.hpp"
#include "tests/naive/trace.hpp"

namespace drnn::naive {

/// The accelerator of the model in the surroundings of a case. What its blocks do is read from
/// their public state after every executed cycle.
class ModelBench {
 public:
  ModelBench(const NaiveCase& c, Engine engine);

  /// Runs the case to its end. Throws SimulationError where the model is stuck.
  Trace run();

  Cycle cycles_executed() const { return executed_; }

 private:
  using Count = std::uint64_t;
  /// What is noted when it changes; reports and permissions in the order of kReports.
  static constexpr int kReports = 9;
  struct Shown {
    Count reports[kReports] = {};
    std::vector<Count> h_written;
    std::vector<std::string_view> causes;
    std::vector<std::vector<std::int32_t>> references;  ///< bias, x and h of each layer
    Count state_read_bits = 0, state_written_bits = 0, units = 0;
    bool loading = false;
  };
  /// One FIFO's last state.
  struct FifoShown {
    std::size_t size = 0;
    Count pushed = 0;
  };

  void join(int order);
  bool moves_on();
  void host();
  void observe();
  void observe_reports();
  void observe_fifos();
  template <class Fifo, class NoteEntry>
  void observe_fifo(Part self, const Fifo& fifo, FifoShown& shown, const NoteEntry& note_entry);
  void observe_deltas(int u);
  void observe_references();
  void observe_h();
  void observe_accesses();
  void observe_causes();
  std::vector<Count> reports() const;
  void note_sums(std::size_t layer);
  void note_totals();
  void note(Part self, std::string_view what, Count a = 0, std::int64_t b = 0, std::int64_t c = 0);
  Part part_of(std::size_t block) const;

  const NumericProfile profile_;
  AcceleratorCore core_;
  CycleEngine engine_;
  const std::vector<ClockedBlock*> blocks_;
  Host host_;
  Trace trace_;
  Cycle now_ = 0;
  Cycle executed_ = 0;
  Shown shown_;
  FifoShown input_shown_, output_shown_, delta_shown_[2];
  std::vector<DeltaEntry> entries_[2];  ///< what the delta FIFOs held, for the columns taken
};

}  // namespace drnn::naive
