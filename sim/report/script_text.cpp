#include "sim/report/script_text.hpp"

#include <nlohmann/json.hpp>

namespace drnn {

std::string script_json(const nlohmann::ordered_json& json) {
  const std::string plain =
      json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
  std::string text;
  text.reserve(plain.size());
  // Only strings have a "<", so that the escape means the same.
  for (const char c : plain) {
    if (c == '<')
      text += "\\u003c";
    else
      text += c;
  }
  return text;
}

std::string script_code(std::string code) {
  const std::string end = "</script";
  for (std::size_t at = code.find(end); at != std::string::npos; at = code.find(end, at))
    code.insert(at + 1, "\\");
  return code;
}

}  // namespace drnn
