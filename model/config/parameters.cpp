#include "model/config/parameters.hpp"

namespace drnn {

namespace {

/// Where EdgeDRNN on a MiniZed differs from what Parameters begin with.
void set_edgedrnn_defaults(Parameters& p) {
  p.delta.theta_x = p.delta.theta_h = 0.1;
  p.dma.input_ports = p.dma.output_ports = 1;
  p.dma.input_fifo_words = p.dma.output_fifo_words = 2;
  p.ddr.chips = 1;
  p.host.mode = HostMode::step;
  p.device.name = "xc7z007s";
  p.numeric_profile_name = "edgedrnn";
}

}  // namespace

Parameters default_parameters(AcceleratorKind kind) {
  Parameters p;
  p.accelerator.kind = kind;
  if (kind == AcceleratorKind::edgedrnn) set_edgedrnn_defaults(p);
  p.numeric = numeric_profile(p.numeric_profile_name);
  return p;
}

}  // namespace drnn
