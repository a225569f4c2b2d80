#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/sweep/worker_pool.hpp"

namespace drnn {

/// What the speedups of points on the same hardware are measured against.
enum class SweepReference : std::uint64_t { dense, theta0 };

/// Work of one process: points and references on the same hardware.
struct SweepTask {
  std::uint64_t hardware = 0;  ///< a point that has it
  std::vector<SweepReference> references{};
  std::vector<std::uint64_t> points{};
  bool again = false;  ///< its process was killed from outside once
};

/// What a process says of its task. It ends with exit code 0 where it cannot go on after a failure
/// that it has told.
enum class SweepMessage : std::uint8_t {
  row,               ///< text: a row of results, or of a failure; number: the point
  reference,         ///< text: cycles; number: which
  reference_failed,  ///< text: why; number: which
  recording,         ///< text: for SweepWork::keep(); number: a point of the task
};

/// Points that a requirement excludes; what() says why.
class ExcludedPoints : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A row as a message's text, and back.
std::string encode_row(const nlohmann::ordered_json& row);
nlohmann::ordered_json decode_row(const std::string& text);

/// What a sweep does at its points.
class SweepWork {
 public:
  /// Runs in a process of its own.
  using Run = std::function<void(const SweepTask&, const WorkerPool::Send&)>;

  virtual ~SweepWork() = default;

  /// References that points need.
  virtual std::vector<SweepReference> references() const = 0;
  /// Why the point's hardware cannot be, whatever its thresholds are; empty: it can.
  virtual std::string hardware_fault(std::uint64_t point) = 0;
  /// The same with the thresholds.
  virtual std::string point_fault(std::uint64_t point) = 0;
  /// Loads what the point's hardware runs on; the same again for the next is free. What is
  /// returned keeps it. Throws where it cannot be loaded, ExcludedPoints where the hardware breaks
  /// a requirement.
  virtual Run prepare(std::uint64_t point) = 0;
  /// Keeps what a task has found out for the tasks to come that run on the same as `point`.
  virtual void keep(std::uint64_t point, const std::string& recording) = 0;
  /// What a row says of the point itself, without results.
  virtual nlohmann::ordered_json point_row(std::uint64_t point, const std::string& status,
                                           const std::string& message) = 0;
};

}  // namespace drnn
