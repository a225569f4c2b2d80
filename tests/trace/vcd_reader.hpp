#pragma once

#include <cstdint>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace drnn::test {

/// A value change dump as its value changes: of each variable, by hierarchical name without range,
/// the value from each time on. Values that do not change are none. Written from the format alone.
class VcdFile {
 public:
  using Changes = std::map<std::uint64_t, std::uint64_t>;

  /// outer: a scope around everything that is left out of the names.
  explicit VcdFile(const std::string& text, const std::string& outer = "") : outer_(outer) {
    std::istringstream in(text);
    for (std::string word; in >> word;) read(word, in);
  }

  const std::map<std::string, Changes>& variables() const { return variables_; }
  /// The last time given, and the first.
  std::uint64_t end() const { return now_; }
  std::uint64_t begin() const { return begin_; }

  const Changes& of(const std::string& name) const {
    const auto found = variables_.find(name);
    if (found == variables_.end()) throw std::runtime_error("the dump has no variable " + name);
    return found->second;
  }
  /// The value at a time; it must have one.
  std::uint64_t at(const std::string& name, std::uint64_t time) const {
    auto next = of(name).upper_bound(time);
    if (next == of(name).begin()) throw std::runtime_error(name + " has no value yet");
    return std::prev(next)->second;
  }
  /// The dump from `begin` to before `end`: what each variable is at the begin, and its changes.
  std::map<std::string, Changes> slice(std::uint64_t begin, std::uint64_t end) const {
    std::map<std::string, Changes> result;
    for (const auto& [name, changes] : variables_) {
      Changes& slice = result[name];
      for (const auto& [time, value] : changes) {
        if (time >= end) break;
        if (time <= begin) slice.clear();
        slice[std::max(time, begin)] = value;
      }
    }
    return result;
  }

 private:
  void read(const std::string& word, std::istringstream& in) {
    if (word == "$scope") {
      const std::vector<std::string> words = until_end(in);
      scopes_.push_back(words.at(1));
    } else if (word == "$upscope") {
      until_end(in);
      scopes_.pop_back();
    } else if (word == "$var") {
      declare(until_end(in));
    } else if (word == "$dumpvars" || word == "$end") {
      return;  // the values between are as any
    } else if (word[0] == '$') {
      until_end(in);
    } else if (word[0] == '#') {
      now_ = std::stoull(word.substr(1));
      if (begin_ == kNone) begin_ = now_;
    } else if (word[0] == 'b') {
      std::string code;
      in >> code;
      change(code, word.substr(1));
    } else {
      change(word.substr(1), word.substr(0, 1));
    }
  }

  static std::vector<std::string> until_end(std::istringstream& in) {
    std::vector<std::string> words;
    for (std::string word; in >> word && word != "$end";) words.push_back(word);
    return words;
  }

  /// wire BITS CODE NAME [RANGE]
  void declare(const std::vector<std::string>& words) {
    std::string name;
    for (const std::string& scope : scopes_)
      if (scope != outer_) name += scope + ".";
    name += words.at(3).substr(0, words.at(3).find('['));
    variables_[name];
    if (!names_.emplace(words.at(2), name).second)
      throw std::runtime_error("two variables have the code " + words.at(2));
  }

  void change(const std::string& code, const std::string& digits) {
    if (digits.find_first_not_of("01") != std::string::npos)
      throw std::runtime_error("a value is not binary: " + digits);
    Changes& changes = variables_.at(names_.at(code));
    const std::uint64_t value = std::stoull(digits, nullptr, 2);
    if (changes.empty() || changes.rbegin()->second != value) changes[now_] = value;
  }

  static constexpr std::uint64_t kNone = ~std::uint64_t{0};
  const std::string outer_;
  std::vector<std::string> scopes_;
  std::map<std::string, std::string> names_;  ///< by code
  std::map<std::string, Changes> variables_;
  std::uint64_t begin_ = kNone;
  std::uint64_t now_ = 0;
};

/// The first change of each variable that is not in both; empty where all are the same.
inline std::string differences(const std::map<std::string, VcdFile::Changes>& a,
                               const std::map<std::string, VcdFile::Changes>& b) {
  std::string text;
  if (a.size() != b.size()) text += "not as many variables\n";
  for (const auto& [name, changes] : a) {
    const auto other = b.find(name);
    if (other == b.end()) {
      text += name + " is only in the first\n";
    } else if (changes != other->second) {
      auto x = changes.begin();
      auto y = other->second.begin();
      while (x != changes.end() && y != other->second.end() && *x == *y) ++x, ++y;
      const auto shown = [](auto at, auto end) {
        return at == end ? std::string("none")
                         : std::to_string(at->second) + " at " + std::to_string(at->first);
      };
      text += name + ": " + shown(x, changes.end()) + " against " + shown(y, other->second.end()) +
              "\n";
    }
  }
  return text;
}

}  // namespace drnn::test
