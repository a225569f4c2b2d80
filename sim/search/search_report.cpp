#include "sim/search/search_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "model/config/value_text.hpp"
#include "sim/report_text.hpp"
#include "sim/search/quantities.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;
using Cells = std::vector<std::string>;

std::string objectives_text(const SearchOptions& options) {
  std::string result;
  for (const std::size_t o : options.objectives)
    result += (result.empty() ? "" : ", ") + std::string(quantities()[o].name);
  for (const std::string& requirement : options.requirements) result += "; " + requirement;
  return result;
}

std::string points_text(const SearchResult& r) {
  const std::uint64_t simulated = r.search.points().simulated();
  const std::uint64_t valid = r.search.points().size();
  std::string result = grouped(valid + r.invalid.size()) + ": " + grouped(simulated) +
                       " simulated, " + grouped(valid - simulated - r.failed.size()) +
                       " estimated only";
  if (!r.invalid.empty()) result += ", " + grouped(r.invalid.size()) + " invalid";
  if (!r.failed.empty()) result += ", " + grouped(r.failed.size()) + " failed";
  return result + "; " + std::to_string(r.search.rounds()) + " rounds";
}

/// Everything is known where all points are simulated.
std::string bounds_text(const SearchResult& r) {
  if (r.options.exhaustive) return "none needed, all points are simulated";
  const std::string more =
      r.options.margin > 0 ? text(" and %.4g %% more", 100 * r.options.margin) : "";
  return "half way to memory times of 3/4 and 3/2, a refresh, polls" + more +
         (r.search.broken().empty() ? "; no simulation was outside" : "");
}

void print_broken(std::ostream& out, const SearchResult& r) {
  for (const BrokenBound& b : r.search.broken())
    print_line(out, "",
               text("point %llu: %s outside; from there on %.4g %%",
                    static_cast<unsigned long long>(b.point), quantities()[b.value].name,
                    100 * b.margin_after));
}

Cells heading(const SearchResult& r) {
  Cells cells{"point"};
  for (const Axis& axis : r.options.grid.axes()) cells.push_back(axis.key);
  for (const std::size_t o : r.options.objectives) cells.emplace_back(quantities()[o].name);
  return cells;
}

Cells row_of(const SearchResult& r, const ParetoPoint& point) {
  const Grid& grid = r.options.grid;
  const Grid::Digits digits = grid.digits(point.number);
  Cells cells{std::to_string(point.number)};
  for (std::size_t a = 0; a < digits.size(); ++a) cells.push_back(grid.value(a, digits));
  for (const std::size_t o : r.options.objectives)
    cells.push_back(text("%.6g", (*point.simulated)[o]));
  return cells;
}

/// By the first objective, then the others, then in the order of the grid.
std::vector<ParetoPoint> sorted_front(const SearchResult& r) {
  std::vector<std::pair<std::vector<double>, std::uint64_t>> order;
  for (const std::uint64_t number : r.search.front()) {
    const ParetoPoint point = r.search.points().point(number);
    std::vector<double> values;
    for (const std::size_t o : r.options.objectives) values.push_back((*point.simulated)[o]);
    order.emplace_back(std::move(values), number);
  }
  std::sort(order.begin(), order.end());
  std::vector<ParetoPoint> front;
  for (const auto& [values, number] : order) front.push_back(r.search.points().point(number));
  return front;
}

void print_rows(std::ostream& out, const std::vector<Cells>& rows) {
  std::vector<int> widths(rows.front().size());
  for (const Cells& row : rows)
    for (std::size_t i = 0; i < row.size(); ++i)
      widths[i] = std::max(widths[i], static_cast<int>(row[i].size()));
  for (const Cells& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i)
      out << text(i == 0 ? "%*s" : "  %*s", widths[i], row[i].c_str());
    out << "\n";
  }
}

Json broken_json(const SearchResult& r) {
  Json list = Json::array();
  for (const BrokenBound& b : r.search.broken())
    list.push_back({{"point", b.point},
                    {"quantity", quantities()[b.value].name},
                    {"margin_before", b.margin_before},
                    {"margin_after", b.margin_after}});
  return list;
}

Json messages_json(const std::vector<std::pair<std::uint64_t, std::string>>& messages) {
  Json list = Json::array();
  for (const auto& [point, message] : messages)
    list.push_back({{"point", point}, {"message", message}});
  return list;
}

Json front_json(const SearchResult& r) {
  const Grid& grid = r.options.grid;
  Json front = Json::array();
  for (const ParetoPoint& point : sorted_front(r)) {
    const Grid::Digits digits = grid.digits(point.number);
    Json axes = Json::object(), values = Json::object();
    for (std::size_t a = 0; a < digits.size(); ++a)
      axes[grid.axes()[a].key] = grid.value(a, digits);
    for (std::size_t q = 0; q + 1 < quantities().size(); ++q)
      values[quantities()[q].name] = (*point.simulated)[q];
    front.push_back({{"point", point.number}, {"axes", axes}, {"values", values}});
  }
  return front;
}

}  // namespace

void print_front(std::ostream& out, const SearchResult& r) {
  print_line(out, "workload", r.workload);
  print_line(out, "objectives", objectives_text(r.options));
  print_line(out, "points", points_text(r));
  print_line(out, "bounds", bounds_text(r));
  print_broken(out, r);
  const std::vector<ParetoPoint> front = sorted_front(r);
  print_line(out, "front", std::to_string(front.size()) + " points, simulated");
  out << "\n";
  std::vector<Cells> rows{heading(r)};
  for (const ParetoPoint& point : front) rows.push_back(row_of(r, point));
  print_rows(out, rows);
}

Json search_json(const SearchResult& r) {
  Json objectives = Json::array();
  for (const std::size_t o : r.options.objectives) objectives.push_back(quantities()[o].name);
  return {{"schema", 1},
          {"workload", r.workload},
          {"objectives", objectives},
          {"requirements", r.options.requirements},
          {"points",
           {{"valid", r.search.points().size()},
            {"simulated", r.search.points().simulated()},
            {"invalid", messages_json(r.invalid)},
            {"failed", messages_json(r.failed)}}},
          {"rounds", r.search.rounds()},
          {"margin", r.options.margin},
          {"broken_bounds", broken_json(r)},
          {"front", front_json(r)}};
}

}  // namespace drnn
