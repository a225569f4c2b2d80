#include "tlm/accelerator_registers.hpp"

namespace drnn {

bool AcceleratorRegisters::write(std::uint32_t offset, std::uint32_t value) {
  if (offset == kControl) {
    control(value);
    return true;
  }
  return write_run_register(offset, value) || write_shape_register(offset, value);
}

void AcceleratorRegisters::control(std::uint32_t value) {
  if ((value & kControlLoad) != 0) accelerator_.begin_load(shape_);
  if ((value & kControlReset) != 0) accelerator_.request_reset();
}

bool AcceleratorRegisters::write_run_register(std::uint32_t offset, std::uint32_t value) {
  RunRegisters registers = accelerator_.registers();
  switch (offset) {
    case kThetaX:
      registers.theta_x = static_cast<std::int32_t>(value);
      break;
    case kThetaH:
      registers.theta_h = static_cast<std::int32_t>(value);
      break;
    case kSkip:
      registers.skip = (value & 1) != 0;
      break;
    default:
      return false;
  }
  accelerator_.set_registers(registers);
  return true;
}

bool AcceleratorRegisters::write_shape_register(std::uint32_t offset, std::uint32_t value) {
  if (offset == kLayers && value <= kMaxLayers) {
    shape_.assign(value, LayerShape{});
    layer_ = 0;
    return true;
  }
  if (offset == kLayer && value < shape_.size()) {
    layer_ = value;
    return true;
  }
  if (offset == kScales && in_layer()) {
    shape_[layer_].scales = scales_of_word(value);
    return true;
  }
  int* field = layer_field(offset);
  if (field == nullptr) return false;
  *field = static_cast<int>(value);
  return true;
}

int* AcceleratorRegisters::layer_field(std::uint32_t offset) {
  if (!in_layer()) return nullptr;
  LayerShape& layer = shape_[layer_];
  switch (offset) {
    case kInputs:
      return &layer.inputs;
    case kHidden:
      return &layer.hidden;
    case kBiasColumns:
      return &layer.bias_columns;
    default:
      return nullptr;
  }
}

std::optional<std::uint32_t> AcceleratorRegisters::read(std::uint32_t offset) const {
  const RunRegisters& registers = accelerator_.registers();
  const auto word = [](auto value) { return static_cast<std::uint32_t>(value); };
  switch (offset) {
    case kStatus:
      return (accelerator_.loading() ? kStatusLoading : 0) |
             (accelerator_.ready() ? kStatusReady : 0);
    case kThetaX:
      return word(registers.theta_x);
    case kThetaH:
      return word(registers.theta_h);
    case kSkip:
      return registers.skip ? 1u : 0u;
    case kLayers:
      return word(shape_.size());
    case kLayer:
      return layer_;
    default:
      break;
  }
  if (offset == kScales && in_layer()) return to_word(shape_[layer_].scales);
  int* field = const_cast<AcceleratorRegisters*>(this)->layer_field(offset);
  if (field == nullptr) return std::nullopt;
  return word(*field);
}

}  // namespace drnn
