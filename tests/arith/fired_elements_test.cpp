#include "model/arith/fired_elements.hpp"

#include <catch2/catch.hpp>
#include <vector>

#include "model/arith/numeric_profile.hpp"
#include "tests/support/random_source.hpp"

namespace {

using drnn::NumericProfile;
using drnn::test::RandomSource;

struct Elements {
  std::vector<std::int16_t> values, references;
};

std::uint64_t one_by_one(const Elements& e, std::int32_t theta, const NumericProfile& p) {
  std::uint64_t fired = 0;
  for (std::size_t i = 0; i < e.values.size(); ++i)
    if (drnn::fires(drnn::delta(e.values[i], e.references[i], p), theta, p))
      fired |= std::uint64_t{1} << i;
  return fired;
}

std::uint64_t together(const Elements& e, std::int32_t theta, const NumericProfile& p) {
  return drnn::fired_elements(e.values.data(), e.references.data(),
                              static_cast<int>(e.values.size()), theta, p);
}

NumericProfile profile(int bits, int delta_bits, drnn::DeltaCompare compare) {
  NumericProfile p;
  p.activation = {bits, 2};
  p.delta_bits = delta_bits;
  p.compare = compare;
  return p;
}

}  // namespace

TEST_CASE("elements compared together equal elements one by one") {
  const std::uint64_t seed = 77;
  CAPTURE(seed);
  RandomSource random(seed);
  for (int trial = 0; trial < 20000; ++trial) {
    const int bits = random.small(3, 16);
    const NumericProfile p =
        profile(bits, bits + random.small(0, 1),
                random.chance(50) ? drnn::DeltaCompare::ge : drnn::DeltaCompare::gt);
    const auto theta = static_cast<std::int32_t>(
        random.between(0, random.chance(50) ? 5 : p.activation.max_raw()));
    Elements e;
    const int count = random.small(0, drnn::kMostElementsTogether);
    for (int i = 0; i < count; ++i) {
      const auto value = random.between(p.activation.min_raw(), p.activation.max_raw());
      const auto near = value + random.between(-6, 6);
      const auto reference = p.activation.holds(near) && random.chance(50) ? near : -value - 1;
      e.values.push_back(static_cast<std::int16_t>(value));
      e.references.push_back(static_cast<std::int16_t>(reference));
    }
    CHECK(together(e, theta, p) == one_by_one(e, theta, p));
  }
}

TEST_CASE("a magnitude fires at theta or one above, the widest one too, and zero never") {
  using drnn::DeltaCompare;
  const auto eight = [](int value, int reference) {
    return Elements{std::vector<std::int16_t>(8, static_cast<std::int16_t>(value)),
                    std::vector<std::int16_t>(8, static_cast<std::int16_t>(reference))};
  };
  const NumericProfile ge = profile(16, 17, DeltaCompare::ge);
  const NumericProfile gt = profile(16, 17, DeltaCompare::gt);
  const NumericProfile wrapped = profile(16, 16, DeltaCompare::ge);
  CHECK(together(eight(5, -3), 8, ge) == 0xff);
  CHECK(together(eight(5, -3), 9, ge) == 0);
  CHECK(together(eight(5, -3), 7, gt) == 0xff);
  CHECK(together(eight(5, -3), 8, gt) == 0);
  CHECK(together(eight(4, 4), 0, ge) == 0);
  CHECK(together(eight(-32768, 32767), 32767, gt) == 0xff);
  CHECK(together(eight(-32768, 32767), 2, wrapped) == 0);  // wraps to 1
  CHECK(together(eight(-32768, 0), 32767, wrapped) == 0xff);
}
