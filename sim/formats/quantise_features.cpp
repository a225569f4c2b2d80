#include "sim/formats/quantise_features.hpp"

#include <string>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

constexpr int kFeatureBits = 16;

std::string advice(double value) {
  const auto fitting = smallest_format(value, kFeatureBits);
  return fitting ? "smallest 16-bit format that holds it: " + to_string(*fitting)
                 : "no 16-bit format holds it";
}

[[noreturn]] void fail(const FeatureArray& array, std::size_t index, double value,
                       const FixedFormat& format) {
  const auto at = static_cast<std::int64_t>(index);
  throw InputError(array.name + ": element [" + std::to_string(at / array.features) + ", " +
                   std::to_string(at % array.features) + "] is " + to_text(value) + ", outside " +
                   to_string(format) + " (" + to_text(to_real(format.min_raw(), format)) + " to " +
                   to_text(to_real(format.max_raw(), format)) + "); " + advice(value));
}

}  // namespace

std::vector<std::int32_t> quantise_features(const FeatureArray& array, const FixedFormat& format) {
  std::vector<std::int32_t> values;
  values.reserve(array.real.size() + array.raw.size());
  for (std::size_t i = 0; i < array.real.size(); ++i) {
    const auto raw = quantise(array.real[i], format);
    if (!raw) fail(array, i, array.real[i], format);
    values.push_back(static_cast<std::int32_t>(*raw));
  }
  for (std::size_t i = 0; i < array.raw.size(); ++i) {
    if (!format.holds(array.raw[i])) fail(array, i, to_real(array.raw[i], format), format);
    values.push_back(array.raw[i]);
  }
  return values;
}

}  // namespace drnn
