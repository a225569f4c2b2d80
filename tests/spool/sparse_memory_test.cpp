#include "model/spool/sparse_memory.hpp"

#include <catch2/catch.hpp>
#include <vector>

using namespace drnn;

TEST_CASE("memory that was only read, or written with zeros, is zero and takes no room",
          "[memory]") {
  SparseMemory memory;
  std::vector<std::uint8_t> data(200, 7);
  const std::vector<std::uint8_t> zeros(data.size(), 0);
  for (std::uint64_t page = 0; page < 100; ++page) {
    memory.write(page * SparseMemory::kPageBytes, zeros.data(), zeros.size());
    memory.read(page * SparseMemory::kPageBytes - (page > 0 ? 100 : 0), data.data(), data.size());
  }
  CHECK(data == std::vector<std::uint8_t>(200, 0));
  CHECK(memory.allocated_bytes() == 0);
}

TEST_CASE("a write takes the pages that it touches, and is read back among zeros", "[memory]") {
  constexpr std::uint64_t kPage = SparseMemory::kPageBytes;
  const std::uint64_t pages = GENERATE(1, 2, 3);
  SparseMemory memory;
  const std::vector<std::uint8_t> written((pages - 1) * kPage + 1, 9);
  memory.write(5 * kPage - 1, written.data(), written.size());
  CHECK(memory.allocated_bytes() == pages * kPage);
  std::vector<std::uint8_t> read(written.size() + 2, 1);
  memory.read(5 * kPage - 2, read.data(), read.size());
  CHECK(read.front() == 0);
  CHECK(read.back() == 0);
  CHECK(std::vector<std::uint8_t>(read.begin() + 1, read.end() - 1) == written);
}

TEST_CASE("pages beyond those kept in memory come back from the file, changed ones as changed",
          "[memory]") {
  constexpr std::uint64_t kPage = SparseMemory::kPageBytes;
  constexpr std::uint64_t kPages = 3 * SparseMemory::kMostPagesInMemory;
  SparseMemory memory;
  const auto put = [&](std::uint64_t page, std::uint8_t value) {
    memory.write(page * kPage + page, &value, 1);
  };
  const auto get = [&](std::uint64_t page) {
    std::uint8_t value = 0;
    memory.read(page * kPage + page, &value, 1);
    return value;
  };
  for (std::uint64_t page = 0; page < kPages; ++page)
    put(page, static_cast<std::uint8_t>(1 + page % 251));
  CHECK(memory.allocated_bytes() == SparseMemory::kMostPagesInMemory * kPage);
  put(2, 99);  // it is in the file by now
  for (int round = 0; round < 2; ++round)
    for (std::uint64_t page = 0; page < kPages; ++page)
      CHECK(get(page) == (page == 2 ? 99 : 1 + page % 251));
  CHECK(memory.allocated_bytes() == SparseMemory::kMostPagesInMemory * kPage);
}
