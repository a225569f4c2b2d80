#include "sim/report/script_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

using namespace drnn;
using Json = nlohmann::ordered_json;

TEST_CASE("no string ends the script element, and all read back the same", "[report]") {
  const Json json{{"</script><b>", "<!-- <script> \" \\ \n \xE2\x80\xA8"}, {"n", 1.5}};
  const std::string text = script_json(json);
  CHECK(text.find('<') == std::string::npos);
  CHECK(Json::parse(text) == json);
}

TEST_CASE("bytes that are no UTF-8 become the replacement character", "[report]") {
  CHECK(Json::parse(script_json(Json("a\xFF"))) == Json("a\xEF\xBF\xBD"));
}

TEST_CASE("an end tag within code is written apart", "[report]") {
  CHECK(script_code("a = '</script></script>'") == "a = '<\\/script><\\/script>'");
  CHECK(script_code("a < b / script") == "a < b / script");
}
