#include "sim/formats/onnx_graph.hpp"

#include <google/protobuf/stubs/logging.h>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

constexpr std::int64_t kOldestOpset = 11;
constexpr std::int64_t kNewestOpset = 22;

bool is_default_domain(const std::string& domain) {
  return domain.empty() || domain == "ai.onnx";
}

}  // namespace

OnnxGraph::OnnxGraph(const std::filesystem::path& path) : name_(path.string()) {
  parse(path);
  check_opset();
  index();
}

void OnnxGraph::parse(const std::filesystem::path& path) {
  InputFile file(path);
  file_bytes_ = file.size();
  const google::protobuf::LogSilencer silence;  // protobuf would print its own view of the file
  if (file_bytes_ == 0 || !model_.ParseFromIstream(&file.stream()) || !model_.has_graph()) {
    fail("not a complete ONNX model (truncated, damaged, or another format)");
  }
}

void OnnxGraph::check_opset() const {
  for (const onnx::OperatorSetIdProto& set : model_.opset_import()) {
    if (!is_default_domain(set.domain())) continue;
    if (set.version() >= kOldestOpset && set.version() <= kNewestOpset) return;
    fail("opset " + std::to_string(set.version()) + "; allowed: " + std::to_string(kOldestOpset) +
         " to " + std::to_string(kNewestOpset));
  }
  fail("not a complete ONNX model: it names no opset");
}

void OnnxGraph::index() {
  for (const onnx::TensorProto& tensor : graph().initializer()) {
    if (!initialisers_.emplace(tensor.name(), &tensor).second) {
      fail("initialiser '" + printable(tensor.name()) + "' is there twice");
    }
  }
  for (const onnx::ValueInfoProto& value : graph().input()) {
    if (initialisers_.count(value.name()) == 0) inputs_.emplace(value.name(), &value);
  }
  for (const onnx::NodeProto& node : graph().node()) {
    for (const std::string& output : node.output()) {
      if (output.empty()) continue;
      const bool known = initialisers_.count(output) != 0 || inputs_.count(output) != 0;
      if (known || !producers_.emplace(output, &node).second) {
        fail(node, "its output '" + printable(output) + "' is defined twice");
      }
    }
  }
}

const onnx::NodeProto* OnnxGraph::producer(const std::string& value) const {
  const auto found = producers_.find(value);
  return found == producers_.end() ? nullptr : found->second;
}

const onnx::TensorProto* OnnxGraph::initialiser(const std::string& value) const {
  const auto found = initialisers_.find(value);
  return found == initialisers_.end() ? nullptr : found->second;
}

const onnx::ValueInfoProto* OnnxGraph::input(const std::string& value) const {
  const auto found = inputs_.find(value);
  return found == inputs_.end() ? nullptr : found->second;
}

void OnnxGraph::fail(const std::string& reason) const {
  throw InputError(name_ + ": " + reason);
}

void OnnxGraph::fail(const onnx::NodeProto& node, const std::string& reason) const {
  fail("node '" + printable(node.name()) + "' (" + printable(operation(node)) + "): " + reason);
}

std::string operation(const onnx::NodeProto& node) {
  return is_default_domain(node.domain()) ? node.op_type() : node.domain() + "." + node.op_type();
}

std::string input_name(const onnx::NodeProto& node, int index) {
  return index < node.input_size() ? node.input(index) : std::string();
}

const onnx::AttributeProto* find_attribute(const onnx::NodeProto& node, const std::string& name) {
  for (const onnx::AttributeProto& attribute : node.attribute()) {
    if (attribute.name() == name) return &attribute;
  }
  return nullptr;
}

std::int64_t integer_attribute(const OnnxGraph& graph, const onnx::NodeProto& node,
                               const std::string& name, std::int64_t otherwise) {
  const onnx::AttributeProto* attribute = find_attribute(node, name);
  if (attribute == nullptr) return otherwise;
  if (!attribute->has_i()) graph.fail(node, "attribute '" + name + "' is no integer");
  return attribute->i();
}

}  // namespace drnn
