#include "model/estimate/delta_scan.hpp"

#include <algorithm>

namespace drnn {

DeltaScan::DeltaScan(const Parameters& p, const FiredPattern& pattern, InputTiming& input)
    : sends_per_cycle_(p.delta.sends_per_cycle),
      pattern_(pattern),
      input_(input),
      issues_(static_cast<std::size_t>(p.delta.fifo_depth)) {}

void DeltaScan::begin(const ScanTask& task) {
  task_ = task;
  next_ = 0;
  unsent_ = 0;
  advance();
}

void DeltaScan::issued(EstimatedCycles cycle) {
  issues_[place_] = cycle;
  if (++place_ == issues_.size()) place_ = 0;
  if (unsent_ == 0) emptied_ = sent_at_;
  advance();
}

/// To the next delta; windows without one pass on the way.
void DeltaScan::advance() {
  while (unsent_ == 0 && next_ < task_.plan->size()) load();
  waiting_ = unsent_ > 0;
  if (waiting_) send();
}

void DeltaScan::load() {
  const ScanWindow& next = (*task_.plan)[next_++];
  loaded_ = std::max({task_.permitted, emptied_, ready(next)});
  if (next.source == ScanWindow::Source::input)
    input_.taken(task_.words_before + static_cast<std::uint64_t>(next.end_element), loaded_);
  unsent_ = pattern_.sent(task_.step, task_.layer, next.first_column, next.count);
  sent_in_cycle_ = 0;
  emptied_ = loaded_ + 1;
}

EstimatedCycles DeltaScan::ready(const ScanWindow& next) {
  switch (next.source) {
    case ScanWindow::Source::input:
      return input_.visible(task_.words_before + static_cast<std::uint64_t>(next.end_element));
    case ScanWindow::Source::states:
      return next.states->of(next.end_element);
    case ScanWindow::Source::constant:
      break;
  }
  return 0;
}

/// Sends follow the load by a cycle, sends_per_cycle of them share one, and each needs the place of
/// the entry that was in the FIFO `depth` deltas before.
void DeltaScan::send() {
  EstimatedCycles at = std::max(sent_at_, loaded_ + 1);
  if (at == sent_at_ && sent_in_cycle_ == sends_per_cycle_) ++at;
  at = std::max(at, issues_[place_] + 1);
  sent_in_cycle_ = at == sent_at_ ? sent_in_cycle_ + 1 : 1;
  sent_at_ = at;
  --unsent_;
}

}  // namespace drnn
