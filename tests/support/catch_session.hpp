#pragma once

namespace drnn::test {

/// Runs the tests that the command line selects, as Catch2's own main does; the exit code.
int run_catch(int argc, char* argv[]);

}  // namespace drnn::test
