#pragma once

#include "model/blocks/clocked_block.hpp"

namespace drnn {

/// Takes the signals of a design, cycle after cycle, while the capture window is open. It reads
/// them where it was told at its construction.
class TraceConsumer {
 public:
  virtual ~TraceConsumer() = default;

  /// The window opens: the signals are those of cycle `now`.
  virtual void open(Cycle now) = 0;
  /// The signals are those of the later cycle `now`. Between the cycles given here nothing changes.
  virtual void cycle(Cycle now) = 0;
  /// The window closes: `end` is the first cycle that is not shown; kNever: the run has ended.
  virtual void close(Cycle end) = 0;
};

}  // namespace drnn
