#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "model/stats/cycle_account.hpp"
#include "sim/formats/atomic_file.hpp"
#include "tlm/host_program.hpp"

namespace drnn {

/// A column of a table of numbers.
struct SeriesColumn {
  std::string name;
  std::string unit;
};

/// A row a step: step and sequence (both counted from 0, steps over all sequences), cycles,
/// columns, then the cycles of every cause in the order of kCycleCauses. The causes but reset add
/// up to the row's cycles, the rows' cycles and resets to cycles.total, the columns to
/// columns.issued.
std::vector<SeriesColumn> series_columns();

/// Calls with each row of a run's table.
using SeriesRow = std::vector<std::int64_t>;
void for_each_series_row(const SpooledValues<StepAccount>& steps,
                         const std::vector<InputSequence>& sequences,
                         const std::function<void(const SeriesRow&)>& row);

/// The file of `--series`: CSV whose header says "name [unit]", or NumPy's int64, (steps, columns),
/// whose names and units stand in a JSON file beside it. Both appear when they are complete.
class SeriesFile {
 public:
  /// The files that `path` makes. Throws InputError for an ending other than .csv and .npy.
  static std::vector<std::string> files_of(const std::string& path);

  /// Opens them, so that a bad path costs no time.
  explicit SeriesFile(const std::string& path);

  void write(const SpooledValues<StepAccount>& steps, const std::vector<InputSequence>& sequences);

 private:
  AtomicFile file_;
  std::unique_ptr<AtomicFile> columns_;  ///< beside a .npy file
};

}  // namespace drnn
