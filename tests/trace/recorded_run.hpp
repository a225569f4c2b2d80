#pragma once

#include <filesystem>
#include <string>

#include "sim/trace/tracing.hpp"
#include "tests/formats/temporary_folder.hpp"
#include "tests/support/edge_system_case.hpp"
#include "tests/support/system_case.hpp"
#include "tlm/zynq_system.hpp"

namespace drnn::test {

/// A design of either kind with a workload.
struct TracedCase {
  Parameters parameters;
  QuantisedNetwork network;
  std::vector<InputSequence> sequences;
  DeltaSettings settings;
  std::string description;

  std::uint64_t steps() const {
    std::uint64_t sum = 0;
    for (const InputSequence& sequence : sequences) sum += sequence.steps;
    return sum;
  }
};

inline TracedCase traced(const SystemCase& c) {
  return {c.parameters(), c.network(), c.sequences(), c.settings(), c.describe()};
}

inline TracedCase traced(const EdgeSystemCase& c) {
  return {c.parameters(), c.common.network(), c.common.sequences(), c.common.settings(),
          c.describe()};
}

/// Even seeds: DRNN, odd ones: EdgeDRNN.
inline TracedCase random_traced_case(std::uint64_t seed) {
  return seed % 2 == 0 ? traced(random_case(seed)) : traced(random_edge_system_case(seed));
}

struct Recording {
  std::string vcd, states, timeline;
  RunStatistics statistics;
};

/// Runs the case once in this process, which elaborates SystemC, and returns what was recorded.
/// The names of the files in the options do not matter, only whether they are there.
inline Recording record(const TracedCase& c, Engine engine, TraceOptions options) {
  const TemporaryFolder folder;
  const std::string vcd = (folder.path() / "a.vcd").string();
  const std::string timeline = (folder.path() / "a.json").string();
  if (options.vcd) options.vcd = vcd;
  if (options.timeline) options.timeline = timeline;
  ZynqSystem system("drnn", c.parameters, engine);
  Tracing tracing(options, system, c.parameters, c.network, c.steps());
  const ZynqSystem::Result result = system.run(c.network, c.sequences, c.settings);
  tracing.finish();
  tracing.commit();
  return {bytes_of(vcd), bytes_of(folder.path() / "a.states.txt"), bytes_of(timeline),
          result.statistics};
}

/// One part of a recording that a process of its own makes; faults throw.
inline std::string recorded(const TracedCase& c, Engine engine, const TraceOptions& options,
                            std::string Recording::*part) {
  const std::string text = in_child([&] { return "ok:" + (record(c, engine, options).*part); });
  if (text.rfind("ok:", 0) != 0) throw std::runtime_error(text + "\n" + c.description);
  return text.substr(3);
}

inline std::string recorded_vcd(const TracedCase& c, Engine engine, TraceOptions options = {}) {
  options.vcd = "a.vcd";
  return recorded(c, engine, options, &Recording::vcd);
}

}  // namespace drnn::test
