#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/blocks/accelerator.hpp"
#include "tlm/register_block.hpp"

namespace drnn {

/// The DRNN accelerator's AXI-Lite registers. The published abstract gives none: this map is the
/// project's own [U].
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
/// | 18h    | LAYER        | rw     | the layer that the next three registers mean                |
/// | 1Ch    | INPUTS       | rw     | elements                                                    |
/// | 20h    | HIDDEN       | rw     | units                                                       |
/// | 24h    | BIAS_COLUMNS | rw     | 0 or 1                                                      |
class AcceleratorRegisters : public RegisterBlock {
 public:
  enum Offset : std::uint32_t {
    kControl = 0x00,
    kStatus = 0x04,
    kThetaX = 0x08,
    kThetaH = 0x0c,
    kSkip = 0x10,
    kLayers = 0x14,
    kLayer = 0x18,
    kInputs = 0x1c,
    kHidden = 0x20,
    kBiasColumns = 0x24,
    kSize = 0x28,
  };
  static constexpr std::uint32_t kControlLoad = 1;
  static constexpr std::uint32_t kControlReset = 2;
  static constexpr std::uint32_t kStatusLoading = 1;
  static constexpr std::uint32_t kStatusReady = 2;
  static constexpr std::uint32_t kMaxLayers = 1024;

  explicit AcceleratorRegisters(Accelerator& accelerator) : accelerator_(accelerator) {}

  bool write(std::uint32_t offset, std::uint32_t value) override;
  std::optional<std::uint32_t> read(std::uint32_t offset) const override;

 private:
  void control(std::uint32_t value);
  bool write_run_register(std::uint32_t offset, std::uint32_t value);
  bool write_shape_register(std::uint32_t offset, std::uint32_t value);
  int* layer_field(std::uint32_t offset);

  Accelerator& accelerator_;
  NetworkShape shape_;
  std::uint32_t layer_ = 0;
};

}  // namespace drnn
