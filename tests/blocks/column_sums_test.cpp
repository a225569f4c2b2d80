#include "model/blocks/column_sums.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <vector>

#include "tests/support/random_source.hpp"

using namespace drnn;

namespace {

using Sums = std::vector<std::int64_t>;
using Columns = std::vector<std::vector<std::int16_t>>;

/// Product by product, in 64 bits.
Sums plain(Sums sums, const Columns& columns, const std::vector<std::int32_t>& deltas) {
  for (std::size_t c = 0; c < columns.size(); ++c)
    for (std::size_t i = 0; i < sums.size(); ++i)
      add_modular(sums[i], std::int64_t{columns[c][i]} * deltas[c]);
  return sums;
}

using Adder = decltype(&add_columns);

Sums added(Adder adder, Sums sums, const Columns& columns,
           const std::vector<std::int32_t>& deltas) {
  std::vector<const std::int16_t*> weights;
  for (const auto& column : columns) weights.push_back(column.data());
  adder(sums.data(), weights.data(), deltas.data(), deltas.size(), sums.size());
  return sums;
}

void check(const Sums& sums, const Columns& columns, const std::vector<std::int32_t>& deltas) {
  const Sums expected = plain(sums, columns, deltas);
  CHECK(added(add_columns, sums, columns, deltas) == expected);
  CHECK(added(add_columns_portably, sums, columns, deltas) == expected);
}

/// Magnitudes that add up to kMostDeltasTogether at most.
std::vector<std::int32_t> random_deltas(std::size_t columns, test::RandomSource& random) {
  std::vector<std::int32_t> deltas;
  std::int32_t left = kMostDeltasTogether;
  for (std::size_t c = 0; c < columns; ++c) {
    const auto delta = static_cast<std::int32_t>(random.between(-left, left));
    deltas.push_back(random.between(0, 3) == 0 ? delta : delta / 64);
    left -= std::abs(deltas.back());
  }
  return deltas;
}

}  // namespace

TEST_CASE("columns added together equal their products one by one", "[column_sums]") {
  const std::uint64_t seed = 811;
  CAPTURE(seed);
  test::RandomSource random(seed);
  for (int trial = 0; trial < 400; ++trial) {
    const auto rows = static_cast<std::size_t>(random.between(1, 100));
    const auto count = static_cast<std::size_t>(random.between(1, kMostColumnsTogether));
    Columns columns(count);
    for (auto& column : columns)
      for (std::size_t i = 0; i < rows; ++i)
        column.push_back(static_cast<std::int16_t>(random.between(-32768, 32767)));
    Sums sums;
    for (std::size_t i = 0; i < rows; ++i)
      sums.push_back(random.between(-(std::int64_t{1} << 61), std::int64_t{1} << 61));
    check(sums, columns, random_deltas(count, random));
  }
}

TEST_CASE("columns added together keep the extremes of 16 bit weights and deltas",
          "[column_sums]") {
  const std::int16_t weight = GENERATE(std::int16_t{-32768}, std::int16_t{32767});
  const Columns two(2, std::vector<std::int16_t>(64, weight));
  const Sums sums(64, 5);
  check(sums, two, {-32768, -32767});
  check(sums, two, {32767, 32768});
  check(sums, two, {-32768, 32767});
  check(sums, {two[0]}, {-65535});
  check(sums, {two[0]}, {65535});
}
