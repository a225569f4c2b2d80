#include "model/blocks/edgedrnn/input_encoding_unit.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace drnn {

namespace {
constexpr const char* kEncodingStates[] = {"IDLE", "FB", "BIAS", "DX", "DH"};
}  // namespace

InputEncodingUnit::InputEncodingUnit(int num_pe, const NumericProfile& profile,
                                     const ControlLines& control, const EdgeRegisters& registers,
                                     const NetworkShape& shape, StateMemory& state,
                                     const Streams& streams, const Fifos& fifos)
    : ClockedBlock("input_encoding_unit",
                   {"busy", "fifo_full", "input_wait", "drain", "feedback_wait", "reset"}),
      num_pe_(num_pe),
      profile_(profile),
      control_(control),
      registers_(registers),
      shape_(shape),
      memory_(state),
      streams_(streams),
      fifos_(fifos),
      row_(static_cast<std::size_t>(num_pe)) {
  streams_.input.receive([this] { return input_ready(); }, this);
  // Beats only come in FB: the processing controller needs the layer's last flags, which are sent
  // just before it.
  streams_.feedback.receive([] { return true; }, this);
}

bool InputEncodingUnit::input_ready() const {
  return takes_input() && row_ends(next_now()) && !fifos_.values.full();
}

/// Where it sleeps, what it has put off has happened to the others.
int InputEncodingUnit::next_now() const {
  const bool passes = shifts_ && loads_ && cycle() > done_;
  return next_.get() + (passes ? static_cast<int>(cycle() - done_) : 0);
}

int InputEncodingUnit::phase_size() const {
  const LayerShape& shape = shape_[layer()];
  return state_.get() == State::dx ? shape.inputs : shape.hidden;
}

void InputEncodingUnit::evaluate(Cycle now) {
  catch_up(now);
  done_ = now + 1;
  shifts_ = false;
  if (control_.resetting.get()) return reset_state();
  switch (state_.get()) {
    case State::idle:
      return await_input();
    case State::feedback:
      return await_feedback();
    case State::bias:
      return load_bias();
    case State::dx:
    case State::dh:
      return scan();
  }
}

void InputEncodingUnit::reset_state() {
  state_.set(State::idle);
  layer_.set(0);
  next_.set(0);
  begun_ = false;
  offset_ = 0;
  written_h_ = 0;
  compared_ = leaving_ = {};
  attribute(Cause::reset);
}

void InputEncodingUnit::await_input() {
  const bool offered = streams_.input.valid();
  if (offered) state_.set(State::feedback);
  attribute(offered ? Cause::busy : Cause::input_wait);
}

void InputEncodingUnit::await_feedback() {
  if (!begun_) {
    begun_ = true;
    state_.set(State::bias);
    attribute(Cause::busy);
  } else if (streams_.feedback.transfers()) {
    take_feedback(streams_.feedback.data());
    attribute(Cause::busy);
    go_on();
  } else {
    attribute(Cause::feedback_wait);
  }
}

void InputEncodingUnit::take_feedback(const ActivationBeat& beat) {
  for (int i = 0; i < num_pe_; ++i) memory_.write_h(layer(), written_h_ + i, beat.words[i]);
  memory_.publish_h(layer(), num_pe_);
  memory_.count_writes(num_pe_);
  written_h_ += num_pe_;
  if (!beat.last) return;
  written_h_ = 0;
  state_.set(State::bias);
  const LayerShape& shape = shape_[layer()];
  const bool last_layer = layer() + 1 == shape_.size();
  offset_ = last_layer ? 0 : offset_ + static_cast<ColumnIndex>(1 + shape.inputs + shape.hidden);
  layer_.set(last_layer ? 0 : layer_.get() + 1);
}

void InputEncodingUnit::load_bias() {
  if (fifos_.values.full()) return attribute(Cause::fifo_full);
  const std::int32_t one = std::int32_t{1} << profile_.activation.frac_bits;
  compared_ = encode(Operand::bias, 0, one);
  leaving_ = {};
  memory_.set_bias_reference(layer(), one);
  count_row_read(State::dx);
  state_.set(State::dx);
  attribute(Cause::busy);
}

void InputEncodingUnit::scan() {
  if (fifos_.values.full()) return attribute(Cause::fifo_full);
  shifts_ = true;
  send(leaving_);
  if (leaving_.occupied && leaving_.last) return end_phase();
  leaving_ = compared_;
  compared_ = load();
}

void InputEncodingUnit::send(const Element& element) {
  if (!element.occupied || !element.is_sent()) return;
  // A zero with the last flag has no column.
  fifos_.values.push({element.fires ? element.delta : 0, element.fires, element.last});
  if (!element.fires) return;
  fifos_.indices.push(column_of(element));
  write_reference(element);
  ++sent_[index_of(element.operand)];
}

void InputEncodingUnit::end_phase() {
  const bool x = state_.get() == State::dx;
  if (x) count_row_read(State::dh);
  state_.set(x ? State::dh : State::feedback);
  next_.set(0);
  compared_ = leaving_ = {};
  attribute(Cause::drain);
}

InputEncodingUnit::Element InputEncodingUnit::load() {
  const int index = next_.get();
  const bool loaded = index == phase_size();
  loads_ = !loaded && !(takes_input() && !streams_.input.valid());
  if (!loads_) {
    attribute(loaded ? Cause::drain : Cause::input_wait);
    return {};
  }
  attribute(Cause::busy);
  if (index % num_pe_ == 0) read_row(index);
  next_.set(index + 1);
  ++scanned_[index_of(operand())];
  if (row_ends(index)) end_row(index);
  return row_[static_cast<std::size_t>(index % num_pe_)];
}

