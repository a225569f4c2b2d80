#include "model/blocks/accelerator.hpp"

namespace drnn {

namespace {

/// The place in the hierarchy of a block that the core owns.
class Place : public sc_core::sc_module {
 public:
  explicit Place(const sc_core::sc_module_name& name) : sc_core::sc_module(name) {}
};

}  // namespace

Accelerator::Accelerator(const sc_core::sc_module_name& name, const Parameters& parameters)
    : sc_core::sc_module(name), AcceleratorCore(parameters) {
  for (const ClockedBlock* block : blocks())
    places_.push_back(std::make_unique<Place>(block->name().c_str()));
  for (const char* channel : {"mac_channel_r", "mac_channel_u", "mac_channel_c"})
    places_.push_back(std::make_unique<Place>(channel));
}

}  // namespace drnn
