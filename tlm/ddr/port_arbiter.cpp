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

PortArbiter::Run PortArbiter::run(DdrClock now, DdrClock end) const {
  const bool one_port = waiting_ != 0 && (waiting_ & (waiting_ - 1)) == 0;
  if (!one_port || now >= end) return {};
  const int port = __builtin_ctz(waiting_);
  if (link_free(port) > now) return {};
  const Burst& burst = ports_[static_cast<std::size_t>(port)].bursts.front();
  const std::uint64_t left = address_.bursts(burst.next, burst.end - burst.next);
  const std::uint64_t count =
      std::min({left, address_.bursts_in_row(burst.next), (end - 1 - now) / interval() + 1});
  return {{port, burst.next, burst.transfer, left == 1}, count, count == left};
}

void PortArbiter::take(const Run& run, DdrClock now) {
  const std::uint64_t behind = run.count - 1;
  granted(run.first.port, run.first.address + behind * address_.burst_bytes(),
          now + behind * interval());
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
