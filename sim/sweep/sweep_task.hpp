#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "sim/sweep/worker_pool.hpp"

namespace drnn {

/// What the speedups of points on the same hardware are measured against.
enum class SweepReference : std::uint64_t { dense, theta0 };

/// Points and references on the same hardware, which one process runs.
struct SweepTask {
  std::uint64_t hardware = 0;  ///< a point that has it
  std::vector<SweepReference> references{};
  std::vector<std::uint64_t> points{};
  bool again = false;  ///< its process was killed from outside once
  bool alone = false;  ///< a process that had it and others has crashed

  /// Simulations that it takes, at most.
  std::size_t runs() const { return references.size() + points.size(); }
};

/// What a process says of its tasks, which it runs one after another. It ends with exit code 0
/// where it cannot go on after a failure that it has told.
enum class SweepMessage : std::uint8_t {
  row,               ///< text: a row of results, or of a failure; number: the point
  reference,         ///< text: cycles; number: which
  reference_failed,  ///< text: why; number: which
  recording,         ///< text: for SweepWork::keep(); number: a point of the task
  task_ended,        ///< the next task follows
};

/// Points that a requirement excludes; what() says why.
class ExcludedPoints : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// A row as a message's text, and back.
std::string encode_row(const nlohmann::ordered_json& row);
nlohmann::ordered_json decode_row(const std::string& text);

/// A task in the process that runs it.
class TaskRun {
 public:
  virtual ~TaskRun() = default;
  /// Tells of each reference and point. False after a failure with which the process can run
  /// nothing any more.
  virtual bool run(const WorkerPool::Send& send) = 0;
};

/// What a sweep does at its points.
class SweepWork {
 public:
  /// Gets a task ready in a process of its own. A process may have several tasks: it gets all of
  /// them ready before it runs the first, because SystemC elaborates no more once it simulates.
  using Run = std::function<std::unique_ptr<TaskRun>(const SweepTask&)>;

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
  /// Tasks on the workload that was prepared last which one process may take on: it keeps the
  /// memory of each to its end.
  virtual std::size_t most_together() const = 0;
  /// Keeps what a task has found out for the tasks to come that run on the same as `point`.
  virtual void keep(std::uint64_t point, const std::string& recording) = 0;
  /// What a row says of the point itself, without results.
  virtual nlohmann::ordered_json point_row(std::uint64_t point, const std::string& status,
                                           const std::string& message) = 0;
};

}  // namespace drnn
