#include "sim/formats/text.hpp"

#include <catch2/catch.hpp>

using namespace drnn;

TEST_CASE("numbers are the whole text or nothing") {
  CHECK(parse_integer("-12") == -12);
  CHECK_FALSE(parse_integer(""));
  CHECK_FALSE(parse_integer("1x"));
  CHECK_FALSE(parse_integer(" 1"));
  CHECK_FALSE(parse_integer("9223372036854775808"));
  CHECK(parse_unsigned("18446744073709551615") == 18446744073709551615u);
  CHECK_FALSE(parse_unsigned("-1"));
  CHECK(parse_real("0.25") == 0.25);
  CHECK_FALSE(parse_real("0,25"));
}

TEST_CASE("text is split at every separator and trimmed of spaces") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',').size() == 1);
  CHECK(trim(" \ta b\r") == "a b");
  CHECK(trim("  ").empty());
}

TEST_CASE("a real number is written as short as it reads back") {
  CHECK(to_text(0.1) == "0.1");
  CHECK(to_text(128.0) == "128");
}

TEST_CASE("printable text is one short line") {
  CHECK(printable("a\nb\x01") == "a?b?");
  CHECK(printable(std::string(1000, 'x')).size() < 200);
}
