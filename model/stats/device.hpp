#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "model/config/declarations.hpp"

namespace drnn {

/// What a device offers.
struct Device {
  std::string_view name;
  std::int64_t lut;
  std::int64_t ff;
  std::int64_t bram36;
  std::int64_t dsp;
  Tag tag;
  std::string_view source;
};

/// The devices that device.name may name, the smallest first.
const std::vector<Device>& devices();

/// The device of that name; throws std::invalid_argument for another.
const Device& device(std::string_view name);

}  // namespace drnn
