#pragma once

#include <tlm_utils/simple_initiator_socket.h>

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

#include "model/blocks/ring.hpp"
#include "tlm/clock_domain.hpp"
#include "tlm/memory_port.hpp"

namespace drnn {

/// A memory port of the accelerator as a TLM-2.0 initiator: one pooled payload a burst,
/// approximately timed base protocol. A target may complete a burst at once with an annotated
/// delay, or take any of the protocol's longer ways.
///
/// A response at time t is visible to the clock domain in the first cycle that begins after t, so
/// it does not matter in which order the kernel runs processes of the same instant.
class TlmMemoryPort : public sc_core::sc_module, public MemoryPort, public tlm::tlm_mm_interface {
 public:
  tlm_utils::simple_initiator_socket<TlmMemoryPort> socket;

  TlmMemoryPort(const sc_core::sc_module_name& name, ClockDomain& domain);
  ~TlmMemoryPort() override;

  void serve(ClockedBlock& engine) override { engine_ = &engine; }
  /// Takes a burst; send() passes it on.
  void issue(Burst& burst) override;

  /// Sends what was issued in the cycle, at the domain's local time. Called after a cycle with
  /// requests, port after port, so that those of the same cycle reach the memory in the order of
  /// the ports and not in that in which blocks happened to run.
  void send() { send_next(); }

  /// A burst that was answered.
  struct Answered {
    bool write;
    std::uint64_t address;
    std::size_t bytes;
    Cycle issued;
    Cycle ready;  ///< see Burst
  };
  /// Called between cycles when a burst's answer is known.
  void on_answer(std::function<void(const Answered&)> hook) { answer_ = std::move(hook); }

  /// Declares how many bursts are out.
  void probe(Signals& signals) const;

  /// Reads or writes without time, for preloading and inspection. False if the target refused.
  bool debug_write(std::uint64_t address, const std::uint8_t* data, std::size_t bytes);
  bool debug_read(std::uint64_t address, std::uint8_t* data, std::size_t bytes);

  /// Payloads that are out; 0 when nothing is under way.
  std::size_t payloads_in_use() const { return in_use_; }
  /// Bursts whose answer cannot be seen in the cycle under way, whenever the kernel had it.
  std::size_t bursts_under_way() const;
  /// The first cycle after `now` in which one of them is answered, as far as that is known.
  Cycle next_answer(Cycle now) const;

 private:
  /// A payload, and what it is for while it is out.
  struct Payload : tlm::tlm_generic_payload {
    using tlm::tlm_generic_payload::tlm_generic_payload;
    Burst* burst = nullptr;
    Cycle issued = 0;
  };

  void free(tlm::tlm_generic_payload* payload) override;
  tlm::tlm_generic_payload* acquire(Burst& burst);
  void send_next();
  void send_request(tlm::tlm_generic_payload& payload);
  tlm::tlm_sync_enum nb_transport_bw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  void finish(tlm::tlm_generic_payload& payload, const sc_core::sc_time& delay);
  bool debug(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
             std::size_t bytes);

  ClockDomain& domain_;
  ClockedBlock* engine_ = nullptr;  ///< whose bursts these are, if it is one
  std::vector<std::unique_ptr<Payload>> pool_;
  std::vector<Payload*> free_;
  std::size_t in_use_ = 0;
  /// Of the last answers, see Burst: no fewer than an HP port has bursts under way.
  std::array<Cycle, 64> ready_{};
  std::size_t answers_ = 0;
  std::function<void(const Answered&)> answer_;
  GrowingRing<tlm::tlm_generic_payload*> queue_;  ///< not yet sent
  /// BEGIN_REQ without END_REQ: the next request must wait.
  const tlm::tlm_generic_payload* open_request_ = nullptr;
  sc_core::sc_time request_free_;  ///< when the last END_REQ was or will be
};

}  // namespace drnn
