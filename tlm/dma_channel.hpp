#pragma once

#include <cstdint>
#include <functional>

#include "tlm/dma_engine.hpp"

namespace drnn {

/// Control, status, address and length of one channel of the AXI DMA in direct register mode, as
/// PG021 describes them, and its interrupt line.
///
/// Of DMACR the model has RS, Reset, IOC_IrqEn and Err_IrqEn; the other bits keep their reset
/// values. Of DMASR it has Halted, Idle, the error bits, IOC_Irq and Err_Irq; the two interrupt
/// bits are cleared by writing ones. Idle is 0 while halted and before the first transfer.
///
/// An error of the memory clears RS and sets Err_Irq and the error's bit; Halted follows when the
/// bursts under way have been answered. From then on the channel needs a reset: RS stays 0. RS
/// cleared by software lets the transfer under way end first.
class DmaChannel {
 public:
  enum Control : std::uint32_t {
    kRunStop = 1u << 0,
    kReadsAsOne = 1u << 1,
    kReset = 1u << 2,
    kIocIrqEnable = 1u << 12,
    kErrIrqEnable = 1u << 14,
    kIrqThresholdOne = 1u << 16,  ///< used with scatter-gather only
  };
  enum Status : std::uint32_t {
    kHalted = 1u << 0,
    kIdle = 1u << 1,
    kInternalError = 1u << 4,
    kSlaveError = 1u << 5,
    kDecodeError = 1u << 6,
    kIocIrq = 1u << 12,
    kErrIrq = 1u << 14,
  };
  static constexpr std::uint32_t kMaxLength = (1u << 26) - 1;  ///< PG021: 26 bits at most

  using Start = std::function<void(std::uint64_t address, std::uint64_t bytes)>;

  /// start: starts a transfer of the engine. error_bits: set in DMASR on every error of the memory
  /// in addition to the one that tells its kind.
  DmaChannel(DmaEngine& engine, Start start, std::uint32_t error_bits = 0);
  DmaChannel(const DmaChannel&) = delete;
  DmaChannel& operator=(const DmaChannel&) = delete;

  std::uint32_t control() const;
  std::uint32_t status() const;
  std::uint32_t address() const { return address_; }
  std::uint32_t length() const { return length_; }

  /// Reset is the business of reset(): the core has one for both channels.
  void write_control(std::uint32_t value);
  void write_status(std::uint32_t value);
  void write_address(std::uint32_t value) { address_ = value; }
  /// Starts a transfer. False, and nothing happens, where the hardware would ignore the write or
  /// do what PG021 leaves open: RS is 0, a transfer or reset is under way, the length is 0 or too
  /// long, or address or length is not a multiple of a stream word.
  bool write_length(std::uint32_t value);

  /// All registers to their reset values; a transfer under way is cut short. DMACR.Reset reads as 1
  /// until the bursts under way have been answered; until then writes have no effect.
  void reset();

  /// The interrupt line: an interrupt bit is set and enabled.
  bool interrupt() const;
  /// Called when the line rises.
  void on_interrupt(std::function<void()> hook) { raised_ = std::move(hook); }
  /// Called in the cycle in which a transfer is done or has failed. All that changes in the status
  /// without a write changes then, except for Halted.
  void on_ended(std::function<void()> hook) { ended_ = std::move(hook); }

 private:
  bool resetting() const { return resetting_ && engine_.running(); }
  void transfer_done();
  void transfer_failed(BurstResponse response);
  void update_line();

  DmaEngine& engine_;
  const Start start_;
  const std::uint32_t error_bits_;
  std::function<void()> raised_, ended_;

  std::uint32_t enabled_ = 0;  ///< interrupt bits of DMACR
  std::uint32_t pending_ = 0;  ///< interrupt bits of DMASR
  std::uint32_t errors_ = 0;
  std::uint32_t address_ = 0;
  std::uint32_t length_ = 0;
  bool run_ = false;
  bool resetting_ = false;
  bool transferred_ = false;  ///< a transfer was started since RS was set
  bool line_ = false;
};

}  // namespace drnn
