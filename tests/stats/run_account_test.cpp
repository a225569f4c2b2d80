#include <catch2/catch.hpp>
#include <sstream>
#include <utility>

#include "tests/support/checked_system.hpp"
#include "tests/support/edge_system_case.hpp"
#include "tests/support/system_case.hpp"
#include "tests/system/checks.hpp"

using namespace drnn;
using namespace drnn::test;

namespace {

/// A run and the cycles in which its steps ended, seen from outside.
struct AccountedRun {
  ZynqSystem::Result result;
  std::vector<Cycle> ends;
};

class AccountedSystem {
 public:
  explicit AccountedSystem(const Parameters& parameters)
      : system_("drnn", parameters, Engine::fast) {
    system_.set_account(ZynqSystem::AccountDetail::steps);
    system_.engine().on_committed([this](Cycle now) {
      if (std::exchange(ended_, false)) ends_.push_back(now);
    });
  }

  AccountedRun run(const SystemCase& c, const QuantisedNetwork& network, Engine engine) {
    system_.engine().set_engine(engine);
    ends_.clear();
    const auto result =
        system_.run(network, c.sequences(), c.settings(), [this](std::uint64_t) { ended_ = true; });
    return {result, ends_};
  }

 private:
  ZynqSystem system_;
  bool ended_ = false;
  std::vector<Cycle> ends_;
};

std::string text_of(const CauseCycleCounts& causes) {
  std::string text;
  for (std::size_t i = 0; i < kCycleCauseCount; ++i)
    text += std::string(kCycleCauses[i].name) + "=" + std::to_string(causes[i]) + " ";
  return text;
}

/// All of a run's account, to be compared.
std::string text_of(const ZynqSystem::Result& result) {
  std::string text = text_of(result.statistics.causes);
  for (const StepAccount& step : result.steps.all())
    text += "\n" + std::to_string(step.columns) + ": " + text_of(step.causes);
  return text;
}

std::uint64_t booked(const RunStatistics& s, const std::string& block, const std::string& cause) {
  for (const BlockCauses& b : s.blocks)
    for (const auto& entry : b.causes)
      if (b.block == block && entry.cause == cause) return entry.cycles;
  throw std::logic_error(block + " has no cause " + cause);
}

std::string check_sums(const AccountedRun& run) {
  const RunStatistics& s = run.result.statistics;
  std::string fault = equal(sum(s.causes), s.total_cycles, "sum of the causes") +
                      equal(s.causes[index_of(CycleCause::reset)], s.reset_cycles, "resets");
  for (std::size_t i = 0; i < kCycleCauseCount; ++i)  // none has wrapped below zero
    fault += expect(s.causes[i] <= s.total_cycles, std::string(kCycleCauses[i].name) + " wrapped");
  return fault;
}

/// A step's cycles are those between the ends of steps, its sums those of the run.
std::string check_steps(const AccountedRun& run) {
  const RunStatistics& s = run.result.statistics;
  std::string fault = equal(run.result.steps.size(), s.steps, "steps") +
                      equal(run.ends.size(), s.steps, "ends of steps");
  if (!fault.empty()) return fault;
  const std::vector<StepAccount> steps = run.result.steps.all();
  StepAccount total;
  std::uint64_t longest = 0;
  Cycle begin = run.ends.back() + 1 - s.total_cycles;
  for (std::size_t t = 0; t < run.ends.size(); ++t) {
    const StepAccount& step = steps[t];
    fault += equal(sum(step.causes), run.ends[t] + 1 - begin, "step " + std::to_string(t));
    begin = run.ends[t] + 1;
    longest = std::max(longest, step.cycles());
    total.columns += step.columns;
    for (std::size_t i = 0; i < kCycleCauseCount; ++i) total.causes[i] += step.causes[i];
  }
  return fault + equal(total.columns, s.columns_issued, "columns") +
         equal(longest, s.max_step_cycles, "longest step") +
         expect(total.causes == s.causes, "the steps' causes do not add up to the run's");
}

/// Resets stand with the first steps of sequences alone.
std::string check_sequences(const AccountedRun& run, const std::vector<int>& lengths) {
  const std::vector<StepAccount> steps = run.result.steps.all();
  std::string fault;
  std::size_t t = 0;
  for (int length : lengths)
    for (int i = 0; i < length; ++i, ++t)
      if (i > 0 || t == 0)
        fault += equal(steps[t].causes[index_of(CycleCause::reset)], 0,
                       "resets in step " + std::to_string(t));
  return fault;
}

std::uint64_t cycles(const RunStatistics& s, std::initializer_list<CycleCause> causes) {
  std::uint64_t result = 0;
  for (const CycleCause cause : causes) result += s.causes[index_of(cause)];
  return result;
}

/// What follows from the MxV unit's own causes alone.
std::string check_mxv(const RunStatistics& s) {
  const auto of = [&](const char* cause) { return booked(s, "mxv_unit", cause); };
  return equal(cycles(s, {CycleCause::mac, CycleCause::tail_imbalance}), of("busy"), "work") +
         equal(cycles(s, {CycleCause::accumulator_hazard}), of("hazard"), "hazards") +
         equal(cycles(s, {CycleCause::mac_latency}), of("drain"), "drains") +
         expect(cycles(s, {CycleCause::scan, CycleCause::fifo_empty}) <= of("fifo_empty"),
                "scans while there are deltas") +
         expect(cycles(s, {CycleCause::fifo_full}) <= of("activation_wait"),
                "full FIFOs while there are no deltas") +
         equal(cycles(s, {CycleCause::memory_latency, CycleCause::memory_bandwidth}), 0,
               "waits for weights");
}

/// What follows from the processing controller's own causes alone.
std::string check_controller(const RunStatistics& s) {
  const auto of = [&](const char* cause) { return booked(s, "processing_controller", cause); };
  return equal(cycles(s, {CycleCause::mac}), of("busy"), "work") +
         equal(cycles(s, {CycleCause::mac_latency}), of("drain"), "drains") +
         equal(cycles(s, {CycleCause::activation}), of("activation"), "activations") +
         equal(cycles(s, {CycleCause::memory_latency, CycleCause::memory_bandwidth}),
               of("weight_wait"), "waits for weights") +
         expect(cycles(s, {CycleCause::sequencer}) >= of("init"), "fewer hand-overs than INIT") +
         expect(cycles(s, {CycleCause::output_wait}) >= of("output_wait"), "output waits") +
         equal(cycles(s, {CycleCause::tail_imbalance, CycleCause::accumulator_hazard,
                          CycleCause::activation_latency}),
               0, "causes of DRNN");
}

template <class Check>
std::string check_run(const Parameters& parameters, const SystemCase& c,
                      const QuantisedNetwork& network, const Check& check_kind) {
  AccountedSystem system(parameters);
  const AccountedRun fast = system.run(c, network, Engine::fast);
  const AccountedRun stepped = system.run(c, network, Engine::stepped);
  return check_sums(fast) + check_steps(fast) + check_sequences(fast, c.steps) +
         check_kind(fast.result.statistics) +
         expect(text_of(fast.result) == text_of(stepped.result),
                "engines differ: fast " + text_of(fast.result) + "\nstepped " +
                    text_of(stepped.result));
}

std::string check_drnn_account(const SystemCase& c) {
  return in_child([&] { return check_run(c.parameters(), c, c.network(), check_mxv); });
}

}  // namespace

