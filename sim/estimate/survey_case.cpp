#include "sim/estimate/survey_case.hpp"

#include "model/config/errors.hpp"

namespace drnn {

namespace {

constexpr std::uint64_t kCaseStream = 0x9e3779b97f4a7c15u;
constexpr std::int64_t kSteps = 40;

struct Choice {
  const char* key;
  std::vector<const char*> values;
};

const std::vector<Choice>& choices() {
  static const std::vector<Choice> list{
      {"mac.pe_per_channel", {"8", "16", "32", "64", "128", "256"}},
      {"mac.latency_cycles", {"1", "2", "3", "5"}},
      {"mac.accumulator_latency_cycles", {"1", "2", "3", "4", "6"}},
      {"weights.read_latency_cycles", {"1", "2", "3"}},
      {"delta.lanes", {"2", "4", "8", "16", "32", "64"}},
      {"delta.scanners", {"1", "2"}},
      {"delta.sends_per_cycle", {"1", "2", "4"}},
      {"delta.fifo_depth", {"2", "4", "8", "16", "32", "64"}},
      {"activation.lanes", {"2", "4", "8", "16", "32"}},
      {"activation.depth_cycles", {"4", "7", "10", "16"}},
      {"activation.shared_multiplier", {"true", "false"}},
      {"sequencer.overlap", {"none", "scan_x", "scan_xh"}},
      {"dma.input_ports", {"1", "2"}},
      {"dma.output_ports", {"1", "2", "3"}},
      {"dma.burst_beats", {"4", "8", "16"}},
      {"dma.outstanding_bursts", {"2", "4", "8"}},
      {"dma.input_fifo_words", {"16", "32", "128"}},
      {"dma.output_fifo_words", {"16", "32", "128"}},
      {"hp.outstanding_bursts", {"2", "4", "8"}},
      {"ddr.chips", {"1", "2"}},
      {"clock.period_ps", {"4000", "5000", "8000", "10000"}},
      {"host.mode", {"stream", "stream", "stream", "step"}}};
  return list;
}

/// 0.02 to 0.6, in hundredths.
double density(Random& random) {
  return static_cast<double>(2 + random.below(59)) / 100;
}

SurveyCase draw(Random& random) {
  SurveyCase drawn;
  for (const Choice& choice : choices())
    drawn.assignments.push_back(std::string(choice.key) + "=" +
                                choice.values[random.below(choice.values.size())]);
  drawn.spec.inputs = static_cast<int>(4 + random.below(61));
  for (std::uint64_t i = 1 + random.below(2); i > 0; --i)
    drawn.spec.hidden.push_back(static_cast<int>(8 + random.below(153)));
  drawn.spec.steps = kSteps;
  drawn.spec.density_x = density(random);
  drawn.spec.density_h = density(random);
  drawn.spec.seed = random.below(1000000);
  return drawn;
}

bool is_valid(const Configuration& configuration) {
  try {
    configuration.resolve();
    return true;
  } catch (const InputError&) {
    return false;
  }
}

}  // namespace

SurveyCase draw_survey_case(const Configuration& base, std::uint64_t seed, std::uint64_t index) {
  Random random(seed + kCaseStream * (index + 1));
  SurveyCase drawn = draw(random);
  while (!is_valid(configuration_of(base, drawn))) drawn = draw(random);
  return drawn;
}

Configuration configuration_of(const Configuration& base, const SurveyCase& drawn) {
  Configuration configuration = base;
  for (const std::string& assignment : drawn.assignments)
    configuration.apply_assignment(assignment, "survey");
  return configuration;
}

}  // namespace drnn
