#pragma once

#include <string_view>
#include <vector>

namespace drnn {

/// A file of configs/, built into the program.
struct Preset {
  std::string_view name;
  std::string_view ini;
};

/// Generated from configs/ at build time.
const std::vector<Preset>& presets();

}  // namespace drnn
