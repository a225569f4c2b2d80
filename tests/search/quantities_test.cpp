#include "sim/search/quantities.hpp"

#include <catch2/catch.hpp>

#include "model/config/errors.hpp"

using namespace drnn;

TEST_CASE("objectives are names, each once", "[search]") {
  CHECK(parse_objectives("dsp,cycles") ==
        std::vector<std::size_t>{quantity_index("dsp", ""), quantity_index("cycles", "")});
  for (const char* wrong : {"", "cycles,", "cycle", "cycles,cycles", "misfit"})
    CHECK_THROWS_AS(parse_objectives(wrong), InputError);
}

TEST_CASE("a requirement is fits or a limit", "[search]") {
  const Limit limit = parse_requirement("error<=0.05");
  CHECK(limit.value == quantity_index("error", ""));
  CHECK(limit.most == 0.05);
  CHECK(quantities()[parse_requirement("fits").value].name == std::string("misfit"));
  for (const char* wrong : {"", "fit", "error", "error<=", "error<=x", "error>=1", "speed<=1"})
    CHECK_THROWS_AS(parse_requirement(wrong), InputError);
}
