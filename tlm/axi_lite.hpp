#pragma once

#include <tlm_utils/simple_target_socket.h>

#include <cstdint>
#include <systemc>
#include <tlm>
#include <vector>

#include "tlm/clock_domain.hpp"
#include "tlm/register_block.hpp"

namespace drnn {

/// AXI-Lite slave behind the GP port: decodes 32-bit register accesses to the register blocks.
///
/// Timing contract (loosely timed, blocking): an access takes `access_cycles` cycles of the clock
/// domain. It takes effect half a period after a clock edge, so never in the same instant as a
/// cycle: a write is seen by the cycle that follows, a read returns what the last one committed.
/// Accesses other than four aligned bytes are refused with a burst error, byte enables with their
/// error, unknown registers with an address error, other commands with a command error. Debug
/// transport reads a register without time; it does not write, because writes act.
class AxiLite : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<AxiLite> socket;

  AxiLite(const sc_core::sc_module_name& name, ClockDomain& domain, Cycle access_cycles);

  void map(std::uint64_t base, std::uint32_t size, RegisterBlock& block);

 private:
  struct Range {
    std::uint64_t base;
    std::uint32_t size;
    RegisterBlock* block;
  };

  void b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay);
  unsigned transport_dbg(tlm::tlm_generic_payload& payload);
  tlm::tlm_response_status access(tlm::tlm_generic_payload& payload);
  const Range* range_of(std::uint64_t address) const;

  ClockDomain& domain_;
  const Cycle access_cycles_;
  std::vector<Range> ranges_;
};

}  // namespace drnn
