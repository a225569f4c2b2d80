#include <benchmark/benchmark.h>

/// libsystemc wants one; nothing here runs its kernel.
extern "C" int sc_main(int, char*[]) {
  return 0;
}

BENCHMARK_MAIN();
