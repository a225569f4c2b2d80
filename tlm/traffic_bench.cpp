#include "tlm/traffic_bench.hpp"

#include <algorithm>

#include "model/config/errors.hpp"
#include "tlm/sc_time_ps.hpp"
#include "tlm/simulate.hpp"

namespace drnn {

namespace {

std::vector<int> all_ports() {
  std::vector<int> ports;
  for (int port = 0; port < DdrPort::kCount; ++port) ports.push_back(port);
  return ports;
}

std::uint32_t power_of_two_up_to(std::uint32_t limit) {
  std::uint32_t value = 1;
  while (2 * value <= limit) value *= 2;
  return value;
}

}  // namespace

TrafficBench::TrafficBench(const sc_core::sc_module_name& name, const HpConfig& hp,
                           const DdrMemory::Config& memory, const Bind& bind)
    : sc_core::sc_module(name),
      hp_(hp),
      config_(memory),
      burst_bytes_(hp.port_bytes * power_of_two_up_to(hp.burst_beats)),
      memory_("memory", memory, all_ports()) {
  for (int port : all_ports()) {
    const std::string number = std::to_string(port);
    masters_.push_back(std::make_unique<TrafficMaster>(("master" + number).c_str()));
    channels_.push_back(std::make_unique<HpChannel>(("channel" + number).c_str(), hp));
    bind(masters_.back()->socket, channels_.back()->master);
    bind(channels_.back()->memory, memory_.port(port));
  }
}

TrafficBench::Result TrafficBench::run(const Traffic& traffic) {
  to_next_edge();
  memory_.reset();
  for (auto& master : masters_) master->clear_statistics();
  for (int hp = 0; hp < traffic.masters; ++hp) {
    if (traffic.direction != Direction::write) start(traffic, hp, false);
    if (traffic.direction != Direction::read) start(traffic, hp, true);
  }
  const sc_core::sc_time measured = picoseconds(traffic.cycles * hp_.period_ps);
  simulate(measured);
  const std::uint64_t answered = answered_bytes();
  for (auto& master : masters_) master->stop();
  simulate();  // until all is answered
  check_ends();
  while (!settled()) to_next_edge();  // so that the next traffic finds nothing of this
  return result(answered, measured.to_seconds());
}

bool TrafficBench::settled() {
  const auto empty = [](const auto& channel) { return channel->outstanding() == 0; };
  return memory_.idle() && std::all_of(channels_.begin(), channels_.end(), empty);
}

void TrafficBench::to_next_edge() {
  const std::uint64_t now = sc_core::sc_time_stamp().value();
  const std::uint64_t period = picoseconds(hp_.period_ps).value();
  simulate(sc_core::sc_time::from_value(period - now % period));
}

void TrafficBench::check_ends() const {
  for (const auto& master : masters_) {
    if (master->refused() > 0)
      throw SimulationError(std::string(master->name()) + ": the port refused " +
                            std::to_string(master->refused()) + " bursts");
    if (master->payloads_in_use() > 0)
      throw SimulationError(std::string(master->name()) + ": bursts are without an answer");
  }
}

std::uint64_t TrafficBench::answered_bytes() const {
  std::uint64_t bursts = 0;
  for (const auto& master : masters_) bursts += master->answered();
  return bursts * burst_bytes_;
}

void TrafficBench::start(const Traffic& traffic, int hp, bool write) {
  const DdrDevice& device = config_.ddr.controller.device;
  const int port = write ? DdrPort::write(hp) : DdrPort::read(hp);
  TrafficPattern pattern;
  pattern.write = write;
  pattern.random = traffic.random;
  pattern.burst_bytes = burst_bytes_;
  pattern.seed = static_cast<std::uint64_t>(port) + 1;
  pattern.span_bytes = device.size_bytes() / DdrPort::kCount;
  // Every master has a stretch of its own, and streams begin in different banks.
  pattern.base = static_cast<std::uint64_t>(port) * pattern.span_bytes;
  if (traffic.random) {
    pattern.base = 0;
    pattern.span_bytes = device.size_bytes();
  } else {
    const std::uint64_t stagger = static_cast<std::uint64_t>(port) * device.row_bytes();
    pattern.base += stagger;
    pattern.span_bytes -= DdrPort::kCount * std::uint64_t{device.row_bytes()};
  }
  masters_[static_cast<std::size_t>(port)]->start(pattern);
}

TrafficBench::Result TrafficBench::result(std::uint64_t answered, double seconds) const {
  Result r;
  r.answered_bytes = answered;
  for (const auto& master : masters_) r.asked_bytes += master->asked() * burst_bytes_;
  for (const auto& port : memory_.subsystem().ports()) r.port_bytes += port.bytes;
  const DdrStatistics s = memory_.subsystem().statistics();
  const DdrDevice& device = config_.ddr.controller.device;
  r.moved_bytes = (s.reads + s.writes + s.forwarded_reads) * device.burst_bytes();
  r.seconds = seconds;
  r.mbytes_per_s = static_cast<double>(answered) / seconds / 1e6;
  r.efficiency = r.mbytes_per_s / device.peak_mbytes_per_s();
  return r;
}

}  // namespace drnn
