#include "model/config/ini_file.hpp"

#include <boost/program_options/errors.hpp>
#include <boost/program_options/options_description.hpp>
#include <boost/program_options/parsers.hpp>
#include <map>
#include <sstream>

namespace drnn {

namespace {

namespace po = boost::program_options;

/// Boost's parser knows the format but not its place in the file, so it gets a line at a time,
/// with the section that the line stands in.
class LineReader {
 public:
  explicit LineReader(const std::string& name) : name_(name) {}

  /// False for a line that is neither header, assignment, comment nor blank.
  bool read(const std::string& line, int number) {
    try {
      interpret(line, number);
    } catch (const po::error&) {
      fail(number, "expected '[section]' or 'key = value'");
      return false;
    }
    return true;
  }

  IniFile file;

 private:
  void interpret(const std::string& line, int number) {
    if (std::size_t begin = line.find_first_not_of(" \t\r");
        begin != std::string::npos && line[begin] == '[') {
      section_ = line;
      parse(line);  // refuses a malformed header
      return;
    }
    for (const po::option& option : parse(section_ + "\n" + line)) add(option, number);
  }

  std::vector<po::option> parse(const std::string& text) {
    stream_.clear();
    stream_.str(text);
    return po::parse_config_file(stream_, nothing_, true).options;
  }

  void add(const po::option& option, int number) {
    const auto [first, added] = lines_.emplace(option.string_key, number);
    if (!added) {
      fail(number, "key '" + option.string_key + "' stands twice, first in line " +
                       std::to_string(first->second));
      return;
    }
    file.entries.push_back({option.string_key, option.value.at(0), number});
  }

  void fail(int line, const std::string& reason) {
    file.faults.push_back(name_ + ":" + std::to_string(line) + ": " + reason);
  }

  const std::string name_;
  std::istringstream stream_;  // a new one for each line would take longer than the line
  const po::options_description nothing_;
  std::string section_;
  std::map<std::string, int> lines_;
};

}  // namespace

IniFile read_ini(const std::string& text, const std::string& name) {
  LineReader reader(name);
  std::istringstream stream(text);
  std::string line;
  for (int number = 1; std::getline(stream, line); ++number)
    if (!reader.read(line, number)) break;
  return reader.file;
}

}  // namespace drnn
