#include "model/blocks/activation_pipeline.hpp"

#include <algorithm>

namespace drnn {

namespace {

/// Products a unit needs: r*M_ch and the blend's.
Cycle product_interval(const ActivationPipeline::Config& config, const NumericProfile& profile) {
  if (!config.shared_multiplier) return 1;
  return profile.blend == Blend::difference ? 2 : 3;
}

}  // namespace

ActivationPipeline::ActivationPipeline(const Config& config, const NumericProfile& profile,
                                       const Nonlinearities& tables, const ControlLines& control,
                                       const NetworkShape& shape, Accumulators& accumulators,
                                       StateMemory& state, WordFifo& output)
    : ClockedBlock("activation_pipeline",
                   {"busy", "drain", "output_wait", "sequencer_wait", "reset"},
                   Commits::when_touched),
      config_(config),
      profile_(profile),
      tables_(tables),
      product_interval_(product_interval(config, profile)),
      control_(control),
      shape_(shape),
      accumulators_(accumulators),
      state_(state),
      output_(output),
      under_way_(static_cast<std::size_t>(config.depth)),
      h_(static_cast<std::size_t>(config.depth) + 1) {}

void ActivationPipeline::evaluate(Cycle now) {
  now_ = now;
  issued_ = false;
  if (control_.resetting.get()) {
    reset_state();
    attribute(Cause::reset);
    return;
  }
  issued_ = issue(now);                   // first, so that a depth of one retires in the same cycle
  const Cause waiting = waiting_cause();  // a group is under way in the cycle that writes it, too
  const bool retired = retire(now);
  if (retired || issued_) note_change();
  if (issued_ && product_interval_ > 1) go_on();  // the next group's reads may begin
  const bool reads = reading_ && now < read_done_;
  attribute(issued_ || reads || now < next_issue_ ? Cause::busy : waiting);
}

void ActivationPipeline::reset_state() {
  units_of_.clear();  // of a network that may be another one now
  task_ = 0;
  next_unit_ = 0;
  next_issue_ = 0;
  reading_ = false;
  under_way_.clear();
  // What a run had foreseen does not happen.
  output_.stop_pushing();
  units_ -= issuing_.from(now_);
  issuing_ = {};
  retiring_until_ = 0;
  output_reserved_ = 0;
  report(accumulators_read_, std::uint64_t{0});
  report(done_, std::uint64_t{0});
}

bool ActivationPipeline::retire(Cycle now) {
  if (under_way_.empty() || under_way_.front().written != now) return false;
  const Run run = under_way_.front();
  under_way_.pop();
  const std::size_t layer = task_of(run.task, shape_).layer;
  const std::int16_t* h = h_of(run.task) + run.first;
  const auto cycles = static_cast<Cycle>(run.groups);
  state_.write_h(layer, run.first, h, run.units());
  const int hidden = shape_[layer].hidden;
  const bool last = run.first + run.units() == hidden;
  if (config_.publish_groups) state_.publish_h(layer, run.count, cycles);
  if (!config_.publish_groups && last) state_.publish_h(layer, hidden);
  state_.count_writes_over(cycles, run.count);
  if (in_last_layer(run.task)) {
    output_.push_over(h, cycles, static_cast<std::size_t>(run.count));
    output_reserved_ -= static_cast<std::size_t>(run.units());
  }
  retiring_until_ = now + cycles;
  if (last) report(done_, run.task + 1);
  return true;
}

bool ActivationPipeline::issue(Cycle now) {
  blocked_ = false;
  if (task_ >= control_.activation_permitted.get()) {
    control_.activation_permitted.await(*this);
    return false;
  }
  const std::size_t layer = task_of(task_, shape_).layer;
  const int count = std::min(config_.lanes, shape_[layer].hidden - next_unit_);
  if (!read_group(count, now) || now < next_issue_) return false;
  if (in_last_layer(task_) && !room_for(count)) {
    blocked_ = true;
    output_.await_place(*this);
    return false;
  }
  start({task_, next_unit_, count, groups_together(count, layer),
         now + static_cast<Cycle>(config_.depth) - 1},
        layer, now);
  reading_ = false;
  if (next_unit_ == shape_[layer].hidden) {
    report(accumulators_read_, ++task_);
    next_unit_ = 0;
  }
  return true;
}

/// How many groups from the next one on are a run.
int ActivationPipeline::groups_together(int count, std::size_t layer) const {
  if (!looks_ahead() || product_interval_ > 1 || config_.lanes > config_.pe_per_channel) return 1;
  int groups = (shape_[layer].hidden - next_unit_ - 1) / count;
  if (in_last_layer(task_))
    groups = std::min(groups, static_cast<int>(output_.free() - output_reserved_) / count);
  return std::max(groups, 1);
}

/// True once the accumulators of the group have been read.
bool ActivationPipeline::read_group(int count, Cycle now) {
  if (!reading_) {
    reading_ = true;
    const int reads = count <= config_.pe_per_channel ? 1 : ceil_div(count, config_.pe_per_channel);
    read_done_ = now + static_cast<Cycle>(reads) - 1;
    if (read_done_ > now) accumulators_.hold_port(now, read_done_ - now);
  }
  return now >= read_done_;
}

bool ActivationPipeline::room_for(int count) const {
  return output_.free() >= output_reserved_ + static_cast<std::size_t>(count);
}

void ActivationPipeline::start(const Run& run, std::size_t layer, Cycle now) {
  if (run.first == 0) activate(run.task, layer);
  under_way_.push(run);
  const auto cycles = static_cast<Cycle>(run.groups);
  accumulators_.count_units(run.count, now, cycles);
  state_.count_reads_over(cycles, run.count);
  units_ += static_cast<std::uint64_t>(run.units());
  issuing_ = {now, now + cycles, static_cast<std::uint64_t>(run.count)};
  if (in_last_layer(run.task)) output_reserved_ += static_cast<std::size_t>(run.units());
  next_issue_ = now + cycles - 1 + product_interval_;
  next_unit_ += run.units();
}

/// Computes the task's h with its first group: its sums and its old h stay what they are until the
/// last.
void ActivationPipeline::activate(std::uint64_t task, std::size_t layer) {
  const int hidden = shape_[layer].hidden;
  activated_.resize(static_cast<std::size_t>(hidden));
  std::int32_t* h = activated_.data();
  if (tape_ != nullptr && tape_->replays()) {
    tape_->next(h, hidden);
  } else {
    if (units_of_.empty())
      for (const LayerShape& of_layer : shape_)
        units_of_.emplace_back(profile_, tables_, of_layer.scales.weights);
    units_of_[layer].activate(accumulators_.sums(layer), state_.h_from(layer, 0), hidden, h,
                              accumulators_.read_overflows(), overflows_);
    if (tape_ != nullptr) tape_->note(h, hidden);
  }
  h_[static_cast<std::size_t>(task % h_.size())].resize(activated_.size());
  std::int16_t* words = h_of(task);
  for (int i = 0; i < hidden; ++i) words[i] = static_cast<std::int16_t>(h[i]);
}

/// Of runs, those that are not being written yet.
std::size_t ActivationPipeline::groups_under_way() const {
  std::size_t groups = 0;
  for (std::size_t i = 0; i < under_way_.size(); ++i)
    groups += static_cast<std::size_t>(under_way_[i].groups);
  return groups;
}

std::int16_t* ActivationPipeline::h_of(std::uint64_t task) {
  return h_[static_cast<std::size_t>(task % h_.size())].data();
}

ActivationPipeline::Cause ActivationPipeline::waiting_cause() const {
  if (blocked_) return Cause::output_wait;
  return !under_way_.empty() || now_ < retiring_until_ ? Cause::drain : Cause::sequencer_wait;
}

bool ActivationPipeline::commit() {
  const bool read = accumulators_read_.commit();
  const bool done = done_.commit();
  return read || done;
}

Cycle ActivationPipeline::next_event() const {
  Cycle next = next_issue_ > now_ ? next_issue_ : kNever;
  if (reading_ && read_done_ > now_) next = std::min(next, read_done_);
  if (!under_way_.empty()) next = std::min(next, under_way_.front().written);
  if (retiring_until_ > now_) next = std::min(next, retiring_until_);
  return next;
}

std::string ActivationPipeline::describe() const {
  return "task " + std::to_string(task_) + ", next unit " + std::to_string(next_unit_) + ", " +
         std::to_string(groups_under_way()) + " groups under way";
}

void ActivationPipeline::clear_statistics() {
  ClockedBlock::clear_statistics();
  units_ = issuing_.from(cycle());
  overflows_ = {};
}

void ActivationPipeline::probe(Signals& signals) const {
  signals.add<&ActivationPipeline::task_, &ActivationPipeline::next_unit_,
              &ActivationPipeline::groups_under_way>(
      *this, Moment::begin,
      {number("task", kMostTasks), number("unit", kMostElements),
       number("groups_under_way", under_way_.capacity())});
  signals.add<&ActivationPipeline::issued_>(*this, Moment::evaluated, {flag("issue")});
}

}  // namespace drnn
