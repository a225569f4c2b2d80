#pragma once

#include <tlm_utils/multi_passthrough_target_socket.h>

#include <cstdint>
#include <map>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

namespace drnn {

/// The first form of the memory behind the HP ports: one server with a stated latency and
/// bandwidth, any number of ports, contents kept sparsely.
///
/// Timing contract: a burst that arrives at t answers at
/// max(t + latency, when the burst before has answered) + bytes / bandwidth,
/// in the order of arrival, whatever the port. It completes every request at once with that delay
/// annotated (base protocol, early completion). Byte enables and streaming are refused.
class Memory : public sc_core::sc_module {
 public:
  struct Config {
    std::uint64_t size_bytes = std::uint64_t{1} << 30;
    std::uint64_t read_latency_ps = 0;
    std::uint64_t write_latency_ps = 0;
    std::uint64_t bandwidth_mbytes_per_s = 4264;
  };

  tlm_utils::multi_passthrough_target_socket<Memory> socket;

  Memory(const sc_core::sc_module_name& name, const Config& config);

  std::uint64_t read_bytes() const { return read_bytes_; }
  std::uint64_t written_bytes() const { return written_bytes_; }
  void clear_statistics() { read_bytes_ = written_bytes_ = 0; }

 private:
  static constexpr std::uint64_t kPageBytes = 65536;

  tlm::tlm_sync_enum nb_transport_fw(int port, tlm::tlm_generic_payload& payload,
                                     tlm::tlm_phase& phase, sc_core::sc_time& delay);
  void b_transport(int port, tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
  unsigned transport_dbg(int port, tlm::tlm_generic_payload& payload);

  void serve(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
  bool acceptable(tlm::tlm_generic_payload& payload) const;
  void copy(tlm::tlm_generic_payload& payload);
  sc_core::sc_time answer_time(const tlm::tlm_generic_payload& payload,
                               const sc_core::sc_time& arrival);
  std::uint8_t* page(std::uint64_t address);

  const Config config_;
  std::map<std::uint64_t, std::vector<std::uint8_t>> pages_;
  sc_core::sc_time free_at_;
  std::uint64_t read_bytes_ = 0;
  std::uint64_t written_bytes_ = 0;
};

}  // namespace drnn
