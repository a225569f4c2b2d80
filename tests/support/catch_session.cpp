// The one place where Catch2's runner is compiled, which takes longer than most tests.
#define CATCH_CONFIG_RUNNER
#include "tests/support/catch_session.hpp"

#include <catch2/catch.hpp>

namespace drnn::test {

int run_catch(int argc, char* argv[]) {
  return Catch::Session().run(argc, argv);
}

}  // namespace drnn::test
