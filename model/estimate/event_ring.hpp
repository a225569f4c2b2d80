#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace drnn {

/// The last so many of numbered things, at least.
template <class T>
class EventRing {
 public:
  explicit EventRing(std::size_t at_least) {
    std::size_t size = 1;
    while (size < at_least) size *= 2;  // so that a place is found without a division
    places_.resize(size);
  }
  T& operator[](std::uint64_t number) { return places_[number & (places_.size() - 1)]; }
  const T& operator[](std::uint64_t number) const { return places_[number & (places_.size() - 1)]; }

 private:
  std::vector<T> places_;
};

}  // namespace drnn
