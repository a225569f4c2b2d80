#include "tlm/pl_design.hpp"

#include "tlm/drnn_design.hpp"
#include "tlm/edgedrnn/edge_design.hpp"

namespace drnn {

std::unique_ptr<PlDesign> make_pl_design(const Parameters& parameters, ClockDomain& domain) {
  if (parameters.accelerator.kind == AcceleratorKind::edgedrnn)
    return std::make_unique<EdgeDesign>("accelerator", parameters, domain);
  return std::make_unique<DrnnDesign>(parameters);
}

}  // namespace drnn
