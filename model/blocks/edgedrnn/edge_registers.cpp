#include "model/blocks/edgedrnn/edge_registers.hpp"

#include "model/arith/fixed_point.hpp"

namespace drnn {

namespace {

constexpr int kMinPe = 2;
constexpr int kMaxPe = 64;

std::string text(int number) {
  return std::to_string(number);
}

std::optional<std::string> inputs_fault(int inputs, int num_pe) {
  if (inputs >= 1 && inputs <= kEdgeMaxLayerSize && inputs % num_pe == 0) return std::nullopt;
  return text(inputs) + " inputs; allowed: a multiple of the " + text(num_pe) + " PEs up to " +
         text(kEdgeMaxLayerSize);
}

/// 3H/K rows: a column must not come back to a row before the MAC has written it.
std::optional<std::string> units_fault(int units, int num_pe) {
  const bool hazard = 3 * units < kEdgeMacCycles * num_pe;
  if (units <= kEdgeMaxLayerSize && units % num_pe == 0 && !hazard) return std::nullopt;
  return text(units) + " units; allowed: a multiple of the " + text(num_pe) + " PEs from " +
         text(2 * num_pe) + " to " + text(kEdgeMaxLayerSize) +
         ", so that 3*units/PEs is at least " + text(kEdgeMacCycles) + ", the MAC's latency";
}

}  // namespace

void EdgeRegisters::write_sizes(const std::vector<int>& sizes) {
  words_[kLayers] = static_cast<std::uint32_t>(sizes.size() - 1);
  for (std::size_t i = 0; i < sizes.size(); ++i)
    write(kInputSize + i, static_cast<std::uint32_t>(sizes[i]));
}

std::vector<int> EdgeRegisters::sizes() const {
  constexpr std::uint32_t kLayersMask = 7;    // 3 bits [R]
  constexpr std::uint32_t kSizeMask = 0x7ff;  // 11 bits [R]
  std::vector<int> sizes;
  for (std::uint32_t i = 0; i <= (words_[kLayers] & kLayersMask); ++i)
    sizes.push_back(static_cast<int>(words_[kInputSize + i] & kSizeMask));
  return sizes;
}

std::int32_t EdgeRegisters::theta(std::size_t index) const {
  return static_cast<std::int32_t>(wrap_to(words_[index], kEdgeThetaBits));
}

std::optional<std::string> edge_num_pe_fault(int num_pe) {
  const bool power_of_two = num_pe > 0 && (num_pe & (num_pe - 1)) == 0;
  if (power_of_two && num_pe >= kMinPe && num_pe <= kMaxPe) return std::nullopt;
  return text(num_pe) + " PEs; allowed: a power of two from " + text(kMinPe) + " to " +
         text(kMaxPe);
}

std::optional<std::string> edge_shape_fault(const std::vector<int>& sizes, int num_pe) {
  const int layers = static_cast<int>(sizes.size()) - 1;
  if (layers < 1 || layers > kEdgeMaxLayers)
    return text(layers) + " layers; allowed: 1 to " + text(kEdgeMaxLayers);
  if (auto fault = inputs_fault(sizes[0], num_pe)) return fault;
  for (std::size_t l = 1; l < sizes.size(); ++l) {
    if (auto fault = units_fault(sizes[l], num_pe)) return fault;
    if (sizes[l] != sizes[1])
      return "layers of " + text(sizes[1]) + " and " + text(sizes[l]) +
             " units; allowed: one size for all layers, because a column's address is its number "
             "times one column size";
  }
  return std::nullopt;
}

NetworkShape edge_shape(const std::vector<int>& sizes) {
  NetworkShape shape;
  for (std::size_t l = 1; l < sizes.size(); ++l) shape.push_back({sizes[l - 1], sizes[l], 1});
  return shape;
}

}  // namespace drnn
