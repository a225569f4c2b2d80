#include "sim/formats/npy.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <optional>
#include <string_view>
#include <xtensor/xadapt.hpp>

#include "model/config/errors.hpp"
#include "sim/formats/npy_header.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

[[noreturn]] void fail(const std::string& name, const std::string& reason) {
  throw InputError(name + ": " + reason);
}

struct StoredType {
  const char* dtype;
  FeatureType type;
  std::int64_t bytes;
};
constexpr StoredType kStoredTypes[] = {
    {"<f4", FeatureType::float32, 4},
    {"<f8", FeatureType::float64, 8},
    {"<i2", FeatureType::int16, 2},
};

StoredType stored_type(const NpyHeader& header, const std::string& name) {
  for (const StoredType& candidate : kStoredTypes) {
    if (header.dtype == candidate.dtype) return candidate;
  }
  fail(name, "dtype '" + printable(header.dtype) +
                 "'; allowed: float32 (<f4), float64 (<f8), int16 (<i2), little endian");
}

/// The product of the axes, nullopt where it leaves 63 bits.
std::optional<std::int64_t> element_count(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t axis : shape) {
    if (__builtin_mul_overflow(count, axis, &count)) return std::nullopt;
  }
  return count;
}

void check_size(const NpyHeader& header, const StoredType& type, std::size_t file_bytes,
                const std::string& name) {
  const std::string shape = to_text(header.shape);
  const auto count = element_count(header.shape);
  std::int64_t needed = 0;
  if (!count || __builtin_mul_overflow(*count, type.bytes, &needed)) {
    fail(name, "shape " + shape + " is larger than any file");
  }
  const auto present = static_cast<std::int64_t>(file_bytes - header.data_offset);
  if (present != needed) {
    fail(name, std::string(present < needed ? "truncated" : "too long") + ": shape " + shape +
                   " needs " + std::to_string(needed) + " bytes of data, the file has " +
                   std::to_string(present));
  }
}

struct Extent {
  std::int64_t steps, features;
};

Extent one_axis(const std::vector<std::int64_t>& shape, std::int64_t expected, ArrayUse use,
                const std::string& name) {
  if (expected == 1 && use == ArrayUse::targets) return {shape[0], 1};
  if (expected == 1) {
    fail(name, "shape " + to_text(shape) +
                   " could be steps or features: save it as (steps, 1), with reshape(-1, 1)");
  }
  return {1, shape[0]};
}

Extent without_batch(const std::vector<std::int64_t>& shape, const std::string& name) {
  if (shape[0] == 1) return {shape[1], shape[2]};
  if (shape[1] == 1) return {shape[0], shape[2]};
  fail(name, "shape " + to_text(shape) +
                 " has no batch axis of 1; allowed: one sequence a file, (steps, features)");
}

Extent extent(const NpyHeader& header, std::int64_t expected, ArrayUse use,
              const std::string& name) {
  const std::vector<std::int64_t>& shape = header.shape;
  if (shape.size() == 1) return one_axis(shape, expected, use, name);
  if (shape.size() == 2) return {shape[0], shape[1]};
  if (shape.size() == 3) return without_batch(shape, name);
  fail(name, "shape " + to_text(shape) + "; allowed: (steps, features)");
}

void check_extent(const Extent& extent, std::int64_t expected, ArrayUse use,
                  const std::string& name) {
  if (extent.features != expected) {
    const bool features = use == ArrayUse::features;
    fail(name, std::to_string(extent.features) + (features ? " features" : " values") +
                   " a step; the network has " + std::to_string(expected) +
                   (features ? " inputs" : " outputs"));
  }
  if (extent.steps == 0) fail(name, "zero steps; at least one is needed");
}

/// The data in row-major order. xtensor's own reader of headers takes neither version 3.0, nor
/// another order of keys, nor a header whose length has a low byte above 127, and compiles regular
/// expressions for every file.
template <typename T>
std::vector<T> load(std::string_view bytes, const NpyHeader& header, const Extent& extent) {
  const auto steps = static_cast<std::size_t>(extent.steps);
  const auto features = static_cast<std::size_t>(extent.features);
  std::vector<T> values(steps * features);
  std::memcpy(values.data(), bytes.data() + header.data_offset, values.size() * sizeof(T));
  if (!header.fortran_order) return values;
  const std::array<std::size_t, 2> shape{steps, features}, strides{1, steps};
  const auto columns = xt::adapt(values, shape, strides);
  std::vector<T> rows;
  rows.reserve(values.size());
  for (std::size_t step = 0; step < steps; ++step)
    for (std::size_t i = 0; i < features; ++i) rows.push_back(columns(step, i));
  return rows;
}

void check_finite(const FeatureArray& array) {
  for (std::size_t i = 0; i < array.real.size(); ++i) {
    if (std::isfinite(array.real[i])) continue;
    const auto index = static_cast<std::int64_t>(i);
    fail(array.name, "element [" + std::to_string(index / array.features) + ", " +
                         std::to_string(index % array.features) + "] is " +
                         (std::isnan(array.real[i]) ? "NaN" : "infinite") +
                         "; values must be finite");
  }
}

void load_into(FeatureArray& array, std::string_view bytes, const NpyHeader& header) {
  const Extent extent{array.steps, array.features};
  if (array.type == FeatureType::int16) {
    array.raw = load<std::int16_t>(bytes, header, extent);
  } else if (array.type == FeatureType::float64) {
    array.real = load<double>(bytes, header, extent);
  } else {
    const std::vector<float> values = load<float>(bytes, header, extent);
    array.real.assign(values.begin(), values.end());
  }
}

}  // namespace

FeatureArray read_features(const std::filesystem::path& path, std::int64_t expected_features,
                           ArrayUse use) {
  const std::string name = path.string();
  const std::string bytes = read_bytes(path);
  const NpyHeader header = parse_npy_header(bytes, name);
  const StoredType type = stored_type(header, name);
  check_size(header, type, bytes.size(), name);
  const Extent size = extent(header, expected_features, use, name);
  check_extent(size, expected_features, use, name);
  FeatureArray array{name, size.steps, size.features, type.type, {}, {}};
  load_into(array, bytes, header);
  check_finite(array);
  return array;
}

}  // namespace drnn
