#include "model/config/ini_file.hpp"

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <map>
#include <sstream>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

namespace po = boost::program_options;

[[noreturn]] void fail(const std::string& name, int line, const std::string& reason) {
  throw InputError(name + ":" + std::to_string(line) + ": " + reason);
}

/// Boost's parser knows the format but not its place in the file, so it gets a line at a time,
/// with the section that the line stands in.
class LineReader {
 public:
  explicit LineReader(const std::string& name) : name_(name) {}

  void read(const std::string& line, int number) {
    if (std::size_t begin = line.find_first_not_of(" \t\r");
        begin != std::string::npos && line[begin] == '[') {
      section_ = line;
      parse(line, number);  // refuses a malformed header
      return;
    }
    for (const po::option& option : parse(section_ + "\n" + line, number)) add(option, number);
  }

  std::vector<IniEntry> entries;

 private:
  std::vector<po::option> parse(const std::string& text, int number) const {
    std::istringstream stream(text);
    try {
      return po::parse_config_file(stream, po::options_description(), true).options;
    } catch (const po::error&) {
      fail(name_, number, "expected '[section]' or 'key = value'");
    }
  }

  void add(const po::option& option, int number) {
    const auto [first, added] = lines_.emplace(option.string_key, number);
    if (!added)
      fail(name_, number,
           "key '" + option.string_key + "' stands twice, first in line " +
               std::to_string(first->second));
    entries.push_back({option.string_key, option.value.at(0), number});
  }

  const std::string name_;
  std::string section_;
  std::map<std::string, int> lines_;
};

}  // namespace

std::vector<IniEntry> read_ini(const std::string& text, const std::string& name) {
  LineReader reader(name);
  std::istringstream stream(text);
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number) reader.read(line, number);
  return reader.entries;
}

}  // namespace drnn
