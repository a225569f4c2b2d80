#include "tlm/burst_splitter.hpp"

#include <algorithm>

namespace drnn {

namespace {

constexpr std::uint64_t kBoundaryBytes = 4096;

}  // namespace

Cycle BurstShape::beats(std::uint64_t address, std::uint64_t bytes) const {
  const auto beat = static_cast<std::uint64_t>(port_bytes);
  return (address % beat + bytes + beat - 1) / beat;
}

std::size_t BurstShape::visible_bytes(const Burst& burst, Cycle now) const {
  if (burst.ready > now) return 0;
  const auto beat = static_cast<std::uint64_t>(port_bytes);  // a power of two
  const std::uint64_t skipped = burst.address & (beat - 1);
  return std::min<std::uint64_t>(burst.data.size(), (now - burst.ready + 1) * beat - skipped);
}

void BurstSplitter::measure_next() {
  const std::uint64_t to_aligned = shape_.burst_bytes() - address_ % shape_.burst_bytes();
  const std::uint64_t to_boundary = kBoundaryBytes - address_ % kBoundaryBytes;
  next_bytes_ = std::min({to_aligned, to_boundary, bytes_left_});
}

void BurstSplitter::advance() {
  address_ += next_bytes_;
  bytes_left_ -= next_bytes_;
  measure_next();
}

}  // namespace drnn
