#include "sim/search/search_command.hpp"

#include <algorithm>
#include <iostream>
#include <memory>

#include "model/config/errors.hpp"
#include "sim/command_line.hpp"
#include "sim/default_workload.hpp"
#include "sim/estimate/estimator.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/named_files.hpp"
#include "sim/progress.hpp"
#include "sim/search/point_work.hpp"
#include "sim/search/quantities.hpp"
#include "sim/search/search_options.hpp"
#include "sim/search/search_report.hpp"
#include "sim/sweep/grid_check.hpp"
#include "sim/sweep/result_database.hpp"
#include "sim/sweep/sweep_identity.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

/// Files that will be written, opened before any point is looked at.
struct ResultFiles {
  std::unique_ptr<AtomicFile> json;
  std::unique_ptr<ResultDatabase> database;
};

void check_distinct(const SearchOptions& options) {
  NamedFiles files;
  for (const std::string& input : options.inputs) files.read(input, "--input");
  for (const std::string& file : options.configuration.files) files.read(file, "--config");
  if (options.file) files.read(*options.file, "--sweep");
  if (options.network) files.read(*options.network, "--network");
  if (options.labels) files.read(*options.labels, "--labels");
  if (options.targets) files.read(*options.targets, "--targets");
  files.read(options.energy.table, "--energy-table");
  files.read(options.energy.ddr_table, "--ddr-energy-table");
  if (!options.database.empty()) files.write(options.database, "--db");
  if (options.json && *options.json != "-") files.write(*options.json, "--json");
}

/// What a sweep's database has, and what makes it a search's.
SweepMeta meta_of(const SearchOptions& options, const Configuration& base,
                  const std::string& workload) {
  SweepMeta meta = sweep_meta(options, base, workload);
  Json search = {{"objectives", Json::array()}, {"requirements", options.requirements}};
  for (const std::size_t o : options.objectives)
    search["objectives"].push_back(quantities()[o].name);
  meta.emplace_back("search", search.dump());
  return meta;
}

ResultFiles open_files(const SearchOptions& options, const Configuration& base,
                       const std::string& workload) {
  ResultFiles files;
  if (options.json && *options.json != "-")
    files.json = std::make_unique<AtomicFile>(*options.json);
  if (!options.database.empty())
    files.database =
        std::make_unique<ResultDatabase>(options.database, meta_of(options, base, workload), false);
  return files;
}

ParetoProblem problem_of(const SearchOptions& options) {
  ParetoProblem problem;
  problem.values = quantities().size();
  for (const Quantity& q : quantities()) {
    problem.certain.push_back(q.certain);
    problem.margins.push_back(q.margin + options.margin);
  }
  problem.objectives = options.objectives;
  problem.limits = options.limits;
  return problem;
}

/// Runs the search and keeps what the points that failed said.
class Searcher {
 public:
  Searcher(const SearchOptions& options, const Configuration& base, const InterruptGuard& interrupt,
           ResultDatabase* database)
      : options_(options),
        order_(options.grid, axis_roles(options.grid)),
        simulation_(options, base, order_, interrupt),
        work_(simulation_, options, order_, interrupt),
        database_(database) {}

  SearchResult run() {
    PointEstimates estimates = estimate();
    if (estimates.points.size() == 0) refuse(estimates);
    search_.emplace(problem_of(options_), std::move(estimates.points));
    const auto simulate = [this](const auto& points, const auto& tell) {
      this->simulate(points, tell);
    };
    if (options_.exhaustive)
      search_->run_all(simulate);
    else
      search_->run(simulate);
    if (database_ != nullptr) database_->finish();
    std::sort(failed_.begin(), failed_.end());
    return {options_, *search_, simulation_.shared(search_->points().first()).workload.name,
            std::move(estimates.invalid), failed_};
  }

 private:
  PointEstimates estimate() {
    Progress progress(order_.size(), !options_.quiet);
    return work_.estimate([&](std::uint64_t points) { progress.advance(points); });
  }

  [[noreturn]] static void refuse(const PointEstimates& estimates) {
    throw InputError("no point is valid; the first: " + estimates.invalid.front().second);
  }

  void simulate(const std::vector<std::uint64_t>& points, const ParetoSearch::Tell& tell) {
    Progress progress(points.size(), !options_.quiet);
    work_.simulate(points, [&](const Json& row) {
      const auto point = row["point"].get<std::uint64_t>();
      const bool done = row["status"] == point_status::kDone;
      tell(point, done ? std::optional(quantities_of(row)) : std::nullopt);
      if (!done) failed_.emplace_back(point, row["message"]);
      if (database_ != nullptr) database_->add(row);
      progress.advance(1);
    });
  }

  const SearchOptions& options_;
  const PointOrder order_;
  SimulationWork simulation_;
  PointWork work_;
  ResultDatabase* database_;
  std::optional<ParetoSearch> search_;
  std::vector<std::pair<std::uint64_t, std::string>> failed_;
};

void write_json(const SearchResult& result, ResultFiles& files) {
  if (!result.options.json) return;
  const std::string text = search_json(result).dump(2) + "\n";
  if (files.json) {
    files.json->stream() << text;
    files.json->commit();
  } else {
    std::cout << text;
  }
}

}  // namespace

int search_command(const std::vector<std::string>& arguments) {
  auto options = parse_search(arguments);
  if (!options) return kDone;
  const InterruptGuard interrupt;
  if (!options->energy.frame_ms && !options->network && !options->synthetic)
    options->energy.frame_ms = kDefaultWorkloadFrameMs;
  const Configuration base = base_configuration(*options);
  check_grid(options->grid, base);
  check_has_closed_form(base.parameters());
  check_distinct(*options);
  EnergyModel(options->energy, base.parameters());
  ResultFiles files = open_files(*options, base, checked_workload_hash(*options, base));
  Searcher searcher(*options, base, interrupt, files.database.get());
  const SearchResult result = searcher.run();
  write_json(result, files);
  if (!options->quiet && options->json != "-") print_front(std::cout, result);
  for (const auto& [point, message] : result.failed)
    std::cerr << "drnn: error: point " << point << ": " << message << "\n";
  return result.failed.empty() ? kDone : kSimulationFailed;
}

}  // namespace drnn
