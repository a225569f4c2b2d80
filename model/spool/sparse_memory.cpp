#include "model/spool/sparse_memory.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace drnn {

namespace {

/// Calls with page, offset in it and length of each stretch that lies in one page.
template <class Stretch>
void for_each_page_part(std::uint64_t address, std::uint64_t bytes, Stretch stretch) {
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
  for_each_page_part(address, bytes, [&](std::uint64_t index, std::uint64_t offset, auto length) {
    const std::uint8_t* const end = data + length;
    auto page = pages_.find(index);
    if (page == pages_.end() && std::any_of(data, end, [](std::uint8_t byte) { return byte != 0; }))
      page = pages_.emplace(index, Page()).first;
    if (page != pages_.end()) {
      std::memcpy(use(page->second).bytes.data() + offset, data, length);
      page->second.changed = true;
    }
    data = end;
  });
}

void SparseMemory::read(std::uint64_t address, std::uint8_t* data, std::uint64_t bytes) {
  for_each_page_part(address, bytes, [&](std::uint64_t index, std::uint64_t offset, auto length) {
    const auto page = pages_.find(index);
    if (page == pages_.end())
      std::memset(data, 0, length);
    else
      std::memcpy(data, use(page->second).bytes.data() + offset, length);
    data += length;
  });
}

/// The page in memory, as the one used last.
SparseMemory::Page& SparseMemory::use(Page& page) {
  page.last_use = ++uses_;
  if (!page.bytes.empty()) return page;
  make_room();
  std::vector<std::uint8_t> bytes(kPageBytes, 0);
  if (page.place) file_->read(*page.place * kPageBytes, bytes.data(), kPageBytes);
  page.bytes = std::move(bytes);
  ++in_memory_;
  return page;
}

void SparseMemory::make_room() {
  if (in_memory_ < kMostPagesInMemory) return;
  Page* oldest = nullptr;
  for (auto& [index, page] : pages_)
    if (!page.bytes.empty() && (oldest == nullptr || page.last_use < oldest->last_use))
      oldest = &page;
  if (oldest->changed) write_out(*oldest);
  std::vector<std::uint8_t>().swap(oldest->bytes);  // = {} keeps the capacity
  --in_memory_;
}

void SparseMemory::write_out(Page& page) {
  if (!file_) file_ = std::make_unique<TemporaryFile>();
  if (!page.place) page.place = pages_in_file_++;
  file_->write(*page.place * kPageBytes, page.bytes.data(), kPageBytes);
  page.changed = false;
}

}  // namespace drnn
