#include "tlm/ddr/ddr_config.hpp"

namespace drnn {

DdrConfig ddr_config(const Parameters& parameters) {
  const Parameters::Ddr& ddr = parameters.ddr;
  DdrConfig config;
  config.device = ddr_device(ddr.device);
  config.device.chips = static_cast<std::uint32_t>(ddr.chips);
  config.mapping = ddr.mapping;
  config.open_page = ddr.page_policy == DdrPagePolicy::open;
  config.transaction_queue = ddr.transaction_queue;
  config.bank_queue = ddr.bank_queue;
  config.row_hit_limit = ddr.row_hit_limit;
  config.age_limit = ddr.age_limit_clocks;
  return config;
}

}  // namespace drnn
