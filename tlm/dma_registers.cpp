#include "tlm/dma_registers.hpp"

namespace drnn {

bool DmaRegisters::write(std::uint32_t offset, std::uint32_t value) {
  switch (offset) {
    case kMm2sControl:
      mm2s_control_ = value;
      return true;
    case kMm2sStatus:
    case kS2mmStatus:
      return true;
    case kMm2sAddress:
      mm2s_address_ = value;
      return true;
    case kMm2sLength:
      return start_read(value);
    case kS2mmControl:
      s2mm_control_ = value;
      return true;
    case kS2mmAddress:
      s2mm_address_ = value;
      return true;
    case kS2mmLength:
      return start_write(value);
    case kStepWords:
      step_words_ = value;
      return value > 0;
    default:
      return false;
  }
}

bool DmaRegisters::start_read(std::uint32_t length) {
  if (length == 0 || length > kMaxLength || read_dma_.running()) return false;
  read_dma_.start(mm2s_address_, length);
  return true;
}

bool DmaRegisters::start_write(std::uint32_t length) {
  if (length == 0 || length > kMaxLength || write_dma_.running()) return false;
  write_dma_.start(s2mm_address_, length, static_cast<int>(step_words_));
  return true;
}

std::optional<std::uint32_t> DmaRegisters::read(std::uint32_t offset) const {
  switch (offset) {
    case kMm2sControl:
      return mm2s_control_;
    case kMm2sStatus:
      return read_dma_.running() ? 0 : kStatusIdle;
    case kMm2sAddress:
      return mm2s_address_;
    case kS2mmControl:
      return s2mm_control_;
    case kS2mmStatus:
      return write_dma_.running() ? 0 : kStatusIdle;
    case kS2mmAddress:
      return s2mm_address_;
    case kStepWords:
      return step_words_;
    default:
      return std::nullopt;
  }
}

}  // namespace drnn
