#include "tlm/edgedrnn/output_converter.hpp"

#include <algorithm>

namespace drnn {

OutputConverter::OutputConverter(int num_pe, int port_words, Stream<ActivationBeat>& stream,
                                 WordFifo& output)
    : ClockedBlock("output_converter", {"busy", "stalled", "idle"}),
      piece_words_(static_cast<std::size_t>(std::min(num_pe, port_words))),
      stream_(stream),
      output_(output),
      beat_(static_cast<std::size_t>(num_pe)),
      taken_beat_(static_cast<std::size_t>(num_pe)) {
  stream_.receive([this] { return ready(); }, this);
}

/// From the start of the cycle alone, so that the stream's ready line holds through it.
bool OutputConverter::sends() const {
  return left_ > 0 && output_.depth() - output_.size() >= piece_words_;
}

void OutputConverter::evaluate(Cycle) {
  sent_ = sends();
  taken_ = stream_.transfers();
  attribute(sent_ || taken_ ? Cause::busy : left_ > 0 ? Cause::stalled : Cause::idle);
  if (sent_) {
    send_piece();
  } else if (left_ > 0) {
    output_.await_place(*this);
  }
  if (taken_) std::copy_n(stream_.data().words, beat_.size(), taken_beat_.begin());
}

void OutputConverter::send_piece() {
  const std::size_t first = beat_.size() - left_;
  for (std::size_t i = 0; i < piece_words_; ++i) output_.push(beat_[first + i]);
}

bool OutputConverter::commit() {
  const bool changed = sent_ || taken_;
  if (sent_) left_ -= piece_words_;
  if (taken_) {
    beat_.swap(taken_beat_);
    left_ = beat_.size();
  }
  sent_ = taken_ = false;
  return changed;
}

std::string OutputConverter::describe() const {
  return std::to_string(left_) + " of " + std::to_string(beat_.size()) + " words to send";
}

void OutputConverter::probe(Signals& signals) const {
  signals.add<&OutputConverter::left_>(*this, Moment::begin, {number("words", beat_.size())});
}

}  // namespace drnn
