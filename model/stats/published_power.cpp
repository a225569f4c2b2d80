#include "model/stats/published_power.hpp"

namespace drnn {

const PublishedPower& published_power(AcceleratorKind kind) {
  static const PublishedPower delta_rnn{
      "DeltaRNN, FPGA 2018",
      {7.3, Tag::derived, "1200 GOp/s over 164 GOp/s/W"},
      PublishedFigure{164, Tag::published, "abstract"},
      "not stated in the abstract: whether board, processing system and DRAM are in it"};
  static const PublishedPower edge_drnn{
      "EdgeDRNN, arXiv 2012.13600",
      {2.42, Tag::published, "abstract, at the wall plug"},
      std::nullopt,
      "the whole board at the wall: supply and regulators, DRAM, USB and radio, processing system, "
      "logic"};
  return kind == AcceleratorKind::edgedrnn ? edge_drnn : delta_rnn;
}

std::optional<PublishedResources> published_resources(AcceleratorKind kind) {
  if (kind == AcceleratorKind::edgedrnn) return std::nullopt;
  return PublishedResources{457.5, 768, 261357, 119260};
}

std::vector<std::string_view> counted_in_proxy() {
  return {"accesses of the accelerator, its streams and ports",
          "commands, background and data pins of the DRAM chips",
          "clock and logic by the resources taken", "leakage of the device",
          "processing system as one constant"};
}

std::vector<std::string_view> missing_in_proxy() {
  return {"power supply, regulators and everything else on a board",
          "what the cores do: they poll or sleep, which the constant does not tell apart",
          "switching that depends on the data", "weights and registers loaded before the run"};
}

}  // namespace drnn
