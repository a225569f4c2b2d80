#include "model/blocks/edgedrnn/ideal_surroundings.hpp"

#include "model/config/errors.hpp"

namespace drnn {

IdealWeightServer::IdealWeightServer(int num_pe, const std::vector<std::int16_t>& weights,
                                     const ControlLines& control, Stream<FetchCommand>& commands,
                                     Stream<WeightBeat>& beats)
    : ClockedBlock("weight_server", {"busy", "stalled", "idle"}),
      num_pe_(static_cast<std::uint32_t>(num_pe)),
      weights_(weights),
      control_(control),
      commands_(commands),
      beats_(beats) {
  commands_.receive([this] { return takes_command(); });
  beats_.drive([this] { return burst_.get().reading; }, [this] { return beat(); }, this);
}

WeightBeat IdealWeightServer::beat() const {
  const std::size_t at = burst_.get().address + std::size_t{next_beat_.get()} * num_pe_;
  return {weights_.data() + at, next_beat_.get() + 1 == burst_.get().beats};
}

bool IdealWeightServer::takes_command() const {
  return beats_.transfers() && next_beat_.get() + 2 == burst_.get().beats;
}

void IdealWeightServer::evaluate(Cycle now) {
  now_ = now;
  flows_ = false;
  if (control_.resetting.get()) {
    burst_.set({});
    attribute(Cause::idle);
  } else if (!burst_.get().reading) {
    if (commands_.valid()) latch();
    attribute(Cause::idle);
  } else if (beats_.transfers()) {
    advance();
    attribute(Cause::busy);
  } else {
    attribute(Cause::stalled);
  }
}

void IdealWeightServer::latch() {
  const FetchCommand command = commands_.data();
  const std::uint32_t beats = command.bytes / num_pe_;
  if (beats < 2 || std::uint64_t{command.address} + command.bytes > weights_.size())
    throw SimulationError("weight_server: " + std::to_string(command.bytes) + " bytes at address " +
                          std::to_string(command.address) + "; the memory has " +
                          std::to_string(weights_.size()) + ", a burst two beats or more");
  burst_.set({true, command.address, beats});
  next_beat_.set(0);
}

void IdealWeightServer::advance() {
  ++served_;
  if (takes_command()) commands_.transfers();  // whose source may sleep
  if (next_beat_.get() + 1 < burst_.get().beats) {
    flows_ = true;
    next_beat_.set(next_beat_.get() + 1);
  } else if (commands_.valid()) {
    latch();
  } else {
    burst_.set({});
  }
}

bool IdealWeightServer::commit() {
  const bool began_or_ended = burst_.commit();
  // A burst may follow one of the same address.
  return (next_beat_.commit() && !flows_) || began_or_ended;
}

void IdealWeightServer::repeat(Cycle cycles) {
  if (!flows_) return;
  served_ += cycles;
  next_beat_.set(next_beat_.get() + static_cast<std::uint32_t>(cycles));
  next_beat_.commit();
}

Cycle IdealWeightServer::next_event() const {
  if (!flows_) return kNever;
  const std::uint32_t left = burst_.get().beats - next_beat_.get();
  return now_ + 1 + (left > 2 ? left - 2 : 0);
}

std::string IdealWeightServer::describe() const {
  const Burst& burst = burst_.get();
  if (!burst.reading) return "no command";
  return "beat " + std::to_string(next_beat_.get()) + " of " + std::to_string(burst.beats) +
         " from address " + std::to_string(burst.address);
}

void IdealWeightServer::clear_statistics() {
  ClockedBlock::clear_statistics();
  served_ = 0;
}

IdealInput::IdealInput(int num_pe, const std::vector<std::int16_t>& words,
                       const ControlLines& control, Stream<InputBeat>& stream)
    : ClockedBlock("input_source", {"busy", "stalled", "exhausted"}),
      num_pe_(static_cast<std::size_t>(num_pe)),
      words_(words),
      control_(control),
      stream_(stream) {
  stream_.drive([this] { return valid(); },
                [this] { return InputBeat{words_.data() + next_.get()}; }, this);
}

void IdealInput::evaluate(Cycle) {
  const bool resetting = control_.resetting.get();
  const bool taken = !resetting && stream_.transfers();
  attribute(taken ? Cause::busy : valid() ? Cause::stalled : Cause::exhausted);
  if (taken) next_.set(next_.get() + num_pe_);
  if (resetting) next_.set(0);
}

std::string IdealInput::describe() const {
  return std::to_string(next_.get()) + " of " + std::to_string(words_.size()) + " words taken";
}

IdealOutput::IdealOutput(int num_pe, const ControlLines& control, Stream<ActivationBeat>& stream)
    : ClockedBlock("output_sink", {"busy", "idle"}),
      num_pe_(num_pe),
      control_(control),
      stream_(stream) {
  stream_.receive([] { return true; });
}

void IdealOutput::evaluate(Cycle) {
  const bool resetting = control_.resetting.get();
  const bool taken = !resetting && stream_.transfers();
  attribute(taken ? Cause::busy : Cause::idle);
  if (resetting) words_.clear();
  if (!taken) return;
  const std::int16_t* words = stream_.data().words;
  words_.insert(words_.end(), words, words + num_pe_);
}

}  // namespace drnn
