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
      activated_(static_cast<std::size_t>(config.lanes)),
      results_(static_cast<std::size_t>(config.depth * config.lanes)) {}

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
  if (retired || issued_) go_on();
  const bool reads = reading_ && now < read_done_;
  attribute(issued_ || reads || now < next_issue_ ? Cause::busy : waiting);
}

void ActivationPipeline::reset_state() {
  units_of_.clear();  // of a network that may be another one now
  task_ = 0;
  next_unit_ = 0;
  next_issue_ = 0;
  reading_ = false;
  groups_under_way_ = 0;
  output_reserved_ = 0;
  report(accumulators_read_, std::uint64_t{0});
  report(done_, std::uint64_t{0});
}

bool ActivationPipeline::retire(Cycle now) {
  if (groups_under_way_ == 0 || under_way_[head_].written != now) return false;
  const Group& group = under_way_[head_];
  const std::size_t layer = task_of(group.task, shape_).layer;
  const std::int16_t* h = results_.data() + head_ * static_cast<std::size_t>(config_.lanes);
  state_.write_h(layer, group.first, h, group.count);
  const int hidden = shape_[layer].hidden;
  const bool last = group.first + group.count == hidden;
  if (config_.publish_groups) state_.publish_h(layer, group.count);
  if (!config_.publish_groups && last) state_.publish_h(layer, hidden);
  state_.count_writes(group.count);
  if (in_last_layer(group.task)) {
    output_.push_all(h, static_cast<std::size_t>(group.count));
    output_reserved_ -= static_cast<std::size_t>(group.count);
  }
  if (last) report(done_, group.task + 1);
  head_ = wrapped(head_ + 1);
  --groups_under_way_;
  return true;
}

bool ActivationPipeline::issue(Cycle now) {
  blocked_ = false;
  if (task_ >= control_.activation_permitted.get()) return false;
  const std::size_t layer = task_of(task_, shape_).layer;
  const int count = std::min(config_.lanes, shape_[layer].hidden - next_unit_);
  if (!read_group(count, now) || now < next_issue_) return false;
  if (in_last_layer(task_) && !room_for(count)) {
    blocked_ = true;
    output_.await_place(*this);
    return false;
  }
  compute({task_, next_unit_, count, now + static_cast<Cycle>(config_.depth) - 1}, layer);
  next_issue_ = now + product_interval_;
  next_unit_ += count;
  reading_ = false;
  if (next_unit_ == shape_[layer].hidden) {
    report(accumulators_read_, ++task_);
    next_unit_ = 0;
  }
  return true;
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

void ActivationPipeline::compute(const Group& group, std::size_t layer) {
  const std::size_t place = wrapped(head_ + groups_under_way_);
  under_way_[place] = group;
  ++groups_under_way_;
  activate(group, layer, activated_.data());
  std::int16_t* h = results_.data() + place * static_cast<std::size_t>(config_.lanes);
  const std::int32_t* activated = activated_.data();
  for (int i = 0; i < group.count; ++i) h[i] = static_cast<std::int16_t>(activated[i]);
  state_.count_reads(group.count);
  units_ += static_cast<std::uint64_t>(group.count);
  if (in_last_layer(group.task)) output_reserved_ += static_cast<std::size_t>(group.count);
}

void ActivationPipeline::activate(const Group& group, std::size_t layer, std::int32_t* h) {
  const UnitSums sums = accumulators_.read_units(layer, group.first, group.count);
  if (tape_ != nullptr && tape_->replays()) return tape_->next(h, group.count);
  if (units_of_.empty())
    for (const LayerShape& of_layer : shape_)
      units_of_.emplace_back(profile_, tables_, of_layer.scales.weights);
  units_of_[layer].activate(sums, state_.h_from(layer, group.first), group.count, h,
                            accumulators_.read_overflows(), overflows_);
  if (tape_ != nullptr) tape_->note(h, group.count);
}

ActivationPipeline::Cause ActivationPipeline::waiting_cause() const {
  if (blocked_) return Cause::output_wait;
  return groups_under_way_ > 0 ? Cause::drain : Cause::sequencer_wait;
}

bool ActivationPipeline::commit() {
  const bool read = accumulators_read_.commit();
  const bool done = done_.commit();
  return read || done;
}

Cycle ActivationPipeline::next_event() const {
  Cycle next = next_issue_ > now_ ? next_issue_ : kNever;
  if (reading_ && read_done_ > now_) next = std::min(next, read_done_);
  if (groups_under_way_ > 0) next = std::min(next, under_way_[head_].written);
  return next;
}

std::string ActivationPipeline::describe() const {
  return "task " + std::to_string(task_) + ", next unit " + std::to_string(next_unit_) + ", " +
         std::to_string(groups_under_way_) + " groups under way";
}

void ActivationPipeline::clear_statistics() {
  ClockedBlock::clear_statistics();
  units_ = 0;
  overflows_ = {};
}

void ActivationPipeline::probe(Signals& signals) const {
  signals.add<&ActivationPipeline::task_, &ActivationPipeline::next_unit_,
              &ActivationPipeline::groups_under_way_>(
      *this, Moment::begin,
      {number("task", kMostTasks), number("unit", kMostElements),
       number("groups_under_way", under_way_.size())});
  signals.add<&ActivationPipeline::issued_>(*this, Moment::evaluated, {flag("issue")});
}

}  // namespace drnn
