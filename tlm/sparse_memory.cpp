#include "tlm/sparse_memory.hpp"

#include <algorithm>
#include <cstring>

namespace drnn {

namespace {

/// Calls with page, offset in it and length of each stretch that lies in one page.
template <class Stretch>
void for_each_stretch(std::uint64_t address, std::uint64_t bytes, Stretch stretch) {
  while (bytes > 0) {
    const std::uint64_t offset = address % SparseMemory::kPageBytes;
    const std::uint64_t length = std::min(bytes, SparseMemory::kPageBytes - offset);
    stretch(address / SparseMemory::kPageBytes, offset, length);
    address += length;
    bytes -= length;
  }
}

}  // namespace

void SparseMemory::write(std::uint64_t address, const std::uint8_t* data, std::uint64_t bytes) {
  for_each_stretch(address, bytes, [&](std::uint64_t index, std::uint64_t offset, auto length) {
    const std::uint8_t* const end = data + length;
    auto page = pages_.find(index);
    if (page == pages_.end() && std::any_of(data, end, [](std::uint8_t byte) { return byte != 0; }))
      page = pages_.emplace(index, std::vector<std::uint8_t>(kPageBytes, 0)).first;
    if (page != pages_.end()) std::memcpy(page->second.data() + offset, data, length);
    data = end;
  });
}

void SparseMemory::read(std::uint64_t address, std::uint8_t* data, std::uint64_t bytes) const {
  for_each_stretch(address, bytes, [&](std::uint64_t index, std::uint64_t offset, auto length) {
    const auto page = pages_.find(index);
    if (page == pages_.end())
      std::memset(data, 0, length);
    else
      std::memcpy(data, page->second.data() + offset, length);
    data += length;
  });
}

}  // namespace drnn
