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
  if (flows(now)) return;
  catch_up(now);
  done_ = now + 1;
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
  if (flows(cycle())) return false;
  const bool amid_packet = leaves_ && taken_ && !output_last_;
  const bool changed = leaves_ || taken_ || (clearing_ && (offered_ || count_ > 0));
  if (leaves_) offered_ = false;
  hand_on();
  if (taken_) append_piece();
  hand_on();
  if (clearing_) {
    count_ = 0;
    offered_ = false;
  }
  const Cycle alike = amid_packet && !clearing_ ? cycles_alike() : 0;
  if (alike > 0) flow_end_ = cycle() + 1 + alike;
  leaves_ = taken_ = clearing_ = false;
  return changed && alike == 0;
}

/// Of the cycles that follow one in which a beat went, no packet's last, and another came.
Cycle WidthConverter::cycles_alike() {
  if (piece_words_ < beat_words_ || !offered_ || output_last_ || piece_last_) return 0;
  const std::size_t next = count_ < beat_words_ ? gathered_ : behind(gathered_);
  if (output_ == 0 || next < output_) return 0;  // the ring begins anew
  return foresee(place(next), ring_beats_ - 1 - next);
}

/// In the cycles of a flow, one beat has followed another.
void WidthConverter::catch_up(Cycle now) {
  const Cycle cycles = put_off(now);
  done_ = std::max(done_, now);
  gathered_ += cycles;
  output_ += cycles;
  flow(cycles);
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
