#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/config/parameters.hpp"
#include "tests/naive/host.hpp"
#include "tests/naive/naive_case.hpp"
#include "tests/naive/trace.hpp"

namespace drnn::naive {

/// The DRNN accelerator a second time, as one plain loop over cycles: a function a block, every
/// cycle executed, nothing foreseen. Written from the timing contracts in the headers of
/// model/blocks; it shares with the model the arithmetic of one element (model/arith) and the
/// parameters, and nothing else.
///
/// In a cycle every function reads `seen_`, what was there at its start, and writes `next_`.
class NaiveReference {
 public:
  explicit NaiveReference(const NaiveCase& c);

  /// Runs the case to its end. Throws std::runtime_error where nothing happens for too long.
  Trace run();

 private:
  using Cycle = std::uint64_t;
  using Count = std::uint64_t;
  static constexpr int kScanners = 2;

  enum Operand { kBias = 0, kX = 1, kH = 2 };
  struct Delta {
    Operand operand;
    int column;
    std::int32_t value;
  };
  /// A stretch of one operand that is scanned at once.
  struct Window {
    Operand operand;
    int first, count;
  };
  /// Units that go through the activation pipeline together.
  struct Group {
    Count task;
    int first, count;
    Cycle written;
    bool last;
    std::vector<std::int32_t> h;
  };
  struct LayerState {
    std::vector<std::int32_t> h, x_reference, h_reference;
    std::int32_t bias_reference = 0;
    std::vector<UnitAccumulators> sums;
    std::array<std::optional<Cycle>, 2> last_column;  ///< that added to M_cx, to M_ch
  };
  /// What blocks see of each other.
  struct Seen {
    bool resetting = false;
    Count scan_permitted = 0, mxv_permitted = 0, activation_permitted = 0;
    std::array<Count, kScanners> scanned{};
    Count accumulated = 0, sums_read = 0, h_done = 0;
    std::array<Count, NaiveCase::kMaxLayers> h_written{};
    std::size_t input_words = 0, output_words = 0;
    std::array<std::size_t, kScanners> deltas{};
  };

  void run_cycle();
  // Before the cycle, the blocks, and after the cycle.
  void host();
  void begin_load();
  void weight_loader();
  void sequencer();
  void delta_unit(int u);
  void mxv_unit();
  void activation_pipeline();
  void state_memory();
  void clear_state();
  void accumulators();
  void weight_banks();
  void fifo(Part self, std::size_t& held, std::size_t pushed, std::size_t popped);
  void fifos();
  void end_cycle();

  /// ceil(count / width)
  static int groups_of(int count, int width) { return (count + width - 1) / width; }
  Cycle reset_cycles() const;
  bool send(int u);
  bool load_window(int u);
  std::vector<Window> windows(std::size_t layer, int u) const;
  bool elements_there(const Window& window, Count task) const;
  void scan(int u, const Window& window, Count task);
  std::int32_t element(const Window& window, Count task, int i) const;
  std::int32_t& reference(Operand operand, std::size_t layer, int i);
  const Delta* column_at_head() const;
  bool stale(const Delta& delta) const;
  void issue_column(const Delta& delta);
  bool room_for(int count) const;
  void next_group();
  void issue_group(int count);
  void write_groups();

  std::size_t layers() const { return network_.layers.size(); }
  void note(Part self, std::string_view what, Count a = 0, std::int64_t b = 0, std::int64_t c = 0);
  void cause(Part self, std::string_view name);
  void note_reports();
  void note_produced();
  void note_sums(std::size_t layer);
  void note_totals();

  const Parameters parameters_;
  const NumericProfile profile_;
  const Nonlinearities tables_;
  const int scanners_;
  const std::size_t input_depth_, output_depth_, delta_depth_;
  Host host_;
  Trace trace_;
  Cycle now_ = 0;
  Seen seen_, next_;
  Seen shown_;                  ///< what was noted last
  bool was_resetting_ = false;  ///< in the cycle before

  QuantisedNetwork network_;
  DeltaSettings settings_;
  std::vector<LayerState> state_;
  std::deque<std::int16_t> input_, output_;
  std::array<std::deque<Delta>, kScanners> deltas_;

  // Weight loader.
  enum class LoadWord { low_half, initial_sum, weight };
  std::deque<LoadWord> words_to_load_;
  // Sequencer.
  bool halted_ = true, reset_asked_ = false;
  Cycle reset_end_ = 0;  ///< the last cycle of the reset
  // Delta units.
  struct Scanner {
    Count task = 0;
    std::size_t window = 0;
    bool stage2 = false;
    std::deque<Delta> pending;
  };
  std::array<Scanner, kScanners> scanner_;
  // MxV.
  Count mxv_task_ = 0;
  Cycle occupied_until_ = 0, sums_readable_ = 0;
  std::size_t last_layer_ = 0;  ///< of the last column
  bool last_was_h_ = false;
  // Activation pipeline.
  Count activation_task_ = 0;
  int next_unit_ = 0;
  bool reading_ = false;
  Cycle read_end_ = 0, next_group_ = 0;  ///< the last read; when the next group may be issued
  std::deque<Group> groups_;

  // What happened in this cycle.
  struct Happened {
    std::size_t input_pushed = 0, input_popped = 0, output_pushed = 0, output_popped = 0;
    std::array<std::size_t, kScanners> deltas_pushed{}, deltas_popped{};
    int state_reads = 0, state_writes = 0;
    bool sums_accessed = false, weight_written = false;
  } happened_;
  std::array<std::string_view, kParts> cause_{}, shown_cause_{};
  std::array<std::map<std::string_view, Cycle>, kParts> cause_cycles_;
  Cycle last_noted_ = 0;
  struct Totals {
    Count sent[3] = {0, 0, 0};
    Count macs = 0, units = 0, reset_cycles = 0;
    Count weight_words = 0, state_reads = 0, state_writes = 0, sum_reads = 0, sum_writes = 0;
  } totals_;
};

}  // namespace drnn::naive
