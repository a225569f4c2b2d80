#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "sim/sweep/sqlite.hpp"

namespace drnn {

/// What became of a point, as the column `status` names it.
namespace point_status {
constexpr const char* kDone = "done";
constexpr const char* kInvalid = "invalid";    ///< its values do not go together
constexpr const char* kFailed = "failed";      ///< the simulation ended with an error
constexpr const char* kCrashed = "crashed";    ///< its process did
constexpr const char* kExcluded = "excluded";  ///< it breaks a requirement: no failure
}  // namespace point_status

/// What a sweep is: pairs of a name and a text, in the order of the table `meta`.
using SweepMeta = std::vector<std::pair<std::string, std::string>>;

/// Results of a sweep in an SQLite database.
///
///   points  a row a point, keyed by its number; columns as result_columns.hpp says
///   meta    what the sweep is
///   host    a row a point: its statistics `host.*`, the only ones that differ between machines
///
/// Rows come in any order and are written at once: nothing is held but the transaction under way,
/// which ends every second. The database is locked while it is open.
class ResultDatabase {
 public:
  /// Makes the database, or with `resume` takes up the one that is there, if there is one. Throws
  /// InputError where one is there without resume, or is of another sweep.
  ResultDatabase(const std::string& path, const SweepMeta& meta, bool resume);
  ~ResultDatabase();

  bool has(std::uint64_t point);
  /// A flat object with the keys point, status, message and any of the columns.
  void add(const nlohmann::ordered_json& row);
  void commit();
  /// Brings the columns into their order. Call after the last row.
  void finish();

  std::uint64_t count();
  std::uint64_t count_failed();  ///< everything but done and excluded
  Sqlite& sqlite() { return database_; }

 private:
  /// A table with the statement that fills it, as long as the rows' keys are the same.
  struct Table {
    std::string name;
    std::set<std::string> columns{};
    std::vector<std::string> filled{};
    std::unique_ptr<SqliteStatement> insert{};
  };

  void create(const SweepMeta& meta);
  void check(const SweepMeta& meta);
  void read_columns(Table& table);
  void add_columns(Table& table, const std::vector<std::string>& names);
  void prepare(Table& table, const std::vector<std::string>& keys);
  void insert(Table& table, const nlohmann::ordered_json& row, bool host);

  Sqlite database_;
  Table points_{"points"}, host_{"host"};
  std::unique_ptr<SqliteStatement> known_;
  std::unique_ptr<SqliteTransaction> transaction_;
  std::chrono::steady_clock::time_point begun_;
};

/// The columns of a table, in their order.
std::vector<std::string> table_columns(Sqlite& database, const std::string& table);

/// "CREATE TABLE ..." for results with these columns, the first of which is the point.
std::string create_table(const std::string& name, const std::vector<std::string>& columns);

/// Rewrites `points` where its columns are not in their order.
void order_columns(Sqlite& database);

/// The table `meta`.
SweepMeta read_meta(Sqlite& database);
void write_meta(Sqlite& database, const SweepMeta& meta);

}  // namespace drnn
