#pragma once

#include <cstdint>
#include <optional>

#include "tlm/read_dma.hpp"
#include "tlm/register_block.hpp"
#include "tlm/write_dma.hpp"

namespace drnn {

/// Direct register mode of the AXI DMA, offsets as in PG021; writing a LENGTH starts its channel.
/// DMACR is kept but switches nothing, DMASR reports bit 1 (idle). STEP_WORDS is the project's own
/// [U]: the output stream's packet length in words.
class DmaRegisters : public RegisterBlock {
 public:
  enum Offset : std::uint32_t {
    kMm2sControl = 0x00,
    kMm2sStatus = 0x04,
    kMm2sAddress = 0x18,
    kMm2sLength = 0x28,
    kS2mmControl = 0x30,
    kS2mmStatus = 0x34,
    kS2mmAddress = 0x48,
    kS2mmLength = 0x58,
    kStepWords = 0x5c,
    kSize = 0x60,
  };
  static constexpr std::uint32_t kStatusIdle = 2;
  static constexpr std::uint32_t kMaxLength = (1u << 26) - 1;  ///< PG021: 26 bits at most

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
