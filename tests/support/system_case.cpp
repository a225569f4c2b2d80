#include "tests/support/system_case.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <exception>
#include <sstream>

#include "tests/support/networks.hpp"
#include "tests/support/random_formats.hpp"
#include "tests/support/random_source.hpp"

namespace drnn::test {

NumericProfile SystemCase::numeric() const {
  if (formats != 0) return random_formats(static_cast<std::uint64_t>(formats));
  return numeric_profile(numeric_profile_names()[static_cast<std::size_t>(profile)]);
}

Parameters SystemCase::parameters() const {
  Parameters p;
  p.numeric = numeric();
  p.delta.lanes = lanes;
  p.delta.scanners = scanners;
  p.delta.sends_per_cycle = sends;
  p.delta.fifo_depth = fifo_depth;
  p.weights.read_latency_cycles = read_latency;
  p.mac.pe_per_channel = pe;
  p.mac.latency_cycles = mac_latency;
  p.mac.accumulator_latency_cycles = accumulator_latency;
  p.activation.lanes = activation_lanes;
  p.activation.depth_cycles = activation_depth;
  p.activation.shared_multiplier = shared_multiplier != 0;
  p.sequencer.overlap = static_cast<Overlap>(overlap);
  p.dma.input_ports = input_ports;
  p.dma.output_ports = output_ports;
  p.dma.burst_beats = burst_beats;
  p.dma.outstanding_bursts = outstanding;
  p.dma.input_fifo_words = input_fifo_words;
  p.dma.output_fifo_words = output_fifo_words;
  p.hp.request_cycles = request;
  p.hp.response_cycles = response;
  p.hp.outstanding_bursts = hp_outstanding;
  p.hp.fifo_bytes = hp_fifo;
  return p;
}

QuantisedNetwork SystemCase::network() const {
  RandomSource random(seed);
  QuantisedNetwork result = random_network(sizes, numeric(), random);
  if (scaled != 0) {
    const auto scales = [&random](int most) {
      return AccumulatorScales{random.small(0, most), random.small(0, most), random.small(0, most),
                               random.small(0, most)};
    };
    for (QuantisedLayer& layer : result.layers)
      layer.scales = {scales(numeric().weight.frac_bits), scales(3)};
  }
  return result;
}

std::vector<InputSequence> SystemCase::sequences() const {
  RandomSource random(seed + 1000);
  std::vector<InputSequence> result;
  for (int count : steps)
    result.push_back({static_cast<std::uint64_t>(count), random_input(count, sizes[0], random)});
  return result;
}

std::string SystemCase::describe() const {
  std::ostringstream text;
  text << "seed=" << seed << " sizes=";
  for (int size : sizes) text << size << ",";
  text << " steps=";
  for (int count : steps) text << count << ",";
  text << " profile=" << numeric_profile_names()[static_cast<std::size_t>(profile)]
       << " formats=" << formats << " scaled=" << scaled << " theta_x=" << theta_x
       << " theta_h=" << theta_h << " skip=" << skip << " pe=" << pe
       << " accumulator_latency=" << accumulator_latency << " mac_latency=" << mac_latency
       << " read_latency=" << read_latency << " lanes=" << lanes << " scanners=" << scanners
       << " sends=" << sends << " fifo_depth=" << fifo_depth
       << " activation_lanes=" << activation_lanes << " activation_depth=" << activation_depth
       << " shared_multiplier=" << shared_multiplier << " overlap=" << overlap
       << " input_ports=" << input_ports << " output_ports=" << output_ports
       << " burst_beats=" << burst_beats << " outstanding=" << outstanding
       << " input_fifo_words=" << input_fifo_words << " output_fifo_words=" << output_fifo_words
       << " request=" << request << " response=" << response << " hp_outstanding=" << hp_outstanding
       << " hp_fifo=" << hp_fifo;
  return text.str();
}

std::vector<std::pair<int*, int>> SystemCase::shrinkable() {
  std::vector<std::pair<int*, int>> fields{{&scaled, 0},
                                           {&theta_x, 0},
                                           {&theta_h, 0},
                                           {&accumulator_latency, 1},
                                           {&mac_latency, 1},
                                           {&read_latency, 1},
                                           {&sends, 1},
                                           {&activation_depth, 1},
                                           {&shared_multiplier, 0},
                                           {&overlap, 0},
                                           {&scanners, 1},
                                           {&pe, 1},
                                           {&lanes, 1},
                                           {&activation_lanes, 1},
                                           {&fifo_depth, 1},
                                           {&input_ports, 1},
                                           {&output_ports, 1},
                                           {&burst_beats, 1},
                                           {&outstanding, 1},
                                           {&request, 1},
                                           {&response, 1}};
  for (int& size : sizes) fields.push_back({&size, 1});
  for (int& count : steps) fields.push_back({&count, 1});
  return fields;
}

SystemCase random_case(std::uint64_t seed) {
  RandomSource random(seed);
  SystemCase c;
  c.seed = seed;
  c.sizes.clear();
  for (int i = random.small(2, 4); i > 0; --i) c.sizes.push_back(random.small(1, 40));
  c.steps.clear();
  for (int i = random.small(1, 3); i > 0; --i) c.steps.push_back(random.small(1, 12));
  c.profile = random.small(0, 2);
  c.theta_x = random.chance(30) ? 0 : random.small(0, 100);
  c.theta_h = random.chance(30) ? 0 : random.small(0, 60);
  c.formats = random.chance(50) ? random.small(1, 1000000) : 0;
  c.skip = random.chance(85);
  c.pe = random.small(1, 50);
  c.accumulator_latency = random.small(1, 6);
  c.mac_latency = random.small(1, 5);
  c.read_latency = random.small(1, 3);
  c.lanes = random.small(1, 20);
  c.scanners = random.small(1, 2);
  if (c.numeric().accumulator_overflow == Overflow::saturate) c.scanners = 1;
  c.sends = random.small(1, 4);
  c.fifo_depth = random.small(1, 12);
  c.activation_lanes = random.small(1, 20);
  c.activation_depth = random.small(1, 12);
  c.shared_multiplier = random.chance(30);
  c.overlap = random.small(0, 2);
  c.input_ports = random.small(1, 2);
  c.output_ports = random.small(1, 3);
  c.burst_beats = random.small(1, 16);
  c.outstanding = random.small(1, 8);
  c.input_fifo_words = random.small(6, 40);   // holds a scan window of 20
  c.output_fifo_words = random.small(6, 40);  // holds an activation group of 20
  c.request = random.small(1, 30);
  c.response = random.small(1, 30);
  c.hp_outstanding = random.small(1, 8);
  c.hp_fifo = 256 * random.small(1, 4);
  c.scaled = random.chance(40);
  return c;
}

namespace {

std::string run_guarded(const std::function<std::string()>& check) {
  try {
    return check();
  } catch (const std::exception& error) {
    return std::string("exception: ") + error.what();
  }
}

[[noreturn]] void report_and_exit(int pipe, const std::string& fault) {
  std::size_t written = 0;
  while (written < fault.size()) {
    const ssize_t n = write(pipe, fault.data() + written, fault.size() - written);
    if (n <= 0) break;
    written += static_cast<std::size_t>(n);
  }
  _exit(0);
}

}  // namespace

std::string in_child(const std::function<std::string()>& check) {
  int ends[2];
  if (pipe(ends) != 0) return "pipe failed";
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    report_and_exit(ends[1], run_guarded(check));
  }
  close(ends[1]);
  std::string fault;
  char buffer[4096];
  for (ssize_t n; (n = read(ends[0], buffer, sizeof buffer)) > 0;)
    fault.append(buffer, static_cast<std::size_t>(n));
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  if (WIFSIGNALED(status)) return "signal " + std::to_string(WTERMSIG(status));
  if (WEXITSTATUS(status) != 0) return "exit code " + std::to_string(WEXITSTATUS(status));
  return fault;
}

}  // namespace drnn::test
