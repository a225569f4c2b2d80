#include "sim/report/png_export.hpp"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <vector>

#include "model/config/errors.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/report/browser.hpp"

namespace drnn {

namespace {

namespace fs = std::filesystem;

constexpr const char* kBegin = "id=\"png-export\">";
constexpr const char* kEnd = "</pre>";
constexpr const char* kSignature = "\x89PNG";

/// Of a Base64 digit; -1 for anything else.
int digit(char c) {
  static const std::string kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::size_t at = kDigits.find(c);
  return at == std::string::npos ? -1 : static_cast<int>(at);
}

std::string from_base64(const std::string& text) {
  std::string bytes;
  unsigned bits = 0;
  int held = 0;
  for (const char c : text) {
    if (c == '=') break;
    if (digit(c) < 0) throw std::runtime_error("report: chromium gave a broken picture");
    bits = bits << 6 | static_cast<unsigned>(digit(c));
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes += static_cast<char>(bits >> held & 0xFF);
  }
  return bytes;
}

/// A folder for the browser's profile, removed with all it holds.
class ProfileFolder {
 public:
  ProfileFolder() {
    std::string name = (fs::temp_directory_path() / "drnn_report_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw InputError("cannot create " + name);
    path_ = name;
  }
  ~ProfileFolder() {
    std::error_code error;
    fs::remove_all(path_, error);
  }
  ProfileFolder(const ProfileFolder&) = delete;
  ProfileFolder& operator=(const ProfileFolder&) = delete;
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) throw InputError("cannot create --png " + folder + ": " + error.message());
}

}  // namespace

std::map<std::string, std::string> exported_pictures(const std::string& document) {
  const std::size_t begin = document.find(kBegin);
  const std::size_t end = document.find(kEnd, begin == std::string::npos ? 0 : begin);
  if (begin == std::string::npos || end == std::string::npos)
    throw std::runtime_error("report: chromium drew no pictures");
  const std::size_t first = begin + std::string(kBegin).size();
  std::istringstream lines(document.substr(first, end - first));
  std::map<std::string, std::string> pictures;
  for (std::string name, text; lines >> name >> text;) {
    pictures[name] = from_base64(text);
    if (pictures[name].compare(0, 4, kSignature) != 0)
      throw std::runtime_error("report: chromium gave a broken picture of " + name);
  }
  if (pictures.empty()) throw std::runtime_error("report: chromium drew no pictures");
  return pictures;
}

std::size_t write_pictures(const std::string& page, const std::string& folder) {
  const ProfileFolder profile;
  const auto pictures = exported_pictures(rendered_page(page, "png", profile.path()));
  make_folder(folder);
  std::vector<std::unique_ptr<AtomicFile>> files;
  for (const auto& [name, bytes] : pictures) {
    files.push_back(std::make_unique<AtomicFile>(fs::path(folder) / (name + ".png")));
    files.back()->stream() << bytes;
  }
  for (const auto& file : files) file->commit();
  return files.size();
}

}  // namespace drnn
