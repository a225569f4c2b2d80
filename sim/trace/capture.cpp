#include "sim/trace/capture.hpp"

#include <algorithm>

namespace drnn {

Capture::Capture(CycleEngine& engine, SignalTable& table, const std::string& top,
                 const CaptureWindow& window, std::vector<TraceConsumer*> consumers)
    : engine_(engine),
      table_(table),
      window_(window),
      consumers_(std::move(consumers)),
      begun_(table.find(top + ".begun").value()),
      step_(table.find(top + ".step").value()) {
  if (window_.step) {
    table_.watch(begun_);
    table_.watch(step_);
  }
  for (const SignalEvent& event : window_.trigger) table_.watch(event.signal);
  engine_.skip_no_further_than(window_.from);
  engine_.on_begin([this](Cycle now) { begin(now); });
  engine_.on_evaluated([this](Cycle now) { evaluated(now); });
  engine_.on_committed([this](Cycle now) { committed(now); });
}

void Capture::begin(Cycle now) {
  if (watching(now)) table_.sample(Moment::begin);
}

void Capture::evaluated(Cycle now) {
  if (watching(now)) table_.sample(Moment::evaluated);
}

void Capture::committed(Cycle now) {
  if (!watching(now)) return;
  table_.sample(Moment::committed);
  if (now > window_.to) return close(window_.to + 1);
  if (open_ && !inside()) return close(now);
  if (open_) {
    for (TraceConsumer* consumer : consumers_) consumer->cycle(now);
  } else if (inside() && triggered()) {
    open_ = true;
    opened_ = now;
    for (TraceConsumer* consumer : consumers_) consumer->open(now);
  }
  if (table_.watches_detail()) engine_.skip_no_further_than(now + 1);
}

bool Capture::inside() const {
  return !window_.step || (table_[begun_] != 0 && table_[step_] == *window_.step);
}

bool Capture::triggered() const {
  const auto holds = [this](const SignalEvent& event) {
    return table_[event.signal] == event.value;
  };
  return window_.trigger.empty() ||
         std::any_of(window_.trigger.begin(), window_.trigger.end(), holds);
}

void Capture::close(Cycle end) {
  active_ = false;
  if (!open_) return;
  open_ = false;
  for (TraceConsumer* consumer : consumers_) consumer->close(end);
}

std::optional<Cycle> Capture::finish() {
  close(kNever);
  return opened_;
}

}  // namespace drnn
