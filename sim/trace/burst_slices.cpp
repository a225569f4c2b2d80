#include "sim/trace/burst_slices.hpp"

#include <algorithm>

namespace drnn {

BurstSlices::BurstSlices(TraceEventWriter& writer, int first_track, std::uint64_t period_ps,
                         std::uint64_t port_bytes)
    : writer_(writer), next_track_(first_track), period_ps_(period_ps), port_bytes_(port_bytes) {}

void BurstSlices::add(const std::string& port, const Burst& burst) {
  ports_[port].push_back(burst);
}

Cycle BurstSlices::end_of(const Burst& burst) const {
  const Cycle beats = (burst.bytes + port_bytes_ - 1) / port_bytes_;
  return burst.ready + (burst.write ? 1 : beats);
}

void BurstSlices::write(Cycle begin, Cycle end) {
  for (auto& [port, bursts] : ports_) {
    const auto outside = [&](const Burst& burst) {
      return burst.issued < begin || end_of(burst) > end;
    };
    bursts.erase(std::remove_if(bursts.begin(), bursts.end(), outside), bursts.end());
    if (bursts.empty()) continue;
    write_port(port, bursts);
    write_bandwidth(port, bursts, begin, end);
  }
}

void BurstSlices::write_port(const std::string& port, const std::vector<Burst>& bursts) {
  std::vector<Burst> by_issue = bursts;
  std::stable_sort(by_issue.begin(), by_issue.end(),
                   [](const Burst& a, const Burst& b) { return a.issued < b.issued; });
  std::vector<Cycle> free_from;  // of each of the port's tracks
  std::vector<int> tracks;
  for (const Burst& burst : by_issue) {
    const auto lane = std::find_if(free_from.begin(), free_from.end(),
                                   [&](Cycle free) { return free <= burst.issued; });
    const auto index = static_cast<std::size_t>(lane - free_from.begin());
    if (lane == free_from.end()) {
      free_from.push_back(0);
      tracks.push_back(next_track_++);
      writer_.track(tracks.back(), port + " bursts " + std::to_string(index));
    }
    free_from[index] = end_of(burst);
    write_slice(tracks[index], burst);
  }
}

void BurstSlices::write_slice(int track, const Burst& burst) {
  const std::string bytes = std::to_string(burst.bytes);
  writer_.slice(track, (burst.write ? "write " : "read ") + bytes + " B", burst.issued,
                end_of(burst),
                {{"address", std::to_string(burst.address)},
                 {"bytes", bytes},
                 {"answer_cycle", std::to_string(burst.ready)}});
}

void BurstSlices::write_bandwidth(const std::string& port, const std::vector<Burst>& bursts,
                                  Cycle begin, Cycle end) {
  std::map<Cycle, std::uint64_t> bytes;  // by bucket; the one behind each has some too, or none
  for (const Burst& burst : bursts) {
    bytes[burst.ready / kBucketCycles] += burst.bytes;
    bytes[burst.ready / kBucketCycles + 1] += 0;
  }
  constexpr std::uint64_t kPsPerUs = 1000000;
  for (const auto& [bucket, sum] : bytes) {
    const Cycle from = std::max(bucket * kBucketCycles, begin);
    if (from < end)
      writer_.counter(port + " bandwidth", "MB/s", from,
                      sum * kPsPerUs / (kBucketCycles * period_ps_));
  }
}

}  // namespace drnn
