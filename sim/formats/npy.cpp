#include "sim/formats/npy.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string_view>
#include <xtensor/xadapt.hpp>

#include "model/config/errors.hpp"
#include "model/spool/stretches.hpp"

namespace drnn {
namespace {

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
  refuse_npy(name, "dtype '" + printable(header.dtype) +
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
    refuse_npy(name, "shape " + shape + " is larger than any file");
  }
  const auto present = static_cast<std::int64_t>(file_bytes - header.data_offset);
  if (present != needed) {
    refuse_npy(name, std::string(present < needed ? "truncated" : "too long") + ": shape " + shape +
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
    refuse_npy(name, "shape " + to_text(shape) +
                         " could be steps or features: save it as (steps, 1), with reshape(-1, 1)");
  }
  return {1, shape[0]};
}

Extent without_batch(const std::vector<std::int64_t>& shape, const std::string& name) {
  if (shape[0] == 1) return {shape[1], shape[2]};
  if (shape[1] == 1) return {shape[0], shape[2]};
  refuse_npy(name, "shape " + to_text(shape) +
                       " has no batch axis of 1; allowed: one sequence a file, (steps, features)");
}

Extent extent(const NpyHeader& header, std::int64_t expected, ArrayUse use,
              const std::string& name) {
  const std::vector<std::int64_t>& shape = header.shape;
  if (shape.size() == 1) return one_axis(shape, expected, use, name);
  if (shape.size() == 2) return {shape[0], shape[1]};
  if (shape.size() == 3) return without_batch(shape, name);
  refuse_npy(name, "shape " + to_text(shape) + "; allowed: (steps, features)");
}

void check_extent(const Extent& extent, std::int64_t expected, ArrayUse use,
                  const std::string& name) {
  if (extent.features != expected) {
    const bool features = use == ArrayUse::features;
    refuse_npy(name, std::to_string(extent.features) + (features ? " features" : " values") +
                         " a step; the network has " + std::to_string(expected) +
                         (features ? " inputs" : " outputs"));
  }
  if (extent.steps == 0) refuse_npy(name, "zero steps; at least one is needed");
}

void check_finite(const FeatureArray& array) {
  for (std::size_t i = 0; i < array.real.size(); ++i) {
    if (std::isfinite(array.real[i])) continue;
    const auto index = static_cast<std::int64_t>(i);
    refuse_npy(array.name, "element [" + std::to_string(array.first_step + index / array.features) +
                               ", " + std::to_string(index % array.features) + "] is " +
                               (std::isnan(array.real[i]) ? "NaN" : "infinite") +
                               "; values must be finite");
  }
}

/// The file's bytes before its data.
std::string header_bytes(InputFile& file) {
  const auto begin = [&](std::size_t bytes) {
    std::string text(std::min(bytes, file.size()), '\0');
    file.read(0, text.size(), text.data());
    return text;
  };
  return begin(npy_header_bytes(begin(kNpyPreamble)));
}

/// (features, steps) as (steps, features).
template <typename T>
std::vector<T> transposed(const std::vector<T>& columns, std::size_t steps, std::size_t features) {
  const std::array<std::size_t, 2> shape{steps, features}, strides{1, steps};
  const auto view = xt::adapt(columns, shape, strides);
  std::vector<T> rows;
  rows.reserve(columns.size());
  for (std::size_t step = 0; step < steps; ++step)
    for (std::size_t i = 0; i < features; ++i) rows.push_back(view(step, i));
  return rows;
}

}  // namespace

FeatureFile::FeatureFile(const std::filesystem::path& path, std::int64_t expected_features,
                         ArrayUse use)
    : name_(path.string()), file_(path), header_(parse_npy_header(header_bytes(file_), name_)) {
  const StoredType type = stored_type(header_, name_);
  check_size(header_, type, file_.size(), name_);
  const Extent size = extent(header_, expected_features, use, name_);
  check_extent(size, expected_features, use, name_);
  steps_ = size.steps;
  features_ = size.features;
  type_ = type.type;
}

/// In row-major order. xtensor's own reader takes neither version 3.0, nor another order of keys,
/// nor a header whose length has a low byte above 127, and compiles regular expressions for every
/// file.
template <typename T>
std::vector<T> FeatureFile::load(std::int64_t first, std::int64_t count) {
  const auto steps = static_cast<std::size_t>(count);
  const auto features = static_cast<std::size_t>(features_);
  std::vector<T> values(steps * features);
  const auto read = [&](std::int64_t element, std::size_t elements, T* to) {
    file_.read(header_.data_offset + static_cast<std::size_t>(element) * sizeof(T),
               elements * sizeof(T), reinterpret_cast<char*>(to));
  };
  if (!header_.fortran_order) {
    read(first * features_, values.size(), values.data());
    return values;
  }
  for (std::size_t i = 0; i < features; ++i)
    read(static_cast<std::int64_t>(i) * steps_ + first, steps, values.data() + i * steps);
  return transposed(values, steps, features);
}

FeatureArray FeatureFile::read(std::int64_t first, std::int64_t count) {
  FeatureArray array{name_, count, features_, type_, {}, {}, first};
  if (type_ == FeatureType::int16) {
    array.raw = load<std::int16_t>(first, count);
  } else if (type_ == FeatureType::float64) {
    array.real = load<double>(first, count);
  } else {
    const std::vector<float> values = load<float>(first, count);
    array.real.assign(values.begin(), values.end());
  }
  check_finite(array);
  return array;
}

void for_each_part(FeatureFile& file, std::int64_t steps,
                   const std::function<void(const FeatureArray&)>& part) {
  for_each_stretch(
      static_cast<std::uint64_t>(std::min(steps, file.steps())),
      static_cast<std::size_t>(file.features()), [&](std::uint64_t first, std::size_t count) {
        part(file.read(static_cast<std::int64_t>(first), static_cast<std::int64_t>(count)));
      });
}

}  // namespace drnn
