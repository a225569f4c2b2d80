#include <cinttypes>
#include <cstdio>
#include <cstdlib>

#include "tests/ddr/trace_patterns.hpp"

/// Writes a pattern as the text that DRAM simulators read: PATTERN DEVICE SEED REQUESTS.
int main(int argc, char* argv[]) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: drnn_dump_trace PATTERN DEVICE SEED REQUESTS\n");
    return 2;
  }
  const auto trace = drnn::test::trace_pattern(argv[1]).make(
      drnn::ddr_device(argv[2]), std::strtoull(argv[3], nullptr, 10), std::atoi(argv[4]));
  for (const drnn::TraceRequest& r : trace)
    std::printf("0x%" PRIX64 " %s %" PRIu64 "\n", r.address, r.write ? "WRITE" : "READ", r.cycle);
  return 0;
}
