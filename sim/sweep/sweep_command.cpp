#include "sim/sweep/sweep_command.hpp"

#include <iostream>

#include "model/config/errors.hpp"
#include "sim/command_line.hpp"
#include "sim/default_workload.hpp"
#include "sim/energy_model.hpp"
#include "sim/formats/atomic_file.hpp"
#include "sim/named_files.hpp"
#include "sim/progress.hpp"
#include "sim/report_text.hpp"
#include "sim/sweep/csv_export.hpp"
#include "sim/sweep/grid_check.hpp"
#include "sim/sweep/merge.hpp"
#include "sim/sweep/result_database.hpp"
#include "sim/sweep/scheduler.hpp"
#include "sim/sweep/simulation_work.hpp"
#include "sim/sweep/sweep_identity.hpp"
#include "sim/sweep/sweep_options.hpp"

namespace drnn {

namespace {

void check_distinct(const SweepOptions& options) {
  NamedFiles files;
  for (const std::string& input : options.inputs) files.read(input, "--input");
  for (const std::string& file : options.configuration.files) files.read(file, "--config");
  if (options.file) files.read(*options.file, "--sweep");
  if (options.network) files.read(*options.network, "--network");
  if (options.labels) files.read(*options.labels, "--labels");
  if (options.targets) files.read(*options.targets, "--targets");
  files.write(options.database, "--db");
  if (options.csv) files.write(*options.csv, "--csv");
}

/// The file that --csv names: opened before any point runs, written when all have.
class CsvFile {
 public:
  explicit CsvFile(const std::optional<std::string>& path) {
    if (path) file_.emplace(*path);
  }
  void write(Sqlite& database) {
    if (!file_) return;
    write_csv(file_->stream(), database);
    file_->commit();
  }

 private:
  std::optional<AtomicFile> file_;
};

/// A line a kind of outcome.
void print_outcome(const SweepOptions& options, ResultDatabase& database) {
  if (options.quiet) return;
  SqliteStatement kinds(database.sqlite(),
                        "SELECT status, count(*) FROM points GROUP BY status ORDER BY status");
  std::string text;
  while (kinds.step())
    text += (text.empty() ? "" : ", ") + std::to_string(kinds.integer(1)) + " " + kinds.text(0);
  print_line(std::cout, "points", text);
  print_line(std::cout, "database", options.database);
}

/// The first failures; all of them are in the database.
void print_failures(ResultDatabase& database, std::uint64_t failed) {
  constexpr int kShown = 5;
  std::cerr << "drnn: error: " << failed << " of " << database.count()
            << " points are not done; status and message of each are in the table points\n";
  SqliteStatement rows(database.sqlite(),
                       "SELECT point, status, message FROM points WHERE status NOT IN ('done', "
                       "'excluded') ORDER BY point LIMIT " +
                           std::to_string(kShown));
  while (rows.step()) {
    const std::string message = rows.text(2);
    std::cerr << "drnn: error: point " << rows.integer(0) << " " << rows.text(1) << ": "
              << message.substr(0, message.find('\n')) << "\n";
  }
}

/// Checked before anything is written.
struct Sweep {
  SweepOptions options;
  Configuration base;
  SweepMeta meta;
};

Sweep checked(SweepOptions options) {
  if (!options.energy.frame_ms && !options.network && !options.synthetic)
    options.energy.frame_ms = kDefaultWorkloadFrameMs;
  const Configuration base = base_configuration(options);
  check_grid(options.grid, base);
  check_distinct(options);
  EnergyModel(options.energy, base.parameters());
  const std::string workload = checked_workload_hash(options, base);
  SweepMeta meta = sweep_meta(options, base, workload);
  return {std::move(options), base, std::move(meta)};
}

void run(const Sweep& sweep, ResultDatabase& database, const InterruptGuard& interrupt) {
  const PointOrder order(sweep.options.grid, axis_roles(sweep.options.grid));
  const Shard shard = sweep.options.shard.value_or(Shard{});
  const PositionRange range = shard_range(order.size(), shard.index, shard.count);
  SimulationWork work(sweep.options, sweep.base, order, interrupt);
  Progress progress(range.end - range.begin - database.count(), !sweep.options.quiet);
  Scheduler scheduler(work, order, database, sweep.options.jobs,
                      {[&] { interrupt.check(); }, [&](auto rows) { progress.advance(rows); }});
  scheduler.run(range);
}

}  // namespace

int sweep_command(const std::vector<std::string>& arguments) {
  auto options = parse_sweep(arguments);
  if (!options) return kDone;
  const InterruptGuard interrupt;
  const Sweep sweep = checked(std::move(*options));
  CsvFile csv(sweep.options.csv);
  ResultDatabase database(sweep.options.database, sweep.meta, sweep.options.resume);
  run(sweep, database, interrupt);
  csv.write(database.sqlite());
  print_outcome(sweep.options, database);
  const std::uint64_t failed = database.count_failed();
  if (failed == 0) return kDone;
  print_failures(database, failed);
  return kSimulationFailed;
}

int merge_command(const std::vector<std::string>& arguments) {
  const auto options = parse_merge(arguments);
  if (!options) return kDone;
  CsvFile csv(options->csv);
  merge_databases(options->database, options->parts);
  Sqlite database(options->database, Sqlite::Mode::existing);
  csv.write(database);
  return kDone;
}

}  // namespace drnn
