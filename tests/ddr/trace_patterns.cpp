#include "tests/ddr/trace_patterns.hpp"

#include <stdexcept>

#include "tests/support/random_source.hpp"

namespace drnn::test {

namespace {

using Trace = std::vector<TraceRequest>;

constexpr std::uint64_t kBurst = 32;  // BL8 on two chips

/// A burst anywhere in the device.
std::uint64_t anywhere(const DdrDevice& device, RandomSource& random) {
  return kBurst * static_cast<std::uint64_t>(random.between(
                      0, static_cast<std::int64_t>(device.size_bytes() / kBurst) - 1));
}

/// One request a clock: each waits only for room.
template <class Make>
Trace back_to_back(int requests, Make make) {
  Trace trace;
  for (int i = 0; i < requests; ++i) {
    TraceRequest request = make(static_cast<std::uint64_t>(i));
    request.cycle = static_cast<DdrClock>(i);
    trace.push_back(request);
  }
  return trace;
}

/// One run of addresses from a random place on.
template <bool kWrite>
Trace stream(const DdrDevice& device, std::uint64_t seed, int requests) {
  RandomSource random(seed);
  const std::uint64_t begin = anywhere(device, random);
  return back_to_back(requests, [&](std::uint64_t i) {
    return TraceRequest{(begin + i * kBurst) % device.size_bytes(), kWrite};
  });
}

/// Bursts anywhere, of which so many of a hundred are writes.
template <int kWritePercent>
Trace scattered(const DdrDevice& device, std::uint64_t seed, int requests) {
  RandomSource random(seed);
  return back_to_back(requests, [&](std::uint64_t) {
    const std::uint64_t address = anywhere(device, random);
    return TraceRequest{address, random.chance(kWritePercent)};
  });
}

/// 128 bytes anywhere, four bursts each.
Trace random_read_128(const DdrDevice& device, std::uint64_t seed, int requests) {
  RandomSource random(seed);
  std::uint64_t block = 0;
  return back_to_back(requests, [&](std::uint64_t i) {
    if (i % 4 == 0) block = anywhere(device, random) / (4 * kBurst) * (4 * kBurst);
    return TraceRequest{block + i % 4 * kBurst, false};
  });
}

/// Four runs a quarter of the device apart, so that all are in one bank, a burst of each in turn;
/// the last so many write.
template <int kWriters>
Trace four_streams(const DdrDevice& device, std::uint64_t seed, int requests) {
  RandomSource random(seed);
  const std::uint64_t begin = anywhere(device, random);
  return back_to_back(requests, [&](std::uint64_t i) {
    const std::uint64_t address = begin + i % 4 * (device.size_bytes() / 4) + i / 4 * kBurst;
    return TraceRequest{address % device.size_bytes(), i % 4 >= 4 - kWriters};
  });
}

/// Reads anywhere, far enough apart that each finds the controller idle.
Trace sparse_read(const DdrDevice& device, std::uint64_t seed, int requests) {
  Trace trace = scattered<0>(device, seed, requests);
  RandomSource random(seed + 1);
  DdrClock clock = 0;
  for (TraceRequest& request : trace) {
    request.cycle = clock;
    clock += static_cast<DdrClock>(random.between(30, 90));
  }
  return trace;
}

}  // namespace

const std::vector<TracePattern>& trace_patterns() {
  static const std::vector<TracePattern> list{
      {"stream_read", stream<false>},       {"random_read", scattered<0>},
      {"random_read_128", random_read_128}, {"four_streams_read", four_streams<0>},
      {"sparse_read", sparse_read},         {"stream_write", stream<true>},
      {"random_write", scattered<100>},     {"four_streams_mixed", four_streams<2>},
      {"random_mixed", scattered<33>}};
  return list;
}

const TracePattern& trace_pattern(const std::string& name) {
  for (const TracePattern& pattern : trace_patterns())
    if (pattern.name == name) return pattern;
  throw std::invalid_argument("no trace pattern " + name);
}

}  // namespace drnn::test
