#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "tlm/driver/drnn_driver.h"
#include "tlm/driver/drnn_registers.h"

namespace drnn::test {

/// Registers and memory as a driver sees them, without time, and with faults on demand. A step's
/// output words are the sum of its input words plus 0, 1, 2, ...
class FakeHardware {
 public:
  struct Write {
    std::uint32_t address, value;
    bool operator==(const Write& other) const {
      return address == other.address && value == other.value;
    }
  };

  FakeHardware() {
    bus.context = this;
    bus.read32 = [](void* context, std::uint32_t address, std::uint32_t* value) {
      return self(context).read(address, *value);
    };
    bus.write32 = [](void* context, std::uint32_t address, std::uint32_t value) {
      return self(context).write(address, value);
    };
    bus.put = [](void* context, std::uint32_t address, const std::int16_t* words,
                 std::size_t count) { return self(context).put(address, words, count); };
    bus.get = [](void* context, std::uint32_t address, std::int16_t* words, std::size_t count) {
      return self(context).get(address, words, count);
    };
    bus.wait_read_done = bus.wait_write_done = [](void* context) { return self(context).wait(); };
  }
  FakeHardware(const FakeHardware&) = delete;
  FakeHardware& operator=(const FakeHardware&) = delete;

  drnn_bus bus{};
  std::vector<Write> writes;
  int accesses = 0;         ///< of any kind so far
  int failing_access = -1;  ///< this one fails
  int reads = 0;            ///< of registers
  int busy_reads = 0;       ///< a channel's status tells busy so often after its start
  std::uint32_t read_status = DRNN_DMA_IDLE;   ///< MM2S_DMASR when no longer busy
  std::uint32_t write_status = DRNN_DMA_IDLE;  ///< S2MM_DMASR likewise
  std::uint32_t accelerator_status = DRNN_STATUS_READY;

  /// The values written to a register, in order.
  std::vector<std::uint32_t> written(std::uint32_t address) const {
    std::vector<std::uint32_t> values;
    for (const Write& write : writes)
      if (write.address == address) values.push_back(write.value);
    return values;
  }

 private:
  static FakeHardware& self(void* context) { return *static_cast<FakeHardware*>(context); }
  int fails() { return accesses++ == failing_access ? 1 : 0; }
  int wait() { return fails(); }

  int read(std::uint32_t address, std::uint32_t& value) {
    ++reads;
    value = 0;
    if (address == DRNN_ACCELERATOR_BASE + DRNN_STATUS) value = accelerator_status;
    if (address == DRNN_DMA_BASE + DRNN_DMA_MM2S_STATUS) value = status(read_status);
    if (address == DRNN_DMA_BASE + DRNN_DMA_S2MM_STATUS) value = status(write_status);
    return fails();
  }

  std::uint32_t status(std::uint32_t when_done) {
    if (busy_left_ == 0) return when_done;
    --busy_left_;
    return 0;
  }

  int write(std::uint32_t address, std::uint32_t value) {
    writes.push_back({address, value});
    if (address == DRNN_ACCELERATOR_BASE + DRNN_CONTROL) loading_ = value == DRNN_CONTROL_LOAD;
    if (address == DRNN_DMA_BASE + DRNN_DMA_STEP_WORDS) outputs_ = value;
    if (address == DRNN_DMA_BASE + DRNN_DMA_S2MM_LENGTH) output_bytes_ = value;
    if (address == DRNN_DMA_BASE + DRNN_DMA_MM2S_LENGTH) {
      busy_left_ = busy_reads;
      if (!loading_) compute(value);
    }
    return fails();
  }

  void compute(std::uint32_t input_bytes) {
    const std::uint32_t steps = output_bytes_ / 2 / outputs_;
    const std::uint32_t inputs = input_bytes / 2 / steps;
    for (std::uint32_t step = 0; step < steps; ++step) {
      int sum = 0;
      for (std::uint32_t i = 0; i < inputs; ++i)
        sum += memory_[drnn_default_config().input_address + 2 * (step * inputs + i)];
      for (std::uint32_t i = 0; i < outputs_; ++i)
        memory_[drnn_default_config().output_address + 2 * (step * outputs_ + i)] =
            static_cast<std::int16_t>(sum + static_cast<int>(i));
    }
  }

  int put(std::uint32_t address, const std::int16_t* words, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      memory_[address + 2 * static_cast<std::uint32_t>(i)] = words[i];
    return fails();
  }

  int get(std::uint32_t address, std::int16_t* words, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i)
      words[i] = memory_[address + 2 * static_cast<std::uint32_t>(i)];
    return fails();
  }

  std::map<std::uint32_t, std::int16_t> memory_;
  bool loading_ = false;
  std::uint32_t outputs_ = 1, output_bytes_ = 0;
  int busy_left_ = 0;
};

}  // namespace drnn::test
