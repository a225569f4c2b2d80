#include "tlm/ddr/port_arbiter.hpp"

namespace drnn {

namespace {

constexpr int kAgeClassClocks = 32;  ///< the upper five of ten bits are compared

}  // namespace

void PortArbiter::push(int port, std::uint64_t address, std::uint64_t bytes, std::size_t transfer,
                       DdrClock now) {
  Port& p = ports_[static_cast<std::size_t>(port)];
  if (p.bursts.empty()) p.waiting_since = now;
  waiting_ |= 1u << port;
  p.bursts.push({address_.burst_start(address), address + bytes, transfer});
}

/// Of `port`, which has the grant of clock `now`.
PortArbiter::Run PortArbiter::run_of(int port, DdrClock now, DdrClock end) const {
  const Burst& burst = ports_[static_cast<std::size_t>(port)].bursts.front();
  const std::uint64_t left = address_.bursts(burst.next, burst.end - burst.next);
  std::uint64_t count = std::min(left, address_.bursts_in_row(burst.next));
  if ((count - 1) * interval() >= end - now) count = (end - now - 1) / interval() + 1;
  if (count > 1 && !goes_on_until(port, now + (count - 1) * interval())) count = 1;
  return {port, burst.next, burst.transfer, count, count == left};
}

/// Whether a port that stays in its row has every grant up to `clock`: alone, or among ports of its
/// link that must wait for page match.
bool PortArbiter::goes_on_until(int port, DdrClock clock) const {
  for (unsigned others = waiting_ & ~(1u << port); others != 0; others &= others - 1) {
    const int other = __builtin_ctz(others);
    const bool waits = config_.page_match &&
                       DdrPort::shared_link(other) == DdrPort::shared_link(port) &&
                       !aged_out(other, clock);
    if (!waits) return false;
  }
  return true;
}

void PortArbiter::take(const Run& run, DdrClock now) {
  const std::uint64_t behind = run.count - 1;
  const DdrClock last = now + behind * interval();
  Port& p = ports_[static_cast<std::size_t>(run.port)];
  last_port_ = run.port;
  last_address_ = run.address + behind * address_.burst_bytes();
  p.bursts.front().next = *last_address_ + address_.burst_bytes();
  if (run.last) p.bursts.pop();
  if (p.bursts.empty()) waiting_ &= ~(1u << run.port);
  p.waiting_since = last + 1;
  link_free_[static_cast<std::size_t>(DdrPort::shared_link(run.port))] =
      last + static_cast<DdrClock>(config_.link_clocks);
}

int PortArbiter::choose_among(unsigned wanted, DdrClock now) const {
  int lowest = kNoPort;
  for (int i = 1; i <= DdrPort::kCount; ++i) {
    const int port = (last_port_ + i) % DdrPort::kCount;
    if ((wanted >> port & 1) == 0 || link_free(port) > now) continue;
    if (aged_out(port, now)) return port;
    if (lowest == kNoPort || age_class(port, now) < age_class(lowest, now)) lowest = port;
  }
  if ((wanted >> last_port_ & 1) != 0 && link_free(last_port_) <= now && continues_page(last_port_))
    return last_port_;
  return lowest;
}

bool PortArbiter::continues_page(int port) const {
  return config_.page_match && last_address_ &&
         address_.same_row(ports_[static_cast<std::size_t>(port)].bursts.front().next,
                           *last_address_);
}

bool PortArbiter::aged_out(int port, DdrClock now) const {
  return now - ports_[static_cast<std::size_t>(port)].waiting_since >=
         static_cast<DdrClock>(config_.ageing_clocks);
}

int PortArbiter::age_class(int port, DdrClock now) const {
  const DdrClock waited = now - ports_[static_cast<std::size_t>(port)].waiting_since;
  return (config_.ageing_clocks - static_cast<int>(waited)) / kAgeClassClocks;
}

}  // namespace drnn
