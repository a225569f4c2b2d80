#include "sim/search/point_work.hpp"

#include <algorithm>
#include <cstring>
#include <map>
#include <tuple>
#include <utility>

#include "model/config/errors.hpp"
#include "sim/energy_model.hpp"
#include "sim/estimate/estimator.hpp"
#include "sim/run_description.hpp"
#include "sim/search/process_tasks.hpp"
#include "sim/search/quantities.hpp"
#include "sim/sweep/result_database.hpp"
#include "sim/workload_loader.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;
using Points = std::vector<std::uint64_t>;

/// What a process says of a point that it estimated.
enum class Answer : std::uint8_t { estimate, invalid };

/// So that recording a pattern is a small part of a task, and tasks are enough for many processes.
constexpr std::size_t kEstimatesATask = 128;
constexpr std::size_t kSimulationsATask = 16;

/// Estimates points with the same workload and thresholds.
class TaskEstimates {
 public:
  TaskEstimates(const SimulationWork& work, const SharedWorkload& shared, std::uint64_t point)
      : work_(work),
        shared_(shared),
        settings_(settings_of(work.configuration(point))),
        estimator_(shared.workload, work.configuration(point).parameters(), std::nullopt, [] {}) {
    const SpooledValues<std::int16_t>& outputs = estimator_.outputs(settings_);
    fidelity_ = shared.evaluation->fidelity(outputs);
    accuracy_ = shared.evaluation->accuracy(outputs);
  }

  std::vector<Interval> intervals(std::uint64_t point) {
    const Configuration configuration = work_.configuration(point);
    const Parameters& p = configuration.parameters();
    check_holds(shared_.workload, p);
    EnergyModel energy(work_.options().energy, p);
    const Estimator::Bounds bounds = estimator_.bounds(p, settings_);
    const std::vector<double> likely = numbers(configuration, bounds.likely, energy);
    const std::vector<double> least = numbers(configuration, bounds.least, energy);
    const std::vector<double> most = numbers(configuration, bounds.most, energy);
    std::vector<Interval> result;
    for (std::size_t i = 0; i < likely.size(); ++i) {
      const ExpectedRange range = expected_range(likely[i], least[i], most[i]);
      result.push_back({range.low, range.high});
    }
    return result;
  }

 private:
  std::vector<double> numbers(const Configuration& configuration, const RunStatistics& statistics,
                              EnergyModel& energy) {
    RunRecord record = describe_run(configuration, shared_.workload, {statistics, {}, 0}, energy);
    record.fidelity = fidelity_;
    record.accuracy = accuracy_;
    return quantities_of(record);
  }

  const SimulationWork& work_;
  const SharedWorkload& shared_;
  const DeltaSettings settings_;
  Estimator estimator_;
  Fidelity fidelity_;
  std::optional<Accuracy> accuracy_;
};

std::string encode(const std::vector<Interval>& intervals) {
  std::string bytes(intervals.size() * sizeof(Interval), '\0');
  std::memcpy(bytes.data(), intervals.data(), bytes.size());
  return bytes;
}

std::vector<Interval> decode(const std::string& bytes) {
  std::vector<Interval> intervals(bytes.size() / sizeof(Interval));
  std::memcpy(intervals.data(), bytes.data(), bytes.size());
  return intervals;
}

void send_estimates(const SimulationWork& work, const SharedWorkload& shared, const Points& points,
                    const WorkerPool::Send& send) {
  TaskEstimates estimates(work, shared, points.front());
  for (const std::uint64_t point : points) {
    try {
      send(
          {static_cast<std::uint8_t>(Answer::estimate), point, encode(estimates.intervals(point))});
    } catch (const InputError& error) {
      send({static_cast<std::uint8_t>(Answer::invalid), point, error.what()});
    }
  }
}

void append_split(std::vector<Points>& tasks, const Points& points, std::size_t most) {
  for (std::size_t first = 0; first < points.size(); first += most)
    tasks.emplace_back(
        points.begin() + static_cast<std::ptrdiff_t>(first),
        points.begin() + static_cast<std::ptrdiff_t>(std::min(points.size(), first + most)));
}

std::string end_text(const WorkerEnd& end) {
  return end.signal != 0 ? "its process ended by signal " + std::to_string(end.signal)
                         : "its process ended with exit code " + std::to_string(end.exit_code);
}

}  // namespace

