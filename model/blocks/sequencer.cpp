#include "model/blocks/sequencer.hpp"

#include <algorithm>

namespace drnn {

Sequencer::Sequencer(const Config& config, const NetworkShape& shape, WordFifo& input,
                     ControlLines& control, std::vector<const DeltaUnit*> scanners,
                     const MxvUnit& mxv, const ActivationPipeline& activation)
    : ClockedBlock("sequencer", {"busy", "waiting", "input_wait", "reset"}),
      config_(config),
      shape_(shape),
      input_(input),
      control_(control),
      scanners_(std::move(scanners)),
      mxv_(mxv),
      activation_(activation) {}

Cycle Sequencer::reset_cycles() const {
  int cycles = 0;
  for (const LayerShape& layer : shape_) {
    cycles +=
        std::max({ceil_div(layer.inputs, config_.lanes), ceil_div(layer.hidden, config_.lanes),
                  ceil_div(layer.hidden, config_.pe_per_channel)});
  }
  return static_cast<Cycle>(cycles);
}

void Sequencer::evaluate(Cycle now) {
  now_ = now;
  idle_ = control_.scan_permitted.get() <= activation_.done();
  if (reset_requested_ || control_.resetting.get()) {
    evaluate_reset(now);
  } else if (!halted_) {
    evaluate_permissions();
  }
  notify();
}

/// Wakes whom the lines concern that change with this cycle.
void Sequencer::notify() {
  if (control_.resetting.staged() != control_.resetting.get()) report();
  control_.scan_permitted.notify(*this);
  control_.mxv_permitted.notify(*this);
  control_.activation_permitted.notify(*this);
}

void Sequencer::evaluate_reset(Cycle now) {
  if (reset_requested_ && !control_.resetting.get()) {
    reset_until_ = now + reset_cycles();
    control_.resetting.set(true);
    withdraw_permissions();
    reset_requested_ = false;
    halted_ = false;
  } else if (now >= reset_until_) {
    control_.resetting.set(false);
  }
}

void Sequencer::withdraw_permissions() {
  control_.scan_permitted.set(0);
  control_.mxv_permitted.set(0);
  control_.activation_permitted.set(0);
}

void Sequencer::halt() {
  halted_ = true;
  withdraw_permissions();
  commit_lines();
}

bool Sequencer::commit_lines() {
  bool changed = control_.resetting.commit();
  changed |= control_.scan_permitted.commit();
  changed |= control_.mxv_permitted.commit();
  changed |= control_.activation_permitted.commit();
  return changed;
}

void Sequencer::evaluate_permissions() {
  const std::uint64_t accumulated = mxv_.accumulated();
  const std::uint64_t freed = config_.overlap == Overlap::none ? activation_.done() : accumulated;
  // A permission once given stays: the input FIFO may run empty while the task is scanned.
  const bool begins_step = task_of(freed, shape_).layer == 0;
  if (!begins_step || input_.size() > 0) {
    control_.scan_permitted.set(std::max(control_.scan_permitted.get(), freed + 1));
  } else {
    input_.await_entry(*this);
  }
  control_.mxv_permitted.set(activation_.accumulators_read() + 1);
  control_.activation_permitted.set(accumulated);
}

bool Sequencer::commit() {
  const bool resetting = control_.resetting.get();
  const bool changed = commit_lines();
  if (resetting) {
    attribute(Cause::reset);
  } else {
    attribute(changed ? Cause::busy : idle_ ? Cause::input_wait : Cause::waiting);
  }
  if (changed) go_on();
  return false;  // the lines' own readers are awake
}

Cycle Sequencer::next_event() const {
  return control_.resetting.get() && reset_until_ > now_ ? reset_until_ : kNever;
}

std::string Sequencer::describe() const {
  return "may scan " + std::to_string(control_.scan_permitted.get()) + ", accumulate " +
         std::to_string(control_.mxv_permitted.get()) + ", activate " +
         std::to_string(control_.activation_permitted.get()) + " tasks" +
         (control_.resetting.get() ? ", resetting" : "");
}

void Sequencer::probe(Signals& signals) const {
  signals.add<&ControlLines::resetting, &ControlLines::scan_permitted, &ControlLines::mxv_permitted,
              &ControlLines::activation_permitted>(
      control_, Moment::begin,
      {flag("resetting"), number("scan_permitted", kMostTasks), number("mxv_permitted", kMostTasks),
       number("activation_permitted", kMostTasks)});
}

}  // namespace drnn
