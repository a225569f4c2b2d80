#include "sim/bench/sweep_bench.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "model/config/errors.hpp"
#include "sim/sweep/sweep_command.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

/// A folder that goes with this.
class Folder {
 public:
  Folder()
      : path_(std::filesystem::temp_directory_path() /
              ("drnn-bench-" + std::to_string(::getpid()))) {
    std::filesystem::create_directories(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  std::filesystem::path file(const char* name) const { return path_ / name; }

 private:
  const std::filesystem::path path_;
};

/// Points a second of one sweep.
double rate(const std::string& layers, const std::vector<std::string>& axes, int points) {
  const Folder folder;
  std::vector<std::string> arguments{
      "--synthetic", "layers=" + layers + ",steps=1000", "--jobs", "2", "--quiet",
      "--db",        folder.file("db").string()};
  for (const std::string& axis : axes) arguments.insert(arguments.end(), {"--vary", axis});
  const auto begin = std::chrono::steady_clock::now();
  if (sweep_command(arguments) != 0) throw SimulationError("bench: a sweep failed");
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  return points / seconds.count();
}

double median_rate(const std::string& layers, const std::vector<std::string>& axes, int points,
                   double min_seconds) {
  std::vector<double> rates;
  for (double seconds = 0; seconds < min_seconds; seconds += points / rates.back())
    rates.push_back(rate(layers, axes, points));
  const auto middle = rates.begin() + static_cast<std::ptrdiff_t>(rates.size() / 2);
  std::nth_element(rates.begin(), middle, rates.end());
  return *middle;
}

/// Depths of two blocks, 16 * `depths` points.
std::vector<std::string> hardware_axes(int depths) {
  return {"delta.fifo_depth=1:" + std::to_string(depths) + ":1", "activation.depth_cycles=3:18:1"};
}

/// `points` thresholds that differ in the activation format.
std::vector<std::string> threshold_axis(int points) {
  return {"theta=0:" + std::to_string((points - 1) / 256.0) + ":0.00390625"};
}

}  // namespace

Json bench_sweeps(const BenchEffort& effort) {
  // So many that starting is a small part of the time, unless little time is asked for.
  const int depths = std::clamp(static_cast<int>(25 * effort.min_seconds), 1, 25);
  const int points = 16 * depths, fewer = 16 * std::min(depths, 5);
  const auto measured = [&](const char* layers, const std::vector<std::string>& axes, int count) {
    return median_rate(layers, axes, count, effort.min_seconds);
  };
  return {{"points", points},
          {"hardware_points_per_s", measured("16x32", hardware_axes(depths), points)},
          {"thresholds_points_per_s", measured("16x32", threshold_axis(points), points)},
          {"large_points", fewer},
          {"large_hardware_points_per_s", measured("40x256", hardware_axes(fewer / 16), fewer)},
          {"large_thresholds_points_per_s", measured("40x256", threshold_axis(fewer), fewer)}};
}

}  // namespace drnn
