#include "sim/formats/npy_header.hpp"

#include <set>

#include "model/config/errors.hpp"
#include "sim/formats/text.hpp"

namespace drnn {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kVersionBytes = 2;
constexpr std::size_t kAlignment = 64;
constexpr std::size_t kMostAxes = 32;  // NumPy's own limit

std::size_t little_endian(std::string_view bytes) {
  std::size_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

/// The little of Python's syntax that the dictionary needs.
class DictionaryParser {
 public:
  DictionaryParser(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  void parse(NpyHeader& header) {
    expect('{');
    while (!accept('}')) {
      entry(header);
      if (!accept(',') && peek() != '}') malformed("',' or '}'");
    }
    skip_spaces();
    if (at_ != text_.size()) malformed("the end of the header");
    if (keys_.size() != 3) refuse_npy(name_, "header lacks one of descr, fortran_order, shape");
  }

 private:
  void entry(NpyHeader& header) {
    const std::string key = quoted();
    expect(':');
    if (!keys_.insert(key).second)
      refuse_npy(name_, "header has the key '" + printable(key) + "' twice");
    if (key == "descr") {
      header.dtype = dtype();
    } else if (key == "fortran_order") {
      header.fortran_order = boolean();
    } else if (key == "shape") {
      header.shape = tuple();
    } else {
      refuse_npy(name_, "header has the key '" + printable(key) +
                            "'; allowed: descr, fortran_order, shape");
    }
  }

  std::string dtype() {
    if (peek() == '[') refuse_npy(name_, "dtype is a record; allowed: float32, float64, int16");
    return quoted();
  }

  std::string quoted() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') malformed("a string");
    const std::size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) malformed("a closing quote");
    const std::string value(text_.substr(at_ + 1, end - at_ - 1));
    at_ = end + 1;
    return value;
  }

  bool boolean() {
    skip_spaces();
    for (const bool value : {true, false}) {
      const std::string_view word = value ? "True" : "False";
      if (text_.substr(at_, word.size()) == word) {
        at_ += word.size();
        return value;
      }
    }
    malformed("True or False");
  }

  std::vector<std::int64_t> tuple() {
    std::vector<std::int64_t> shape;
    expect('(');
    while (!accept(')')) {
      if (shape.size() == kMostAxes) refuse_npy(name_, "shape has more than 32 axes");
      shape.push_back(dimension());
      if (!accept(',') && peek() != ')') malformed("',' or ')'");
    }
    return shape;
  }

  std::int64_t dimension() {
    skip_spaces();
    const std::size_t end = text_.find_first_not_of("0123456789", at_);
    const std::string_view digits = text_.substr(at_, end - at_);
    const auto value = parse_integer(digits);
    if (!value) malformed("a size below 2^63");
    at_ += digits.size();
    return *value;
  }

  void skip_spaces() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
  }
  char peek() {
    skip_spaces();
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char c) {
    if (peek() != c) return false;
    if (at_ < text_.size()) ++at_;
    return true;
  }
  void expect(char c) {
    if (!accept(c)) malformed(std::string("'") + c + "'");
  }
  [[noreturn]] void malformed(const std::string& expected) const {
    refuse_npy(name_, "header is malformed at byte " + std::to_string(at_) +
                          " of its dictionary: " + expected + " expected");
  }

  const std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0;
  std::set<std::string> keys_;
};

/// How many bytes hold the header's length in the given format version.
std::size_t length_bytes(std::string_view version, const std::string& name) {
  const int major = static_cast<unsigned char>(version[0]);
  const int minor = static_cast<unsigned char>(version[1]);
  if (major < 1 || major > 3 || minor != 0) {
    refuse_npy(name, ".npy format version " + std::to_string(major) + "." + std::to_string(minor) +
                         "; allowed: 1.0, 2.0, 3.0");
  }
  return major == 1 ? 2 : 4;
}

}  // namespace

void refuse_npy(const std::string& name, const std::string& reason) {
  throw InputError(name + ": " + reason);
}

std::size_t npy_header_bytes(std::string_view begin) {
  if (begin.size() < kNpyPreamble) return kNpyPreamble;
  const std::size_t at = kMagic.size() + kVersionBytes;
  const std::size_t width = begin[kMagic.size()] == 1 ? 2 : 4;
  return std::max(kNpyPreamble, at + width + little_endian(begin.substr(at, width)));
}

NpyHeader parse_npy_header(std::string_view bytes, const std::string& name) {
  const std::string truncated = "truncated: it ends inside the .npy header";
  if (bytes.empty()) refuse_npy(name, "empty file; a .npy file is needed");
  if (bytes.substr(0, kMagic.size()) != kMagic.substr(0, bytes.size())) {
    refuse_npy(name, "not a .npy file: it does not begin with \\x93NUMPY");
  }
  std::size_t at = kMagic.size() + kVersionBytes;
  if (bytes.size() < at) refuse_npy(name, truncated);
  const std::size_t width = length_bytes(bytes.substr(kMagic.size(), kVersionBytes), name);
  if (bytes.size() < at + width) refuse_npy(name, truncated);
  const std::size_t length = little_endian(bytes.substr(at, width));
  at += width;
  if (bytes.size() - at < length) refuse_npy(name, truncated);
  NpyHeader header;
  DictionaryParser(bytes.substr(at, length), name).parse(header);
  header.data_offset = at + length;
  return header;
}

std::string make_npy_header(const NpyHeader& header) {
  std::string text = "{'descr': '" + header.dtype +
                     "', 'fortran_order': " + (header.fortran_order ? "True" : "False") +
                     ", 'shape': " + to_text(header.shape) + ", }";
  const std::size_t before = kMagic.size() + kVersionBytes + 2;
  const std::size_t used = before + text.size() + 1;
  text.append((kAlignment - used % kAlignment) % kAlignment, ' ');
  text += '\n';
  std::string bytes(kMagic);
  bytes +=
      {'\x01', '\x00', static_cast<char>(text.size() & 0xff), static_cast<char>(text.size() >> 8)};
  return bytes + text;
}

std::string to_text(const std::vector<std::int64_t>& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
  }
  return text + (shape.size() == 1 ? ",)" : ")");
}

}  // namespace drnn
