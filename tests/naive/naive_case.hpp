#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/arith/network.hpp"
#include "model/config/parameters.hpp"
#include "tests/naive/schedule.hpp"

namespace drnn::naive {

/// Everything that decides one run of the accelerator, as plain numbers that a test can draw,
/// print, read back and shrink.
struct NaiveCase {
  static constexpr int kMaxLayers = 3;
  static constexpr int kMaxSequences = 3;

  int seed = 1;  ///< of weights, input and schedules
  int layers = 1;
  std::array<int, kMaxLayers + 1> sizes{3, 5, 1, 1};  ///< inputs, then the units of each layer
  int sequences = 1;
  std::array<int, kMaxSequences> steps{4, 1, 1};
  int profile = 0;  ///< index into numeric_profile_names()
  int formats = 0;  ///< 0: as the profile says; otherwise the seed of other choices
  int theta_x = 0, theta_h = 0;
  int skip = 1;
  int calm = 0;  ///< percent of the inputs that are held at zero
  int pe = 4, accumulator_latency = 3, mac_latency = 3, read_latency = 2;
  int lanes = 4, scanners = 1, sends = 1, fifo_depth = 4;
  int activation_lanes = 4, activation_depth = 6, shared_multiplier = 0;
  int overlap = 2;
  int port_bits = 64;
  int input_ports = 1, output_ports = 1;
  int input_fifo_words = 16, output_fifo_words = 16;  ///< of all ports
  int in_vary = 0, in_pause = 0, in_stretch = 1;
  int out_vary = 0, out_pause = 0, out_stretch = 1;
  int gap = 0;     ///< cycles from a sequence's end to what follows
  int early = 0;   ///< 1: a sequence's words are offered without waiting for its state reset
  int reload = 0;  ///< 1: other weights, sizes and layers before each next sequence
  int order = 0;   ///< seed of the order in which the model's blocks run; 0: as they were joined

  /// Whether a configuration could be so: no number is too small, the FIFOs hold a window and a
  /// group, and saturating accumulators have one scanner.
  bool valid() const;

  NumericProfile numeric() const;
  Parameters parameters() const;
  /// The network that a sequence runs on.
  QuantisedNetwork network(int sequence) const;
  /// Its input words, step after step.
  std::vector<std::int16_t> input(int sequence) const;
  /// Thresholds and skip of a sequence; those of x and h change places from one to the next.
  DeltaSettings settings(int sequence) const;
  Schedule offering() const;
  Schedule taking() const;

  /// "key=value ...", which parse() reads back.
  std::string describe() const;
  /// Throws std::invalid_argument for text that describe() does not write.
  static NaiveCase parse(const std::string& text);

  /// The fields that shrinking may lower, with the least value of each.
  std::vector<std::pair<int*, int>> shrinkable();

 private:
  struct Field {
    const char* name;
    int* value;
    int least;
    bool shrinks;
  };
  std::vector<Field> fields();
  std::vector<int> sizes_of(int sequence) const;
  void read(const std::string& key, const std::string& value);
};

/// Draws a case from a seed.
NaiveCase random_case(int seed);

}  // namespace drnn::naive
