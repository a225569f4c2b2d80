#include "sim/series_file.hpp"

#include <nlohmann/json.hpp>

#include "model/config/errors.hpp"
#include "sim/formats/npy_header.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;
using Rows = std::vector<std::vector<std::int64_t>>;

constexpr int kByteBits = 8;

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::int64_t count(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

std::vector<std::int64_t> row_of(const StepAccount& account, std::size_t step,
                                 std::size_t sequence) {
  std::vector<std::int64_t> row{count(step), count(sequence), count(account.cycles()),
                                count(account.columns)};
  for (const std::uint64_t cycles : account.causes) row.push_back(count(cycles));
  return row;
}

void write_csv(std::ostream& out, const Rows& rows) {
  const char* comma = "";
  for (const SeriesColumn& column : series_columns()) {
    out << comma << column.name << " [" << column.unit << "]";
    comma = ",";
  }
  for (const auto& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i) out << (i == 0 ? '\n' : ',') << row[i];
  out << "\n";
}

/// Least significant byte first, whatever the machine's own order.
void put(std::ostream& out, std::int64_t value) {
  auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = 0; i < sizeof bits; ++i, bits >>= kByteBits)
    out.put(static_cast<char>(bits & 0xff));
}

void write_npy(std::ostream& out, const Rows& rows) {
  out << make_npy_header({"<i8", false, {count(rows.size()), count(series_columns().size())}, 0});
  for (const auto& row : rows)
    for (const std::int64_t value : row) put(out, value);
}

void write_columns(std::ostream& out) {
  Json columns = Json::array();
  for (const SeriesColumn& column : series_columns())
    columns.push_back({{"name", column.name}, {"unit", column.unit}});
  out << Json{{"schema", 1}, {"columns", columns}}.dump(2) << "\n";
}

}  // namespace

std::vector<SeriesColumn> series_columns() {
  std::vector<SeriesColumn> columns{
      {"step", "index"}, {"sequence", "index"}, {"cycles", "cycles"}, {"columns", "columns"}};
  for (const CycleCauseText& cause : kCycleCauses)
    columns.push_back({std::string(cause.name), "cycles"});
  return columns;
}

Rows series_rows(const std::vector<StepAccount>& steps,
                 const std::vector<InputSequence>& sequences) {
  Rows rows;
  std::size_t step = 0;
  for (std::size_t s = 0; s < sequences.size(); ++s)
    for (std::uint64_t i = 0; i < sequences[s].steps; ++i, ++step)
      rows.push_back(row_of(steps.at(step), step, s));
  return rows;
}

std::vector<std::string> SeriesFile::files_of(const std::string& path) {
  if (ends_with(path, ".csv")) return {path};
  if (ends_with(path, ".npy")) return {path, path + ".json"};
  throw InputError("--series: '" + path + "' must end with .csv or .npy");
}

SeriesFile::SeriesFile(const std::string& path) : file_(path) {
  const std::vector<std::string> files = files_of(path);
  if (files.size() > 1) columns_ = std::make_unique<AtomicFile>(files.back());
}

void SeriesFile::write(const Rows& rows) {
  if (columns_) {
    write_npy(file_.stream(), rows);
    write_columns(columns_->stream());
    columns_->commit();
  } else {
    write_csv(file_.stream(), rows);
  }
  file_.commit();
}

}  // namespace drnn
