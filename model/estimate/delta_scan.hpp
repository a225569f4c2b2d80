#pragma once

#include <cstdint>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/estimate/fired_pattern.hpp"
#include "model/estimate/input_timing.hpp"

namespace drnn {

/// When the h of a layer can be read, by groups of the activation pipeline: of its last step.
struct StateTimes {
  int lanes = 1;
  std::vector<EstimatedCycles> visible;

  EstimatedCycles of(int elements) const {
    return visible[static_cast<std::size_t>((elements - 1) / lanes)];
  }
};

/// Part of the columns that a delta unit scans at once.
struct ScanWindow {
  enum class Source { constant, input, states } source = Source::constant;
  const StateTimes* states = nullptr;
  bool h = false;  ///< h of the layer itself; otherwise x or bias
  int first_column = 0;
  int end_element = 0;  ///< of its operand
  int count = 0;
};

/// What a delta unit works on: one layer of one step.
struct ScanTask {
  const std::vector<ScanWindow>* plan = nullptr;
  std::uint64_t step = 0;  ///< of the pattern
  std::size_t layer = 0;
  EstimatedCycles permitted = 0;
  std::uint64_t words_before = 0;  ///< of the input transfer, before the step's
};

/// One delta unit and its FIFO: the contract of DeltaUnit, a window and a delta at a time. The next
/// delta is looked at when the one before has been issued, so what its place in the FIFO held is
/// gone at a known time.
class DeltaScan {
 public:
  DeltaScan(const Parameters& parameters, const FiredPattern& pattern, InputTiming& input);

  void begin(const ScanTask& task);

  /// Whether the task has a delta that is not issued, and of it: the first cycle in which it can be
  /// popped, and whether it is of h.
  bool waiting() const { return waiting_; }
  EstimatedCycles available() const { return sent_at_ + 1; }
  bool is_h() const { return window().h; }
  void issued(EstimatedCycles cycle);

  /// The cycle in which the last window left; nothing is waiting.
  EstimatedCycles emptied() const { return emptied_; }

 private:
  const ScanWindow& window() const { return (*task_.plan)[next_ - 1]; }
  void advance();
  void load();
  EstimatedCycles ready(const ScanWindow& window);
  void send();

  const int sends_per_cycle_;
  const FiredPattern& pattern_;
  InputTiming& input_;
  std::vector<EstimatedCycles> issues_;  ///< ring, a place an entry of the FIFO
  std::size_t place_ = 0;

  ScanTask task_;
  std::size_t next_ = 0;  ///< window of the plan
  EstimatedCycles loaded_ = 0, emptied_ = 0, sent_at_ = 0;
  int unsent_ = 0, sent_in_cycle_ = 0;
  bool waiting_ = false;
};

}  // namespace drnn
