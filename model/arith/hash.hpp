#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace drnn {

/// 16 hexadecimal digits, lower case.
std::string to_hex(std::uint64_t value);

/// FNV-1a, 64 bit: tells two tables or workloads apart. It is not a defence against forgery.
class Fnv1a {
 public:
  void add_bytes(const void* data, std::size_t size);
  /// Adds eight bytes, least significant first, so that the hash does not depend on the machine.
  void add(std::uint64_t value);
  std::uint64_t value() const { return state_; }
  /// 16 hexadecimal digits.
  std::string hex() const { return to_hex(state_); }

 private:
  std::uint64_t state_ = 0xcbf29ce484222325u;
};

}  // namespace drnn
