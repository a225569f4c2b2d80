#include "sim/named_files.hpp"

#include <filesystem>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

std::string canonical(const std::string& path) {
  return std::filesystem::weakly_canonical(path).string();
}

}  // namespace

void NamedFiles::read(const std::string& path, const std::string& option) {
  option_of_.emplace(canonical(path), option);
}

void NamedFiles::write(const std::string& path, const std::string& option) {
  const std::string name = canonical(path);
  const auto [first, added] = option_of_.emplace(name, option);
  if (!added && name.rfind("/dev/", 0) != 0)
    throw InputError(option + ": " + path + " is also named by " + first->second);
}

}  // namespace drnn
