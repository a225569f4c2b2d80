#include "tlm/drnn_design.hpp"

#include "tlm/drnn_host_program.hpp"

namespace drnn {

DrnnDesign::DrnnDesign(const Parameters& parameters)
    : parameters_(parameters),
      accelerator_("accelerator", parameters),
      registers_(accelerator_),
      lanes_r_(accelerator_, parameters, MacLanes::Channel::r),
      lanes_u_(accelerator_, parameters, MacLanes::Channel::u),
      lanes_c_(accelerator_, parameters, MacLanes::Channel::c) {}

void DrnnDesign::map(AxiLite& axi_lite) {
  axi_lite.map(AddressMap::kAcceleratorRegisters, AcceleratorRegisters::kSize, registers_);
}

std::unique_ptr<HostProgram> DrnnDesign::program(HostDriver& host) {
  return std::make_unique<DrnnHostProgram>(host, parameters_);
}

void DrnnDesign::add_counts(RunStatistics& s) const {
  for (const auto& unit : accelerator_.delta_units()) {
    s.sent_x += unit->sent_x();
    s.sent_h += unit->sent_h();
  }
  s.columns_issued += accelerator_.mxv_unit().columns_issued();
  s.bias_columns_issued += accelerator_.mxv_unit().bias_columns_issued();
  s.mac_operations += accelerator_.mxv_unit().mac_operations();
  s.units_activated += accelerator_.activation_pipeline().units_activated();
  const OverflowCounts overflows = accelerator_.overflows();
  s.accumulators_out_of_range += overflows.accumulators;
  s.conversions_out_of_range += overflows.conversions;
  s.weight_read_bits += accelerator_.weight_banks().read_bits();
  s.state_read_bits += accelerator_.state_memory().read_bits();
  s.state_written_bits += accelerator_.state_memory().written_bits();
  s.accumulator_read_bits += accelerator_.accumulators().read_bits();
  s.accumulator_written_bits += accelerator_.accumulators().written_bits();
}

void DrnnDesign::probe(Signals& signals, const std::string& scope) const {
  for (const MacLanes* lanes : {&lanes_r_, &lanes_u_, &lanes_c_}) {
    signals.enter(scope + "." + lanes->name());
    lanes->probe(signals);
  }
}

}  // namespace drnn
