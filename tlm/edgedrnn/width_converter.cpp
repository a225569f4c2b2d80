#include "tlm/edgedrnn/width_converter.hpp"

#include <algorithm>
#include <utility>

namespace drnn {

WidthConverter::WidthConverter(std::string name, int num_pe, int piece_words)
    : ClockedBlock(std::move(name), {"busy", "stalled", "source_wait"}),
      beat_words_(static_cast<std::size_t>(num_pe)),
      piece_words_(static_cast<std::size_t>(piece_words)),
      gathered_(beat_words_),
      output_(beat_words_),
      piece_(piece_words_) {}

void WidthConverter::evaluate(Cycle) {
  leaves_ = offered_ && transfers();
  taken_ = take_piece(leaves_);
  attribute(leaves_ || taken_ ? Cause::busy : offered_ ? Cause::stalled : Cause::source_wait);
}

bool WidthConverter::take_piece(bool leaves) {
  const bool room = count_ < beat_words_ || leaves;
  if (!room || !available()) return false;
  piece_last_ = take(piece_.data());
  return true;
}

void WidthConverter::append_piece() {
  std::copy(piece_.begin(), piece_.end(), gathered_.begin() + static_cast<std::ptrdiff_t>(count_));
  count_ += piece_words_;
  gathered_last_ = piece_last_;
}

/// A complete beat goes to the output register where that is free.
void WidthConverter::hand_on() {
  if (count_ < beat_words_ || offered_) return;
  std::swap(gathered_, output_);
  output_last_ = gathered_last_;
  offered_ = true;
  count_ = 0;
}

bool WidthConverter::commit() {
  const bool changed = leaves_ || taken_ || clearing_;
  if (leaves_) offered_ = false;
  hand_on();
  if (taken_) append_piece();
  hand_on();
  if (clearing_) {
    count_ = 0;
    offered_ = false;
  }
  leaves_ = taken_ = clearing_ = false;
  return changed;
}

std::string WidthConverter::describe() const {
  return std::to_string(count_) + " of " + std::to_string(beat_words_) + " words gathered" +
         (offered_ ? ", a beat offered" : "");
}

void WidthConverter::probe(Signals& signals) const {
  signals.add<&WidthConverter::offered_, &WidthConverter::count_>(
      *this, Moment::begin, {flag("offered"), number("words", beat_words_)});
}

}  // namespace drnn
