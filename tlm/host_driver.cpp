#include "tlm/host_driver.hpp"

#include <algorithm>
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

sc_core::sc_time multiple(const sc_core::sc_time& time, std::uint64_t count) {
  return sc_core::sc_time::from_value(count * time.value());
}

/// What only a transfer's end sets in the status of the DMA's channels.
bool changes_with_transfers(std::uint32_t address, std::uint32_t mask) {
  constexpr std::uint32_t kBits = DRNN_DMA_IDLE | DRNN_DMA_INTERNAL_ERROR | DRNN_DMA_SLAVE_ERROR |
                                  DRNN_DMA_DECODE_ERROR | DRNN_DMA_IOC_IRQ;
  const bool status = address == AddressMap::kDmaRegisters + DRNN_DMA_MM2S_STATUS ||
                      address == AddressMap::kDmaRegisters + DRNN_DMA_S2MM_STATUS;
  return status && (mask & ~kBits) == 0;
}

/// Of 32 bits, as the registers are.
void set_access(tlm::tlm_generic_payload& payload, tlm::tlm_command command, std::uint64_t address,
                std::uint32_t& value) {
  payload.set_command(command);
  payload.set_address(address);
  payload.set_data_ptr(reinterpret_cast<unsigned char*>(&value));
  payload.set_data_length(4);
  payload.set_streaming_width(4);
}

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
  bus_.poll32 = [](void* context, std::uint32_t address, std::uint32_t mask, std::uint32_t limit,
                   std::uint32_t* value) {
    return host(context).poll(address, mask, limit, *value) ? 0 : 1;
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

bool HostDriver::poll(std::uint32_t address, std::uint32_t mask, std::uint32_t limit,
                      std::uint32_t& value) {
  std::uint64_t left = limit > 0 ? limit : kNever;
  const sc_core::sc_time begin = sc_core::sc_time_stamp();
  bool done = read(address, value);
  const sc_core::sc_time each = sc_core::sc_time_stamp() - begin;
  while (done && (value & mask) == 0 && --left > 0)
    done = changes_with_transfers(address, mask) ? read_after_end(address, value, each, left)
                                                 : read(address, value);
  return done;
}

/// Reads that follow the last one, each as long as that, up to the first that can see a transfer's
/// end, at most `left`. Those before it tell what the last one told. Takes them off `left` and
/// leaves one, the read that is made.
bool HostDriver::read_after_end(std::uint32_t address, std::uint32_t& value,
                                const sc_core::sc_time& each, std::uint64_t& left) {
  // A read takes effect so long before its end.
  const sc_core::sc_time rest = domain_.rest_of_period(), begin = sc_core::sc_time_stamp();
  if (last_ended_ <= begin - rest) await_end(each, left);
  const sc_core::sc_time waited = sc_core::sc_time_stamp() - begin;
  const std::uint64_t alike =
      std::min<std::uint64_t>((waited + rest).value() / each.value(), left - 1);
  left -= alike;
  accesses_.register_reads += alike + 1;
  wait(multiple(each, alike + 1) - rest - waited);
  tlm::tlm_generic_payload payload;
  set_access(payload, tlm::TLM_READ_COMMAND, address, value);
  registers->transport_dbg(payload);
  wait(rest);
  wait(sc_core::SC_ZERO_TIME);  // as access() does where the slave leaves no time
  if (payload.is_response_ok()) return true;
  fault_ = "no register to read at address " + hexadecimal(address);
  return false;
}

/// Waits until a transfer ends, or the last of `most` reads takes effect.
void HostDriver::await_end(const sc_core::sc_time& each, std::uint64_t most) {
  const sc_core::sc_time ever = sc_core::sc_max_time() - sc_core::sc_time_stamp();
  if (most > ever.value() / each.value()) {
    wait(ended_);
  } else {
    wait(multiple(each, most) - domain_.rest_of_period(), ended_);
  }
}

void HostDriver::transfer_ended() {
  last_ended_ = sc_core::sc_time_stamp();
  ended_.notify();
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
  set_access(payload, command, address, value);
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
