// libsystemc brings main(), which calls sc_main. Each test case runs in a process of its own
// (catch_discover_tests), because SystemC elaborates once a process.
#include <systemc>

#include "tests/support/catch_session.hpp"

int sc_main(int argc, char* argv[]) {
  return drnn::test::run_catch(argc, argv);
}
