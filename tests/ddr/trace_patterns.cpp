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

/// Runs as far apart as can be, so that all are in one bank, but `kBanks` rows more for each than
/// for the one before, which puts them that many banks apart; a burst of each in turn; the last
/// so many write.
template <int kStreams, int kWriters, int kBanks = 0>
Trace streams(const DdrDevice& device, std::uint64_t seed, int requests) {
  RandomSource random(seed);
  const std::uint64_t begin = anywhere(device, random);
  const std::uint64_t apart = device.size_bytes() / kStreams + kBanks * device.row_bytes();
  return back_to_back(requests, [&](std::uint64_t i) {
    const std::uint64_t stream = i % kStreams;
    const std::uint64_t address = begin + stream * apart + i / kStreams * kBurst;
    return TraceRequest{address % device.size_bytes(), stream >= kStreams - kWriters};
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
      {"stream_read", stream<false>},        {"random_read", scattered<0>},
      {"random_read_128", random_read_128},  {"four_streams_read", streams<4, 0>},
      {"sparse_read", sparse_read},          {"stream_write", stream<true>},
      {"random_write", scattered<100>},      {"four_streams_mixed", streams<4, 2>},
      {"random_mixed", scattered<33>},       {"two_streams_read", streams<2, 0>},
      {"two_streams_mixed", streams<2, 1>},  {"two_banks_read", streams<2, 0, 1>},
      {"four_banks_read", streams<4, 0, 2>}, {"four_banks_mixed", streams<4, 2, 2>},
      {"eight_streams_read", streams<8, 0>}, {"eight_banks_read", streams<8, 0, 1>},
      {"two_pairs_read", streams<4, 0, 4>}};
  return list;
}

const TracePattern& trace_pattern(const std::string& name) {
  for (const TracePattern& pattern : trace_patterns())
    if (pattern.name == name) return pattern;
  throw std::invalid_argument("no trace pattern " + name);
}

}  // namespace drnn::test
