#pragma once

#include <tlm_utils/simple_target_socket.h>

#include <array>
#include <cstdint>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

#include "model/blocks/ring.hpp"
#include "model/spool/sparse_memory.hpp"
#include "tlm/ddr/ddr_subsystem.hpp"
#include "tlm/response_line.hpp"
#include "tlm/sc_time_ps.hpp"

namespace drnn {

/// The DDR interface of the PS as a TLM-2.0 target: up to eight sockets (DdrPort), the memory's
/// contents, and one process that computes what the arbiter and the controller do.
///
/// Timing contract: DdrSubsystem's, and every answer comes `response_ps` later. Requests must be
/// annotated with at least `request_ps`: what arrives later than that cannot change what the DRAM
/// does now, so the process computes ahead that far, and it wakes only when an answer could
/// otherwise be late. Contents are read and written when a burst is answered. Debug transport reads
/// and writes the contents without time; b_transport waits for the answer. Byte enables are refused
/// (byte enable error), addresses behind the device's end with an address error, after request and
/// response time. Where an initiator's END_RESP is outstanding, the next response of its socket
/// waits for that.
class DdrMemory : public sc_core::sc_module {
 public:
  struct Config {
    DdrSubsystem::Config ddr;
    std::uint64_t request_ps = 8000;   ///< at least 1
    std::uint64_t response_ps = 8000;  ///< at least 1
  };
  using Socket = tlm_utils::simple_target_socket_tagged<DdrMemory>;

  /// A further socket, for preloading and inspection: debug transport only.
  static constexpr int kDebugPort = DdrPort::kCount;

  /// ports: those that will be bound, of DdrPort and kDebugPort.
  DdrMemory(const sc_core::sc_module_name& name, const Config& config,
            const std::vector<int>& ports);

  Socket& port(int index) { return *ports_[static_cast<std::size_t>(index)]; }

  /// Closes all rows and starts the DDR's clock, refreshes included, at the present time. Contents
  /// stay. Throws std::logic_error unless idle().
  void reset();

  /// Nothing is under way at the present time: neither requests nor writes that are answered but
  /// not executed.
  bool idle() {
    update_statistics();
    return requests_under_way() == 0 && subsystem_->idle(now_ps());
  }
  /// Lets the counts come up to the present time, and answers what is due by then.
  void update_statistics() { run_until(now_ps()); }
  const DdrSubsystem& subsystem() const { return *subsystem_; }
  const DdrDevice& device() const { return config_.ddr.controller.device; }
  std::uint64_t size_bytes() const { return size_bytes_; }
  void clear_statistics();
  std::size_t requests_under_way() const {
    return under_way_.size() - free_.size() + responses_waiting_;
  }

 private:
  tlm::tlm_sync_enum nb_transport_fw(int port, tlm::tlm_generic_payload& payload,
                                     tlm::tlm_phase& phase, sc_core::sc_time& delay);
  unsigned transport_dbg(int port, tlm::tlm_generic_payload& payload);
  tlm::tlm_response_status check(int port, const tlm::tlm_generic_payload& payload) const;
  void copy(tlm::tlm_generic_payload& payload);

  void run();
  void run_until(std::uint64_t time_ps);
  void schedule(std::uint64_t now);
  void answered(std::size_t request, std::uint64_t time_ps);
  std::uint64_t now_ps() const;

  /// A request between its arrival and its answer.
  struct Request {
    tlm::tlm_generic_payload* payload = nullptr;
    int port = 0;
  };
  std::size_t new_request(tlm::tlm_generic_payload& payload, int port);

  struct Response {
    tlm::tlm_generic_payload* payload = nullptr;
    sc_core::sc_time at;
  };
  /// One socket's responses.
  struct Line {
    ResponseLine line;
    GrowingRing<Response> waiting;
  };
  void queue_response(int port, tlm::tlm_generic_payload& payload, std::uint64_t time_ps);
  void send_responses(int port);
  void send_all_responses();

  const Config config_;
  const std::uint64_t size_bytes_;
  const PicosecondScale scale_;
  std::array<std::unique_ptr<Socket>, DdrPort::kCount + 1> ports_;
  SparseMemory contents_;
  std::unique_ptr<DdrSubsystem> subsystem_;
  std::vector<Request> under_way_;
  std::vector<std::size_t> free_;
  std::array<Line, DdrPort::kCount + 1> lines_;
  std::size_t responses_waiting_ = 0;
  sc_core::sc_time epoch_;
  sc_core::sc_event wake_, responses_;
  bool running_ = false;              ///< run_until() is under way
  std::uint64_t wake_ps_ = kNoClock;  ///< when wake_ comes, in time since the reset
};

}  // namespace drnn
