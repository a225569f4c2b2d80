#include "model/blocks/mac_lanes.hpp"

#include <algorithm>
#include <vector>

namespace drnn {

namespace {

constexpr const char* kNames[] = {"mac_channel_r", "mac_channel_u", "mac_channel_c"};

std::uint64_t low_bits(std::int64_t value, int bits) {
  const auto all = static_cast<std::uint64_t>(value);
  return bits < 64 ? all & ((std::uint64_t{1} << bits) - 1) : all;
}

/// All lanes with as many digits, so that viewers sort them well.
std::string numbered(const char* name, std::size_t lane, std::size_t lanes) {
  const std::string number = std::to_string(lane);
  const std::size_t digits = std::to_string(lanes - 1).size();
  return std::string(name) + "_" + std::string(digits - number.size(), '0') + number;
}

}  // namespace

MacLanes::MacLanes(const AcceleratorCore& core, const Parameters& p, Channel channel)
    : core_(core),
      channel_(channel),
      name_(kNames[static_cast<std::size_t>(channel)]),
      lanes_(static_cast<std::size_t>(p.mac.pe_per_channel)),
      weight_bits_(p.numeric.weight.bits),
      sum_bits_(p.numeric.accumulator_bits) {}

void MacLanes::probe(Signals& signals) const {
  std::vector<Signal> lanes;
  for (std::size_t i = 0; i < lanes_; ++i) {
    lanes.push_back(signed_number(numbered("weight", i, lanes_), weight_bits_));
    lanes.push_back(signed_number(numbered("sum", i, lanes_), sum_bits_));
  }
  signals.add_array(*this, Moment::evaluated, std::move(lanes));
}

void MacLanes::read(std::uint64_t* values) const {
  if (!core_.mxv_unit().multiplies()) return;
  const MxvUnit::Issue& issue = core_.mxv_unit().last_issue();
  const auto rows = static_cast<std::size_t>(core_.shape()[issue.layer].hidden);
  const std::size_t first = static_cast<std::size_t>(core_.mxv_unit().now() - issue.cycle) * lanes_;
  const std::int16_t* weights = core_.weight_banks().column(issue.layer, issue.column) +
                                static_cast<std::size_t>(channel_) * rows;
  core_.mxv_unit().settle_sums();
  const std::int64_t* sums = core_.accumulators().region(issue.layer, region(issue.operand));
  const std::size_t end = std::min(rows, first + lanes_);
  for (std::size_t row = first; row < end; ++row) {
    *values++ = low_bits(weights[row], weight_bits_);
    *values++ = low_bits(sums[row], sum_bits_);
  }
}

Accumulators::Region MacLanes::region(Operand operand) const {
  if (channel_ == Channel::r) return Accumulators::kR;
  if (channel_ == Channel::u) return Accumulators::kU;
  return operand == Operand::h ? Accumulators::kCh : Accumulators::kCx;
}

}  // namespace drnn
