#pragma once

#include <optional>
#include <vector>

#include "model/blocks/cycle_engine.hpp"
#include "model/trace/signal_table.hpp"
#include "sim/trace/signal_selection.hpp"
#include "sim/trace/trace_consumer.hpp"

namespace drnn {

/// Which cycles are recorded.
struct CaptureWindow {
  Cycle from = 0, to = kNever;        ///< both among them
  std::optional<std::uint64_t> step;  ///< only while this step is the one under way
  std::vector<SignalEvent> trigger;   ///< not before one of these holds; empty: at once
};

/// Reads the watched signals in every executed cycle and hands them on while the window is open.
/// It opens once.
///
/// In cycles that the fast engine skips no signal changes, except for details: while one is watched
/// the engine executes every cycle of the window. So consumers see the same in both engines.
class Capture {
 public:
  /// Joins the engine's hooks, so it must live as long as cycles are executed. The step under way
  /// and whether the run has begun are read from the signals of those names in the scope `top`.
  Capture(CycleEngine& engine, SignalTable& table, const std::string& top,
          const CaptureWindow& window, std::vector<TraceConsumer*> consumers);
  Capture(const Capture&) = delete;
  Capture& operator=(const Capture&) = delete;

  /// The recorded run is over: nothing is recorded from now on. Returns the cycle in which the
  /// window opened, if it did.
  std::optional<Cycle> finish();

 private:
  bool watching(Cycle now) const { return active_ && now >= window_.from; }
  void begin(Cycle now);
  void evaluated(Cycle now);
  void committed(Cycle now);
  bool inside() const;
  bool triggered() const;
  void close(Cycle end);

  CycleEngine& engine_;
  SignalTable& table_;
  const CaptureWindow window_;
  const std::vector<TraceConsumer*> consumers_;
  const std::size_t begun_, step_;
  bool active_ = true;
  bool open_ = false;
  std::optional<Cycle> opened_;
};

}  // namespace drnn
