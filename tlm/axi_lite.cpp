#include "tlm/axi_lite.hpp"

#include <cstring>

namespace drnn {

AxiLite::AxiLite(const sc_core::sc_module_name& name, ClockDomain& domain, Cycle access_cycles)
    : sc_core::sc_module(name), socket("socket"), domain_(domain), access_cycles_(access_cycles) {
  socket.register_b_transport(this, &AxiLite::b_transport);
  socket.register_transport_dbg(this, &AxiLite::transport_dbg);
}

void AxiLite::map(std::uint64_t base, std::uint32_t size, RegisterBlock& block) {
  ranges_.push_back({base, size, &block});
}

void AxiLite::b_transport(tlm::tlm_generic_payload& payload, sc_core::sc_time& delay) {
  wait(delay + domain_.cycles(access_cycles_) - domain_.rest_of_period());
  delay = sc_core::SC_ZERO_TIME;
  if (!payload.is_read()) domain_.catch_up();
  payload.set_response_status(access(payload));
  if (!payload.is_read()) domain_.wake_all();
  wait(domain_.rest_of_period());
}

unsigned AxiLite::transport_dbg(tlm::tlm_generic_payload& payload) {
  payload.set_response_status(payload.is_read() ? access(payload)
                                                : tlm::TLM_COMMAND_ERROR_RESPONSE);
  return payload.is_response_ok() ? payload.get_data_length() : 0;
}

tlm::tlm_response_status AxiLite::access(tlm::tlm_generic_payload& payload) {
  if (!payload.is_read() && !payload.is_write()) return tlm::TLM_COMMAND_ERROR_RESPONSE;
  if (payload.get_byte_enable_ptr() != nullptr) return tlm::TLM_BYTE_ENABLE_ERROR_RESPONSE;
  if (payload.get_data_length() != 4 || payload.get_address() % 4 != 0)
    return tlm::TLM_BURST_ERROR_RESPONSE;
  const Range* range = range_of(payload.get_address());
  if (range == nullptr) return tlm::TLM_ADDRESS_ERROR_RESPONSE;
  const auto offset = static_cast<std::uint32_t>(payload.get_address() - range->base);
  if (payload.is_write()) {
    std::uint32_t value = 0;
    std::memcpy(&value, payload.get_data_ptr(), sizeof value);
    return range->block->write(offset, value) ? tlm::TLM_OK_RESPONSE
                                              : tlm::TLM_ADDRESS_ERROR_RESPONSE;
  }
  const std::optional<std::uint32_t> value = range->block->read(offset);
  if (!value) return tlm::TLM_ADDRESS_ERROR_RESPONSE;
  std::memcpy(payload.get_data_ptr(), &*value, sizeof *value);
  return tlm::TLM_OK_RESPONSE;
}

const AxiLite::Range* AxiLite::range_of(std::uint64_t address) const {
  for (const Range& range : ranges_)
    if (address >= range.base && address - range.base < range.size) return &range;
  return nullptr;
}

}  // namespace drnn
