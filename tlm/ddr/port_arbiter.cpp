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
  p.bursts.push_back({address - address % address_.burst_bytes(), address + bytes, transfer});
}

std::optional<PortArbiter::Grant> PortArbiter::grant(DdrClock now, bool read_room,
                                                     bool write_room) {
  const std::optional<int> port = choose(now, read_room, write_room);
  if (!port) return std::nullopt;
  return take(*port, now);
}

std::optional<int> PortArbiter::choose(DdrClock now, bool read_room, bool write_room) const {
  std::optional<int> lowest;
  for (int i = 1; i <= DdrPort::kCount; ++i) {
    const int port = (last_port_ + i) % DdrPort::kCount;
    if (!eligible(port, now, read_room, write_room)) continue;
    if (aged_out(port, now)) return port;
    if (!lowest || age_class(port, now) < age_class(*lowest, now)) lowest = port;
  }
  if (eligible(last_port_, now, read_room, write_room) && continues_page(last_port_))
    return last_port_;
  return lowest;
}

bool PortArbiter::eligible(int port, DdrClock now, bool read_room, bool write_room) const {
  return !ports_[static_cast<std::size_t>(port)].bursts.empty() &&
         (DdrPort::is_write(port) ? write_room : read_room) &&
         link_free_[static_cast<std::size_t>(DdrPort::shared_link(port))] <= now;
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
  p.waiting_since = now + 1;
  last_port_ = port;
  link_free_[static_cast<std::size_t>(DdrPort::shared_link(port))] =
      now + static_cast<DdrClock>(config_.link_clocks);
  return grant;
}

DdrClock PortArbiter::next_grant(DdrClock now) const {
  DdrClock next = kNoClock;
  for (int port = 0; port < DdrPort::kCount; ++port)
    if (!ports_[static_cast<std::size_t>(port)].bursts.empty())
      next = std::min(next, link_free_[static_cast<std::size_t>(DdrPort::shared_link(port))]);
  return next == kNoClock ? kNoClock : std::max(next, now);
}

bool PortArbiter::waiting(bool write) const {
  for (int port = write ? 1 : 0; port < DdrPort::kCount; port += 2)
    if (!ports_[static_cast<std::size_t>(port)].bursts.empty()) return true;
  return false;
}

}  // namespace drnn
