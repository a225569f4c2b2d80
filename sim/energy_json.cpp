#include "sim/energy_json.hpp"

#include <map>
#include <nlohmann/json.hpp>

#include "model/stats/published_power.hpp"

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

Json optional_json(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json sums_json(const std::vector<std::pair<std::string_view, double>>& sums) {
  Json json = Json::object();
  for (const auto& [name, joules] : sums) json[std::string(name)] = joules;
  return json;
}

Json accesses_json(const EnergyReport& r) {
  Json list = Json::array();
  for (const Access& a : r.counts.accesses)
    list.push_back(
        {{"component", a.component},
         {"operation", a.operation},
         {"phase", to_string(a.phase)},
         {"count", a.count},
         {"width_bits", a.width_bits},
         {"second_width_bits", a.second_width_bits > 0 ? Json(a.second_width_bits) : Json(nullptr)},
         {"constants", constants_of(a)},
         {"energy_j", r.prices.scale * access_energy_j(a, r.prices.on_chip)}});
  return list;
}

Json entry_json(const EnergyEntry& e) {
  return {{"value", e.value},
          {"unit", e.unit},
          {"tag", to_string(e.tag)},
          {"low", e.range ? Json(e.range->low) : Json(nullptr)},
          {"high", e.range ? Json(e.range->high) : Json(nullptr)},
          {"source", e.source}};
}

Json table_json(const EnergyReport& r) {
  Json entries = Json::object();
  for (const EnergyEntry& entry : r.prices.entries()) entries[entry.key] = entry_json(entry);
  return {{"name", r.prices.on_chip.name()},
          {"ddr_name", r.prices.ddr.name()},
          {"scale", r.prices.scale},
          {"calibrated_to_w", optional_json(r.calibrated_to_w)},
          {"entries", entries}};
}

Json sensitivity_json(const EnergyReport& r) {
  Json list = Json::array();
  for (const Sensitivity& s : r.sensitivities)
    list.push_back({{"key", s.entry.key},
                    {"tag", to_string(s.entry.tag)},
                    {"unit", s.entry.unit},
                    {"value", s.entry.value},
                    {"low", s.entry.range->low},
                    {"high", s.entry.range->high},
                    {"power_at_low_w", s.low_w},
                    {"power_at_high_w", s.high_w},
                    {"swing_w", s.swing_w()}});
  return list;
}

/// The same powers by key, which a sweep's database takes as columns: sections and keys nest, in an
/// order that does not depend on the run. Nothing for constants that no part of this design has.
Json power_at_json(const EnergyReport& r) {
  Json sections = Json::object();
  if (!r.range) return sections;
  std::map<std::string_view, const Sensitivity*> by_key;
  for (const Sensitivity& s : r.sensitivities)
    if (s.swing_w() != 0) by_key.emplace(s.entry.key, &s);
  for (const auto& [key, s] : by_key) {
    const std::size_t dot = key.find('.');
    sections[std::string(key.substr(0, dot))][std::string(key.substr(dot + 1))] = {
        {"low_w", s->low_w}, {"high_w", s->high_w}};
  }
  return sections;
}

Json figure_json(const PublishedFigure& figure) {
  return {{"value", figure.value}, {"tag", to_string(figure.tag)}, {"source", figure.source}};
}

Json published_json(const EnergyReport& r) {
  const PublishedPower& published = published_power(r.kind);
  const double watts = published.watts.value;
  const auto inside = [&] { return r.range->low_w <= watts && watts <= r.range->high_w; };
  return {{"name", published.name},
          {"power_w", figure_json(published.watts)},
          {"gops_per_w", published.gops_per_w ? figure_json(*published.gops_per_w) : Json(nullptr)},
          {"power_ratio", r.energy.power_w() / watts},
          {"within_range", r.range ? Json(inside()) : Json(nullptr)},
          {"counted_there", published.counted},
          {"counted_here", counted_in_proxy()},
          {"missing_here", missing_in_proxy()}};
}

Json memories_json(const Resources& resources) {
  Json list = Json::array();
  for (const Memory& m : resources.memories)
    list.push_back({{"name", m.name},
                    {"copies", m.copies},
                    {"width_bits", m.width_bits},
                    {"depth_words", m.depth_words},
                    {"storage", to_string(m.storage())},
                    {"bram36", static_cast<double>(m.ramb18()) / 2}});
  return list;
}

Json logic_json(const Resources& resources) {
  Json parts = Json::object();
  for (const LogicPart& part : resources.logic)
    parts[part.name] = {{"luts", part.luts}, {"flip_flops", part.flip_flops}};
  return parts;
}

Json published_resources_json(const Resources& r, const Parameters& p) {
  const auto published = published_resources(p.accelerator.kind);
  if (!published) return nullptr;
  return {{"tag", "unconfirmed"},
          {"bram36", published->bram36},
          {"dsp", published->dsp},
          {"luts", published->luts},
          {"flip_flops", published->flip_flops},
          {"bram36_with_a_bank_a_pe", bram36_with_apart_banks(p, r)}};
}

}  // namespace

Json energy_json(const EnergyReport& r, StatisticsDetail detail) {
  Json json{{"total_j", r.energy.total_j},
            {"by_component", sums_json(r.energy.by_component())},
            {"by_phase", sums_json(r.energy.by_phase())},
            {"gops_per_w", r.gops_per_w()},
            {"gops_per_w_low", r.range ? Json(r.gops_per_w_at(r.range->high_w)) : Json(nullptr)},
            {"gops_per_w_high", r.range ? Json(r.gops_per_w_at(r.range->low_w)) : Json(nullptr)},
            {"power_w", r.energy.power_w()},
            {"power_low_w", r.range ? Json(r.range->low_w) : Json(nullptr)},
            {"power_high_w", r.range ? Json(r.range->high_w) : Json(nullptr)},
            {"standing_power_w", r.energy.standing_w()},
            {"step_j", r.step_j()},
            {"operation_j", r.operation_j()},
            {"frame_ms", optional_json(r.frame_ms)},
            {"input_second_j", optional_json(r.input_second_j())},
            {"input_second_waiting_j", optional_json(r.input_second_waiting_j())}};
  const bool all = detail == StatisticsDetail::all;
  if (all) json["table"] = table_json(r);
  if (all) json["accesses"] = accesses_json(r);
  if (all) json["sensitivity"] = sensitivity_json(r);
  json["power_at"] = power_at_json(r);
  if (all) json["published"] = published_json(r);
  return json;
}

Json resources_json(const Resources& r, const Parameters& p) {
  Json available = Json::object(), utilisation = Json::object();
  for (const ResourceUse& use : r.uses) {
    available[use.name] = use.available;
    utilisation[use.name] = use.utilisation();
  }
  return {{"bram36", r.bram36},
          {"dsp", r.dsp},
          {"fits", r.fits},
          {"lut_estimate", r.luts},
          {"ff_estimate", r.flip_flops},
          {"limiting", r.limiting().name},
          {"device", {{"name", p.device.name}, {"tag", to_string(device(p.device.name).tag)}}},
          {"available", available},
          {"utilisation", utilisation},
          {"memories", memories_json(r)},
          {"logic_estimate", logic_json(r)},
          {"published", published_resources_json(r, p)}};
}

}  // namespace drnn
