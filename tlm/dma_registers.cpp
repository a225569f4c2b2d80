#include "tlm/dma_registers.hpp"

namespace drnn {

// PG021: without scatter-gather S2MM_DMASR flags DMAIntErr on any error of a memory write, while
// that bit of MM2S_DMASR is fixed at 0.
DmaRegisters::DmaRegisters(ReadDma& read_dma, WriteDma& write_dma)
    : mm2s_(read_dma,
            [&](std::uint64_t address, std::uint64_t bytes) { read_dma.start(address, bytes); }),
      s2mm_(
          write_dma,
          [&, this](std::uint64_t address, std::uint64_t bytes) {
            write_dma.start(address, bytes, static_cast<int>(step_words_));
          },
          DmaChannel::kInternalError) {}

bool DmaRegisters::write(std::uint32_t offset, std::uint32_t value) {
  if (offset == kStepWords) return write_step_words(value);
  const bool control = offset == kMm2sControl || offset == kS2mmControl;
  if (control && (value & DmaChannel::kReset) != 0) {
    reset();
    return true;
  }
  return offset < kS2mmControl ? write(mm2s_, offset, value)
                               : write(s2mm_, offset - kS2mmControl, value);
}

bool DmaRegisters::write(DmaChannel& channel, std::uint32_t offset, std::uint32_t value) {
  switch (offset) {
    case kMm2sControl:
      channel.write_control(value);
      return true;
    case kMm2sStatus:
      channel.write_status(value);
      return true;
    case kMm2sAddress:
      channel.write_address(value);
      return true;
    case kMm2sLength:
      return channel.write_length(value);
    default:
      return false;
  }
}

bool DmaRegisters::write_step_words(std::uint32_t value) {
  if (value == 0 || value > kMaxLength) return false;
  step_words_ = value;
  return true;
}

void DmaRegisters::reset() {
  mm2s_.reset();
  s2mm_.reset();
  step_words_ = 1;
}

std::optional<std::uint32_t> DmaRegisters::read(std::uint32_t offset) const {
  if (offset == kStepWords) return step_words_;
  return offset < kS2mmControl ? read(mm2s_, offset) : read(s2mm_, offset - kS2mmControl);
}

std::optional<std::uint32_t> DmaRegisters::read(const DmaChannel& channel, std::uint32_t offset) {
  switch (offset) {
    case kMm2sControl:
      return channel.control();
    case kMm2sStatus:
      return channel.status();
    case kMm2sAddress:
      return channel.address();
    case kMm2sLength:
      return channel.length();
    default:
      return std::nullopt;
  }
}

}  // namespace drnn
