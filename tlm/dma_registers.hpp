#pragma once

#include <cstdint>
#include <optional>

#include "tlm/driver/drnn_registers.h"
#include "tlm/read_dma.hpp"
#include "tlm/register_block.hpp"
#include "tlm/write_dma.hpp"

namespace drnn {

/// Direct register mode of the AXI DMA, offsets as in PG021 (tlm/driver/drnn_registers.h); writing
/// a LENGTH starts its channel. DMACR is kept but switches nothing; DMASR reports bit 1 (idle), and
/// writes to it do nothing. STEP_WORDS is the project's own [U]: the output stream's packet length
/// in words.
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
  static constexpr std::uint32_t kStatusIdle = DRNN_DMA_IDLE;
  static constexpr std::uint32_t kMaxLength = DRNN_DMA_MAX_LENGTH;

  DmaRegisters(ReadDma& read_dma, WriteDma& write_dma)
      : read_dma_(read_dma), write_dma_(write_dma) {}

  bool write(std::uint32_t offset, std::uint32_t value) override;
  std::optional<std::uint32_t> read(std::uint32_t offset) const override;

 private:
  bool start_read(std::uint32_t length);
  bool start_write(std::uint32_t length);

  ReadDma& read_dma_;
  WriteDma& write_dma_;
  std::uint32_t mm2s_control_ = 0, mm2s_address_ = 0;
  std::uint32_t s2mm_control_ = 0, s2mm_address_ = 0, step_words_ = 1;
};

}  // namespace drnn
