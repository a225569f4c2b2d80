#pragma once

#include <memory>
#include <systemc>
#include <vector>

#include "model/blocks/accelerator_core.hpp"

namespace drnn {

/// The DRNN accelerator in the SystemC hierarchy: a module, with one below it for each block.
class Accelerator : public sc_core::sc_module, public AcceleratorCore {
 public:
  Accelerator(const sc_core::sc_module_name& name, const Parameters& parameters);

 private:
  std::vector<std::unique_ptr<sc_core::sc_module>> places_;
};

}  // namespace drnn
