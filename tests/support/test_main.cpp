#include "tests/support/catch_session.hpp"

int main(int argc, char* argv[]) {
  return drnn::test::run_catch(argc, argv);
}
