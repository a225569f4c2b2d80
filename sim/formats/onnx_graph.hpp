#pragma once

#include <onnx.pb.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>

namespace drnn {

/// An ONNX file: which node produces a value, and messages that name the file and the node.
/// Only .cpp files of this folder include it: no other code sees protobuf.
class OnnxGraph {
 public:
  /// Throws InputError where the file is no complete ONNX model of a readable opset.
  explicit OnnxGraph(const std::filesystem::path& path);

  const onnx::GraphProto& graph() const { return model_.graph(); }
  std::size_t file_bytes() const { return file_bytes_; }

  /// The node that computes `value`, null where none does.
  const onnx::NodeProto* producer(const std::string& value) const;
  const onnx::TensorProto* initialiser(const std::string& value) const;

  /// The graph input of that name, null where there is none; initialisers do not count.
  const onnx::ValueInfoProto* input(const std::string& value) const;

  [[noreturn]] void fail(const std::string& reason) const;
  [[noreturn]] void fail(const onnx::NodeProto& node, const std::string& reason) const;

 private:
  void parse(const std::filesystem::path& path);
  void check_opset() const;
  void index();

  const std::string name_;
  std::size_t file_bytes_ = 0;
  onnx::ModelProto model_;
  std::map<std::string, const onnx::NodeProto*> producers_;
  std::map<std::string, const onnx::TensorProto*> initialisers_;
  std::map<std::string, const onnx::ValueInfoProto*> inputs_;
};

/// "GRU", or "com.acme.GRU" for an operator that is not ONNX's own: never equal to a known one.
std::string operation(const onnx::NodeProto& node);

/// The name of input `index`, empty where it is left out.
std::string input_name(const onnx::NodeProto& node, int index);

const onnx::AttributeProto* find_attribute(const onnx::NodeProto& node, const std::string& name);
std::int64_t integer_attribute(const OnnxGraph& graph, const onnx::NodeProto& node,
                               const std::string& name, std::int64_t otherwise);

}  // namespace drnn
