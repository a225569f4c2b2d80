#pragma once

#include "sim/formats/onnx_reader.hpp"
#include "tests/formats/expect_error.hpp"
#include "tests/formats/onnx_builder.hpp"
#include "tests/formats/temporary_folder.hpp"

namespace drnn::test {

inline FloatNetwork read_model(const OnnxBuilder& builder,
                               std::vector<std::string>* notes = nullptr) {
  const TemporaryFolder folder;
  return read_onnx(folder.write("m.onnx", builder.bytes()), notes);
}

/// The refusal, which must begin with the file.
inline std::string refusal(const OnnxBuilder& builder) {
  const std::string error = error_of([&] { read_model(builder); });
  CHECK(error.find("m.onnx: ") != std::string::npos);
  return error;
}

}  // namespace drnn::test
