#include "tlm/data_mover.hpp"

#include <algorithm>
#include <utility>

#include "model/config/errors.hpp"

namespace drnn {

DataMover::DataMover(const DataMoverConfig& config, MemoryPort& port, CommandFifo& commands,
                     BeatFifo& output)
    : ClockedBlock("data_mover", {"busy", "memory_wait", "pipeline", "stream_full", "idle"}),
      config_(config),
      command_latency_(static_cast<Cycle>(config.command_latency_cycles)),
      stream_latency_(static_cast<Cycle>(config.stream_latency_cycles())),
      packet_gap_(static_cast<Cycle>(config.packet_gap_cycles)),
      commands_(commands),
      output_(output),
      arrivals_(commands.depth()),
      active_(static_cast<std::size_t>(config.outstanding_bursts) + 1),
      splitter_(config.burst),
      bursts_(*this, config.burst, {&port}, config.outstanding_bursts) {
  if (static_cast<std::size_t>(config.stream_bytes) > StreamBeat::kMaxBytes)
    throw SimulationError("data_mover: a stream beat of " + std::to_string(config.stream_bytes) +
                          " bytes is wider than " + std::to_string(StreamBeat::kMaxBytes));
}

void DataMover::evaluate(Cycle now) {
  now_ = now;
  note_arrivals(now);
  if (output_.flows(now)) {
    catch_up(now + 1);
    keep_flowing(now);
  } else {
    catch_up(now);
    done_ = now + 1;
    output_.catch_up(now);
    act(now);
  }
  if (!bursts_.empty()) bursts_.front().awaited = true;
}

void DataMover::act(Cycle now) {
  const std::size_t bursts = bursts_.size();
  const bool gathered = gather(now);
  const bool emitted = emit(now);
  const bool completed = complete_front();
  const bool issued = issue(now);
  const bool acted = gathered || emitted || completed || issued;
  const bool alike = looks_ahead() || (!issued && bursts_.size() == bursts);
  const bool may_flow = emitted && !completed && alike && output_.follows();
  announced_ = may_flow && announce(now);
  changed_ = acted && !announced_;
  book(acted ? Cause::busy : waiting_for(now));
}

/// Nobody waits for the bursts that it issues meanwhile.
void DataMover::keep_flowing(Cycle now) {
  if (front_offset_ == bursts_.front().data.size()) {
    bursts_.pop();
    front_offset_ = 0;
  }
  issue(now);
  changed_ = false;
}

/// Tells what beats of the front command, its last one not among them, will be pushed behind the
/// one of this cycle, one in each. True if there are any.
bool DataMover::announce(Cycle now) {
  if (beat_.bytes > 0 || gap_end_ > now) return false;
  const auto beat = static_cast<std::size_t>(config_.stream_bytes);
  Cycle left = (active_.front().ungathered - 1) / beat, cycle = now + 1;
  std::size_t offset = front_offset_;
  for (std::size_t i = 0; left > 0 && i < bursts_.size(); ++i, offset = 0) {
    const Burst& burst = bursts_[i];
    // As a beat of the port is no shorter, the others are there in time when the first one is.
    const bool in_time =
        cycle >= stream_latency_ &&
        config_.burst.visible_bytes(burst, cycle - stream_latency_) >= offset + beat;
    if (!in_time) break;
    const std::size_t bytes = burst.data.size() - offset;
    const Cycle beats = std::min<Cycle>(left, looks_ahead() ? bytes / beat : (bytes - 1) / beat);
    if (beats > 0) output_.announce({burst.data.data() + offset, beats});
    cycle += beats;
    left -= beats;
    if (beats * beat < bytes) break;
  }
  return cycle > now + 1;
}

/// In the cycles of a flow, the front burst's beats have followed one another.
void DataMover::catch_up(Cycle now) {
  const Cycle end = std::min(now, output_.flow_end());
  const Cycle cycles = end > done_ ? end - done_ : 0;
  done_ = std::max(done_, now);
  if (cycles == 0) return;
  const std::size_t bytes = cycles * static_cast<std::size_t>(config_.stream_bytes);
  active_.front().status.add(bursts_.front().response);
  active_.front().ungathered -= bytes;
  front_offset_ += bytes;
}

/// The next cycle in which it has something to do in a flow.
Cycle DataMover::flow_event() const {
  const bool issues = !bursts_.full() && (!splitter_.done() || command_due(done_));
  if (issues) return done_;
  const std::size_t bytes = bursts_.front().data.size() - front_offset_;
  const Cycle burst_end = done_ + bytes / static_cast<std::size_t>(config_.stream_bytes) - 1;
  return std::min(burst_end, output_.flow_end());
}

// That a cause gives way to another is a change, see DmaEngine::book().
void DataMover::book(Cause cause) {
  changed_ |= std::exchange(booked_, cause) != cause;
  attribute(cause);
}

void DataMover::note_arrivals(Cycle now) {
  while (arrivals_.size() < commands_.size()) arrivals_.push(now - 1);
  commands_.await_entry(*this);
}

bool DataMover::command_due(Cycle now) const {
  return !arrivals_.empty() && arrivals_.front() + command_latency_ <= now && !active_.full();
}

bool DataMover::issue(Cycle now) {
  if (bursts_.full()) return false;
  bool taken = false;
  if (splitter_.done() && command_due(now)) {
    take_command();
    taken = true;
  }
  if (splitter_.done()) return taken;
  bursts_.open(splitter_, false).awaited = false;
  splitter_.advance();
  bursts_.send(now + 1);
  return true;
}

void DataMover::take_command() {
  const DataMoverCommand& command = commands_.peek();
  if (!command.increment)
    throw SimulationError("data_mover: a command asks for FIXED addresses, at address " +
                          std::to_string(command.address));
  splitter_.start(command.address, command.bytes);
  active_.push({command.bytes, command.end_of_frame,
                DataMoverStatus{command.tag, command.bytes == 0, false, false}});
  commands_.pop();
  arrivals_.pop();
}

bool DataMover::gather(Cycle now) {
  bool gathered = false;
  while (!active_.empty() && !beat_complete()) {
    const std::size_t bytes = gather_from_front(now);
    if (bytes == 0) break;
    gathered = true;
  }
  return gathered;
}

std::size_t DataMover::gather_from_front(Cycle now) {
  if (bursts_.empty() || now < stream_latency_) return 0;
  const Burst& burst = bursts_.front();
  const std::size_t there = config_.burst.visible_bytes(burst, now - stream_latency_);
  const std::size_t wanted = std::min<std::size_t>(
      static_cast<std::size_t>(config_.stream_bytes) - beat_.bytes, active_.front().ungathered);
  const std::size_t bytes = std::min(wanted, there - front_offset_);
  if (bytes == 0) return 0;
  std::copy_n(burst.data.begin() + static_cast<std::ptrdiff_t>(front_offset_), bytes,
              beat_.data.begin() + beat_.bytes);
  active_.front().status.add(burst.response);
  active_.front().ungathered -= bytes;
  beat_.bytes = static_cast<std::uint8_t>(beat_.bytes + bytes);
  front_offset_ += bytes;
  if (front_offset_ == burst.data.size()) {
    bursts_.pop();
    front_offset_ = 0;
  }
  return bytes;
}

bool DataMover::beat_complete() const {
  return beat_.bytes > 0 &&
         (beat_.bytes == config_.stream_bytes || active_.front().ungathered == 0);
}

bool DataMover::emit(Cycle now) {
  if (!beat_complete() || gap_end_ > now || output_.free() == 0) return false;
  const Active& command = active_.front();
  beat_.last = command.ungathered == 0 && command.end_of_frame;
  output_.push(beat_);
  if (beat_.last) gap_end_ = now + packet_gap_;
  beat_.bytes = 0;
  return true;
}

bool DataMover::complete_front() {
  if (active_.empty() || active_.front().ungathered > 0 || beat_.bytes > 0) return false;
  last_status_ = active_.front().status;
  active_.pop();
  ++completed_;
  if (!last_status_->okay()) ++failed_;
  if (report_) report_(*last_status_);
  return true;
}

DataMover::Cause DataMover::waiting_for(Cycle now) const {
  if (beat_complete()) return gap_end_ > now ? Cause::pipeline : Cause::stream_full;
  if (bursts_.empty()) return arrivals_.empty() ? Cause::idle : Cause::pipeline;
  const bool at_port = config_.burst.visible_bytes(bursts_.front(), now) > front_offset_;
  return at_port ? Cause::pipeline : Cause::memory_wait;
}

Cycle DataMover::next_event() const {
  Cycle next = kNever;
  const auto at = [&](Cycle event) {
    if (event > now_) next = std::min(next, event);
  };
  if (!arrivals_.empty()) at(arrivals_.front() + command_latency_);
  if (output_.flows(done_)) {
    at(flow_event());
  } else if (announced_) {
    at(done_);
  } else if (beat_complete()) {
    at(gap_end_);
  } else if (!bursts_.empty() && bursts_.front().ready != kNever) {
    const Cycle first = bursts_.front().ready;
    at(first);
    at(first + stream_latency_);
    if (first + stream_latency_ <= now_) at(now_ + 1);  // the burst's next beat
  }
  return next;
}

std::string DataMover::describe() const {
  return std::to_string(commands_.size()) + " commands in the queue, " +
         std::to_string(active_.size()) + " under way, " + std::to_string(bursts_.size()) +
         " bursts";
}

void DataMover::probe(Signals& signals) const {
  const auto most = static_cast<std::uint64_t>(config_.outstanding_bursts);
  signals.add<&DataMover::commands_under_way, &DataMover::bursts_under_way>(
      *this, Moment::begin, {number("commands", most + 1), number("bursts", most)});
}

}  // namespace drnn
