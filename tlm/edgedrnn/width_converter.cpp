#include "tlm/edgedrnn/width_converter.hpp"

#include <algorithm>
#include <utility>

namespace drnn {

WidthConverter::WidthConverter(std::string name, int num_pe, int piece_words,
                               std::size_t ring_beats)
    : ClockedBlock(std::move(name), {"busy", "stalled", "source_wait"}),
      beat_words_(static_cast<std::size_t>(num_pe)),
      piece_words_(static_cast<std::size_t>(piece_words)),
      ring_beats_(ring_beats),
      ring_(beat_words_ * ring_beats_) {}

void WidthConverter::evaluate(Cycle now) {
  now_ = now;
  leaves_ = offered_ && transfers();
  taken_ = take_piece(leaves_);
  attribute(leaves_ || taken_ ? Cause::busy : offered_ ? Cause::stalled : Cause::source_wait);
}

bool WidthConverter::take_piece(bool leaves) {
  const bool room = count_ < beat_words_ || leaves;
  if (!room || !available()) return false;
  piece_last_ = take(place_of_piece());
  return true;
}

/// Of the next one to be taken: behind a gathered beat that waits, its own beat begins.
std::int16_t* WidthConverter::place_of_piece() {
  return count_ < beat_words_ ? place(gathered_) + count_ : place(behind(gathered_));
}

void WidthConverter::append_piece() {
  count_ += piece_words_;
  gathered_last_ = piece_last_;
}

/// A complete beat is offered where none is.
void WidthConverter::hand_on() {
  if (count_ < beat_words_ || offered_) return;
  output_ = std::exchange(gathered_, behind(gathered_));
  output_last_ = gathered_last_;
  offered_ = true;
  count_ = 0;
}

bool WidthConverter::commit() {
  const bool both = leaves_ && taken_;
  const bool changed = leaves_ || taken_ || (clearing_ && (offered_ || count_ > 0));
  if (leaves_) offered_ = false;
  hand_on();
  if (taken_) append_piece();
  hand_on();
  if (clearing_) {
    count_ = 0;
    offered_ = false;
  }
  flowing_ = both && !clearing_ ? cycles_alike() : 0;
  leaves_ = taken_ = clearing_ = false;
  return changed && flowing_ == 0;
}

/// Of the cycles that follow one in which a beat went and another came.
Cycle WidthConverter::cycles_alike() {
  if (piece_words_ < beat_words_ || !offered_ || output_last_ || piece_last_) return 0;
  const std::size_t next = count_ < beat_words_ ? gathered_ : behind(gathered_);
  if (output_ == 0 || next < output_) return 0;  // the ring begins anew
  return foresee(place(next), ring_beats_ - 1 - next);
}

/// In skipped cycles one beat follows another, or nothing happens.
void WidthConverter::repeat(Cycle cycles) {
  if (flowing_ == 0) return;
  gathered_ += cycles;
  output_ += cycles;
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
