#include "model/spool/spool.hpp"

#include <catch2/catch.hpp>
#include <numeric>

#include "model/spool/rows.hpp"
#include "model/spool/spool_window.hpp"
#include "tests/support/random_source.hpp"

using namespace drnn;
using test::RandomSource;

namespace {

constexpr auto kInMemory = static_cast<std::int64_t>(Spool<std::int32_t>::kInMemory);

std::vector<std::int32_t> counted(std::size_t count) {
  std::vector<std::int32_t> values(count);
  std::iota(values.begin(), values.end(), 1);
  return values;
}

}  // namespace

TEST_CASE("all values come back, however many are in memory", "[spool]") {
  const std::int64_t size =
      GENERATE(0, 1, kInMemory - 1, kInMemory, kInMemory + 1, 2 * kInMemory, 3 * kInMemory + 7);
  const std::vector<std::int32_t> values = counted(static_cast<std::size_t>(size));
  const bool one_by_one = GENERATE(false, true);
  Spool<std::int32_t> spool;
  if (one_by_one)
    for (const std::int32_t value : values) spool.append(value);
  else
    spool.append(values.data(), values.size());
  REQUIRE(spool.size() == values.size());
  std::vector<std::int32_t> read(values.size(), -1);
  spool.read(0, read.size(), read.data());
  CHECK(read == values);
  if (size == 0) return;
  CHECK((spool.in_memory(0) == nullptr) == (size >= kInMemory));
  const std::int32_t* last = spool.in_memory(spool.size() - 1);
  CHECK((last == nullptr) == (size % kInMemory == 0));
  if (last != nullptr) CHECK(*last == size);
}

TEST_CASE("any part is read as a vector would give it, while values are appended", "[spool]") {
  const std::uint64_t seed = GENERATE(1u, 2u, 3u);
  INFO("seed " << seed);
  RandomSource random(seed);
  Spool<std::int32_t> spool;
  SpoolWindow<std::int32_t> window;
  std::vector<std::int32_t> oracle;
  for (int round = 0; round < 300; ++round) {
    const std::vector<std::int32_t> more =
        counted(static_cast<std::size_t>(random.between(1, 3000)));
    spool.append(more.data(), more.size());
    oracle.insert(oracle.end(), more.begin(), more.end());
    const auto size = static_cast<std::int64_t>(oracle.size());
    const std::int64_t first = random.between(0, size - 1);
    const std::int64_t count = random.between(1, std::min<std::int64_t>(size - first, 20000));
    std::vector<std::int32_t> part(static_cast<std::size_t>(count));
    spool.read(static_cast<std::uint64_t>(first), part.size(), part.data());
    REQUIRE(std::equal(part.begin(), part.end(), oracle.begin() + first));
    const std::int32_t* seen = window.at(spool, static_cast<std::uint64_t>(first), part.size());
    REQUIRE(std::equal(part.begin(), part.end(), seen));
  }
  REQUIRE(oracle.size() > 4 * Spool<std::int32_t>::kInMemory);
}

TEST_CASE("a window that looked across the end of the file sees what is appended there",
          "[spool]") {
  Spool<std::int32_t> spool;
  SpoolWindow<std::int32_t> window;
  const std::vector<std::int32_t> values = counted(2 * Spool<std::int32_t>::kInMemory);
  const std::size_t before = values.size() - 100;
  spool.append(values.data(), before);
  const std::uint64_t last_in_file = Spool<std::int32_t>::kInMemory - 1;
  CHECK(*window.at(spool, last_in_file, 1) == values[last_in_file]);
  spool.append(values.data() + before, values.size() - before);  // now all are in the file
  for (std::uint64_t i = last_in_file; i < values.size(); i += 97)
    REQUIRE(*window.at(spool, i, 1) == values[i]);
}

TEST_CASE("parts of parts and rows are those of the values", "[spool]") {
  const std::vector<std::int32_t> values = counted(100000);
  const SpooledValues<std::int32_t> spooled(values);
  const auto part = spooled.part(1000, 90000).part(500, 60000);
  CHECK(part.size() == 60000);
  CHECK(part.read(0, 2) == std::vector<std::int32_t>{1501, 1502});
  const std::size_t width = GENERATE(1, 7, 9000);
  std::vector<std::int32_t> rows;
  for_each_row(part.part(0, 60000 / width * width), width,
               [&](const std::int32_t* row) { rows.insert(rows.end(), row, row + width); });
  CHECK(rows == part.read(0, 60000 / width * width));
}

TEST_CASE("values are equal by value", "[spool]") {
  const std::vector<std::int32_t> values = counted(100000);
  const SpooledValues<std::int32_t> a(values), b(values);
  CHECK(a == b);
  CHECK(a != a.part(0, 99999));
  CHECK(a.part(1, 10) != a.part(0, 10));
  std::vector<std::int32_t> other = values;
  other.back() = 0;
  CHECK(a != SpooledValues<std::int32_t>(other));
  CHECK(SpooledValues<std::int32_t>() == SpooledValues<std::int32_t>{});
}
