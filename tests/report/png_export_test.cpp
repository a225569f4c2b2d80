#include "sim/report/png_export.hpp"

#include <catch2/catch.hpp>

using namespace drnn;

namespace {

std::string document(const std::string& lines) {
  return "<html><pre class=\"\" id=\"png-export\">" + lines + "</pre></html>";
}

}  // namespace

TEST_CASE("pictures are taken out of the page by name", "[report]") {
  const auto pictures = exported_pictures(document("one iVBORwA=\ntwo iVBORwAB"));
  REQUIRE(pictures.size() == 2);
  CHECK(pictures.at("one") == std::string("\x89PNG\0", 5));
  CHECK(pictures.at("two") == std::string("\x89PNG\0\1", 6));
}

TEST_CASE("a page without pictures, or with broken ones, is an error", "[report]") {
  CHECK_THROWS_WITH(exported_pictures("<html>"), Catch::Contains("no pictures"));
  CHECK_THROWS_WITH(exported_pictures(document("")), Catch::Contains("no pictures"));
  CHECK_THROWS_WITH(exported_pictures(document("one iVBO?w")), Catch::Contains("broken"));
  CHECK_THROWS_WITH(exported_pictures(document("one AAAA")), Catch::Contains("broken"));
}
