#include "tlm/edgedrnn/weight_port.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr std::size_t kRingWords = 16384;  // many columns, as a flow ends where the ring does

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
  if (commands_.transfers()) forward_command();
  if (flows(now)) return;
  source_.catch_up(now);
  WidthConverter::evaluate(now);
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
  if (queue_.free() == 0) queue_.await_place(*this);
  ++asked_;
}

bool WeightPort::available() const {
  return !control_.resetting.get() && arrived_ >= stale_ && source_.size() > 0;
}

bool WeightPort::take(std::int16_t* words) {
  const StreamBeat& piece = source_.peek();
  if (taken_ >= foreseen_) copy_weights(piece.data.data(), piece_bytes_, words);
  const bool last = piece.last;
  drop_piece();
  return last;
}

void WeightPort::drop_piece() {
  if (source_.peek().last) ++arrived_;
  source_.pop();
  ++taken_;
}

/// As many as are announced. The words of those that then lie in the FIFO are read, too.
Cycle WeightPort::foresee(std::int16_t* words, Cycle most) {
  const Cycle held = source_.left();
  for (Cycle i = 0; i < held; ++i)
    if (source_.next(i).last) return 0;
  const Cycle cycles = std::min(source_.announced_beats(), most > held ? most - held : 0);
  if (cycles == 0) return 0;
  read_ahead(words, held + cycles);
  source_.flow(cycles);
  return cycles;
}

/// The next `pieces` pieces, except for those that have been read already.
void WeightPort::read_ahead(std::int16_t* words, Cycle pieces) {
  const Cycle held = source_.left();
  Cycle i = foreseen_ > taken_ ? foreseen_ - taken_ : 0;
  for (; i < std::min(held, pieces); ++i)
    copy_weights(source_.next(i).data.data(), piece_bytes_, words + i * piece_bytes_);
  Cycle begin = held;  // of the stretch
  for (const BeatFifo::Stretch& stretch : source_.announced()) {
    const Cycle end = std::min(begin + stretch.beats, pieces);
    if (i < end)
      copy_weights(stretch.bytes + (i - begin) * piece_bytes_, (end - i) * piece_bytes_,
                   words + i * piece_bytes_);
    i = std::max(i, end);
    begin += stretch.beats;
  }
  foreseen_ = std::max(foreseen_, taken_ + pieces);
}

std::string WeightPort::describe() const {
  return std::to_string(columns_on_their_way()) + " columns on their way, " +
         WidthConverter::describe();
}

}  // namespace drnn
