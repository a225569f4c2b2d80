#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <systemc>
#include <vector>

#include "tlm/ddr_memory.hpp"
#include "tlm/hp_channel.hpp"
#include "tlm/traffic_master.hpp"

namespace drnn {

/// Four HP ports with a reading and a writing master each, in front of the DDR interface: measures
/// how much of the DRAM's peak bandwidth a kind of traffic gets. Bursts are as long as the ports
/// take them, in powers of two, so that none crosses a 4 KB boundary.
class TrafficBench : public sc_core::sc_module {
 public:
  enum class Direction { read, write, mixed };
  struct Traffic {
    Direction direction = Direction::read;
    bool random = false;
    int masters = 4;                ///< HP ports in use; each reads, writes or does both
    std::uint64_t cycles = 100000;  ///< of the port clock, that are measured
  };
  struct Result {
    std::uint64_t answered_bytes = 0;  ///< within the measured cycles
    std::uint64_t asked_bytes = 0;     ///< these and what was under way then
    std::uint64_t port_bytes = 0;      ///< counted at the ports
    std::uint64_t moved_bytes = 0;     ///< by commands of the controller, forwarded reads included
    double seconds = 0;
    double mbytes_per_s = 0;
    double efficiency = 0;  ///< of the DRAM's peak
  };

  using Bind = std::function<void(tlm::tlm_initiator_socket<>&, tlm::tlm_target_socket<>&)>;

  TrafficBench(
      const sc_core::sc_module_name& name, const HpConfig& hp, const DdrMemory::Config& memory,
      const Bind& bind = [](auto& initiator, auto& target) { initiator.bind(target); });

  /// Runs one traffic from a reset of the memory on; as often as wanted. Throws SimulationError
  /// where a burst is refused or a payload does not come back.
  Result run(const Traffic& traffic);

  int burst_beats() const { return static_cast<int>(burst_bytes_ / hp_.port_bytes); }

 private:
  void start(const Traffic& traffic, int hp, bool write);
  /// Every run begins in the same phase of the port clock.
  bool settled();
  void to_next_edge();
  void check_ends() const;
  std::uint64_t answered_bytes() const;
  Result result(std::uint64_t answered, double seconds) const;

  const HpConfig hp_;
  const DdrMemory::Config config_;
  const std::uint32_t burst_bytes_;
  DdrMemory memory_;
  std::vector<std::unique_ptr<TrafficMaster>> masters_;  ///< indexed by DdrPort
  std::vector<std::unique_ptr<HpChannel>> channels_;
};

}  // namespace drnn
