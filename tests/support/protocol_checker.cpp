#include "tests/support/protocol_checker.hpp"

#include <algorithm>

namespace drnn::test {

using tlm::BEGIN_REQ;
using tlm::BEGIN_RESP;
using tlm::END_REQ;
using tlm::END_RESP;

ProtocolChecker::ProtocolChecker(const sc_core::sc_module_name& name)
    : sc_core::sc_module(name), from_initiator("from_initiator"), to_target("to_target") {
  from_initiator.register_nb_transport_fw(this, &ProtocolChecker::nb_transport_fw);
  from_initiator.register_b_transport(this, &ProtocolChecker::b_transport);
  from_initiator.register_transport_dbg(this, &ProtocolChecker::transport_dbg);
  to_target.register_nb_transport_bw(this, &ProtocolChecker::nb_transport_bw);
}

void ProtocolChecker::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
  ++transactions_;
  const Attributes before = attributes_of(payload);
  to_target->b_transport(payload, delay);
  if (!(attributes_of(payload) == before)) fault(payload, "attributes changed");
  check_response(payload);
}

tlm::tlm_sync_enum ProtocolChecker::nb_transport_fw(tlm::tlm_generic_payload& payload,
                                                    tlm::tlm_phase& phase,
                                                    sc_core::sc_time& delay) {
  if (phase != BEGIN_REQ && phase != END_RESP) fault(payload, "wrong phase on the forward path");
  saw(payload, static_cast<int>(phase), delay);
  const tlm::tlm_sync_enum result = to_target->nb_transport_fw(payload, phase, delay);
  returned(payload, result, phase, delay);
  return result;
}

tlm::tlm_sync_enum ProtocolChecker::nb_transport_bw(tlm::tlm_generic_payload& payload,
                                                    tlm::tlm_phase& phase,
                                                    sc_core::sc_time& delay) {
  if (phase != END_REQ && phase != BEGIN_RESP) fault(payload, "wrong phase on the backward path");
  payload.acquire();  // the initiator may let go of it at the response
  saw(payload, static_cast<int>(phase), delay);
  const tlm::tlm_sync_enum result = from_initiator->nb_transport_bw(payload, phase, delay);
  returned(payload, result, phase, delay);
  payload.release();
  return result;
}

void ProtocolChecker::returned(tlm::tlm_generic_payload& payload, tlm::tlm_sync_enum result,
                               const tlm::tlm_phase& phase, const sc_core::sc_time& delay) {
  if (result == tlm::TLM_UPDATED) saw(payload, static_cast<int>(phase), delay);
  if (result != tlm::TLM_COMPLETED || open_.count(&payload) == 0) return;
  check_response(payload);
  const sc_core::sc_time end = sc_core::sc_time_stamp() + delay;
  if (open_request_ == &payload) request_free_ = end;
  response_free_ = std::max(response_free_, end);
  complete(payload);
}

void ProtocolChecker::saw(tlm::tlm_generic_payload& payload, int phase,
                          const sc_core::sc_time& delay) {
  const sc_core::sc_time time = sc_core::sc_time_stamp() + delay;
  if (phase == BEGIN_REQ) begin(payload, time);
  const auto found = open_.find(&payload);
  if (found == open_.end()) return fault(payload, "phase of a transaction that is not open");
  Transaction& transaction = found->second;
  if (phase != BEGIN_REQ && phase <= transaction.phase) fault(payload, "phases out of order");
  if (phase == END_RESP && transaction.phase != BEGIN_RESP) fault(payload, "END_RESP too early");
  if (time < transaction.time) fault(payload, "time runs backwards");
  if (!(transaction.attributes == attributes_of(payload))) fault(payload, "attributes changed");
  transaction.phase = phase;
  transaction.time = time;
  if (phase >= END_REQ && open_request_ == &payload) {
    open_request_ = nullptr;
    request_free_ = time;
  }
  if (phase == BEGIN_RESP) {
    if (open_response_ != nullptr || time < response_free_)
      fault(payload, "BEGIN_RESP before the END_RESP of another");
    response_free_ = time;
    open_response_ = &payload;
    check_response(payload);
  }
  if (phase == END_RESP) {
    response_free_ = time;
    complete(payload);
  }
}

void ProtocolChecker::begin(tlm::tlm_generic_payload& payload, const sc_core::sc_time& time) {
  ++transactions_;
  if (!payload.has_mm() || payload.get_ref_count() < 1)
    fault(payload, "payload without a memory manager");
  if (open_request_ != nullptr || time < request_free_)
    fault(payload, "BEGIN_REQ before the END_REQ of another");
  if (payload.get_data_length() == 0 || payload.get_data_ptr() == nullptr)
    fault(payload, "request without data");
  if (payload.get_response_status() != tlm::TLM_INCOMPLETE_RESPONSE)
    fault(payload, "request with a response status");
  if (!open_.emplace(&payload, Transaction{0, sc_core::SC_ZERO_TIME, attributes_of(payload)})
           .second)
    fault(payload, "BEGIN_REQ of an open transaction");
  open_request_ = &payload;
}

void ProtocolChecker::check_response(const tlm::tlm_generic_payload& payload) {
  if (payload.get_response_status() == tlm::TLM_INCOMPLETE_RESPONSE)
    fault(payload, "response without a status");
}

void ProtocolChecker::complete(tlm::tlm_generic_payload& payload) {
  open_.erase(&payload);
  if (open_request_ == &payload) open_request_ = nullptr;
  if (open_response_ == &payload) open_response_ = nullptr;
}

void ProtocolChecker::fault(const tlm::tlm_generic_payload& payload, const std::string& what) {
  faults_ += std::string(name()) + ": " + what + " at " + sc_core::sc_time_stamp().to_string() +
             ", address " + std::to_string(payload.get_address()) + "; ";
}

ProtocolChecker::Attributes ProtocolChecker::attributes_of(
    const tlm::tlm_generic_payload& payload) {
  return {payload.get_command(),     payload.get_address(),         payload.get_data_ptr(),
          payload.get_data_length(), payload.get_streaming_width(), payload.get_byte_enable_ptr()};
}

std::string ProtocolChecker::faults() const {
  if (open_.empty()) return faults_;
  return faults_ + std::string(name()) + ": " + std::to_string(open_.size()) +
         " transactions have not ended; ";
}

void CheckedBinding::operator()(tlm::tlm_initiator_socket<>& initiator,
                                tlm::tlm_target_socket<>& target) {
  const std::string name = "checker" + std::to_string(checkers_.size());
  checkers_.push_back(std::make_unique<ProtocolChecker>(name.c_str()));
  initiator.bind(checkers_.back()->from_initiator);
  checkers_.back()->to_target.bind(target);
}

std::string CheckedBinding::faults() const {
  std::string faults;
  for (const auto& checker : checkers_) faults += checker->faults();
  return faults;
}

std::uint64_t CheckedBinding::transactions() const {
  std::uint64_t count = 0;
  for (const auto& checker : checkers_) count += checker->transactions();
  return count;
}

}  // namespace drnn::test
