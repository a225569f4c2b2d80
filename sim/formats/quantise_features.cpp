#include "sim/formats/quantise_features.hpp"

#include <cmath>
#include <string>

#include "model/config/errors.hpp"
#include "model/spool/rows.hpp"
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
  throw InputError(array.name + ": element [" +
                   std::to_string(array.first_step + at / array.features) + ", " +
                   std::to_string(at % array.features) + "] is " + to_text(value) + ", outside " +
                   to_string(format) + " (" + to_text(to_real(format.min_raw(), format)) + " to " +
                   to_text(to_real(format.max_raw(), format)) + "); " + advice(value));
}

}  // namespace

std::vector<std::int32_t> quantise_features(const FeatureArray& array, const FixedFormat& format,
                                            const FeatureOptions& options,
                                            std::int64_t& saturated) {
  const std::vector<double> real = real_features(array, format);
  std::vector<std::int32_t> values;
  values.reserve(real.size());
  for (std::size_t i = 0; i < real.size(); ++i) {
    auto raw = quantise(std::ldexp(real[i], -options.scale), format);
    if (!raw) {
      if (!options.saturate) fail(array, i, real[i], format);
      ++saturated;
      raw = real[i] > 0 ? format.max_raw() : format.min_raw();
    }
    values.push_back(static_cast<std::int32_t>(*raw));
  }
  return values;
}

std::vector<double> real_features(const FeatureArray& array, const FixedFormat& format) {
  std::vector<double> real = array.real;
  for (const std::int16_t raw : array.raw) real.push_back(to_real(raw, format));
  return real;
}

TensorRange feature_range(const std::vector<SpooledValues<double>>& features,
                          const FixedFormat& format) {
  TensorRange range;
  range.name = "features";
  range.format = format;
  for (const SpooledValues<double>& sequence : features)
    for_each_row(sequence, 1, [&](const double* value) { range.add(*value); });
  return range;
}

int feature_scale(const TensorRange& range) {
  constexpr int kLimit = 2048;  // no double needs more
  return smallest_scale(range.smallest, range.largest, range.format, kLimit);
}

}  // namespace drnn
