#include "sim/formats/atomic_file.hpp"

#include <catch2/catch.hpp>

#include "tests/formats/expect_error.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;
using namespace drnn::test;
using Catch::Contains;
namespace fs = std::filesystem;

TEST_CASE("a file has its name only after commit") {
  const TemporaryFolder folder;
  const fs::path path = folder.path() / "out.json";
  AtomicFile file(path);
  file.stream() << "whole";
  file.stream().flush();
  CHECK_FALSE(fs::exists(path));
  file.commit();
  CHECK(bytes_of(path) == "whole");
  CHECK(folder.names() == std::vector<std::string>{"out.json"});
}

TEST_CASE("without commit nothing remains") {
  const TemporaryFolder folder;
  { AtomicFile(folder.path() / "out.json").stream() << "half"; }
  CHECK(folder.names().empty());
}

TEST_CASE("an exception while writing leaves the old file as it was") {
  const TemporaryFolder folder;
  const fs::path path = folder.write("out.json", "old");
  const auto write = [](std::ostream& out) {
    out << "new";
    throw InputError("half way");
  };
  CHECK(error_of([&] { write_atomically(path, write); }) == "half way");
  CHECK(bytes_of(path) == "old");
  CHECK(folder.names().size() == 1);
}

TEST_CASE("an old file is replaced") {
  const TemporaryFolder folder;
  const fs::path path = folder.write("out.json", "old and longer");
  write_atomically(path, [](std::ostream& out) { out << "new"; });
  CHECK(bytes_of(path) == "new");
}

TEST_CASE("a relative path without a folder is written into the working folder") {
  const TemporaryFolder folder;
  const fs::path before = fs::current_path();
  fs::current_path(folder.path());
  write_atomically("plain.txt", [](std::ostream& out) { out << "x"; });
  fs::current_path(before);
  CHECK(bytes_of(folder.path() / "plain.txt") == "x");
}

TEST_CASE("a symbolic link stays and its target is written") {
  const TemporaryFolder folder;
  const fs::path target = folder.write("target.txt", "old");
  fs::create_symlink(target, folder.path() / "link.txt");
  write_atomically(folder.path() / "link.txt", [](std::ostream& out) { out << "new"; });
  CHECK(fs::is_symlink(folder.path() / "link.txt"));
  CHECK(bytes_of(target) == "new");
}

TEST_CASE("two unfinished files of one name do not disturb each other") {
  const TemporaryFolder folder;
  AtomicFile first(folder.path() / "out");
  AtomicFile second(folder.path() / "out");
  first.stream() << "1";
  second.stream() << "2";
  second.commit();
  first.commit();
  CHECK(bytes_of(folder.path() / "out") == "1");
}

TEST_CASE("a device is written directly and stays a device") {
  write_atomically("/dev/null", [](std::ostream& out) { out << "x"; });
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("what cannot be created is refused with path and reason") {
  const TemporaryFolder folder;
  CHECK_THAT(error_of([&] { AtomicFile(folder.path() / "no" / "out"); }),
             Contains("cannot create") && Contains("no/out") && Contains("No such file"));
  CHECK_THAT(error_of([&] { AtomicFile(folder.path()); }), Contains("Is a directory"));
  CHECK_THAT(error_of([&] { AtomicFile(""); }), Contains("cannot create"));
}

TEST_CASE("a full device is an error that names the path") {
  const std::string error = error_of([] {
    write_atomically("/dev/full", [](std::ostream& out) { out << std::string(100000, 'x'); });
  });
  CHECK_THAT(error, Contains("cannot write /dev/full"));
}
