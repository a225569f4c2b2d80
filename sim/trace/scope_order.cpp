#include "sim/trace/scope_order.hpp"

#include <algorithm>

namespace drnn {

std::vector<std::string> components(const std::string& scope) {
  std::vector<std::string> result;
  for (std::size_t begin = 0; begin < scope.size();) {
    const std::size_t end = std::min(scope.find('.', begin), scope.size());
    result.push_back(scope.substr(begin, end - begin));
    begin = end + 1;
  }
  return result;
}

std::vector<std::size_t> in_scope_order(const SignalTable& table, std::vector<std::size_t> shown) {
  std::stable_sort(shown.begin(), shown.end(), [&](std::size_t a, std::size_t b) {
    return components(table.entries()[a].scope) < components(table.entries()[b].scope);
  });
  return shown;
}

std::vector<std::string> ScopePath::enter(const std::string& scope) {
  const std::vector<std::string> next = components(scope);
  const auto same = std::mismatch(present_.begin(), present_.end(), next.begin(), next.end());
  std::vector<std::string> lines(static_cast<std::size_t>(present_.end() - same.first),
                                 "$upscope $end\n");
  for (auto name = same.second; name != next.end(); ++name)
    lines.push_back("$scope module " + *name + " $end\n");
  present_ = next;
  return lines;
}

}  // namespace drnn
