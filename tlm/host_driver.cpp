#include "tlm/host_driver.hpp"

#include <algorithm>

#include "model/blocks/weight_loader.hpp"
#include "model/config/errors.hpp"
#include "tlm/accelerator_registers.hpp"
#include "tlm/dma_registers.hpp"

namespace drnn {

namespace {

constexpr std::uint32_t kRunWithInterrupts =
    DmaChannel::kRunStop | DmaChannel::kIocIrqEnable | DmaChannel::kErrIrqEnable;

std::vector<std::uint8_t> to_bytes(const std::int16_t* words, std::size_t count) {
  std::vector<std::uint8_t> bytes;
  bytes.reserve(2 * count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto word = static_cast<std::uint16_t>(words[i]);
    bytes.push_back(static_cast<std::uint8_t>(word & 0xff));
    bytes.push_back(static_cast<std::uint8_t>(word >> 8));
  }
  return bytes;
}

}  // namespace

HostDriver::HostDriver(const sc_core::sc_module_name& name, ClockDomain& domain,
                       TlmMemoryPort& memory)
    : sc_core::sc_module(name), registers("registers"), domain_(domain), memory_(memory) {
  SC_HAS_PROCESS(HostDriver);
  SC_THREAD(run);
}

void HostDriver::start(const Job& job) {
  job_ = job;
  pending_ = true;
  done_ = false;
  outputs_.clear();
  start_.notify(sc_core::SC_ZERO_TIME);
}

void HostDriver::run() {
  while (true) {
    while (!pending_) wait(start_);
    pending_ = false;
    try {
      run_job();
    } catch (...) {
      failure_ = std::current_exception();
      sc_core::sc_stop();
      return;
    }
    done_ = true;
    sc_core::sc_pause();
  }
}

void HostDriver::run_job() {
  load();
  for (const InputSequence& sequence : *job_.sequences) {
    reset_state();
    run_sequence(sequence);
  }
}

void HostDriver::load() {
  const Cycle begin = domain_.cycle_at(sc_core::sc_time_stamp());
  write_dma(DmaRegisters::kMm2sControl, kRunWithInterrupts);
  write_dma(DmaRegisters::kS2mmControl, kRunWithInterrupts);
  write_shape();
  write_settings();
  transfer_weights();
  load_cycles_ = domain_.cycle_at(sc_core::sc_time_stamp()) - begin;
  if (loaded_) loaded_();
}

void HostDriver::write_shape() {
  const auto& layers = job_.network->layers;
  write_accelerator(AcceleratorRegisters::kLayers, static_cast<std::uint32_t>(layers.size()));
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const auto word = [](int value) { return static_cast<std::uint32_t>(value); };
    write_accelerator(AcceleratorRegisters::kLayer, static_cast<std::uint32_t>(l));
    write_accelerator(AcceleratorRegisters::kInputs, word(layers[l].inputs));
    write_accelerator(AcceleratorRegisters::kHidden, word(layers[l].hidden));
    write_accelerator(AcceleratorRegisters::kBiasColumns, word(layers[l].bias_columns));
  }
}

void HostDriver::write_settings() {
  const DeltaSettings& settings = job_.settings;
  write_accelerator(AcceleratorRegisters::kThetaX, static_cast<std::uint32_t>(settings.theta_x));
  write_accelerator(AcceleratorRegisters::kThetaH, static_cast<std::uint32_t>(settings.theta_h));
  write_accelerator(AcceleratorRegisters::kSkip, settings.skip ? 1 : 0);
}

void HostDriver::transfer_weights() {
  const std::vector<std::int16_t> image = load_image(*job_.network);
  preload(AddressMap::kWeights, image);
  write_accelerator(AcceleratorRegisters::kControl, AcceleratorRegisters::kControlLoad);
  std::uint64_t address = AddressMap::kWeights;
  std::uint64_t left = 2 * image.size();
  constexpr std::uint64_t kLongest = DmaRegisters::kMaxLength & ~std::uint64_t{7};
  while (left > 0) {
    const std::uint64_t bytes = std::min(left, kLongest);
    write_dma(DmaRegisters::kMm2sAddress, static_cast<std::uint32_t>(address));
    write_dma(DmaRegisters::kMm2sLength, static_cast<std::uint32_t>(bytes));
    wait(read_done_);
    wait(domain_.rest_of_period());
    end_transfer(DmaRegisters::kMm2sStatus);
    address += bytes;
    left -= bytes;
  }
  wait_for_status(AcceleratorRegisters::kStatusLoading, 0);
}

