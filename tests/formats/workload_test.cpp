#include "sim/formats/workload.hpp"

#include <catch2/catch.hpp>

#include "model/arith/hash.hpp"
#include "tests/formats/expect_error.hpp"
#include "tests/formats/temporary_folder.hpp"

using namespace drnn;
using namespace drnn::test;

TEST_CASE("the hash of files depends on bytes and order, not on names") {
  const TemporaryFolder folder;
  const auto a = folder.write("a", "one");
  const auto copy = folder.write("copy", "one");
  const auto b = folder.write("b", "two");
  CHECK(hash_files({a}) == hash_files({copy}));
  CHECK(hash_files({a}).size() == 16);
  CHECK(hash_files({a, b}) != hash_files({b, a}));
  CHECK(hash_files({folder.write("c", "on"), folder.write("d", "etwo")}) != hash_files({a, b}));
  error_of([&] { hash_files({folder.path() / "missing"}); });
}

TEST_CASE("the hash of a file does not depend on the parts in which it is read") {
  const TemporaryFolder folder;
  std::string bytes;
  for (int i = 0; i < 200000; ++i) bytes += static_cast<char>(i % 251);
  Fnv1a hash;
  hash.add(bytes.size());
  hash.add_bytes(bytes.data(), bytes.size());
  CHECK(hash_files({folder.write("long", bytes)}) == hash.hex());
}

TEST_CASE("the hash of a sequence depends on its steps and on every value") {
  const std::string whole = hash_sequence(2, {1, 2});
  CHECK(whole == hash_sequence(2, {1, 2}));
  CHECK(whole != hash_sequence(2, {1, 3}));
  CHECK(whole != hash_sequence(1, {1, 2}));
}
