#include "model/blocks/mxv_unit.hpp"

#include <algorithm>

namespace drnn {

namespace {
constexpr int kDeltaBits = 17;  // exact differences of 16 bit words
}  // namespace

MxvUnit::MxvUnit(const Config& config, MacChannels& channels, const ControlLines& control,
                 const NetworkShape& shape, WeightBanks& weights, Accumulators& accumulators,
                 std::vector<DeltaFifo*> inputs, std::vector<const DeltaUnit*> scanners)
    : ClockedBlock("mxv_unit",
                   {"busy", "hazard", "fifo_empty", "drain", "activation_wait", "reset"},
                   Commits::when_touched),
      config_(config),
      channels_(channels),
      control_(control),
      shape_(shape),
      weights_(weights),
      accumulators_(accumulators),
      inputs_(std::move(inputs)),
      scanners_(std::move(scanners)) {}

void MxvUnit::evaluate(Cycle now) {
  now_ = now;
  if (control_.resetting.get()) {
    reset_state();
    attribute(Cause::reset);
    return;
  }
  if (step_task(now)) go_on();
  attribute(now < occupied_until_ ? Cause::busy : waiting_cause(now));
}

void MxvUnit::reset_state() {
  task_ = 0;
  occupied_until_ = sums_visible_ = 0;
  sums_written_.assign(shape_.size(), SumsWritten{});
  channels_.discard();
  report(accumulated_, std::uint64_t{0});
}

bool MxvUnit::step_task(Cycle now) {
  if (task_ >= control_.mxv_permitted.get()) {
    control_.mxv_permitted.await(*this);
    return false;
  }
  DeltaFifo* input = ready_input();
  if (input != nullptr && now >= earliest_issue(input->peek())) {
    issue(input->peek(), now);
    input->pop();
    return true;
  }
  for (DeltaFifo* each : inputs_) each->await_entry(*this);
  if (input != nullptr || !all_scanned() || now < sums_visible_) return false;
  settle_sums();
  report(accumulated_, ++task_);
  return true;
}

DeltaFifo* MxvUnit::ready_input() const {
  for (DeltaFifo* input : inputs_)
    if (input->size() > 0) return input;
  return nullptr;
}

bool MxvUnit::all_scanned() const {
  return std::all_of(scanners_.begin(), scanners_.end(),
                     [this](const DeltaUnit* unit) { return unit->scanned() > task_; });
}

Cycle MxvUnit::earliest_issue(const DeltaEntry& entry) const {
  const std::size_t layer = task_of(task_, shape_).layer;
  const bool h = entry.operand == Operand::h;
  const SumsWritten& written = sums_written_[layer];
  if (weights_.row_groups(layer) > 1 ||
      layer != last_layer_)  // M_r and M_u are not in registers either
    return std::max({occupied_until_, written.cx, written.ch});
  if (h == last_was_h_) return occupied_until_;
  return std::max(occupied_until_, h ? written.ch : written.cx);
}

void MxvUnit::issue(const DeltaEntry& entry, Cycle now) {
  const std::size_t layer = task_of(task_, shape_).layer;
  if (tape_ == nullptr || !tape_->replays())
    channels_.add(
        accumulators_.region(layer, Accumulators::kR), weights_.column(layer, entry.column),
        static_cast<std::size_t>(shape_[layer].hidden), entry.value, entry.operand == Operand::h);
  last_issue_ = {now, layer, entry.column, entry.operand, entry.value};
  weights_.begin_column(layer, now);
  const Cycle groups = weights_.row_groups(layer);
  accumulators_.count_column(layer, now, groups);
  ++(entry.operand == Operand::bias ? bias_columns_ : columns_);
  mac_operations_ += 3 * static_cast<std::uint64_t>(shape_[layer].hidden);

  occupied_until_ = now + groups;
  last_layer_ = layer;
  last_was_h_ = entry.operand == Operand::h;
  SumsWritten& written = sums_written_[layer];
  (last_was_h_ ? written.ch : written.cx) = now + static_cast<Cycle>(config_.accumulator_latency);
  sums_visible_ = now + groups - 1 + static_cast<Cycle>(config_.read_latency + config_.latency);
}

MxvUnit::Cause MxvUnit::waiting_cause(Cycle now) const {
  if (task_ >= control_.mxv_permitted.get()) return Cause::activation_wait;
  const DeltaFifo* input = ready_input();
  if (input != nullptr && now < earliest_issue(input->peek())) return Cause::hazard;
  return all_scanned() ? Cause::drain : Cause::fifo_empty;
}

Cycle MxvUnit::next_event() const {
  Cycle next = kNever;
  const auto consider = [&](Cycle event) {
    if (event > now_) next = std::min(next, event);
  };
  consider(occupied_until_);
  consider(sums_visible_);
  if (task_ >= control_.mxv_permitted.get()) return next;
  const SumsWritten& written = sums_written_[task_of(task_, shape_).layer];
  consider(written.cx);
  consider(written.ch);
  return next;
}

std::string MxvUnit::describe() const {
  return "task " + std::to_string(task_) + ", channels free from cycle " +
         std::to_string(occupied_until_) + ", sums visible at cycle " +
         std::to_string(sums_visible_);
}

void MxvUnit::clear_statistics() {
  ClockedBlock::clear_statistics();
  columns_ = bias_columns_ = mac_operations_ = 0;
}

void MxvUnit::probe(Signals& signals) const {
  signals.add<&MxvUnit::task_>(*this, Moment::begin, {number("task", kMostTasks)});
  signals.add<&MxvUnit::issues>(*this, Moment::evaluated, {flag("issue")});
  signals.add<&Issue::layer, &Issue::column, &Issue::operand, &Issue::delta>(
      last_issue_, Moment::evaluated,
      {number("layer", kMostLayers), number("column", kMostElements),
       state("operand", {"bias", "x", "h"}), signed_number("delta", kDeltaBits)});
}

}  // namespace drnn
