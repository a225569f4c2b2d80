#include <catch2/catch.hpp>

#include "tests/trace/recorded_run.hpp"
#include "tests/trace/vcd_reader.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

constexpr int kWaveformChunks = 8, kWaveformSeeds = 6;

std::uint64_t chunk_seed(int chunk, int i) {
  return static_cast<std::uint64_t>(chunk * kWaveformSeeds + i + 1);
}

std::string short_name(const std::string& name) {
  return name.substr(name.rfind('.') + 1);
}

/// For how many cycles of [begin, end) each value holds.
std::map<std::uint64_t, std::uint64_t> cycles_of(const VcdFile::Changes& changes,
                                                 std::uint64_t begin, std::uint64_t end,
                                                 std::uint64_t period_ps) {
  std::map<std::uint64_t, std::uint64_t> result;
  for (auto at = changes.begin(); at != changes.end(); ++at) {
    const auto next = std::next(at);
    const std::uint64_t from = std::max(at->first, begin);
    const std::uint64_t to = std::min(next == changes.end() ? end : next->first, end);
    if (from < to) result[at->second] += (to - from) / period_ps;
  }
  return result;
}

/// The codes of the states by their names.
std::map<std::string, std::uint64_t> codes_of(const std::string& translation) {
  std::map<std::string, std::uint64_t> result;
  std::istringstream lines(translation.substr(translation.find("\n0 ")));
  std::uint64_t code = 0;
  for (std::string name; lines >> code >> name;) result[name] = code;
  return result;
}

/// The causes of every block as the waveform shows them against those of the statistics.
std::string compare_causes(const TracedCase& c, const Recording& recording) {
  const auto period = static_cast<std::uint64_t>(c.parameters.clock.period_ps);
  const VcdFile vcd(recording.vcd);
  const std::uint64_t begin = vcd.of("drnn.begun").rbegin()->first;
  const std::uint64_t end = begin + recording.statistics.total_cycles * period;
  std::map<std::string, std::map<std::uint64_t, std::uint64_t>> shown;
  for (const auto& [name, changes] : vcd.variables())
    if (short_name(name) == "cause")
      shown[short_name(name.substr(0, name.rfind('.')))] = cycles_of(changes, begin, end, period);
  const std::map<std::string, std::uint64_t> codes = codes_of(recording.states);
  std::string fault;
  for (const BlockCauses& block : recording.statistics.blocks)
    for (const auto& [cause, cycles] : block.causes) {
      const std::uint64_t found = shown[block.block][codes.at(cause)];
      if (found != cycles)
        fault += block.block + "." + cause + ": " + std::to_string(found) + " cycles shown, " +
                 std::to_string(cycles) + " counted\n";
    }
  return fault;
}

/// level in a cycle + pushed - popped = level in the next, for all FIFOs.
std::string check_fifos(const VcdFile& vcd, std::uint64_t period_ps) {
  int fifos = 0;
  for (const auto& [name, levels] : vcd.variables()) {
    const std::string scope = name.substr(0, name.rfind('.') + 1);
    if (name != scope + "level" || vcd.variables().count(scope + "popped") == 0) continue;
    ++fifos;
    std::map<std::uint64_t, int> times;
    for (const char* signal : {"level", "pushed", "popped"})
      for (const auto& change : vcd.of(scope + signal)) times[change.first];
    for (const auto& entry : times) {
      const std::uint64_t next = entry.first + period_ps;
      if (next > vcd.end()) continue;
      const auto at = [&](const char* signal) { return vcd.at(scope + signal, entry.first); };
      if (at("level") + at("pushed") - at("popped") != vcd.at(name, next))
        return name + " at " + std::to_string(next);
    }
  }
  return fifos > 0 ? "" : "no FIFO found";
}

}  // namespace

TEST_CASE("a waveform has the same bytes in both engines", "[trace]") {
  const int chunk = GENERATE(range(0, kWaveformChunks));
  for (int i = 0; i < kWaveformSeeds; ++i) {
    const TracedCase c = random_traced_case(chunk_seed(chunk, i));
    INFO(c.description);
    const std::string fast = recorded_vcd(c, Engine::fast);
    CHECK(VcdFile(fast).end() > 0);
    CHECK(fast == recorded_vcd(c, Engine::stepped));
  }
}

TEST_CASE("bursts of a port end between the blocks' changes in both engines", "[trace]") {
  // Between the columns of EdgeDRNN's weights nothing happens but that answers can be seen.
  const TracedCase c = traced(edge_system_case(8, {16, 48, 48}, {4}));
  INFO(c.description);
  CHECK(recorded_vcd(c, Engine::fast) == recorded_vcd(c, Engine::stepped));
}

