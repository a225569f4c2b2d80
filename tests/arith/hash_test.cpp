#include "model/arith/hash.hpp"

#include <catch2/catch.hpp>
#include <cstring>

TEST_CASE("FNV-1a gives the published test vectors") {
  const auto hash_of = [](const char* text) {
    drnn::Fnv1a hash;
    hash.add_bytes(text, std::strlen(text));
    return hash.hex();
  };
  CHECK(hash_of("") == "cbf29ce484222325");
  CHECK(hash_of("a") == "af63dc4c8601ec8c");
  CHECK(hash_of("foobar") == "85944171f73967e8");
}

TEST_CASE("a number is hashed as eight bytes with the least significant first") {
  drnn::Fnv1a of_number;
  of_number.add(0x0807060504030201u);
  drnn::Fnv1a of_bytes;
  const unsigned char bytes[] = {1, 2, 3, 4, 5, 6, 7, 8};
  of_bytes.add_bytes(bytes, sizeof bytes);
  CHECK(of_number.value() == of_bytes.value());
}

TEST_CASE("a hash is printed with 16 digits") {
  CHECK(drnn::to_hex(0) == "0000000000000000");
  CHECK(drnn::to_hex(0x1f) == "000000000000001f");
}
