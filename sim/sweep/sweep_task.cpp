#include "sim/sweep/sweep_task.hpp"

#include <nlohmann/json.hpp>

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

/// No key has it.
constexpr char kBehindAKey = '\n';

}  // namespace

std::string encode_row(const Json& row) {
  std::string text;
  Json values = Json::array();
  for (const auto& [key, value] : row.get_ref<const Json::object_t&>()) {
    text += key + kBehindAKey;
    values.push_back(value);
  }
  text += kBehindAKey;
  Json::to_cbor(values, text);
  return text;
}

Json decode_row(const std::string& text) {
  Json row = Json::object();
  auto& entries = row.get_ref<Json::object_t&>();
  std::size_t begin = 0;
  // Keys are known to differ, so that none need be looked for.
  for (std::size_t end; (end = text.find(kBehindAKey, begin)) > begin; begin = end + 1)
    entries.push_back({text.substr(begin, end - begin), nullptr});
  Json values = Json::from_cbor(text.begin() + static_cast<std::ptrdiff_t>(begin) + 1, text.end());
  std::size_t next = 0;
  for (auto& entry : entries) entry.second = std::move(values[next++]);
  return row;
}

}  // namespace drnn
