#include "tlm/ddr/ddr_address.hpp"

#include <initializer_list>

#include "model/arith/power_of_two.hpp"

namespace drnn {

DdrAddress::DdrAddress(const DdrDevice& device, DdrMapping mapping)
    : burst_bytes_(device.burst_bytes()), burst_bits_(log2_of(burst_bytes_)) {
  row_.mask = device.rows - 1;
  bank_.mask = device.banks - 1;
  burst_.mask = device.row_bytes() / burst_bytes_ - 1;

  int shift = burst_bits_;
  const auto stack = [&](std::initializer_list<Field*> from_the_bottom) {
    for (Field* field : from_the_bottom) {
      field->shift = shift;
      shift += log2_of(field->mask + 1);
    }
  };
  switch (mapping) {
    case DdrMapping::row_bank_column:
      stack({&burst_, &bank_, &row_});
      break;
    case DdrMapping::bank_row_column:
      stack({&burst_, &row_, &bank_});
      break;
    case DdrMapping::row_column_bank:
      stack({&bank_, &burst_, &row_});
      break;
  }
}

}  // namespace drnn