PointWork::PointWork(SimulationWork& work, const SearchOptions& options, const PointOrder& order,
                     const InterruptGuard& interrupt)
    : work_(work), options_(options), order_(order), interrupt_(interrupt) {}

/// In the order in which they are run.
Points PointWork::valid_points(PointEstimates& estimates) {
  Points points;
  for (std::uint64_t position = 0; position < order_.size(); ++position) {
    interrupt_.check();
    const std::uint64_t point = order_.point(position);
    const std::string fault = work_.point_fault(point);
    if (!fault.empty()) {
      estimates.invalid.emplace_back(point, fault);
      continue;
    }
    check_has_closed_form(work_.configuration(point).parameters());
    points.push_back(point);
  }
  return points;
}

PointWork::Tasks PointWork::by_thresholds(const Points& points) const {
  std::map<std::tuple<std::size_t, std::int32_t, std::int32_t>, Points> alike;
  std::size_t workload = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (i > 0 && !order_.same_workload(points[i - 1], points[i])) ++workload;
    const DeltaSettings settings = settings_of(work_.configuration(points[i]));
    alike[{workload, settings.theta_x, settings.theta_h}].push_back(points[i]);
  }
  Tasks tasks;
  for (const auto& [key, of_key] : alike) append_split(tasks, of_key, kEstimatesATask);
  return tasks;
}

PointWork::Tasks PointWork::by_hardware(const Points& points) const {
  const auto wanted = [&](std::uint64_t point) {  // they are in the order of their numbers
    return std::binary_search(points.begin(), points.end(), point);
  };
  Tasks tasks;
  for (std::uint64_t begin = 0, end = 0; begin < order_.size(); begin = end) {
    end = order_.hardware_end(begin, order_.size());
    Points here;
    for (std::uint64_t position = begin; position < end; ++position)
      if (wanted(order_.point(position))) here.push_back(order_.point(position));
    append_split(tasks, here, kSimulationsATask);
  }
  return tasks;
}

PointEstimates PointWork::estimate(const Progressed& progressed) {
  PointEstimates result{PointTable(quantities().size()), {}};
  const Tasks tasks = by_thresholds(valid_points(result));
  const auto receive = [&](std::uint64_t, const WorkerMessage& message) {
    if (message.kind == static_cast<std::uint8_t>(Answer::invalid))
      result.invalid.emplace_back(message.number, message.text);
    else
      result.points.set({message.number, decode(message.text), {}, false});
    progressed(1);
  };
  const auto ended = [](std::uint64_t, const WorkerEnd& end) {
    if (end.signal != 0 || end.exit_code != 0)
      throw SimulationError("an estimate failed: " + end_text(end));
  };
  const auto begin = [&](std::uint64_t task) {
    const Points& points = tasks[task];
    const SharedWorkload& shared = work_.shared(points.front());
    return [&work = work_, &shared, &points](const WorkerPool::Send& send) {
      send_estimates(work, shared, points, send);
    };
  };
  ProcessTasks{options_.jobs, begin, receive, ended}.run(tasks.size(), interrupt_);
  std::sort(result.invalid.begin(), result.invalid.end());
  return result;
}

void PointWork::simulate(const Points& points, const Row& row) {
  const Tasks tasks = by_hardware(points);
  std::map<std::uint64_t, Points> told;  // by task under way
  const auto receive = [&](std::uint64_t task, const WorkerMessage& message) {
    if (message.kind == static_cast<std::uint8_t>(SweepMessage::recording))
      return work_.keep(message.number, message.text);
    Json of_point = decode_row(message.text);
    of_point.erase("speedup.vs_dense");  // its reference was not run
    told[task].push_back(message.number);
    row(of_point);
  };
  const auto ended = [&](std::uint64_t task, const WorkerEnd& end) {
    const Points& by_now = told[task];
    for (const std::uint64_t point : tasks[task])
      if (std::find(by_now.begin(), by_now.end(), point) == by_now.end())
        row(work_.point_row(point, point_status::kCrashed, end_text(end)));
    told.erase(task);
  };
  const auto begin = [&](std::uint64_t task) {
    const SweepTask sweep_task{tasks[task].front(), {}, tasks[task]};
    return [run = work_.prepare(tasks[task].front()), sweep_task](const WorkerPool::Send& send) {
      run(sweep_task)->run(send);
    };
  };
  ProcessTasks{options_.jobs, begin, receive, ended}.run(tasks.size(), interrupt_);
}

}  // namespace drnn