void HostDriver::reset_state() {
  write_accelerator(AcceleratorRegisters::kControl, AcceleratorRegisters::kControlReset);
  wait_for_status(AcceleratorRegisters::kStatusReady, AcceleratorRegisters::kStatusReady);
}

void HostDriver::run_sequence(const InputSequence& sequence) {
  const auto inputs = static_cast<std::uint64_t>(job_.network->layers.front().inputs);
  const auto hidden = static_cast<std::uint64_t>(job_.network->layers.back().hidden);
  const std::uint64_t longest =
      std::min<std::uint64_t>(DmaRegisters::kMaxLength, AddressMap::kRegionBytes);
  const std::uint64_t chunk = std::max<std::uint64_t>(1, longest / (2 * std::max(inputs, hidden)));
  for (std::uint64_t step = 0; step < sequence.steps; step += chunk)
    run_chunk(sequence.words.data() + step * inputs, std::min(chunk, sequence.steps - step));
}

void HostDriver::run_chunk(const std::int16_t* words, std::uint64_t steps) {
  const auto inputs = static_cast<std::uint64_t>(job_.network->layers.front().inputs);
  const auto hidden = static_cast<std::uint64_t>(job_.network->layers.back().hidden);
  preload(AddressMap::kInput, std::vector<std::int16_t>(words, words + steps * inputs));
  write_dma(DmaRegisters::kStepWords, static_cast<std::uint32_t>(hidden));
  write_dma(DmaRegisters::kS2mmAddress, static_cast<std::uint32_t>(AddressMap::kOutput));
  write_dma(DmaRegisters::kS2mmLength, static_cast<std::uint32_t>(2 * steps * hidden));
  write_dma(DmaRegisters::kMm2sAddress, static_cast<std::uint32_t>(AddressMap::kInput));
  write_dma(DmaRegisters::kMm2sLength, static_cast<std::uint32_t>(2 * steps * inputs));
  wait(write_done_);
  wait(domain_.rest_of_period());
  end_transfer(DmaRegisters::kMm2sStatus);
  end_transfer(DmaRegisters::kS2mmStatus);
  std::vector<std::uint8_t> bytes(2 * steps * hidden);
  memory_.debug_read(AddressMap::kOutput, bytes.data(), bytes.size());
  for (std::size_t i = 0; i < bytes.size(); i += 2)
    outputs_.push_back(static_cast<std::int16_t>(bytes[i] | bytes[i + 1] << 8));
}

void HostDriver::end_transfer(std::uint32_t status_offset) {
  const std::uint32_t status = read(AddressMap::kDmaRegisters + status_offset);
  write_dma(status_offset, DmaChannel::kIocIrq | DmaChannel::kErrIrq);
  if ((status & DmaChannel::kErrIrq) != 0)
    throw SimulationError("a DMA transfer ended with an error: DMASR is " + std::to_string(status));
}

void HostDriver::preload(std::uint64_t address, const std::vector<std::int16_t>& words) {
  const std::vector<std::uint8_t> bytes = to_bytes(words.data(), words.size());
  if (!memory_.debug_write(address, bytes.data(), bytes.size()))
    throw SimulationError("the memory has no room for " + std::to_string(bytes.size()) +
                          " bytes at address " + std::to_string(address));
}

void HostDriver::wait_for_status(std::uint32_t mask, std::uint32_t value) {
  while ((read(AddressMap::kAcceleratorRegisters + AcceleratorRegisters::kStatus) & mask) !=
         value) {
  }
}

void HostDriver::write_accelerator(std::uint32_t offset, std::uint32_t value) {
  write(AddressMap::kAcceleratorRegisters + offset, value);
}

void HostDriver::write_dma(std::uint32_t offset, std::uint32_t value) {
  write(AddressMap::kDmaRegisters + offset, value);
}

void HostDriver::write(std::uint64_t address, std::uint32_t value) {
  if (!access(tlm::TLM_WRITE_COMMAND, address, value))
    throw SimulationError("a register refused the value " + std::to_string(value) + " at address " +
                          std::to_string(address));
}

std::uint32_t HostDriver::read(std::uint64_t address) {
  std::uint32_t value = 0;
  if (!access(tlm::TLM_READ_COMMAND, address, value))
    throw SimulationError("no register to read at address " + std::to_string(address));
  return value;
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

}  // namespace drnn
