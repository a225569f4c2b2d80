#include "sim/report/browser.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <vector>

#include "model/config/errors.hpp"

namespace drnn {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds kLongest{180};

bool is_on_path(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string_view rest = path == nullptr ? "" : path;
  while (!rest.empty()) {
    const std::size_t colon = std::min(rest.find(':'), rest.size());
    if (::access((std::string(rest.substr(0, colon)) + "/" + program).c_str(), X_OK) == 0)
      return true;
    rest.remove_prefix(std::min(colon + 1, rest.size()));
  }
  return false;
}

std::vector<std::string> arguments(const std::string& url, const fs::path& folder) {
  std::vector<std::string> list{kBrowser,
                                "--headless",
                                "--disable-gpu",
                                "--no-first-run",
                                "--disable-extensions",
                                "--disable-background-networking",
                                "--user-data-dir=" + folder.string(),
                                "--dump-dom",
                                url};
  // Chromium refuses its sandbox to root; the only page it is shown is the report.
  if (::geteuid() == 0) list.insert(list.begin() + 1, "--no-sandbox");
  return list;
}

/// Everything but what a path in a URL may hold is escaped.
std::string file_url(const fs::path& page) {
  static const std::string kPlain =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
  constexpr const char* kHex = "0123456789ABCDEF";
  std::string url = "file://";
  for (const char c : fs::absolute(page).string()) {
    const auto byte = static_cast<unsigned char>(c);
    url += kPlain.find(c) != std::string::npos ? std::string(1, c)
                                               : std::string{'%', kHex[byte >> 4], kHex[byte & 15]};
  }
  return url;
}

[[noreturn]] void become(const std::vector<std::string>& list, int out) {
  std::vector<char*> pointers;
  for (const std::string& argument : list) pointers.push_back(const_cast<char*>(argument.c_str()));
  pointers.push_back(nullptr);
  const int null = ::open("/dev/null", O_RDWR);
  ::dup2(null, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(null, STDERR_FILENO);
  ::setpgid(0, 0);
  ::execvp(pointers[0], pointers.data());
  _exit(127);
}

/// A browser of its own process group, which is ended with all its children.
class Browser {
 public:
  explicit Browser(const std::vector<std::string>& list) {
    int pipe[2];
    if (::pipe2(pipe, O_CLOEXEC) != 0) throw std::runtime_error("report: no pipe to chromium");
    process_ = ::fork();
    if (process_ == 0) become(list, pipe[1]);
    ::close(pipe[1]);
    out_ = pipe[0];
    if (process_ < 0) throw std::runtime_error("report: no process for chromium");
    ::setpgid(process_, process_);
  }
  ~Browser() {
    ::close(out_);
    if (process_ <= 0) return;
    ::kill(-process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
  }
  Browser(const Browser&) = delete;
  Browser& operator=(const Browser&) = delete;

  std::string output() {
    std::string text;
    while (wait_for_more()) {
      char buffer[1 << 16];
      const ssize_t n = ::read(out_, buffer, sizeof buffer);
      if (n <= 0) break;
      text.append(buffer, static_cast<std::size_t>(n));
    }
    return text;
  }

 private:
  bool wait_for_more() {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(end_ - Clock::now()).count();
    pollfd waiting{out_, POLLIN, 0};
    if (left <= 0 || ::poll(&waiting, 1, static_cast<int>(left)) == 0)
      throw std::runtime_error("report: chromium did not end within " +
                               std::to_string(kLongest.count()) + " s");
    return true;
  }

  using Clock = std::chrono::steady_clock;
  const Clock::time_point end_ = Clock::now() + kLongest;
  pid_t process_ = -1;
  int out_ = -1;
};

}  // namespace

void check_browser() {
  if (!is_on_path(kBrowser))
    throw InputError(
        "report: --png needs chromium, which is not on PATH; install the Debian "
        "package chromium");
}

std::string rendered_page(const fs::path& page, const std::string& fragment,
                          const fs::path& folder) {
  check_browser();
  return Browser(arguments(file_url(page) + "#" + fragment, folder)).output();
}

}  // namespace drnn
