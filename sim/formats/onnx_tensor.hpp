#pragma once

#include <onnx.pb.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace drnn {

/// True where the data stand in another file.
bool is_external(const onnx::TensorProto& tensor);

/// The values of a FLOAT tensor, from raw_data or float_data; nullopt where they are not as many
/// as its dimensions say, or the dimensions are nonsense. The caller checks the type.
std::optional<std::vector<float>> floats_of(const onnx::TensorProto& tensor);

/// The values of an INT64 tensor; nullopt for any other.
std::optional<std::vector<std::int64_t>> integers_of(const onnx::TensorProto& tensor);

/// True for a FLOAT tensor of zeros; an empty one is.
bool all_zero(const onnx::TensorProto& tensor);

/// "FLOAT16", or the number of a type that does not exist.
std::string type_name(int type);

}  // namespace drnn
