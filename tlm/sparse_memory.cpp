#include "tlm/sparse_memory.hpp"

#include <algorithm>
#include <cstring>

namespace drnn {

template <class Copy>
void SparseMemory::for_each_stretch(std::uint64_t address, std::uint64_t bytes, Copy copy) {
  while (bytes > 0) {
    std::vector<std::uint8_t>& page = pages_[address / kPageBytes];
    if (page.empty()) page.resize(kPageBytes, 0);
    const std::uint64_t offset = address % kPageBytes;
    const std::uint64_t length = std::min(bytes, kPageBytes - offset);
    copy(page.data() + offset, length);
    address += length;
    bytes -= length;
  }
}

void SparseMemory::write(std::uint64_t address, const std::uint8_t* data, std::uint64_t bytes) {
  for_each_stretch(address, bytes, [&](std::uint8_t* cells, std::uint64_t length) {
    std::memcpy(cells, data, length);
    data += length;
  });
}

void SparseMemory::read(std::uint64_t address, std::uint8_t* data, std::uint64_t bytes) {
  for_each_stretch(address, bytes, [&](const std::uint8_t* cells, std::uint64_t length) {
    std::memcpy(data, cells, length);
    data += length;
  });
}

}  // namespace drnn
