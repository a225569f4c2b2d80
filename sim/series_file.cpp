#include "sim/series_file.hpp"

#include <nlohmann/json.hpp>

#include "model/config/errors.hpp"
#include "model/spool/rows.hpp"
#include "sim/formats/npy_header.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kByteBits = 8;

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::int64_t count(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

SeriesRow row_of(const StepAccount& account, std::uint64_t step, std::size_t sequence) {
  SeriesRow row{count(step), count(sequence), count(account.cycles()), count(account.columns)};
  for (const std::uint64_t cycles : account.causes) row.push_back(count(cycles));
  return row;
}

void write_csv_header(std::ostream& out) {
  const char* comma = "";
  for (const SeriesColumn& column : series_columns()) {
    out << comma << column.name << " [" << column.unit << "]";
    comma = ",";
  }
  out << "\n";
}

void write_csv_row(std::ostream& out, const SeriesRow& row) {
  for (std::size_t i = 0; i < row.size(); ++i) out << (i == 0 ? "" : ",") << row[i];
  out << "\n";
}

/// Least significant byte first, whatever the machine's own order.
void put(std::ostream& out, std::int64_t value) {
  auto bits = static_cast<std::uint64_t>(value);
  for (std::size_t i = 0; i < sizeof bits; ++i, bits >>= kByteBits)
    out.put(static_cast<char>(bits & 0xff));
}

void write_npy_row(std::ostream& out, const SeriesRow& row) {
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

void for_each_series_row(const SpooledValues<StepAccount>& steps,
                         const std::vector<InputSequence>& sequences,
                         const std::function<void(const SeriesRow&)>& row) {
  std::uint64_t step = 0;
  for (std::size_t s = 0; s < sequences.size(); ++s)
    for_each_row(steps.part(step, sequences[s].steps), 1,
                 [&](const StepAccount* account) { row(row_of(*account, step++, s)); });
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

void SeriesFile::write(const SpooledValues<StepAccount>& steps,
                       const std::vector<InputSequence>& sequences) {
  std::ostream& out = file_.stream();
  if (columns_) {
    out << make_npy_header(
        {"<i8", false, {count(steps.size()), count(series_columns().size())}, 0});
    write_columns(columns_->stream());
  } else {
    write_csv_header(out);
  }
  for_each_series_row(steps, sequences, [&](const SeriesRow& row) {
    if (columns_)
      write_npy_row(out, row);
    else
      write_csv_row(out, row);
  });
  if (columns_) columns_->commit();
  file_.commit();
}

}  // namespace drnn
