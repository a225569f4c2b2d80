#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "model/blocks/ring.hpp"
#include "tlm/ddr/ddr_address.hpp"
#include "tlm/ddr/ddr_timing.hpp"

namespace drnn {

/// The eight ports of the DDR interface: four HP ports, a read and a write channel each.
struct DdrPort {
  static constexpr int kHpPorts = 4;
  static constexpr int kCount = 2 * kHpPorts;
  static constexpr int read(int hp) { return 2 * hp; }
  static constexpr int write(int hp) { return 2 * hp + 1; }
  static constexpr bool is_write(int port) { return (port & 1) != 0; }
  /// hp0_read to hp3_write.
  static std::string name(int port) {
    return "hp" + std::to_string(port / 2) + (is_write(port) ? "_write" : "_read");
  }
  /// HP0 and HP1 share one 64-bit port of the controller, HP2 and HP3 the other, each direction
  /// for itself.
  static constexpr int shared_link(int port) { return port >> 2 << 1 | (port & 1); }
  static constexpr int kLinks = 4;
};

struct ArbiterConfig {
  int ageing_clocks = 1023;  ///< start of the counter of a waiting port: 10 bits (UG585)
  bool page_match = true;    ///< requests to the row of the last grant are preferred
  /// A BL8 burst of 32 bytes on a link of 64 bit at two thirds of the DDR clock: 2840 MB/s of 4264
  /// (UG585).
  int link_clocks = 6;
};

/// Which of the waiting AXI bursts gives the controller its next BL8 burst.
///
/// Contract: at most one grant a clock, and one in `link_clocks` for each link. Among the ports
/// whose next BL8 burst can be taken: one whose ageing counter has run out, else the one granted
/// last if it continues in the same row of the same bank, else the one with the lowest counter as
/// far as its upper five bits tell; ties go round robin (UG585). The counter of a port starts anew
/// with every grant, and counts while it waits. A port's bursts are served in order.
class PortArbiter {
 public:
  /// Grants to one port, of BL8 bursts of one AXI burst that lie one behind the other in a row.
  struct Run {
    int port = 0;
    std::uint64_t address = 0;  ///< of the first BL8 burst
    std::size_t transfer = 0;
    std::size_t count = 0;
    bool last = false;  ///< the AXI burst's last is among them

    Run first() const { return {port, address, transfer, 1, last && count == 1}; }
  };

  PortArbiter(const ArbiterConfig& config, const DdrAddress& address)
      : config_(config), address_(address) {}

  /// An AXI burst of `bytes` at `address` begins to wait at `port` in clock `now`.
  void push(int port, std::uint64_t address, std::uint64_t bytes, std::size_t transfer,
            DdrClock now);

  /// Clocks from one grant of a run to the next.
  DdrClock interval() const { return static_cast<DdrClock>(std::max(config_.link_clocks, 1)); }

  /// The grant of clock `now`, if there is one, and those that follow it before clock `end` as long
  /// as no burst begins to wait, and those that are granted have room. read_room, write_room: the
  /// controller's queues have it now.
  Run run(DdrClock now, DdrClock end, bool read_room, bool write_room) const {
    const unsigned wanted = waiting_ & ((read_room ? kReads : 0) | (write_room ? kWrites : 0));
    const int port = choose(wanted, now);
    return port == kNoPort ? Run{} : run_of(port, now, end);
  }
  /// Gives the grants of run(now, ...).
  void take(const Run& run, DdrClock now);

  /// The first clock from `now` on in which a grant is possible if the controller has room.
  DdrClock next_grant(DdrClock now) const {
    DdrClock next = kNoClock;
    for (unsigned waiting = waiting_; waiting != 0; waiting &= waiting - 1)
      next = std::min(next, link_free(__builtin_ctz(waiting)));
    return next == kNoClock ? kNoClock : std::max(next, now);
  }
  bool waiting(bool write) const { return (waiting_ & (write ? kWrites : kReads)) != 0; }

 private:
  static constexpr unsigned kReads = 0x55, kWrites = 0xaa;  ///< bits of the ports
  static constexpr int kNoPort = -1;

  struct Burst {
    std::uint64_t next = 0;  ///< address of its next BL8 burst
    std::uint64_t end = 0;   ///< first byte behind it
    std::size_t transfer = 0;
  };
  struct Port {
    GrowingRing<Burst> bursts;
    DdrClock waiting_since = 0;
  };

  int choose(unsigned wanted, DdrClock now) const {
    if (wanted == 0) return kNoPort;
    if ((wanted & (wanted - 1)) != 0) return choose_among(wanted, now);
    const int only = __builtin_ctz(wanted);
    return link_free(only) <= now ? only : kNoPort;
  }
  int choose_among(unsigned wanted, DdrClock now) const;
  DdrClock link_free(int port) const {
    return link_free_[static_cast<std::size_t>(DdrPort::shared_link(port))];
  }
  bool continues_page(int port) const;
  int age_class(int port, DdrClock now) const;
  bool aged_out(int port, DdrClock now) const;
  Run run_of(int port, DdrClock now, DdrClock end) const;
  bool goes_on_until(int port, DdrClock clock) const;

  const ArbiterConfig config_;
  const DdrAddress address_;
  std::array<Port, DdrPort::kCount> ports_;
  unsigned waiting_ = 0;  ///< a bit a port that has bursts
  std::array<DdrClock, DdrPort::kLinks> link_free_{};
  int last_port_ = DdrPort::kCount - 1;
  std::optional<std::uint64_t> last_address_;  ///< of the last grant
};

}  // namespace drnn
