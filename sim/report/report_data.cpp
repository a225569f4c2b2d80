#include "sim/report/report_data.hpp"

#include "model/config/declarations.hpp"
#include "model/stats/cycle_cause.hpp"
#include "sim/report/energy_constants.hpp"
#include "sim/report/point_columns.hpp"
#include "sim/report/script_text.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;
using Strings = std::vector<std::string>;

std::string listed(const Strings& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + quoted(name);
  return text;
}

Json meta_json(const SweepMeta& meta) {
  Json json = Json::object();
  for (const auto& [name, text] : meta) {
    const Json value = Json::parse(text, nullptr, false);
    json[name] = value.is_object() ? value : Json(text);
  }
  return json;
}

Json parameters_json(Sqlite& database) {
  Json json = Json::object();
  for (const std::string& column : table_columns(database, "points")) {
    const bool configured = column.compare(0, 7, "config.") == 0;
    const Declaration* d = configured ? find_declaration(column.substr(7)) : nullptr;
    if (d != nullptr)
      json[d->name] = {
          {"unit", d->unit}, {"help", d->help}, {"truth", d->allowed == "true or false"}};
  }
  return json;
}

Json causes_json() {
  Json json = Json::array();
  for (const CycleCauseText& cause : kCycleCauses)
    json.push_back({{"name", cause.name}, {"group", cause.group}, {"meaning", cause.meaning}});
  return json;
}

Json row_json(const SqliteStatement& row) {
  Json values = Json::array();
  for (int i = 0; i < row.columns(); ++i) values.push_back(value_json(row, i));
  return values;
}

void write_rows(std::ostream& out, Sqlite& database, const std::string& sql) {
  SqliteStatement rows(database, sql);
  out << "[";
  for (const char* separator = "\n"; rows.step(); separator = ",\n")
    out << separator << script_json(row_json(rows));
  out << "]";
}

void write_member(std::ostream& out, const char* name, const Json& value) {
  out << "\"" << name << "\":" << script_json(value) << ",\n";
}

std::string failed_query(const SweepResult& sweep) {
  Strings names{"point", "status", "message"};
  for (const std::string& axis : sweep.axes()) names.push_back("axis." + axis);
  return "SELECT " + listed(names) + " FROM points WHERE status <> 'done' ORDER BY point";
}

}  // namespace

void write_report_data(std::ostream& out, SweepResult& sweep) {
  Sqlite& database = sweep.sqlite();
  const PointColumns columns = point_columns(database);
  out << "{";
  write_member(out, "meta", meta_json(sweep.meta()));
  write_member(out, "expected", sweep.expected());
  write_member(out, "parameters", parameters_json(database));
  write_member(out, "energy_constants", energy_constants(sweep.meta()));
  write_member(out, "causes", causes_json());
  write_member(out, "columns", columns.varying);
  write_member(out, "constants", columns.constants);
  out << "\"points\":";
  write_rows(
      out, database,
      "SELECT " + listed(columns.varying) + " FROM points WHERE status = 'done' ORDER BY point");
  out << ",\n\"failed\":";
  write_rows(out, database, failed_query(sweep));
  out << "}\n";
}

}  // namespace drnn
