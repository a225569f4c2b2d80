#include "sim/formats/onnx_tensor.hpp"

#include <algorithm>
#include <cstring>
#include <limits>

namespace drnn {
namespace {

/// The product of the dimensions; nullopt where one is negative or the product leaves 63 bits.
template <typename Dims>
std::optional<std::int64_t> count_of(const Dims& dims) {
  std::int64_t count = 1;
  for (const std::int64_t dim : dims) {
    if (dim < 0 || __builtin_mul_overflow(count, dim, &count)) return std::nullopt;
  }
  return count;
}

/// Elements of a tensor's raw data; nullopt where the size is not what the dimensions say.
template <typename T>
std::optional<std::vector<T>> from_raw(const std::string& raw, std::int64_t count) {
  if (count > std::numeric_limits<std::int32_t>::max()) return std::nullopt;
  if (raw.size() != static_cast<std::size_t>(count) * sizeof(T)) return std::nullopt;
  std::vector<T> values(static_cast<std::size_t>(count));
  if (!values.empty()) std::memcpy(values.data(), raw.data(), raw.size());
  return values;
}

template <typename T, typename Field>
std::optional<std::vector<T>> elements(const onnx::TensorProto& tensor, const Field& field) {
  const auto count = count_of(tensor.dims());
  if (!count) return std::nullopt;
  if (tensor.has_raw_data()) return from_raw<T>(tensor.raw_data(), *count);
  if (field.size() != *count) return std::nullopt;
  return std::vector<T>(field.begin(), field.end());
}

}  // namespace

bool is_external(const onnx::TensorProto& tensor) {
  return tensor.data_location() == onnx::TensorProto::EXTERNAL || tensor.external_data_size() > 0;
}

std::optional<std::vector<float>> floats_of(const onnx::TensorProto& tensor) {
  return elements<float>(tensor, tensor.float_data());
}

std::optional<std::vector<std::int64_t>> integers_of(const onnx::TensorProto& tensor) {
  if (is_external(tensor) || tensor.data_type() != onnx::TensorProto::INT64) return std::nullopt;
  return elements<std::int64_t>(tensor, tensor.int64_data());
}

bool all_zero(const onnx::TensorProto& tensor) {
  if (is_external(tensor) || tensor.data_type() != onnx::TensorProto::FLOAT) return false;
  const auto values = floats_of(tensor);
  return values && std::all_of(values->begin(), values->end(), [](float v) { return v == 0; });
}

std::string type_name(int type) {
  return onnx::TensorProto::DataType_IsValid(type)
             ? onnx::TensorProto::DataType_Name(static_cast<onnx::TensorProto::DataType>(type))
             : std::to_string(type);
}

}  // namespace drnn