void InputEncodingUnit::read_row(int first) {
  const InputBeat beat = takes_input() ? streams_.input.data() : InputBeat{};
  for (int i = first; i < first + num_pe_; ++i) {
    Element& element = row_[static_cast<std::size_t>(i - first)];
    element = encode(operand(), i, value_of(operand(), i, beat));
    element.last = i + 1 == phase_size();
  }
}

void InputEncodingUnit::end_row(int last) {
  if (takes_input()) streams_.input.transfers();  // whose source may sleep
  if (last + 1 < phase_size()) count_row_read(state_.get());
}

void InputEncodingUnit::count_row_read(State phase) {
  const bool external = phase == State::dx && layer() == 0;
  memory_.count_reads(external ? num_pe_ : 2 * num_pe_);
}

std::int32_t InputEncodingUnit::value_of(Operand operand, int index, const InputBeat& beat) const {
  if (operand == Operand::h) return memory_.h(layer(), index);
  return layer() == 0 ? beat.words[index % num_pe_] : memory_.h(layer() - 1, index);
}

std::int32_t InputEncodingUnit::reference_of(Operand operand, int index) const {
  if (operand == Operand::bias) return memory_.bias_reference(layer());
  return operand == Operand::x ? memory_.x_reference(layer(), index)
                               : memory_.h_reference(layer(), index);
}

void InputEncodingUnit::write_reference(const Element& element) {
  if (element.operand == Operand::bias) return;
  if (element.operand == Operand::x)
    memory_.set_x_reference(layer(), element.index, element.value);
  else
    memory_.set_h_reference(layer(), element.index, element.value);
  memory_.count_writes(1);
}

InputEncodingUnit::Element InputEncodingUnit::encode(Operand operand, int index,
                                                     std::int32_t value) const {
  const std::int32_t theta = operand == Operand::h ? registers_.theta_h() : registers_.theta_x();
  const std::int32_t change = delta(value, reference_of(operand, index), profile_);
  const bool sent = !registers_.skip() || fires(change, theta, profile_);
  return {true, operand, index, value, change, sent, false};
}

ColumnIndex InputEncodingUnit::column_of(const Element& element) const {
  if (element.operand == Operand::bias) return offset_;
  const int before = element.operand == Operand::h ? shape_[layer()].inputs : 0;
  return offset_ + static_cast<ColumnIndex>(1 + before + element.index);
}

bool InputEncodingUnit::commit() {
  next_.commit();
  const bool moved_on = state_.commit();
  return layer_.commit() || moved_on;
}

/// While it sleeps, elements of one row pass that are not sent, or nothing does.
void InputEncodingUnit::catch_up(Cycle now) {
  if (now <= done_) return;
  const Cycle cycles = now - std::exchange(done_, now);
  if (!shifts_) return;
  const Cycle moves = loads_ ? cycles : std::min<Cycle>(cycles, 2);
  for (Cycle i = 0; i < moves; ++i) {
    leaving_ = compared_;
    compared_ = loads_ ? load() : Element{};
    next_.commit();
  }
}

Cycle InputEncodingUnit::next_event() const {
  if (!shifts_) return kNever;
  const Cycle cycles = cycles_to_event();
  return cycles == kNever ? kNever : done_ - 1 + cycles;
}

Cycle InputEncodingUnit::cycles_to_event() const {
  if (leaving_.occupied && leaving_.is_sent()) return 1;
  const Cycle to_sending = compared_.occupied && compared_.is_sent() ? 2 : kNever;
  return std::min(to_sending, cycles_to_load_event());
}

/// The end of a row, or three cycles on, when it is sent, an element that fires.
Cycle InputEncodingUnit::cycles_to_load_event() const {
  if (next_.get() == phase_size()) return 1;
  if (takes_input() && !streams_.input.valid()) return kNever;
  const int in_row = next_.get() % num_pe_;
  if (in_row == 0) return 1;
  const auto begin = row_.begin() + in_row;
  const auto fired = std::find_if(begin, row_.end(), [](const Element& e) { return e.fires; });
  return std::min(static_cast<Cycle>(std::distance(begin, fired)) + 3,
                  static_cast<Cycle>(num_pe_ - in_row));
}

std::string InputEncodingUnit::describe() const {
  return std::string(kEncodingStates[static_cast<std::size_t>(state_.get())]) + " of layer " +
         std::to_string(layer()) + ", element " + std::to_string(next_.get());
}

void InputEncodingUnit::clear_statistics() {
  ClockedBlock::clear_statistics();
  std::fill(std::begin(scanned_), std::end(scanned_), 0);
  std::fill(std::begin(sent_), std::end(sent_), 0);
}

void InputEncodingUnit::probe(Signals& signals) const {
  signals.add<&InputEncodingUnit::state_, &InputEncodingUnit::layer_>(
      *this, Moment::begin,
      {state("state", {std::begin(kEncodingStates), std::end(kEncodingStates)}),
       number("layer", kMostLayers)});
  signals.add_detail<&InputEncodingUnit::next_>(*this, Moment::begin,
                                                {number("element", kMostElements)});
}

}  // namespace drnn
