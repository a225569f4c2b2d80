#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "sim/sweep/result_database.hpp"
#include "sim/sweep/sqlite.hpp"

namespace drnn {

/// The database of a sweep, to be read: what it is and how much of it there is.
class SweepResult {
 public:
  /// Throws InputError for a file that is no database of a sweep, has another schema, is being
  /// written, or has no point that is done. A sweep that is not finished is a result too.
  explicit SweepResult(const std::string& path);

  Sqlite& sqlite() { return database_; }
  const SweepMeta& meta() const { return meta_; }
  const nlohmann::ordered_json& grid() const { return grid_; }
  /// Keys of the axes, in the grid's order.
  std::vector<std::string> axes() const;
  std::uint64_t expected() const;  ///< points of the grid, or of this shard of it
  std::uint64_t recorded() const { return recorded_; }
  std::uint64_t done() const { return done_; }

 private:
  void check_tables();
  void read();
  const std::string& entry(const std::string& name) const;

  Sqlite database_;
  SweepMeta meta_;
  nlohmann::ordered_json grid_;
  std::uint64_t recorded_ = 0, done_ = 0;
};

}  // namespace drnn
