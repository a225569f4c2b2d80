#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/interrupt.hpp"
#include "sim/search/point_table.hpp"
#include "sim/search/search_options.hpp"
#include "sim/sweep/point_order.hpp"
#include "sim/sweep/simulation_work.hpp"

namespace drnn {

/// Estimates of all points of a search.
struct PointEstimates {
  PointTable points;                                           ///< those whose values go together
  std::vector<std::pair<std::uint64_t, std::string>> invalid;  ///< the others, and why
};

/// Estimates and simulates points of a grid in processes, with a sweep's workload, configurations
/// and rows.
class PointWork {
 public:
  /// All are referred to and must outlive this.
  PointWork(SimulationWork& work, const SearchOptions& options, const PointOrder& order,
            const InterruptGuard& interrupt);

  using Progressed = std::function<void(std::uint64_t)>;

  /// Of every point. Throws InputError for a kind without a closed form.
  PointEstimates estimate(const Progressed& progressed);

  /// Gives a row for each point, as a sweep makes it but without speedups, in the order in which
  /// they are simulated. A point that fails or crashes has a row that says so.
  using Row = std::function<void(const nlohmann::ordered_json&)>;
  void simulate(const std::vector<std::uint64_t>& points, const Row& row);

 private:
  /// Points that one process takes: of one workload; `alike` also of one hardware, or thresholds.
  using Tasks = std::vector<std::vector<std::uint64_t>>;

  std::vector<std::uint64_t> valid_points(PointEstimates& estimates);
  Tasks by_thresholds(const std::vector<std::uint64_t>& points) const;
  Tasks by_hardware(const std::vector<std::uint64_t>& points) const;

  SimulationWork& work_;
  const SearchOptions& options_;
  const PointOrder& order_;
  const InterruptGuard& interrupt_;
};

}  // namespace drnn
