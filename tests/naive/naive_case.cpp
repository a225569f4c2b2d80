#include "tests/naive/naive_case.hpp"

#include <algorithm>
#include <sstream>
#include <stdexcept>

#include "tests/support/networks.hpp"
#include "tests/support/random_formats.hpp"
#include "tests/support/random_source.hpp"

namespace drnn::naive {

using test::RandomSource;

namespace {

constexpr int kWordBits = 16;

std::uint64_t seed_of(int seed, int use) {
  return static_cast<std::uint64_t>(seed) * 100 + static_cast<std::uint64_t>(use);
}

int read_number(const std::string& text) {
  std::size_t used = 0;
  int value = 0;
  try {
    value = std::stoi(text, &used);
  } catch (const std::exception&) {
    used = 0;
  }
  if (used == 0 || used != text.size()) throw std::invalid_argument("no number: " + text);
  return value;
}

std::vector<int> read_list(const std::string& text) {
  std::vector<int> list;
  std::istringstream stream(text);
  for (std::string item; std::getline(stream, item, ',');) list.push_back(read_number(item));
  return list;
}

template <class Array>
std::string list_text(const Array& values, int count) {
  std::string text;
  for (int i = 0; i < count; ++i)
    text += (i > 0 ? "," : "") + std::to_string(values[static_cast<std::size_t>(i)]);
  return text;
}

/// Copies the list into the array; its length, less `extra`, becomes the count.
template <class Array>
void take_list(const std::string& text, Array& values, int& count, int extra) {
  const std::vector<int> list = read_list(text);
  if (list.size() > values.size() || static_cast<int>(list.size()) <= extra)
    throw std::invalid_argument("list of another length: " + text);
  std::copy(list.begin(), list.end(), values.begin());
  count = static_cast<int>(list.size()) - extra;
}

}  // namespace

bool NaiveCase::valid() const {
  NaiveCase copy = *this;
  for (const Field& field : copy.fields())
    if (*field.value < field.least) return false;
  if (*std::min_element(sizes.begin(), sizes.end()) < 1) return false;
  if (*std::min_element(steps.begin(), steps.end()) < 1) return false;
  const int word_count = port_bits / kWordBits;
  return input_fifo_words * input_ports * word_count >= lanes &&
         output_fifo_words * output_ports * word_count >= activation_lanes &&
         (scanners == 1 || numeric().accumulator_overflow == Overflow::wrap);
}

NumericProfile NaiveCase::numeric() const {
  if (formats != 0) return test::random_formats(static_cast<std::uint64_t>(formats));
  return numeric_profile(numeric_profile_names()[static_cast<std::size_t>(profile)]);
}

Parameters NaiveCase::parameters() const {
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
  p.dma.port_bits = port_bits;
  p.dma.input_ports = input_ports;
  p.dma.output_ports = output_ports;
  p.dma.input_fifo_words = input_fifo_words;
  p.dma.output_fifo_words = output_fifo_words;
  return p;
}

std::vector<int> NaiveCase::sizes_of(int sequence) const {
  std::vector<int> result(sizes.begin(), sizes.begin() + layers + 1);
  if (reload == 0 || sequence % 2 == 0) return result;
  std::reverse(result.begin(), result.end());
  if (layers < kMaxLayers) result.push_back(result.front());
  return result;
}

QuantisedNetwork NaiveCase::network(int sequence) const {
  RandomSource random(seed_of(seed, reload != 0 ? sequence : 0));
  return test::random_network(sizes_of(sequence), numeric(), random);
}

std::vector<std::int16_t> NaiveCase::input(int sequence) const {
  RandomSource random(seed_of(seed, 10 + sequence));
  const int inputs = sizes_of(sequence).front();
  const int count = steps[static_cast<std::size_t>(sequence)];
  std::vector<std::int16_t> words = test::random_input(count, inputs, random);
  for (std::int16_t& word : words)
    if (random.chance(calm)) word = 0;
  return words;
}

DeltaSettings NaiveCase::settings(int sequence) const {
  if (sequence % 2 == 0) return {theta_x, theta_h, skip != 0};
  return {theta_h, theta_x, skip != 0};
}

Schedule NaiveCase::offering() const {
  return {seed_of(seed, 20), input_ports * port_bits / kWordBits, in_vary, in_pause, in_stretch};
}

Schedule NaiveCase::taking() const {
  return {seed_of(seed, 21), output_ports * port_bits / kWordBits, out_vary, out_pause,
          out_stretch};
}

std::vector<NaiveCase::Field> NaiveCase::fields() {
  return {{"seed", &seed, 1, false},
          {"profile", &profile, 0, false},
          {"formats", &formats, 0, false},
          {"theta_x", &theta_x, 0, true},
          {"theta_h", &theta_h, 0, true},
          {"skip", &skip, 0, false},
          {"calm", &calm, 0, true},
          {"pe", &pe, 1, true},
          {"accumulator_latency", &accumulator_latency, 1, true},
          {"mac_latency", &mac_latency, 1, true},
          {"read_latency", &read_latency, 1, true},
          {"lanes", &lanes, 1, true},
          {"scanners", &scanners, 1, true},
          {"sends", &sends, 1, true},
          {"fifo_depth", &fifo_depth, 1, true},
          {"activation_lanes", &activation_lanes, 1, true},
          {"activation_depth", &activation_depth, 1, true},
          {"shared_multiplier", &shared_multiplier, 0, true},
          {"overlap", &overlap, 0, true},
          {"port_bits", &port_bits, 32, false},
          {"input_ports", &input_ports, 1, true},
          {"output_ports", &output_ports, 1, true},
          {"input_fifo_words", &input_fifo_words, 1, true},
          {"output_fifo_words", &output_fifo_words, 1, true},
          {"in_vary", &in_vary, 0, true},
          {"in_pause", &in_pause, 0, true},
          {"in_stretch", &in_stretch, 1, true},
          {"out_vary", &out_vary, 0, true},
          {"out_pause", &out_pause, 0, true},
          {"out_stretch", &out_stretch, 1, true},
          {"gap", &gap, 0, true},
          {"early", &early, 0, true},
          {"reload", &reload, 0, true},
          {"order", &order, 0, true}};
}

std::string NaiveCase::describe() const {
  std::string text =
      "sizes=" + list_text(sizes, layers + 1) + " steps=" + list_text(steps, sequences);
  NaiveCase copy = *this;
  for (const Field& field : copy.fields())
    text += " " + std::string(field.name) + "=" + std::to_string(*field.value);
  return text;
}

NaiveCase NaiveCase::parse(const std::string& text) {
  NaiveCase result;
  std::istringstream stream(text);
  for (std::string item; stream >> item;) {
    const std::size_t equals = item.find('=');
    if (equals == std::string::npos) throw std::invalid_argument("not key=value: " + item);
    result.read(item.substr(0, equals), item.substr(equals + 1));
  }
  return result;
}

void NaiveCase::read(const std::string& key, const std::string& value) {
  if (key == "sizes") return take_list(value, sizes, layers, 1);
  if (key == "steps") return take_list(value, steps, sequences, 0);
  for (const Field& field : fields()) {
    if (key != field.name) continue;
    *field.value = read_number(value);
    return;
  }
  throw std::invalid_argument("no field of a case: " + key);
}

std::vector<std::pair<int*, int>> NaiveCase::shrinkable() {
  std::vector<std::pair<int*, int>> result{{&sequences, 1}, {&layers, 1}};
  for (int& count : steps) result.push_back({&count, 1});
  for (int& size : sizes) result.push_back({&size, 1});
  for (const Field& field : fields())
    if (field.shrinks) result.push_back({field.value, field.least});
  return result;
}

namespace {

void draw_network(NaiveCase& c, RandomSource& random) {
  c.layers = random.small(1, NaiveCase::kMaxLayers);
  for (int& size : c.sizes) size = random.chance(10) ? random.small(1, 48) : random.small(1, 20);
  c.sequences = random.small(1, NaiveCase::kMaxSequences);
  for (int& count : c.steps) count = random.small(1, 7);
  c.profile = random.small(0, 2);
  c.formats = random.chance(50) ? random.small(1, 1000000) : 0;
  c.theta_x = random.chance(30) ? 0 : random.small(0, 100);
  c.theta_h = random.chance(30) ? 0 : random.small(0, 60);
  c.skip = random.chance(85);
  c.calm = random.chance(50) ? 0 : random.small(0, 100);
}

void draw_datapath(NaiveCase& c, RandomSource& random) {
  c.pe = random.small(1, 24);
  c.accumulator_latency = random.chance(20) ? random.small(1, 64) : random.small(1, 6);
  c.mac_latency = random.chance(10) ? random.small(1, 30) : random.small(1, 5);
  c.read_latency = random.chance(10) ? random.small(1, 30) : random.small(1, 3);
  c.lanes = random.small(1, 20);
  c.scanners = c.numeric().accumulator_overflow == Overflow::saturate ? 1 : random.small(1, 2);
  c.sends = random.small(1, 4);
  c.fifo_depth = random.small(1, 12);
  c.activation_lanes = random.small(1, 20);
  c.activation_depth = random.chance(10) ? random.small(1, 40) : random.small(1, 12);
  c.shared_multiplier = random.chance(30);
  c.overlap = random.small(0, 2);
}

void draw_surroundings(NaiveCase& c, RandomSource& random) {
  c.port_bits = 32 << random.small(0, 2);
  c.input_ports = random.small(1, 2);
  c.output_ports = random.small(1, 3);
  c.input_fifo_words = random.small(1, 12);
  c.output_fifo_words = random.small(1, 12);
  while (!c.valid()) ++c.input_fifo_words, ++c.output_fifo_words;
  c.in_vary = random.chance(30);
  c.in_pause = random.chance(50) ? 0 : random.small(1, 90);
  c.in_stretch = random.chance(80) ? random.small(1, 10) : random.small(1, 200);
  c.out_vary = random.chance(30);
  c.out_pause = random.chance(50) ? 0 : random.small(1, 90);
  c.out_stretch = random.chance(80) ? random.small(1, 10) : random.small(1, 200);
  c.gap = random.chance(50) ? 0 : random.small(1, 100);
  c.early = random.chance(30);
  c.reload = random.chance(30);
  c.order = random.chance(50) ? random.small(1, 1000000) : 0;
}

}  // namespace

NaiveCase random_case(int seed) {
  RandomSource random(static_cast<std::uint64_t>(seed));
  NaiveCase c;
  c.seed = seed;
  draw_network(c, random);
  draw_datapath(c, random);
  draw_surroundings(c, random);
  return c;
}

}  // namespace drnn::naive
