#include "model/blocks/edgedrnn/processing_controller.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "model/config/errors.hpp"

namespace drnn {

namespace {
constexpr int kStages = 5;
constexpr int kPhases = 2;  // x, then h
constexpr const char* kControllerStates[] = {"INIT", "MAC", "ACT"};
}  // namespace

ProcessingController::ProcessingController(int num_pe, const ControlLines& control,
                                           const NetworkShape& shape, const Streams& streams,
                                           PeArray& array)
    : ClockedBlock("processing_controller", {"busy", "activation", "weight_wait", "delta_wait",
                                             "drain", "output_wait", "init", "reset"}),
      num_pe_(num_pe),
      control_(control),
      shape_(shape),
      streams_(streams),
      array_(array),
      results_(static_cast<std::size_t>(2 * num_pe)) {
  streams_.deltas.receive([this] { return delta_leaves(); }, this);
  streams_.weights.receive([this] { return wants_weights(); }, this);
  streams_.output.drive([this] { return offers() && in_last_layer(); },
                        [this] { return activation(); }, this);
  streams_.feedback.drive([this] { return activation_leaves(); }, [this] { return activation(); },
                          this);
}

bool ProcessingController::wants_weights() const {
  return state_.get() == State::mac && streams_.deltas.valid() && streams_.deltas.data().fetched;
}

bool ProcessingController::delta_leaves() const {
  if (state_.get() != State::mac || !streams_.deltas.valid()) return false;
  if (!streams_.deltas.data().fetched) return true;
  return streams_.weights.valid() && streams_.weights.data().last;
}

bool ProcessingController::offers() const {
  return state_.get() == State::act && stage_.get() == 0 && pass_.get() >= 2;
}

bool ProcessingController::activation_leaves() const {
  return offers() && (!in_last_layer() || streams_.output.ready());
}

ActivationBeat ProcessingController::activation() const {
  const int group = pass_.get() - 2;
  return {results_.data() + (group % 2) * num_pe_, group + 1 == groups()};
}

void ProcessingController::evaluate(Cycle now) {
  catch_up(now);
  done_ = now + 1;
  multiplies_ = false;
  if (control_.resetting.get()) return reset_state();
  switch (state_.get()) {
    case State::init:
      state_.set(State::mac);
      return book(Cause::init, PeArray::Cause::idle);
    case State::mac:
      return multiply();
    case State::act:
      return run_pass();
  }
}

void ProcessingController::book(Cause cause, PeArray::Cause use) {
  attribute(cause);
  array_.use(use);
}

void ProcessingController::reset_state() {
  state_.set(State::init);
  layer_.set(0);
  pass_.set(0);
  stage_.set(0);
  row_ = phases_taken_ = phases_ended_ = 0;
  std::fill(std::begin(phase_end_), std::end(phase_end_), false);
  book(Cause::reset, PeArray::Cause::reset);
}

void ProcessingController::multiply() {
  const bool offered = streams_.deltas.valid();
  const DeltaValue delta = offered ? streams_.deltas.data() : DeltaValue{};
  multiplies_ = delta.fetched && streams_.weights.transfers();
  const WeightBeat beat = multiplies_ ? streams_.weights.data() : WeightBeat{};
  if (multiplies_) {
    delta_ = delta;
    take(beat, 1);
    book(Cause::busy, PeArray::Cause::busy);
  } else if (delta.fetched) {
    book(Cause::weight_wait, PeArray::Cause::idle);
  } else {
    book(phases_taken_ == kPhases ? Cause::drain : Cause::delta_wait, PeArray::Cause::idle);
  }
  const bool leaves = offered && (!delta.fetched || beat.last);
  const bool ends_phase = leaves && delta.last;
  if (leaves) streams_.deltas.transfers();  // whose source may sleep
  if (ends_phase) ++phases_taken_;
  end_phases();
  phase_end_[0] = ends_phase;
}

/// Lets the ends of phases move on behind the sums that they follow.
void ProcessingController::end_phases() {
  if (phase_end_[2] && ++phases_ended_ == kPhases) {
    state_.set(State::act);
    phases_taken_ = phases_ended_ = 0;
  }
  phase_end_[2] = phase_end_[1];
  phase_end_[1] = phase_end_[0];
}

/// The beat and those that follow it, `beats` in all, of which the last one may be a burst's.
void ProcessingController::take(const WeightBeat& beat, int beats) {
  beat_ = {beat.weights + (beats - 1) * num_pe_, beat.last};
  check_burst(beats, beat.last);
  const auto phase = phases_taken_ == 0 ? PeArray::Phase::x : PeArray::Phase::h;
  array_.multiply_accumulate(layer(), phase, row_, beats, beat.weights, delta_.value);
  row_ = beat.last ? 0 : row_ + beats;
}

void ProcessingController::check_burst(int beats, bool last) const {
  const int column = 3 * groups(), taken = row_ + beats;
  if (last ? taken == column : taken < column) return;
  throw SimulationError("processing_controller: the last flag of the weight stream " +
                        std::string(last ? "comes" : "does not come") + " with beat " +
                        std::to_string(last ? taken : column) + " of a column of " +
                        std::to_string(column) + " beats, at cycle " + std::to_string(done_ - 1));
}

void ProcessingController::run_pass() {
  if (offers()) return offer();
  book(Cause::activation, PeArray::Cause::activation);
  if (stage_.get() == kStages - 1) {
    const int group = pass_.get();
    if (group < groups()) array_.activate(layer(), group, results_.data() + (group % 2) * num_pe_);
    pass_.set(group + 1);
    stage_.set(0);
  } else {
    stage_.set(stage_.get() + 1);
  }
}

void ProcessingController::offer() {
  if (!streams_.feedback.transfers()) {
    return book(Cause::output_wait, PeArray::Cause::idle);
  }
  if (in_last_layer()) streams_.output.transfers();  // whose sink may sleep
  book(Cause::activation, PeArray::Cause::activation);
  if (pass_.get() >= groups()) array_.read_unused_row();
  if (pass_.get() == groups() + 1) return end_layer();
  stage_.set(1);
}

void ProcessingController::end_layer() {
  state_.set(State::init);
  pass_.set(0);
  layer_.set(in_last_layer() ? 0 : layer_.get() + 1);
}

bool ProcessingController::commit() {
  bool changed = state_.commit();
  changed |= layer_.commit();
  changed |= pass_.commit();
  stage_.commit();
  if (phase_end_[0] || phase_end_[1] || phase_end_[2]) go_on();
  return changed;
}

/// While it sleeps, the beats of a column follow one another, or the stages of a pass.
void ProcessingController::catch_up(Cycle now) {
  if (now <= done_) return;
  const Cycle cycles = now - std::exchange(done_, now);
  if (multiplies_) {
    take({beat_.weights + num_pe_, false}, static_cast<int>(cycles));
  } else if (state_.get() == State::act && !offers()) {
    stage_.set(stage_.get() + static_cast<int>(cycles));
    stage_.commit();
  }
}

Cycle ProcessingController::next_event() const {
  if (state_.get() != State::act) return kNever;
  if (offers()) return activation_leaves() ? done_ : kNever;
  return done_ + static_cast<Cycle>(kStages - 1 - stage_.get());
}

std::string ProcessingController::describe() const {
  const auto state = static_cast<std::size_t>(state_.get());
  return std::string(kControllerStates[state]) + " of layer " + std::to_string(layer()) + ", row " +
         std::to_string(row_) + ", pass " + std::to_string(pass_.get()) + ", stage " +
         std::to_string(stage_.get());
}

void ProcessingController::probe(Signals& signals) const {
  signals.add<&ProcessingController::state_, &ProcessingController::layer_,
              &ProcessingController::pass_>(
      *this, Moment::begin,
      {state("state", {std::begin(kControllerStates), std::end(kControllerStates)}),
       number("layer", kMostLayers), number("pass", kMostElements)});
  signals.add_detail<&ProcessingController::stage_, &ProcessingController::row_>(
      *this, Moment::begin, {number("stage", kStages - 1), number("row", kMostElements)});
}

}  // namespace drnn
