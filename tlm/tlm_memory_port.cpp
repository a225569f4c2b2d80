#include "tlm/tlm_memory_port.hpp"

#include <algorithm>

namespace drnn {

namespace {
constexpr std::uint64_t kMostBursts = 0xffff;  // that waveforms show
}  // namespace

TlmMemoryPort::TlmMemoryPort(const sc_core::sc_module_name& name, ClockDomain& domain)
    : sc_core::sc_module(name), socket("socket"), domain_(domain) {
  socket.register_nb_transport_bw(this, &TlmMemoryPort::nb_transport_bw);
}

TlmMemoryPort::~TlmMemoryPort() = default;

void TlmMemoryPort::issue(Burst& burst) {
  queue_.push(acquire(burst));
  domain_.request();
}

tlm::tlm_generic_payload* TlmMemoryPort::acquire(Burst& burst) {
  if (free_.empty()) {
    pool_.push_back(std::make_unique<Payload>(this));
    free_.push_back(pool_.back().get());
  }
  Payload* payload = free_.back();
  free_.pop_back();
  payload->acquire();
  payload->set_command(burst.write ? tlm::TLM_WRITE_COMMAND : tlm::TLM_READ_COMMAND);
  payload->set_address(burst.address);
  payload->set_data_ptr(burst.data.data());
  payload->set_data_length(static_cast<unsigned>(burst.data.size()));
  payload->set_streaming_width(static_cast<unsigned>(burst.data.size()));
  payload->set_byte_enable_ptr(nullptr);
  payload->set_dmi_allowed(false);
  payload->set_response_status(tlm::TLM_INCOMPLETE_RESPONSE);
  payload->burst = &burst;
  payload->issued = domain_.now();
  ++in_use_;
  return payload;
}

void TlmMemoryPort::free(tlm::tlm_generic_payload* payload) {
  payload->reset();
  free_.push_back(static_cast<Payload*>(payload));
}

void TlmMemoryPort::send_next() {
  while (open_request_ == nullptr && !queue_.empty()) {
    tlm::tlm_generic_payload* payload = queue_.front();
    queue_.pop();
    send_request(*payload);
  }
}

void TlmMemoryPort::send_request(tlm::tlm_generic_payload& payload) {
  tlm::tlm_phase phase = tlm::BEGIN_REQ;
  const sc_core::sc_time now = sc_core::sc_time_stamp();
  sc_core::sc_time delay = std::max(request_free_, domain_.local_time()) - now;
  open_request_ = &payload;
  const tlm::tlm_sync_enum status = socket->nb_transport_fw(payload, phase, delay);
  if (status == tlm::TLM_ACCEPTED) return;
  open_request_ = nullptr;
  request_free_ = now + delay;
  if (status == tlm::TLM_COMPLETED) {
    finish(payload, delay);
  } else if (phase == tlm::BEGIN_RESP) {
    tlm::tlm_phase end = tlm::END_RESP;
    sc_core::sc_time end_delay = delay;
    socket->nb_transport_fw(payload, end, end_delay);
    finish(payload, delay);
  }
}

tlm::tlm_sync_enum TlmMemoryPort::nb_transport_bw(tlm::tlm_generic_payload& payload,
                                                  tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  // END_REQ, or BEGIN_RESP, which implies that of the same payload.
  if (open_request_ == &payload) {
    open_request_ = nullptr;
    request_free_ = sc_core::sc_time_stamp() + delay;
  }
  if (phase == tlm::END_REQ) {
    send_next();
    return tlm::TLM_ACCEPTED;
  }
  finish(payload, delay);
  send_next();
  phase = tlm::END_RESP;
  return tlm::TLM_COMPLETED;
}

void TlmMemoryPort::finish(tlm::tlm_generic_payload& payload, const sc_core::sc_time& delay) {
  const Payload& own = static_cast<Payload&>(payload);
  Burst& burst = *own.burst;
  if (payload.get_response_status() == tlm::TLM_ADDRESS_ERROR_RESPONSE) {
    burst.response = BurstResponse::decode_error;
  } else if (!payload.is_response_ok()) {
    burst.response = BurstResponse::slave_error;
  }
  burst.ready = domain_.cycle_at(sc_core::sc_time_stamp() + delay) + 1;
  if (answer_) answer_({burst.write, burst.address, burst.data.size(), own.issued, burst.ready});
  --in_use_;
  ready_[answers_++ % ready_.size()] = burst.ready;
  payload.release();
  if (!burst.awaited && !domain_.engine().observed()) return;
  if (engine_ != nullptr) engine_->wake();
  domain_.wake();
}

bool TlmMemoryPort::debug_write(std::uint64_t address, const std::uint8_t* data,
                                std::size_t bytes) {
  return debug(tlm::TLM_WRITE_COMMAND, address, const_cast<std::uint8_t*>(data), bytes);
}

bool TlmMemoryPort::debug_read(std::uint64_t address, std::uint8_t* data, std::size_t bytes) {
  return debug(tlm::TLM_READ_COMMAND, address, data, bytes);
}

bool TlmMemoryPort::debug(tlm::tlm_command command, std::uint64_t address, std::uint8_t* data,
                          std::size_t bytes) {
  tlm::tlm_generic_payload payload;
  payload.set_command(command);
  payload.set_address(address);
  payload.set_data_ptr(data);
  payload.set_data_length(static_cast<unsigned>(bytes));
  payload.set_streaming_width(static_cast<unsigned>(bytes));
  return socket->transport_dbg(payload) == bytes;
}

std::size_t TlmMemoryPort::bursts_under_way() const {
  const auto unseen = [now = domain_.now()](Cycle ready) { return ready > now; };
  return in_use_ + static_cast<std::size_t>(std::count_if(ready_.begin(), ready_.end(), unseen));
}

Cycle TlmMemoryPort::next_answer(Cycle now) const {
  Cycle next = kNever;
  for (const Cycle ready : ready_)
    if (ready > now) next = std::min(next, ready);
  return next;
}

void TlmMemoryPort::probe(Signals& signals) const {
  signals.add<&TlmMemoryPort::bursts_under_way>(*this, Moment::begin,
                                                {number("bursts", kMostBursts)});
}

}  // namespace drnn
