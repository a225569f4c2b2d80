#include "sim/trace/timeline.hpp"

#include <map>

#include "sim/trace/names.hpp"

namespace drnn {

Timeline::Timeline(std::ostream& out, SignalTable& table, const TimelineConfig& config)
    : writer_(out, config.period_ps), table_(table) {
  std::map<std::string, int> tracks;
  int track = 0;
  for (const SignalTable::Entry& entry : table.entries()) {
    if (entry.name != "cause") continue;
    tracks[entry.scope] = ++track;
    writer_.track(track, last_component(entry.scope));
    tracks_.push_back(make_block_track(table, entry.scope, writer_, track, config.layers.size()));
  }
  add_counters(table);
  flows_ = make_delta_flows(table, writer_, tracks, config.layers, config.activation_lanes);
  bursts_ = std::make_unique<BurstSlices>(writer_, track + 1, config.period_ps, config.port_bytes);
}

void Timeline::add_counters(SignalTable& table) {
  for (std::size_t i = 0; i < table.entries().size(); ++i) {
    const SignalTable::Entry& entry = table.entries()[i];
    const bool level = entry.name == "level";
    if (!level && entry.name != "bursts") continue;
    table.watch(i);
    counters_.push_back(
        {i, last_component(entry.scope) + " " + entry.name, level ? "entries" : "bursts"});
  }
}

void Timeline::open(Cycle now) {
  open_ = true;
  first_ = last_change_ = now;
  for (Counter& counter : counters_) count(counter, now);
  cycle(now);
}

void Timeline::cycle(Cycle now) {
  for (const auto& track : tracks_)
    if (track->update(now)) last_change_ = now;
  for (Counter& counter : counters_)
    if (table_[counter.signal] != counter.value) count(counter, now);
  flows_->update(now);
}

void Timeline::count(Counter& counter, Cycle now) {
  counter.value = table_[counter.signal];
  writer_.counter(counter.name, counter.unit, now, counter.value);
}

void Timeline::burst(const std::string& port, const TlmMemoryPort::Answered& burst) {
  if (open_) bursts_->add(port, burst);
}

void Timeline::close(Cycle end) {
  open_ = false;
  const Cycle last = end == kNever ? last_change_ + 1 : end;
  for (const auto& track : tracks_) track->close(last);
  bursts_->write(first_, end);
}

}  // namespace drnn
