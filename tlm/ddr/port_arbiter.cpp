#include "tlm/ddr/port_arbiter.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr int kAgeClassClocks = 32;  ///< the upper five of ten bits are compared

}  // namespace

void PortArbiter::push(int port, std::uint64_t address, std::uint64_t bytes, std::size_t transfer,
                       DdrClock now) {
  Port& p = ports_[static_cast<std::size_t>(port)];
  if (p.bursts.empty()) p.waiting_since = now;
  waiting_ |= 1u << port;
  p.bursts.push_back({address - address % address_.burst_bytes(), address + bytes, transfer});
}

std::optional<PortArbiter::Grant> PortArbiter::grant(DdrClock now, bool read_room,
                                                     bool write_room) {
  const std::optional<int> port = choose(now, read_room, write_room);
  if (!port) return std::nullopt;
  return take(*port, now);
}

std::optional<int> PortArbiter::choose(DdrClock now, bool read_room, bool write_room) const {
  const unsigned wanted = waiting_ & ((read_room ? kReads : 0) | (write_room ? kWrites : 0));
  if (wanted == 0) return std::nullopt;
  if ((wanted & (wanted - 1)) == 0) {
    const int only = __builtin_ctz(wanted);
    return link_is_free(only, now) ? std::optional(only) : std::nullopt;
  }
  std::optional<int> lowest;
  for (int i = 1; i <= DdrPort::kCount; ++i) {
    const int port = (last_port_ + i) % DdrPort::kCount;
    if ((wanted >> port & 1) == 0 || !link_is_free(port, now)) continue;
    if (aged_out(port, now)) return port;
    if (!lowest || age_class(port, now) < age_class(*lowest, now)) lowest = port;
  }
  if ((wanted >> last_port_ & 1) != 0 && link_is_free(last_port_, now) &&
      continues_page(last_port_))
    return last_port_;
  return lowest;
}

bool PortArbiter::link_is_free(int port, DdrClock now) const {
  return link_free_[static_cast<std::size_t>(DdrPort::shared_link(port))] <= now;
}

bool PortArbiter::continues_page(int port) const {
  if (!config_.page_match || !last_location_) return false;
  const DdrLocation next =
      address_.locate(ports_[static_cast<std::size_t>(port)].bursts.front().next);
  return next.row == last_location_->row && next.bank == last_location_->bank;
}

bool PortArbiter::aged_out(int port, DdrClock now) const {
  return now - ports_[static_cast<std::size_t>(port)].waiting_since >=
         static_cast<DdrClock>(config_.ageing_clocks);
}

int PortArbiter::age_class(int port, DdrClock now) const {
  const DdrClock waited = now - ports_[static_cast<std::size_t>(port)].waiting_since;
  return (config_.ageing_clocks - static_cast<int>(waited)) / kAgeClassClocks;
}

PortArbiter::Grant PortArbiter::take(int port, DdrClock now) {
  Port& p = ports_[static_cast<std::size_t>(port)];
  Burst& burst = p.bursts.front();
  Grant grant{port, burst.next, burst.transfer, burst.next + address_.burst_bytes() >= burst.end};
  last_location_ = address_.locate(burst.next);
  burst.next += address_.burst_bytes();
  if (grant.last) p.bursts.pop_front();
  if (p.bursts.empty()) waiting_ &= ~(1u << port);
  p.waiting_since = now + 1;
  last_port_ = port;
  link_free_[static_cast<std::size_t>(DdrPort::shared_link(port))] =
      now + static_cast<DdrClock>(config_.link_clocks);
  return grant;
}

DdrClock PortArbiter::next_grant(DdrClock now) const {
  DdrClock next = kNoClock;
  for (int port = 0; waiting_ >> port != 0; ++port)
    if ((waiting_ >> port & 1) != 0)
      next = std::min(next, link_free_[static_cast<std::size_t>(DdrPort::shared_link(port))]);
  return next == kNoClock ? kNoClock : std::max(next, now);
}

}  // namespace drnn
