#include "model/spool/temporary_file.hpp"

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "model/config/errors.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;

namespace {

namespace fs = std::filesystem;

/// TMPDIR for as long as this lives.
class TemporaryFilesIn {
 public:
  explicit TemporaryFilesIn(const fs::path& folder) {
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    ::setenv("TMPDIR", folder.c_str(), 1);
  }
  ~TemporaryFilesIn() {
    if (before_)
      ::setenv("TMPDIR", before_->c_str(), 1);
    else
      ::unsetenv("TMPDIR");
  }

 private:
  std::optional<std::string> before_;
};

/// The exit code of a child that does this; 1 for what it throws.
int in_process(const std::function<int()>& what) {
  const pid_t child = ::fork();
  if (child == 0) {
    int code = 1;
    try {
      code = what();
    } catch (...) {
    }
    ::_exit(code);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("a temporary file has no name, and holds what was written where", "[spool]") {
  const test::TemporaryFolder folder;
  const TemporaryFilesIn here(folder.path());
  TemporaryFile file;
  file.write(5, "later", 5);
  file.write(0, "first", 5);
  std::string text(10, ' ');
  file.read(0, text.data(), text.size());
  CHECK(text == "firstlater");
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a folder that takes no file is refused by name", "[spool]") {
  const test::TemporaryFolder folder;
  const TemporaryFilesIn nowhere(folder.path() / "absent");
  CHECK_THROWS_WITH(TemporaryFile(), Catch::StartsWith("TMPDIR = ") &&
                                         Catch::Contains("absent: no temporary file") &&
                                         Catch::EndsWith("a folder that can be written"));
  CHECK_THROWS_AS(TemporaryFile(), SimulationError);
}

TEST_CASE("to read behind the end is an error, not silence", "[spool]") {
  TemporaryFile file;
  file.write(0, "abc", 3);
  char text[4];
  CHECK_THROWS_AS(file.read(0, text, 4), SimulationError);
}

TEST_CASE("a full disk is an error that names TMPDIR", "[spool]") {
  const int code = in_process([] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{1000, 1000};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    TemporaryFile file;
    const std::string bytes(2000, 'x');
    try {
      file.write(0, bytes.data(), bytes.size());
    } catch (const SimulationError& error) {
      return std::string(error.what()).find("TMPDIR") != std::string::npos ? 7 : 2;
    }
    return 3;
  });
  CHECK(code == 7);
}

TEST_CASE("a process forked later reads the same file at its own places", "[spool]") {
  TemporaryFile file;
  file.write(0, "abcdef", 6);
  const auto reads = [&](std::uint64_t at, char expected) {
    for (int i = 0; i < 1000; ++i) {
      char got = 0;
      file.read(at, &got, 1);
      if (got != expected) return 1;
    }
    return 0;
  };
  const pid_t child = ::fork();
  if (child == 0) ::_exit(reads(1, 'b'));
  CHECK(reads(4, 'e') == 0);
  int status = 0;
  ::waitpid(child, &status, 0);
  CHECK(status == 0);
}
