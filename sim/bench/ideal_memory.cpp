#include "sim/bench/ideal_memory.hpp"

#include "tlm/hp_channel.hpp"

namespace drnn {

using sc_core::sc_time;
using sc_core::sc_time_stamp;

IdealMemoryPort::IdealMemoryPort(const sc_core::sc_module_name& name, const sc_time& latency)
    : sc_core::sc_module(name), master("master"), port("port"), latency_(latency) {
  master.register_nb_transport_fw(this, &IdealMemoryPort::nb_transport_fw);
  master.register_transport_dbg(this, &IdealMemoryPort::transport_dbg);
  SC_HAS_PROCESS(IdealMemoryPort);
  SC_METHOD(answer);
  sensitive << answered_;
  dont_initialize();
}

tlm::tlm_sync_enum IdealMemoryPort::nb_transport_fw(tlm::tlm_generic_payload& payload,
                                                    tlm::tlm_phase& phase, sc_time& delay) {
  const bool done = port->transport_dbg(payload) == payload.get_data_length();
  payload.set_response_status(done ? tlm::TLM_OK_RESPONSE : tlm::TLM_ADDRESS_ERROR_RESPONSE);
  payload.acquire();
  answers_.push_back({&payload, sc_time_stamp() + delay + latency_});
  answered_.notify(delay + latency_);
  phase = tlm::END_REQ;
  return tlm::TLM_UPDATED;
}

void IdealMemoryPort::answer() {
  while (!answers_.empty() && answers_.front().at <= sc_time_stamp()) {
    tlm::tlm_generic_payload& payload = *answers_.front().payload;
    answers_.pop_front();
    tlm::tlm_phase phase = tlm::BEGIN_RESP;
    sc_time delay = sc_core::SC_ZERO_TIME;
    master->nb_transport_bw(payload, phase, delay);
    payload.release();
  }
  if (!answers_.empty()) answered_.notify(answers_.front().at - sc_time_stamp());
}

void IdealMemory::operator()(tlm::tlm_initiator_socket<>& initiator,
                             tlm::tlm_target_socket<>& target) {
  const bool to_port = dynamic_cast<HpChannel*>(target.get_parent_object()) != nullptr;
  if (!to_port) return initiator.bind(target);
  ports_.push_back(
      std::make_unique<IdealMemoryPort>(sc_core::sc_gen_unique_name("ideal_port"), latency_));
  initiator.bind(ports_.back()->master);
  ports_.back()->port.bind(target);
}

}  // namespace drnn
