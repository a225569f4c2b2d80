#include "tlm/edgedrnn/weight_port.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr std::size_t kRingWords = 4096;  // some columns

void copy_weights(const std::uint8_t* bytes, std::size_t count, std::int16_t* words) {
  std::transform(bytes, bytes + count, words,
                 [](std::uint8_t byte) { return static_cast<std::int8_t>(byte); });
}

}  // namespace

WeightPort::WeightPort(int num_pe, int piece_bytes, const ControlLines& control,
                       Stream<FetchCommand>& commands, Stream<WeightBeat>& weights,
                       CommandFifo& queue, BeatFifo& source)
    : WidthConverter("weight_port", num_pe, piece_bytes,
                     kRingWords / static_cast<std::size_t>(num_pe)),
      piece_bytes_(static_cast<std::size_t>(piece_bytes)),
      control_(control),
      commands_(commands),
      weights_(weights),
      queue_(queue),
      source_(source) {
  commands_.receive([this] { return !control_.resetting.get() && queue_.size() < queue_.depth(); },
                    this);
  weights_.drive([this] { return offered(); },
                 [this] {
                   return WeightBeat{beat(), beat_is_last()};
                 },
                 this);
}

void WeightPort::evaluate(Cycle now) {
  WidthConverter::evaluate(now);
  if (commands_.transfers()) forward_command();
  if (control_.resetting.get()) {
    stale_ = asked_;
    foreseen_ = 0;
    clear();
  }
  if (arrived_ < stale_ && source_.size() > 0) drop_piece();
}

void WeightPort::forward_command() {
  const FetchCommand fetch = commands_.data();
  DataMoverCommand command;
  command.address = fetch.address;
  command.bytes = fetch.bytes;
  command.end_of_frame = true;
  queue_.push(command);
  ++asked_;
}

bool WeightPort::available() const {
  return !control_.resetting.get() && arrived_ >= stale_ && source_.size() > 0;
}

bool WeightPort::take(std::int16_t* words) {
  const StreamBeat& piece = source_.peek();
  copy_weights(piece.data.data(), piece_bytes_, words);
  const bool last = piece.last;
  drop_piece();
  return last;
}

void WeightPort::drop_piece() {
  if (source_.peek().last) ++arrived_;
  source_.pop();
  ++taken_;
}

Cycle WeightPort::foresee(std::int16_t* words, Cycle most) {
  const BeatFifo::Following following = source_.following();
  const Cycle held = source_.left();
  Cycle cycles = std::min(most, following.beats);
  Cycle i = foreseen_ > taken_ ? foreseen_ - taken_ : 0;
  for (; i < std::min(cycles, held); ++i) {
    if (source_.next(i).last) cycles = i;
    copy_weights(source_.next(i).data.data(), piece_bytes_, words + i * piece_bytes_);
  }
  if (i < cycles)
    copy_weights(following.bytes + (i - held) * piece_bytes_, (cycles - i) * piece_bytes_,
                 words + i * piece_bytes_);
  foreseen_ = std::max(foreseen_, taken_ + cycles);
  return cycles;
}

void WeightPort::repeat(Cycle cycles) {
  WidthConverter::repeat(cycles);
  if (flows()) taken_ += cycles;
}

std::string WeightPort::describe() const {
  return std::to_string(columns_on_their_way()) + " columns on their way, " +
         WidthConverter::describe();
}

}  // namespace drnn