TEST_CASE("every cycle of a DRNN run has one cause, step by step, in both engines", "[account]") {
  const int chunk = GENERATE(range(0, 4));
  for (std::uint64_t seed = 1; seed <= 15; ++seed) {
    const SystemCase c = random_case(static_cast<std::uint64_t>(chunk) * 1000 + seed);
    const std::string fault = check_drnn_account(c);
    if (fault.empty()) continue;
    const SystemCase small = shrink(c, check_drnn_account);
    FAIL("drawn:  " << c.describe() << "\nshrunk: " << small.describe() << "\n"
                    << check_drnn_account(small));
  }
}

TEST_CASE("every cycle of an EdgeDRNN run has one cause, step by step, in both engines",
          "[account]") {
  const int chunk = GENERATE(range(0, 4));
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    const EdgeSystemCase c =
        random_edge_system_case(static_cast<std::uint64_t>(chunk) * 1000 + seed);
    INFO(c.describe());
    CHECK(in_child([&] {
            return check_run(c.parameters(), c.common, c.common.network(), check_controller);
          }) == "");
  }
}

TEST_CASE("the tail of a column is a cycle a column where rows do not fill the last group",
          "[account]") {
  const int hidden = GENERATE(3, 4, 5, 8, 9);
  SystemCase c;
  c.sizes = {3, hidden};
  c.pe = 4;
  c.skip = 0;
  const std::string fault = in_child([&] {
    AccountedSystem system(c.parameters());
    const RunStatistics s = system.run(c, c.network(), Engine::fast).result.statistics;
    const bool tail = hidden > 4 && hidden % 4 != 0;
    const std::uint64_t columns = s.columns_issued + s.bias_columns_issued;
    return equal(s.causes[index_of(CycleCause::tail_imbalance)], tail ? columns : 0, "tails");
  });
  CHECK(fault == "");
}

