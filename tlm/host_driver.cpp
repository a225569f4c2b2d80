#include "tlm/host_driver.hpp"

#include <cstdio>
#include <utility>

#include "tlm/memory_words.hpp"

namespace drnn {

namespace {

HostDriver& host(void* context) {
  return *static_cast<HostDriver*>(context);
}

/// As much as firmware may expect of its main stack.
constexpr std::size_t kStackBytes = std::size_t{1} << 20;

std::string hexadecimal(std::uint32_t value) {
  char text[16];
  std::snprintf(text, sizeof text, "0x%08x", static_cast<unsigned>(value));
  return text;
}

}  // namespace

HostDriver::HostDriver(const sc_core::sc_module_name& name, ClockDomain& domain,
                       TlmMemoryPort& memory)
    : sc_core::sc_module(name), registers("registers"), domain_(domain), memory_(memory) {
  make_bus();
  SC_HAS_PROCESS(HostDriver);
  SC_THREAD(run);
  set_stack_size(kStackBytes);
}

void HostDriver::make_bus() {
  bus_.context = this;
  bus_.read32 = [](void* context, std::uint32_t address, std::uint32_t* value) {
    return host(context).read(address, *value) ? 0 : 1;
  };
  bus_.write32 = [](void* context, std::uint32_t address, std::uint32_t value) {
    return host(context).write(address, value) ? 0 : 1;
  };
  bus_.put = [](void* context, std::uint32_t address, const std::int16_t* words,
                std::size_t count) { return host(context).put(address, words, count) ? 0 : 1; };
  bus_.get = [](void* context, std::uint32_t address, std::int16_t* words, std::size_t count) {
    return host(context).get(address, words, count) ? 0 : 1;
  };
  bus_.wait_read_done = [](void* context) {
    host(context).await(host(context).read_done_, host(context).write_done_);
    return 0;
  };
  bus_.wait_write_done = [](void* context) {
    host(context).await(host(context).write_done_, host(context).write_done_);
    return 0;
  };
}

void HostDriver::start(Program program) {
  program_ = std::move(program);
  pending_ = true;
  done_ = false;
  fault_.clear();
  clear_accesses();
  forget(read_done_);
  forget(write_done_);
  start_.notify(sc_core::SC_ZERO_TIME);
}

void HostDriver::run() {
  while (true) {
    while (!pending_) wait(start_);
    pending_ = false;
    try {
      program_();
      done_ = true;
      sc_core::sc_pause();
    } catch (...) {
      failure_ = std::current_exception();
      sc_core::sc_stop();
    }
  }
}

void HostDriver::spend(Cycle cycles) {
  if (cycles > 0) wait(domain_.cycles(cycles));
}

void HostDriver::raise(Interrupt& interrupt) {
  interrupt.raised = true;
  interrupt.seen_from = sc_core::sc_time_stamp() + domain_.half_period();
  interrupt.event.notify(domain_.half_period());
}

bool HostDriver::pending(const Interrupt& interrupt) const {
  return interrupt.raised && interrupt.seen_from <= sc_core::sc_time_stamp();
}

void HostDriver::await(Interrupt& interrupt, const Interrupt& or_interrupt) {
  while (!pending(interrupt) && !pending(or_interrupt)) {
    wait(interrupt.event | or_interrupt.event);
    wait(domain_.rest_of_period());
  }
  if (pending(interrupt)) interrupt.raised = false;
}

void HostDriver::forget(Interrupt& interrupt) {
  interrupt.raised = false;
  interrupt.event.cancel();
}

bool HostDriver::read(std::uint32_t address, std::uint32_t& value) {
  ++accesses_.register_reads;
  if (access(tlm::TLM_READ_COMMAND, address, value)) return true;
  fault_ = "no register to read at address " + hexadecimal(address);
  return false;
}

bool HostDriver::write(std::uint32_t address, std::uint32_t value) {
  ++accesses_.register_writes;
  if (address == AddressMap::kDmaRegisters + DRNN_DMA_MM2S_LENGTH ||
      address == AddressMap::kDmaRegisters + DRNN_DMA_S2MM_LENGTH)
    ++accesses_.dma_transfers;
  if (access(tlm::TLM_WRITE_COMMAND, address, value)) return true;
  fault_ =
      "a register refused the value " + hexadecimal(value) + " at address " + hexadecimal(address);
  return false;
}

bool HostDriver::access(tlm::tlm_command command, std::uint64_t address, std::uint32_t& value) {
  tlm::tlm_generic_payload payload;
  payload.set_command(command);
  payload.set_address(address);
  payload.set_data_ptr(reinterpret_cast<unsigned char*>(&value));
  payload.set_data_length(4);
  payload.set_streaming_width(4);
  sc_core::sc_time delay = sc_core::SC_ZERO_TIME;
  registers->b_transport(payload, delay);
  wait(delay);
  return payload.is_response_ok();
}

bool HostDriver::put(std::uint32_t address, const std::int16_t* words, std::size_t count) {
  std::vector<std::uint8_t> bytes(2 * count);
  store_words(words, count, bytes.data());
  if (memory_.debug_write(address, bytes.data(), bytes.size())) return true;
  fault_ = "the memory has no room for " + std::to_string(bytes.size()) + " bytes at address " +
           hexadecimal(address);
  return false;
}

bool HostDriver::get(std::uint32_t address, std::int16_t* words, std::size_t count) {
  std::vector<std::uint8_t> bytes(2 * count);
  if (!memory_.debug_read(address, bytes.data(), bytes.size())) {
    fault_ = "the memory has no " + std::to_string(bytes.size()) + " bytes at address " +
             hexadecimal(address);
    return false;
  }
  load_words(bytes.data(), count, words);
  return true;
}

}  // namespace drnn