TEST_CASE("a windowed waveform with all details has the same bytes in both engines", "[trace]") {
  const int chunk = GENERATE(range(0, kWaveformChunks));
  for (int i = 0; i < kWaveformSeeds; ++i) {
    const TracedCase c = random_traced_case(chunk_seed(chunk, i) + 1000);
    INFO(c.description);
    TraceOptions options;
    options.scopes = {"*"};
    options.from = 300 + static_cast<std::uint64_t>(i);
    options.to = 1500;
    CHECK(recorded_vcd(c, Engine::fast, options) == recorded_vcd(c, Engine::stepped, options));
  }
}

TEST_CASE("a waveform shows the causes that the statistics count", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 21));
  const TracedCase c = random_traced_case(seed);
  INFO(c.description);
  CHECK(in_child([&] {
          TraceOptions options;
          options.vcd = "a.vcd";
          return compare_causes(c, record(c, Engine::fast, options));
        }) == "");
}

TEST_CASE("the levels of FIFOs follow from what is pushed and popped", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 11));
  const TracedCase c = random_traced_case(seed);
  INFO(c.description);
  const auto period = static_cast<std::uint64_t>(c.parameters.clock.period_ps);
  CHECK(check_fifos(VcdFile(recorded_vcd(c, Engine::fast)), period) == "");
}

TEST_CASE("a window shows what the whole waveform shows there", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 9));
  const TracedCase c = random_traced_case(seed);
  INFO(c.description);
  const VcdFile whole(recorded_vcd(c, Engine::fast));
  const auto period = static_cast<std::uint64_t>(c.parameters.clock.period_ps);
  const std::uint64_t begin = whole.of("drnn.begun").rbegin()->first / period;
  TraceOptions options;
  options.from = begin + 17;
  options.to = begin + 17 + 3 * seed;
  const VcdFile window(recorded_vcd(c, Engine::fast, options));
  CHECK(window.end() == (*options.to + 1) * period);
  const std::uint64_t first = window.begin();
  CHECK(first >= *options.from * period);
  CHECK(differences(window.variables(), whole.slice(first, window.end())) == "");
}

TEST_CASE("the window of a step is from the end of the one before to its own", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 9));
  const TracedCase c = random_traced_case(seed);
  INFO(c.description);
  const VcdFile whole(recorded_vcd(c, Engine::fast));
  const VcdFile::Changes& steps = whole.of("drnn.step");
  for (std::uint64_t step = 0; step < c.steps(); step += 1 + c.steps() / 3) {
    TraceOptions options;
    options.step = step;
    const VcdFile window(recorded_vcd(c, Engine::fast, options));
    const auto began = std::find_if(steps.begin(), steps.end(),
                                    [&](const auto& change) { return change.second == step; });
    const std::uint64_t begin = step == 0 ? whole.of("drnn.begun").rbegin()->first : began->first;
    CHECK(window.begin() == begin);
    CHECK(window.end() == std::next(began)->first);
    CHECK(differences(window.variables(), whole.slice(begin, window.end())) == "");
  }
}

TEST_CASE("a trigger opens the window in the first cycle in which it holds", "[trace]") {
  const TracedCase c = random_traced_case(2);
  INFO(c.description);
  const VcdFile whole(recorded_vcd(c, Engine::fast));
  TraceOptions options;
  options.trigger = "mxv_unit.issue";
  const VcdFile::Changes& issue = whole.of("drnn.accelerator.mxv_unit.issue");
  const auto first = std::find_if(issue.begin(), issue.end(),
                                  [](const auto& change) { return change.second == 1; });
  const VcdFile from_first(recorded_vcd(c, Engine::stepped, options));
  CHECK(from_first.begin() == first->first);
  CHECK(differences(from_first.variables(), whole.slice(first->first, from_first.end())) == "");
  const auto period = static_cast<std::uint64_t>(c.parameters.clock.period_ps);
  const auto next = std::find_if(std::next(first), issue.end(),
                                 [](const auto& change) { return change.second == 1; });
  options.from = next->first / period;
  CHECK(VcdFile(recorded_vcd(c, Engine::fast, options)).begin() == next->first);
}

TEST_CASE("SystemC's own writer shows the same value changes", "[trace]") {
  const std::uint64_t seed = GENERATE(range(1, 13));
  const TracedCase c = random_traced_case(seed);
  INFO(c.description);
  TraceOptions options;
  options.from = 200;
  if (seed % 3 == 0) options.scopes = {"*"};
  if (seed % 3 == 0) options.to = 1200;
  const VcdFile own(recorded_vcd(c, Engine::fast, options));
  options.writer = TraceOptions::Writer::systemc;
  const VcdFile systemc(recorded_vcd(c, Engine::fast, options), "SystemC");
  // The kernel writes changes when time moves on, so where the run ends those of the last cycle
  // fail.
  const auto period = static_cast<std::uint64_t>(c.parameters.clock.period_ps);
  const std::uint64_t end = options.to ? own.end() : own.end() - period;
  CHECK(end > own.begin() + 100 * period);
  CHECK(differences(systemc.slice(own.begin(), end), own.slice(own.begin(), end)) == "");
}
