// libsystemc brings main(), which calls sc_main. Each test case runs in a process of its own
// (catch_discover_tests), because SystemC elaborates once a process.
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#include <systemc>

int sc_main(int argc, char* argv[]) {
  return Catch::Session().run(argc, argv);
}
