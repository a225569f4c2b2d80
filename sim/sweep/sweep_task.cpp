#include "sim/sweep/sweep_task.hpp"

#include <nlohmann/json.hpp>

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

}  // namespace

std::string encode_row(const Json& row) {
  Json keys = Json::array(), values = Json::array();
  for (const auto& entry : row.items()) {
    keys.push_back(entry.key());
    values.push_back(entry.value());
  }
  std::string text;
  Json::to_cbor(Json::array({keys, values}), text);
  return text;
}

Json decode_row(const std::string& text) {
  const Json pair = Json::from_cbor(text);
  Json row = Json::object();
  // Keys are known to differ, so that none need be looked for.
  for (std::size_t i = 0; i < pair[0].size(); ++i)
    row.get_ref<Json::object_t&>().push_back({pair[0][i].get<std::string>(), pair[1][i]});
  return row;
}

}  // namespace drnn