TEST_CASE("a host that takes its time between steps is what the input waits for", "[account]") {
  const int calls = 6;
  EdgeSystemCase c = edge_system_case(4, {5, 8}, {calls});
  const auto run = [&](int driver_call_cycles) {
    c.driver_call_cycles = driver_call_cycles;
    Parameters p = c.parameters();
    p.host.mode = HostMode::step;
    AccountedSystem system(p);
    const RunStatistics s =
        system.run(c.common, c.common.network(), Engine::fast).result.statistics;
    std::string others;
    for (std::size_t i = 0; i < kCycleCauseCount; ++i)
      if (i != index_of(CycleCause::input_host)) others += std::to_string(s.causes[i]) + " ";
    return std::to_string(s.causes[index_of(CycleCause::input_host)] -
                          static_cast<std::uint64_t>((calls - 1) * driver_call_cycles)) +
           " of " + others;
  };
  // Each in a process of its own, which hands back what the runs have in common.
  const std::string brief = in_child([&] { return run(1000); });
  const std::string slow = in_child([&] { return run(3000); });
  CHECK(brief.find(" of ") != std::string::npos);
  CHECK(slow == brief);
}

// Not of a dense run: that fetches the next bias column while outputs are still being written.
TEST_CASE("the gap between columns is bandwidth, the way to the memory is latency", "[account]") {
  const auto weights = [](int gap, int way) {
    return in_child([&] {
      EdgeSystemCase c = edge_system_case(4, {8, 32}, {5});
      c.packet_gap = gap;
      c.common.request = way;
      c.common.hp_outstanding = 64;
      AccountedSystem system(c.parameters());
      const RunStatistics s =
          system.run(c.common, c.common.network(), Engine::fast).result.statistics;
      return std::to_string(cycles(s, {CycleCause::memory_latency})) + " " +
             std::to_string(cycles(s, {CycleCause::memory_bandwidth}));
    });
  };
  const auto parse = [](const std::string& text) {
    std::istringstream numbers(text);
    std::pair<std::uint64_t, std::uint64_t> result;
    REQUIRE(numbers >> result.first >> result.second);
    return result;
  };
  const auto [latency, bandwidth] = parse(weights(2, 5));
  const auto [latency_of_gap, bandwidth_of_gap] = parse(weights(9, 5));
  const auto [latency_of_way, bandwidth_of_way] = parse(weights(2, 8));
  CHECK(latency_of_gap == latency);
  CHECK(bandwidth_of_gap > bandwidth);
  CHECK(latency_of_way > latency);
}
