#include "model/blocks/delta_unit.hpp"

#include <algorithm>

#include "model/arith/fired_elements.hpp"

namespace drnn {

DeltaUnit::DeltaUnit(std::string name, const Config& config, const NumericProfile& profile,
                     const ControlLines& control, const RunRegisters& registers,
                     const NetworkShape& shape, StateMemory& state, WordFifo& input,
                     DeltaFifo& output)
    : ClockedBlock(std::move(name),
                   {"busy", "fifo_full", "input_wait", "state_wait", "sequencer_wait", "reset"},
                   Commits::when_touched),
      config_(config),
      profile_(profile),
      control_(control),
      registers_(registers),
      shape_(shape),
      state_(state),
      input_(input),
      output_(output) {
  pending_.reserve(static_cast<std::size_t>(config.lanes));
  taken_.resize(static_cast<std::size_t>(config.lanes));
}

void DeltaUnit::evaluate(Cycle) {
  if (control_.resetting.get()) {
    reset_state();
    attribute(Cause::reset);
    return;
  }
  const bool was_occupied = stage2_occupied_;
  const bool sent = send();
  const bool loaded = !stage2_occupied_ && load();
  if (sent || loaded || stage2_occupied_ != was_occupied) go_on();
  if (sent || loaded) {
    attribute(Cause::busy);
  } else if (stage2_occupied_) {
    output_.await_place(*this);
    attribute(Cause::fifo_full);
  } else {
    attribute(wait_);
  }
}

void DeltaUnit::reset_state() {
  task_ = 0;
  next_window_ = 0;
  pending_.clear();
  sent_of_pending_ = 0;
  stage2_occupied_ = false;
  report(scanned_, std::uint64_t{0});
  plan_windows();
}

void DeltaUnit::plan_windows() {
  plans_.assign(shape_.size(), {});
  for (std::size_t l = 0; l < shape_.size(); ++l) {
    std::vector<Window>& plan = plans_[l];
    const auto add = [&](Operand operand, int elements) {
      for (int first = 0; first < elements; first += config_.lanes)
        plan.push_back({operand, first, std::min(config_.lanes, elements - first)});
    };
    const bool x = config_.operands != ScanOperands::h_only;
    const bool h = config_.operands != ScanOperands::x_only;
    const bool h_first = l > 0 && config_.h_first_above;
    if (h && h_first) add(Operand::h, shape_[l].hidden);
    if (x) add(Operand::bias, shape_[l].bias_columns);
    if (x) add(Operand::x, shape_[l].inputs);
    if (h && !h_first) add(Operand::h, shape_[l].hidden);
  }
}

bool DeltaUnit::send() {
  if (!stage2_occupied_) return false;
  int sends = 0;
  while (sent_of_pending_ < pending_.size() && sends < config_.sends_per_cycle &&
         output_.free() > 0) {
    const DeltaEntry& entry = pending_[sent_of_pending_++];
    output_.push(entry);
    ++sent_[static_cast<int>(entry.operand)];
    ++sends;
  }
  if (sent_of_pending_ < pending_.size()) return sends > 0;
  stage2_occupied_ = false;
  finish_task();
  return sends > 0;
}

void DeltaUnit::finish_task() {
  const Task task = task_of(task_, shape_);
  if (next_window_ < plans_[task.layer].size()) return;
  report(scanned_, ++task_);
  next_window_ = 0;
}

bool DeltaUnit::load() {
  if (task_ >= control_.scan_permitted.get()) {
    control_.scan_permitted.await(*this);
    wait_ = Cause::sequencer_wait;
    return false;
  }
  const Task task = task_of(task_, shape_);
  const Window& window = plans_[task.layer][next_window_];
  if (!elements_ready(window, task)) {
    wait_ = missing(window, task);
    return false;
  }
  scan(window, task);
  ++next_window_;
  return true;
}

/// What the window waits for.
DeltaUnit::Cause DeltaUnit::missing(const Window& window, const Task& task) {
  if (window.operand == Operand::x && task.layer == 0) {
    input_.await_entry(*this);
    return Cause::input_wait;
  }
  state_.await_h(*this);
  return Cause::state_wait;
}

bool DeltaUnit::elements_ready(const Window& window, const Task& task) const {
  const auto end = static_cast<std::uint64_t>(window.first + window.count);
  if (window.operand == Operand::bias) return true;
  if (window.operand == Operand::h) {
    const auto hidden = static_cast<std::uint64_t>(shape_[task.layer].hidden);
    return task.step == 0 || state_.written(task.layer) >= (task.step - 1) * hidden + end;
  }
  if (task.layer == 0) return input_.size() >= static_cast<std::size_t>(window.count);
  const auto inputs = static_cast<std::uint64_t>(shape_[task.layer].inputs);
  return state_.written(task.layer - 1) >= task.step * inputs + end;
}

void DeltaUnit::scan(const Window& window, const Task& task) {
  pending_.clear();
  sent_of_pending_ = 0;
  stage2_occupied_ = true;
  if (window.operand == Operand::bias) return scan_bias(window, task.layer);
  const bool external = window.operand == Operand::x && task.layer == 0;
  const std::int16_t* values = external ? take_input(window.count) : inputs_of(window, task.layer);
  for (int first = 0; first < window.count; first += kMostElementsTogether) {
    const Window part{window.operand, window.first + first,
                      std::min(kMostElementsTogether, window.count - first)};
    compare(part, task.layer, values + first);
  }
  state_.count_reads(window.count * (external ? 1 : 2));
  state_.count_writes(static_cast<int>(pending_.size()));
}

/// A constant against a register.
void DeltaUnit::scan_bias(const Window& window, std::size_t layer) {
  const std::int32_t value = std::int32_t{1} << profile_.activation.frac_bits;
  const std::int32_t d = delta(value, state_.bias_reference(layer), profile_);
  if (registers_.skip && !fires(d, registers_.theta_x, profile_)) return;
  state_.set_bias_reference(layer, value);
  pending_.push_back({d, window.first, Operand::bias});
}

const std::int16_t* DeltaUnit::take_input(int count) {
  input_.peek_all(taken_.data(), static_cast<std::size_t>(count));
  input_.pop(static_cast<std::size_t>(count));
  return taken_.data();
}

const std::int16_t* DeltaUnit::inputs_of(const Window& window, std::size_t layer) const {
  return state_.h_from(window.operand == Operand::h ? layer : layer - 1, window.first);
}

/// Sends those of at most kMostElementsTogether elements that fire.
void DeltaUnit::compare(const Window& window, std::size_t layer, const std::int16_t* values) {
  const bool h = window.operand == Operand::h;
  std::int16_t* references =
      h ? state_.h_references(layer, window.first) : state_.x_references(layer, window.first);
  const std::int32_t theta = h ? registers_.theta_h : registers_.theta_x;
  const int first_column = column_of(window.operand, shape_[layer], window.first);
  const std::uint64_t all = ~std::uint64_t{0} >> (kMostElementsTogether - window.count);
  std::uint64_t fired =
      registers_.skip ? fired_elements(values, references, window.count, theta, profile_) : all;
  for (; fired != 0; fired &= fired - 1) {
    const int i = __builtin_ctzll(fired);
    pending_.push_back(
        {delta(values[i], references[i], profile_), first_column + i, window.operand});
    references[i] = values[i];
  }
}

int DeltaUnit::column_of(Operand operand, const LayerShape& shape, int i) const {
  if (operand == Operand::bias) return i;
  return shape.bias_columns + i + (operand == Operand::h ? shape.inputs : 0);
}

std::string DeltaUnit::describe() const {
  const Task task = shape_.empty() ? Task{} : task_of(task_, shape_);
  return "step " + std::to_string(task.step) + " layer " + std::to_string(task.layer) + " window " +
         std::to_string(next_window_) + ", " + std::to_string(pending_.size() - sent_of_pending_) +
         " deltas unsent";
}

void DeltaUnit::clear_statistics() {
  ClockedBlock::clear_statistics();
  std::fill(std::begin(sent_), std::end(sent_), 0);
}

void DeltaUnit::probe(Signals& signals) const {
  signals.add<&DeltaUnit::task_, &DeltaUnit::next_window_, &DeltaUnit::unsent>(
      *this, Moment::begin,
      {number("task", kMostTasks), number("window", kMostElements),
       number("unsent", static_cast<std::uint64_t>(config_.lanes))});
}

}  // namespace drnn
