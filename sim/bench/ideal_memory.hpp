#pragma once

#include <tlm_utils/simple_initiator_socket.h>
#include <tlm_utils/simple_target_socket.h>

#include <deque>
#include <memory>
#include <systemc>
#include <tlm>
#include <vector>

#include "tlm/zynq_system.hpp"

namespace drnn {

/// Stands between a master and its port, and answers each burst after a fixed time, however many
/// there are: what a system costs without the DDR3 controller and the HP ports. The data still come
/// from the memory behind the port and go there.
class IdealMemoryPort : public sc_core::sc_module {
 public:
  tlm_utils::simple_target_socket<IdealMemoryPort> master;
  tlm_utils::simple_initiator_socket<IdealMemoryPort> port;

  IdealMemoryPort(const sc_core::sc_module_name& name, const sc_core::sc_time& latency);

 private:
  struct Answer {
    tlm::tlm_generic_payload* payload;
    sc_core::sc_time at;
  };

  tlm::tlm_sync_enum nb_transport_fw(tlm::tlm_generic_payload& payload, tlm::tlm_phase& phase,
                                     sc_core::sc_time& delay);
  unsigned transport_dbg(tlm::tlm_generic_payload& payload) { return port->transport_dbg(payload); }
  void answer();

  const sc_core::sc_time latency_;
  std::deque<Answer> answers_;
  sc_core::sc_event answered_;
};

/// Binds the masters of a system to ideal ports, which it owns.
class IdealMemory {
 public:
  explicit IdealMemory(const sc_core::sc_time& latency) : latency_(latency) {}

  void operator()(tlm::tlm_initiator_socket<>& initiator, tlm::tlm_target_socket<>& target);

 private:
  const sc_core::sc_time latency_;
  std::vector<std::unique_ptr<IdealMemoryPort>> ports_;
};

}  // namespace drnn
