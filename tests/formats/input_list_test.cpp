#include "sim/formats/input_list.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/expect_error.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;

namespace {

std::vector<std::string> names(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::string> result;
  for (const auto& path : paths) result.push_back(path.filename().string());
  return result;
}

using Names = std::vector<std::string>;

}  // namespace

TEST_CASE("a file, a folder and a list are expanded in the order given") {
  const TemporaryFolder folder;
  folder.write("d/b.npy", "");
  folder.write("d/a.npy", "");
  const auto list =
      folder.write("list.txt", "# recordings\nd/b.npy  # the second\r\n\n  d/a.npy\n");
  const auto single = folder.write("z.npy", "");
  const auto expanded =
      expand_inputs({single.string(), (folder.path() / "d").string(), list.string()});
  CHECK(names(expanded) == Names{"z.npy", "a.npy", "b.npy", "b.npy", "a.npy"});
  CHECK(expand_inputs({}).empty());
}

TEST_CASE("a folder gives its own .npy files only, sorted by name") {
  const TemporaryFolder folder;
  for (const char* name : {"10.npy", "2.npy", "B.npy", "a.npy", ".hidden.npy", "c.txt", "e.NPY"}) {
    folder.write(name, "");
  }
  folder.write("below/x.npy", "");
  std::filesystem::create_directory(folder.path() / "folder.npy");
  CHECK(names(expand_inputs({folder.path().string()})) ==
        Names{"10.npy", "2.npy", "B.npy", "a.npy"});
}

TEST_CASE("a number sign inside a name is no comment") {
  const TemporaryFolder folder;
  folder.write("take#2.npy", "");
  const auto list = folder.write("list", "take#2.npy");
  CHECK(names(expand_inputs({list.string()})) == Names{"take#2.npy"});
}

TEST_CASE("a list may name files by absolute path") {
  const TemporaryFolder folder;
  const auto file = folder.write("x/a.npy", "");
  const auto list = folder.write("list.txt", file.string() + "\n");
  CHECK(expand_inputs({list.string()}).at(0) == file);
}

TEST_CASE("inputs that name nothing are refused") {
  const TemporaryFolder folder;
  const auto error = [](const std::filesystem::path& argument) {
    return error_of([&] { expand_inputs({argument.string()}); });
  };
  std::filesystem::create_directory(folder.path() / "empty");
  CHECK_THAT(error(folder.path() / "empty"), Contains("empty: no *.npy file"));
  CHECK_THAT(error(folder.path() / "no.npy"), Contains("no.npy: no such file"));
  CHECK_THAT(error(folder.write("l1", "# nothing\n")), Contains("l1: the list names no"));
  CHECK_THAT(error(folder.write("l2", "\nmissing.npy\n")), Contains("l2:2: 'missing.npy'"));
  CHECK_THAT(error(folder.write("l3", "l1\n")), Contains("l3:1: 'l1'; allowed"));
}
