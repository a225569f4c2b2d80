#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace drnn {

/// Whether a is nowhere greater than b and somewhere smaller.
bool dominates(const std::vector<double>& a, const std::vector<double>& b);

/// Of points that come one by one those that no other dominates. Equal ones are all among them.
class ParetoFront {
 public:
  void add(std::uint64_t number, const std::vector<double>& values);

  /// Whether one of them dominates the values.
  bool dominates(const std::vector<double>& values) const;
  /// Whether one of them is nowhere greater.
  bool reaches(const std::vector<double>& values) const;

  /// Ascending.
  std::vector<std::uint64_t> numbers() const;

 private:
  struct Member {
    std::uint64_t number;
    std::vector<double> values;
  };
  std::vector<Member> members_;
};

}  // namespace drnn
