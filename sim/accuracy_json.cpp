#include "sim/accuracy_json.hpp"

#include <cstdint>
#include <string>

namespace drnn {

namespace {

using Json = nlohmann::ordered_json;

Json h_error_json(const HError& error) {
  return {{"rms_activation_units", error.rms()}, {"max_activation_units", error.max()}};
}

Json or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

Json scaled_json(const LoadedWorkload& workload) {
  Json scaled = Json::array();
  const auto add = [&scaled](const std::string& tensor, int exponent) {
    if (exponent > 0) scaled.push_back({{"tensor", tensor}, {"divided_by_2_to_the", exponent}});
  };
  add("features", workload.quantisation.feature_scale);
  for (std::size_t l = 0; l < workload.network.layers.size(); ++l) {
    const LayerScales& scales = workload.network.layers[l].scales;
    const std::string prefix = "layer " + std::to_string(l) + " ";
    const auto add_kind = [&](const std::string& kind, const AccumulatorScales& s) {
      add(prefix + kind + " of r", s.r);
      add(prefix + kind + " of u", s.u);
      add(prefix + kind + " of cx", s.cx);
      add(prefix + kind + " of ch", s.ch);
    };
    add_kind("weights", scales.weights);
    add_kind("biases", scales.biases);
  }
  return scaled;
}

Json ranges_json(const std::vector<TensorRange>& ranges) {
  Json rows = Json::array();
  for (const TensorRange& range : ranges)
    rows.push_back({{"tensor", range.name},
                    {"format", to_string(range.format)},
                    {"values", range.values},
                    {"smallest", range.smallest},
                    {"largest", range.largest},
                    {"outside", range.outside},
                    {"needs", range.needed() ? Json(to_string(*range.needed())) : Json(nullptr)}});
  return rows;
}

}  // namespace

Json score_json(const Score& score) {
  const Json value = or_null(score.value());
  const auto amount = static_cast<std::uint64_t>(score.amount);
  switch (score.metric) {
    case Metric::ctc:
      return {{"metric", "label_error"},
              {"label_error", value},
              {"edits", amount},
              {"labels", score.count}};
    case Metric::class_last:
    case Metric::class_mean:
      return {{"metric", to_string(score.metric)},
              {"class_error", value},
              {"errors", amount},
              {"sequences", score.count}};
    case Metric::mse:
      break;
  }
  return {{"metric", "mse"}, {"mse", value}, {"values", score.count}};
}

Json fidelity_json(const Fidelity& fidelity) {
  return {{"h_error_vs_theta0", h_error_json(fidelity.vs_theta0)},
          {"h_error_vs_float", h_error_json(fidelity.vs_float)}};
}

Json accuracy_json(const std::optional<Accuracy>& accuracy, const Fidelity& fidelity) {
  if (!accuracy || !accuracy->run.value()) return nullptr;
  Json json = score_json(accuracy->run);
  json["at_theta0"] = or_null(accuracy->theta0.value());
  json["of_float_network"] = or_null(accuracy->trained.value());
  json.update(fidelity_json(fidelity));
  return json;
}

Json quantisation_json(const LoadedWorkload& workload, const Parameters& parameters,
                       const RunStatistics& run) {
  const QuantisationRecord& q = workload.quantisation;
  Json json = {{"out_of_range", parameters.quantisation.saturate ? "saturate" : "error"},
               {"scale", parameters.quantisation.scale ? "power_of_two" : "none"},
               {"saturated",
                {{"features", q.saturated_features},
                 {"weights", q.network.saturated_weights},
                 {"biases", q.network.saturated_biases}}},
               {"scaled", scaled_json(workload)},
               {"accumulators_out_of_range", run.accumulators_out_of_range},
               {"conversions_out_of_range", run.conversions_out_of_range}};
  if (!workload.ranges.empty()) json["ranges"] = ranges_json(workload.ranges);
  return json;
}

}  // namespace drnn
