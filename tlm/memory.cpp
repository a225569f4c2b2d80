#include "tlm/memory.hpp"

#include <algorithm>
#include <cstring>

namespace drnn {

Memory::Memory(const sc_core::sc_module_name& name, const Config& config)
    : sc_core::sc_module(name), socket("socket"), config_(config) {
  socket.register_nb_transport_fw(this, &Memory::nb_transport_fw);
  socket.register_b_transport(this, &Memory::b_transport);
  socket.register_transport_dbg(this, &Memory::transport_dbg);
}

tlm::tlm_sync_enum Memory::nb_transport_fw(int, tlm::tlm_generic_payload& payload,
                                           tlm::tlm_phase& phase, sc_core::sc_time& delay) {
  if (phase != tlm::BEGIN_REQ) return tlm::TLM_ACCEPTED;
  serve(payload, delay);
  return tlm::TLM_COMPLETED;
}

void Memory::b_transport(int, tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
  serve(payload, delay);
}

void Memory::serve(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
  if (!acceptable(payload)) return;
  copy(payload);
  (payload.is_write() ? written_bytes_ : read_bytes_) += payload.get_data_length();
  const sc_core::sc_time arrival = sc_core::sc_time_stamp() + delay;
  delay = answer_time(payload, arrival) - sc_core::sc_time_stamp();
  payload.set_response_status(tlm::TLM_OK_RESPONSE);
}

bool Memory::acceptable(tlm::tlm_generic_payload& payload) const {
  const std::uint64_t length = payload.get_data_length();
  if (payload.get_address() > config_.size_bytes ||
      length > config_.size_bytes - payload.get_address()) {
    payload.set_response_status(tlm::TLM_ADDRESS_ERROR_RESPONSE);
  } else if (payload.get_byte_enable_ptr() != nullptr) {
    payload.set_response_status(tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE);
  } else if (payload.get_streaming_width() < length) {
    payload.set_response_status(tlm::TLM_BURST_ERROR_RESPONSE);
  } else if (!payload.is_read() && !payload.is_write()) {
    payload.set_response_status(tlm::TLM_COMMAND_ERROR_RESPONSE);
  } else {
    return true;
  }
  return false;
}

sc_core::sc_time Memory::answer_time(const tlm::tlm_generic_payload& payload,
                                     const sc_core::sc_time& arrival) {
  const std::uint64_t latency_ps =
      payload.is_write() ? config_.write_latency_ps : config_.read_latency_ps;
  // 1 MB/s moves one byte in 10^6 ps; rounded up to a whole picosecond.
  const std::uint64_t transfer_ps =
      (payload.get_data_length() * std::uint64_t{1000000} + config_.bandwidth_mbytes_per_s - 1) /
      config_.bandwidth_mbytes_per_s;
  const auto ps = [](std::uint64_t value) {
    return sc_core::sc_time(static_cast<double>(value), sc_core::SC_PS);
  };
  free_at_ = std::max(arrival + ps(latency_ps), free_at_) + ps(transfer_ps);
  return free_at_;
}

unsigned Memory::transport_dbg(int, tlm::tlm_generic_payload& payload) {
  if (!acceptable(payload)) return 0;
  copy(payload);
  payload.set_response_status(tlm::TLM_OK_RESPONSE);
  return payload.get_data_length();
}

void Memory::copy(tlm::tlm_generic_payload& payload) {
  std::uint64_t address = payload.get_address();
  std::uint8_t* data = payload.get_data_ptr();
  std::uint64_t left = payload.get_data_length();
  while (left > 0) {
    const std::uint64_t offset = address % kPageBytes;
    const std::uint64_t bytes = std::min(left, kPageBytes - offset);
    std::uint8_t* cell = page(address) + offset;
    if (payload.is_write()) {
      std::memcpy(cell, data, bytes);
    } else {
      std::memcpy(data, cell, bytes);
    }
    address += bytes;
    data += bytes;
    left -= bytes;
  }
}

std::uint8_t* Memory::page(std::uint64_t address) {
  std::vector<std::uint8_t>& bytes = pages_[address / kPageBytes];
  if (bytes.empty()) bytes.resize(kPageBytes, 0);
  return bytes.data();
}

}  // namespace drnn
