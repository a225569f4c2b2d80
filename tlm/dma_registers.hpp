#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "tlm/dma_channel.hpp"
#include "tlm/driver/drnn_registers.h"
#include "tlm/read_dma.hpp"
#include "tlm/register_block.hpp"
#include "tlm/write_dma.hpp"

namespace drnn {

/// The AXI DMA's registers in direct register mode, offsets as in PG021; what the bits of a channel
/// do is in DmaChannel. Writing a LENGTH starts its channel. DMACR.Reset of either channel resets
/// both, as in the hardware. STEP_WORDS is the project's own [U]: the output stream's packet length
/// in words.
///
/// Where the hardware ignores a write to LENGTH (above all while RS is 0), the model refuses it, so
/// that the bus answers with an error and the driver hears of its mistake.
class DmaRegisters : public RegisterBlock {
 public:
  enum Offset : std::uint32_t {
    kMm2sControl = DRNN_DMA_MM2S_CONTROL,
    kMm2sStatus = DRNN_DMA_MM2S_STATUS,
    kMm2sAddress = DRNN_DMA_MM2S_ADDRESS,
    kMm2sLength = DRNN_DMA_MM2S_LENGTH,
    kS2mmControl = DRNN_DMA_S2MM_CONTROL,
    kS2mmStatus = DRNN_DMA_S2MM_STATUS,
    kS2mmAddress = DRNN_DMA_S2MM_ADDRESS,
    kS2mmLength = DRNN_DMA_S2MM_LENGTH,
    kStepWords = DRNN_DMA_STEP_WORDS,
    kSize = DRNN_DMA_REGISTER_BYTES,
  };
  static constexpr std::uint32_t kMaxLength = DmaChannel::kMaxLength;

  DmaRegisters(ReadDma& read_dma, WriteDma& write_dma);

  bool write(std::uint32_t offset, std::uint32_t value) override;
  std::optional<std::uint32_t> read(std::uint32_t offset) const override;

  /// The channels' interrupt lines; the hooks are called when a line rises.
  bool mm2s_interrupt() const { return mm2s_.interrupt(); }
  bool s2mm_interrupt() const { return s2mm_.interrupt(); }
  void on_mm2s_interrupt(std::function<void()> hook) { mm2s_.on_interrupt(std::move(hook)); }
  void on_s2mm_interrupt(std::function<void()> hook) { s2mm_.on_interrupt(std::move(hook)); }
  /// Called when a transfer of either channel ends, see DmaChannel.
  void on_ended(const std::function<void()>& hook) {
    mm2s_.on_ended(hook);
    s2mm_.on_ended(hook);
  }

 private:
  static bool write(DmaChannel& channel, std::uint32_t offset, std::uint32_t value);
  static std::optional<std::uint32_t> read(const DmaChannel& channel, std::uint32_t offset);
  bool write_step_words(std::uint32_t value);
  void reset();

  DmaChannel mm2s_;
  DmaChannel s2mm_;
  std::uint32_t step_words_ = 1;
};

}  // namespace drnn
