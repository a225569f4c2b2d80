#include "tlm/ddr/ddr_config.hpp"

#include <stdexcept>

namespace drnn {

namespace {

DdrMapping mapping_of(DdrAddressOrder order) {
  switch (order) {
    case DdrAddressOrder::row_bank_column:
      return DdrMapping::row_bank_column;
    case DdrAddressOrder::bank_row_column:
      return DdrMapping::bank_row_column;
    case DdrAddressOrder::row_column_bank:
      return DdrMapping::row_column_bank;
  }
  throw std::logic_error("no such address order");
}

}  // namespace

DdrConfig ddr_config(const Parameters& parameters) {
  const Parameters::Ddr& ddr = parameters.ddr;
  DdrConfig config;
  config.device = ddr_device(ddr.device);
  config.device.chips = static_cast<std::uint32_t>(ddr.chips);
  config.mapping = mapping_of(ddr.mapping);
  config.open_page = ddr.page_policy == DdrPagePolicy::open;
  config.transaction_queue = ddr.transaction_queue;
  config.bank_queue = ddr.bank_queue;
  config.row_hit_limit = ddr.row_hit_limit;
  return config;
}

}  // namespace drnn
