#include "sim/search/quantities.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "model/config/errors.hpp"
#include "model/config/value_text.hpp"

namespace drnn {

namespace {

constexpr const char* kMisfit = "misfit";

/// What a row calls the error, the first that it has: against labels or targets, else of h.
constexpr const char* kErrors[] = {"accuracy.label_error", "accuracy.class_error", "accuracy.mse",
                                   "fidelity.h_error_vs_theta0.rms_activation_units"};

double error_of(const RunRecord& record) {
  if (record.accuracy)
    if (const auto value = record.accuracy->run.value()) return *value;
  return record.fidelity.vs_theta0.rms();
}

double error_of(const nlohmann::ordered_json& row) {
  for (const char* name : kErrors)
    if (row.contains(name) && row[name].is_number()) return row[name];
  throw SimulationError("a row of results has no error");
}

std::string names() {
  std::string text;
  for (const Quantity& q : quantities())
    if (q.name != std::string(kMisfit)) text += (text.empty() ? "" : ", ") + std::string(q.name);
  return text;
}

}  // namespace

const std::vector<Quantity>& quantities() {
  static const std::vector<Quantity> list{
      {"cycles", "cycles", false, 0, "cycles.total"},
      {"time", "s", false, 0, "of all steps"},
      {"energy", "J", false, 0.01, "proxy, of all steps"},
      {"bram", "BRAM36", true, 0, ""},
      {"dsp", "DSP48E1", true, 0, ""},
      {"lut", "LUT", true, 0, "an estimate in a simulation too"},
      {"ff", "flip-flops", true, 0, "likewise"},
      {"error", "", true, 0,
       "against labels or targets; without them rms of h against threshold 0"},
      {kMisfit, "", true, 0, "1 where the device is too small"}};
  return list;
}

std::vector<double> quantities_of(const RunRecord& r) {
  return {static_cast<double>(r.main.total_cycles),
          r.time_s(),
          r.energy.energy.total_j,
          r.resources.bram36,
          static_cast<double>(r.resources.dsp),
          static_cast<double>(r.resources.luts),
          static_cast<double>(r.resources.flip_flops),
          error_of(r),
          r.resources.fits ? 0.0 : 1.0};
}

std::vector<double> quantities_of(const nlohmann::ordered_json& row) {
  return {row["cycles.total"],
          row["time_s"],
          row["energy.total_j"],
          row["resources.bram36"],
          row["resources.dsp"],
          row["resources.lut_estimate"],
          row["resources.ff_estimate"],
          error_of(row),
          row["resources.fits"].get<bool>() ? 0.0 : 1.0};
}

std::size_t quantity_index(const std::string& name, const std::string& where) {
  const auto& list = quantities();
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].name == name && name != kMisfit) return i;
  throw InputError(where + ": '" + name + "' must be one of " + names());
}

std::size_t misfit_index() {
  return quantities().size() - 1;
}

bool is_of_design(std::size_t index) {
  return index >= quantity_index("bram", "") && index != quantity_index("error", "");
}

std::vector<std::size_t> parse_objectives(const std::string& text) {
  std::vector<std::size_t> result;
  std::istringstream stream(text + ",");
  for (std::string name; std::getline(stream, name, ',');) {
    const std::size_t index = quantity_index(name, "--objective");
    if (std::find(result.begin(), result.end(), index) != result.end())
      throw InputError("--objective: '" + name + "' stands twice");
    result.push_back(index);
  }
  return result;
}

Limit parse_requirement(const std::string& text) {
  if (text == "fits") return {misfit_index(), 0};
  const std::size_t at = text.find("<=");
  const auto most =
      at == std::string::npos ? std::nullopt : parse_number<double>(text.substr(at + 2));
  if (!most) throw InputError("--require: '" + text + "' must be fits or NAME<=NUMBER");
  return {quantity_index(text.substr(0, at), "--require"), *most};
}

}  // namespace drnn
