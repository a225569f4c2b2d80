#include "tlm/edgedrnn/weight_port.hpp"

#include <algorithm>

namespace drnn {

WeightPort::WeightPort(int num_pe, int piece_bytes, const ControlLines& control,
                       Stream<FetchCommand>& commands, Stream<WeightBeat>& weights,
                       CommandFifo& queue, BeatFifo& source)
    : WidthConverter("weight_port", num_pe, piece_bytes),
      piece_bytes_(static_cast<std::size_t>(piece_bytes)),
      control_(control),
      commands_(commands),
      weights_(weights),
      queue_(queue),
      source_(source) {
  commands_.receive([this] { return !control_.resetting.get() && queue_.size() < queue_.depth(); });
  weights_.drive([this] { return offered(); },
                 [this] {
                   return WeightBeat{beat(), beat_is_last()};
                 });
}

void WeightPort::evaluate(Cycle now) {
  WidthConverter::evaluate(now);
  if (commands_.transfers()) forward_command();
  if (control_.resetting.get()) {
    stale_ = asked_;
    clear();
  }
  if (arrived_ < stale_ && source_.size() > 0) discard();
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
  std::transform(piece.data.begin(), piece.data.begin() + static_cast<std::ptrdiff_t>(piece_bytes_),
                 words, [](std::uint8_t byte) { return static_cast<std::int8_t>(byte); });
  if (piece.last) ++arrived_;
  source_.pop();
  return piece.last;
}

void WeightPort::discard() {
  if (source_.peek().last) ++arrived_;
  source_.pop();
}

std::string WeightPort::describe() const {
  return std::to_string(columns_on_their_way()) + " columns on their way, " +
         WidthConverter::describe();
}

}  // namespace drnn
