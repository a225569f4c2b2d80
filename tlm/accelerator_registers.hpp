#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/blocks/accelerator.hpp"
#include "tlm/driver/drnn_registers.h"
#include "tlm/register_block.hpp"

namespace drnn {

/// The DRNN accelerator's AXI-Lite registers. The published abstract gives none: this map is the
/// project's own [U]. Offsets and bits stand in tlm/driver/drnn_registers.h, which drivers include.
///
/// | offset | name         | access | meaning                                                     |
/// |--------|--------------|--------|-------------------------------------------------------------|
/// | 00h    | CONTROL      | w      | bit 0 begins a load of the network whose sizes are set;     |
/// |        |              |        | bit 1 resets the state                                      |
/// | 04h    | STATUS       | r      | bit 0 a load is running; bit 1 no reset is asked or running |
/// | 08h    | THETA_X      | rw     | activation format                                           |
/// | 0Ch    | THETA_H      | rw     | activation format                                           |
/// | 10h    | SKIP         | rw     | 1: small changes are skipped; 0: every element is sent      |
/// | 14h    | LAYERS       | rw     | number of layers; sets all sizes to zero                    |
/// | 18h    | LAYER        | rw     | the layer that the next four registers mean                 |
/// | 1Ch    | INPUTS       | rw     | elements                                                    |
/// | 20h    | HIDDEN       | rw     | units                                                       |
/// | 24h    | BIAS_COLUMNS | rw     | 0 or 1                                                      |
/// | 28h    | SCALES       | rw     | exponents of the powers of two by which the layer's tensors |
/// |        |              |        | were divided, four bits each: weights of r, u, cx, ch from  |
/// |        |              |        | bit 0 on, then biases; written before a load. Of a weights' |
/// |        |              |        | exponent at most the weight format's fraction bits count    |
class AcceleratorRegisters : public RegisterBlock {
 public:
  enum Offset : std::uint32_t {
    kControl = DRNN_CONTROL,
    kStatus = DRNN_STATUS,
    kThetaX = DRNN_THETA_X,
    kThetaH = DRNN_THETA_H,
    kSkip = DRNN_SKIP,
    kLayers = DRNN_LAYERS,
    kLayer = DRNN_LAYER,
    kInputs = DRNN_INPUTS,
    kHidden = DRNN_HIDDEN,
    kBiasColumns = DRNN_BIAS_COLUMNS,
    kScales = DRNN_SCALES,
    kSize = DRNN_REGISTER_BYTES,
  };
  static constexpr std::uint32_t kControlLoad = DRNN_CONTROL_LOAD;
  static constexpr std::uint32_t kControlReset = DRNN_CONTROL_RESET;
  static constexpr std::uint32_t kStatusLoading = DRNN_STATUS_LOADING;
  static constexpr std::uint32_t kStatusReady = DRNN_STATUS_READY;
  static constexpr std::uint32_t kMaxLayers = DRNN_MAX_LAYERS;

  explicit AcceleratorRegisters(Accelerator& accelerator) : accelerator_(accelerator) {}

  bool write(std::uint32_t offset, std::uint32_t value) override;
  std::optional<std::uint32_t> read(std::uint32_t offset) const override;

 private:
  void control(std::uint32_t value);
  bool write_run_register(std::uint32_t offset, std::uint32_t value);
  bool write_shape_register(std::uint32_t offset, std::uint32_t value);
  int* layer_field(std::uint32_t offset);
  bool in_layer() const { return layer_ < shape_.size(); }

  Accelerator& accelerator_;
  NetworkShape shape_;
  std::uint32_t layer_ = 0;
};

}  // namespace drnn
