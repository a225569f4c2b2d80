#include "model/arith/hash.hpp"

namespace drnn {
namespace {

constexpr std::uint64_t kPrime = 0x100000001b3u;

}  // namespace

void Fnv1a::add_bytes(const void* data, std::size_t size) {
  const auto* bytes = static_cast<const unsigned char*>(data);
  for (std::size_t i = 0; i < size; ++i) state_ = (state_ ^ bytes[i]) * kPrime;
}

void Fnv1a::add(std::uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) {
    const auto byte = static_cast<unsigned char>(value >> shift);
    add_bytes(&byte, 1);
  }
}

std::string to_hex(std::uint64_t value) {
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[value >> shift & 0xf];
  return digits;
}

}  // namespace drnn
