#include "model/stats/device.hpp"

#include <stdexcept>
#include <string>

namespace drnn {

const std::vector<Device>& devices() {
  static const std::vector<Device> table{
      {"xc7z007s", 14400, 28800, 50, 66, Tag::published, "vendor data sheet"},
      {"xc7z020", 53200, 106400, 140, 220, Tag::published, "vendor data sheet"},
      {"xc7z045", 218600, 437200, 545, 900, Tag::unconfirmed, "vendor data sheet, remembered"},
      {"xc7z100", 277400, 554800, 755, 2020, Tag::published, "vendor data sheet"}};
  return table;
}

const Device& device(std::string_view name) {
  for (const Device& d : devices())
    if (d.name == name) return d;
  throw std::invalid_argument("unknown device '" + std::string(name) + "'");
}

}  // namespace drnn
