#pragma once

#include <map>
#include <vector>

#include "tlm/ddr/ddr_controller.hpp"

namespace drnn::test {

inline DdrClock clocks(int count) {
  return static_cast<DdrClock>(count);
}

/// A controller whose commands and ends are written down.
class DdrBench {
 public:
  explicit DdrBench(const DdrConfig& config)
      : controller(config, [this, bytes = config.device.burst_bytes()](const DdrEnds& e) {
          // A multimap: an end that comes twice is seen.
          for (std::size_t i = 0; i < e.count; ++i)
            ends.insert({e.tag + i * bytes, e.commands[i] + e.data_clocks});
        }) {
    controller.observe([this](const DdrIssued& command) { commands.push_back(command); });
  }
  DdrBench(const DdrBench&) = delete;

  /// Enqueues in clock `now`, with the bursts so far as tags: 0, 1, 2, ...
  std::uint64_t read(std::uint64_t address, DdrClock now) { return put(address, false, now); }
  std::uint64_t write(std::uint64_t address, DdrClock now) { return put(address, true, now); }
  /// The last burst of clock `now`, which is executed.
  std::uint64_t last(std::uint64_t address, bool write, DdrClock now) {
    controller.run_until(now);
    controller.enqueue_and_run(address, write, count_, now);
    return count_++;
  }

  /// Until nothing is queued.
  void finish() {
    while (controller.next_event() != kNoClock) controller.run_until(controller.next_event() + 1);
  }
  DdrClock end(std::uint64_t tag) const { return ends.find(tag)->second; }

  /// The tags in the order of their ends.
  std::vector<std::uint64_t> order() const {
    std::map<DdrClock, std::uint64_t> by_end;
    for (const auto& [tag, clock] : ends) by_end[clock] = tag;
    std::vector<std::uint64_t> tags;
    for (const auto& entry : by_end) tags.push_back(entry.second);
    return tags;
  }
  std::vector<DdrIssued> of(DdrCommand command) const {
    std::vector<DdrIssued> found;
    for (const DdrIssued& c : commands)
      if (c.command == command) found.push_back(c);
    return found;
  }

  std::vector<DdrIssued> commands;
  std::multimap<std::uint64_t, DdrClock> ends;
  DdrController controller;

 private:
  std::uint64_t put(std::uint64_t address, bool write, DdrClock now) {
    controller.run_until(now);
    controller.enqueue(address, write, count_, now);
    return count_++;
  }
  std::uint64_t count_ = 0;
};

/// An address of the default mapping: row, bank and burst from the top.
inline std::uint64_t address_of(const DdrDevice& device, std::uint64_t row, std::uint64_t bank,
                                std::uint64_t burst) {
  return (row * device.banks + bank) * device.row_bytes() + burst * device.burst_bytes();
}

}  // namespace drnn::test
