#include "model/config/declarations.hpp"

#include <algorithm>
#include <utility>

#include "model/config/ddr_declarations.hpp"
#include "model/config/declaration_builders.hpp"
#include "model/config/edgedrnn_declarations.hpp"

namespace drnn {

namespace {

using namespace declare;

using List = std::vector<Declaration>;

bool set_kind(Parameters& p, const std::string& text) {
  for (AcceleratorKind kind : {AcceleratorKind::drnn, AcceleratorKind::edgedrnn}) {
    if (to_string(kind) != text) continue;
    if (p.accelerator.kind != kind) p = default_parameters(kind);
    return true;
  }
  return false;
}

void add_general(List& list) {
  list.push_back(choice<AcceleratorKind& (*)(Parameters&), AcceleratorKind>(
      "accelerator.kind", [](Parameters& p) -> AcceleratorKind& { return p.accelerator.kind; },
      {{"drnn", AcceleratorKind::drnn}, {"edgedrnn", AcceleratorKind::edgedrnn}},
      {"which accelerator is simulated; naming another one resets all other parameters",
       Tag::published, "DeltaRNN, FPGA 2018"}));
  list.back().set = set_kind;
  list.push_back(integer(
      "clock.period_ps", [](Parameters & p) -> auto& { return p.clock.period_ps; }, 100, 1000000,
      "ps", {"clock of accelerator, HP and GP ports", Tag::unconfirmed, "125 MHz"}));
  list.push_back(integer(
      "clock.watchdog_cycles", [](Parameters & p) -> auto& { return p.clock.watchdog_cycles; },
      10000, 1000000000, "cycles",
      {"cycles without any change, past the last foreseen event, after which a run is stuck",
       Tag::unconfirmed, "chosen; latencies do not count towards it"}));
}

void add_delta(List& list) {
  list.push_back(threshold(
      "delta.theta_x", [](Parameters & p) -> auto& { return p.delta.theta_x; },
      {"delta threshold of inputs", Tag::unconfirmed, "the paper's threshold is not at hand"}));
  list.push_back(threshold(
      "delta.theta_h", [](Parameters & p) -> auto& { return p.delta.theta_h; },
      {"delta threshold of states", Tag::unconfirmed, "the paper's threshold is not at hand"}));
  list.push_back(integer(
      "delta.lanes", [](Parameters & p) -> auto& { return p.delta.lanes; }, 1, 1024, "elements",
      {"elements that the delta unit compares a cycle", Tag::unconfirmed,
       "296 elements then take 19 cycles, less than the columns that remain at theta 0.25"}));
  list.push_back(
      integer("delta.scanners", [](Parameters & p) -> auto& { return p.delta.scanners; }, 1, 2, "",
              {"1: one delta unit scans x and h; 2: one each, each with its FIFO", Tag::unconfirmed,
               "x is scanned while the first h are still in the activation pipeline"}));
  list.push_back(integer("delta.sends_per_cycle",
                         [](Parameters & p) -> auto& { return p.delta.sends_per_cycle; }, 1, 64,
                         "deltas",
                         {"deltas that enter the delta FIFO a cycle", Tag::unconfirmed,
                          "the MAC channels take at most one column a cycle"}));
  list.push_back(integer("delta.fifo_depth",
                         [](Parameters & p) -> auto& { return p.delta.fifo_depth; }, 1, 65536,
                         "entries", {"depth of a delta FIFO", Tag::rtl, "EdgeDRNN's delta FIFOs"}));
}

void add_datapath(List& list) {
  list.push_back(integer(
      "weights.read_latency_cycles",
      [](Parameters & p) -> auto& { return p.weights.read_latency_cycles; }, 1, 64, "cycles",
      {"weight BRAM address to data", Tag::unconfirmed, "block RAM with its output register"}));
  list.push_back(integer("mac.pe_per_channel",
                         [](Parameters & p) -> auto& { return p.mac.pe_per_channel; }, 1, 65536,
                         "PE",
                         {"processing elements of each of the channels r, u and c",
                          Tag::unconfirmed, "768 multipliers in three channels"}));
  list.push_back(integer("mac.latency_cycles",
                         [](Parameters & p) -> auto& { return p.mac.latency_cycles; }, 1, 64,
                         "cycles",
                         {"weight and delta at the multiplier to a readable sum", Tag::unconfirmed,
                          "DSP48E1 with input, product and output registers"}));
  list.push_back(integer(
      "mac.accumulator_latency_cycles",
      [](Parameters & p) -> auto& { return p.mac.accumulator_latency_cycles; }, 1, 64, "cycles",
      {"a row's accumulation to its next, where a PE holds several rows of a layer",
       Tag::unconfirmed, "accumulators in memory: read, add, write"}));
  list.push_back(integer("activation.lanes",
                         [](Parameters & p) -> auto& { return p.activation.lanes; }, 1, 1024,
                         "units",
                         {"units that enter the activation pipeline a cycle", Tag::unconfirmed,
                          "as wide as the scan that reads what it writes"}));
  list.push_back(integer(
      "activation.depth_cycles", [](Parameters & p) -> auto& { return p.activation.depth_cycles; },
      1, 256, "cycles", {"issue of a unit to its readable h", Tag::rtl, "EdgeDRNN's ten stages"}));
  list.push_back(boolean("activation.shared_multiplier",
                         [](Parameters& p) -> bool& { return p.activation.shared_multiplier; },
                         {"one multiplier a lane for all products of a unit, one product a cycle",
                          Tag::unconfirmed, "a device of 2020 DSP48E1 need not save 16 of them"}));
  list.push_back(choice<Overlap& (*)(Parameters&), Overlap>(
      "sequencer.overlap", [](Parameters& p) -> Overlap& { return p.sequencer.overlap; },
      {{"none", Overlap::none}, {"scan_x", Overlap::scan_x}, {"scan_xh", Overlap::scan_xh}},
      {"what is scanned for the next step while the activation pipeline works", Tag::unconfirmed,
       "the delta unit would otherwise idle through every activation"}));
}

void add_surroundings(List& list) {
  list.push_back(choice<int& (*)(Parameters&), int>(
      "dma.port_bits", [](Parameters& p) -> int& { return p.dma.port_bits; },
      {{"32", 32}, {"64", 64}},
      {"data width of a memory port, bits", Tag::published, "S_AXI_HP, UG585"}));
  list.push_back(integer("dma.input_ports",
                         [](Parameters & p) -> auto& { return p.dma.input_ports; }, 1, 4, "ports",
                         {"memory ports that read inputs and weights", Tag::unconfirmed,
                          "80 B a step at 40 inputs: one port carries it in 10 cycles"}));
  list.push_back(integer("dma.output_ports",
                         [](Parameters & p) -> auto& { return p.dma.output_ports; }, 1, 4, "ports",
                         {"memory ports that write outputs", Tag::unconfirmed,
                          "512 B a step in about 43 cycles: two 64-bit ports at S2MM's 74.6 % "
                          "(PG021) carry 512 B in 43 at most"}));
  list.push_back(integer("dma.burst_beats",
                         [](Parameters & p) -> auto& { return p.dma.burst_beats; }, 1, 16, "beats",
                         {"longest burst", Tag::published, "AXI3, UG585"}));
  list.push_back(
      integer("dma.outstanding_bursts",
              [](Parameters & p) -> auto& { return p.dma.outstanding_bursts; }, 1, 64, "bursts",
              {"bursts under way in each direction", Tag::unconfirmed, "covers the latency"}));
  list.push_back(
      integer("dma.read_latency_cycles",
              [](Parameters & p) -> auto& { return p.dma.read_latency_cycles; }, 0, 1000, "cycles",
              {"a beat visible at the port to its words in the stream", Tag::derived,
               "PG021: arvalid to stream 6, of which one is the slave's that was measured with"}));
  list.push_back(
      integer("dma.write_latency_cycles",
              [](Parameters & p) -> auto& { return p.dma.write_latency_cycles; }, 1, 1000, "cycles",
              {"a burst's first word in the stream to its write address, the gathering included",
               Tag::published, "PG021: stream to awvalid"}));
  list.push_back(tenths(
      "dma.write_gap_cycles", [](Parameters & p) -> auto& { return p.dma.write_gap_tenths; }, 0,
      1000, "cycles",
      {"between the write bursts of a port; fractions add up", Tag::derived,
       "PG021: 10,000 B of 32 bit in 16-beat bursts at 298.59 MB/s and 100 MHz are 3349 cycles; "
       "less 39 and 2500 beats 810 remain for 156 gaps"}));
  list.push_back(integer("dma.input_fifo_words",
                         [](Parameters & p) -> auto& { return p.dma.input_fifo_words; }, 1, 65536,
                         "stream words",
                         {"depth of the input FIFO", Tag::unconfirmed,
                          "as deep as the HP port's own FIFO, 1 KB of 64 bit"}));
  list.push_back(integer("dma.output_fifo_words",
                         [](Parameters & p) -> auto& { return p.dma.output_fifo_words; }, 1, 65536,
                         "stream words",
                         {"depth of the output FIFO", Tag::unconfirmed,
                          "as deep as the HP port's own FIFO, 1 KB of 64 bit"}));
  list.push_back(integer(
      "hp.fifo_bytes", [](Parameters & p) -> auto& { return p.hp.fifo_bytes; }, 256, 65536, "B",
      {"data FIFO of an HP port, each direction", Tag::published, "UG585: 128 x 64 bit"}));
  list.push_back(integer("hp.outstanding_bursts",
                         [](Parameters & p) -> auto& { return p.hp.outstanding_bursts; }, 1, 64,
                         "bursts",
                         {"bursts that an HP port has under way, each direction", Tag::derived,
                          "1 KB of FIFO over bursts of 16 x 8 B"}));
  list.push_back(integer("hp.crossbar_request_cycles",
                         [](Parameters & p) -> auto& { return p.hp.crossbar_request_cycles; }, 0,
                         1000, "cycles", {"AXI crossbar, AR and AW", Tag::published, "PG059"}));
  list.push_back(integer("hp.crossbar_response_cycles",
                         [](Parameters & p) -> auto& { return p.hp.crossbar_response_cycles; }, 0,
                         1000, "cycles",
                         {"AXI crossbar, R and B", Tag::published, "PG059: 1 to 2"}));
  list.push_back(integer("hp.request_cycles",
                         [](Parameters & p) -> auto& { return p.hp.request_cycles; }, 1, 100000,
                         "cycles",
                         {"HP port to the DDR interface, clock crossing included", Tag::derived,
                          "half of what a measured 0.374 us for 128 B on a Pynq-Z2 leaves besides "
                          "crossbar, beats and DRAM: 11 cycles at 100 MHz are 14 at 125 MHz"}));
  list.push_back(integer("hp.response_cycles",
                         [](Parameters & p) -> auto& { return p.hp.response_cycles; }, 1, 100000,
                         "cycles",
                         {"DDR interface to the HP port, clock crossing included", Tag::derived,
                          "the other half, see hp.request_cycles"}));
  list.push_back(integer("hp.ageing_clocks",
                         [](Parameters & p) -> auto& { return p.hp.ageing_clocks; }, 1, 1023,
                         "DDR clocks",
                         {"wait after which a port of the DDR interface goes first", Tag::published,
                          "UG585: 10-bit counter"}));
  list.push_back(boolean("hp.page_match", [](Parameters& p) -> bool& { return p.hp.page_match; },
                         {"the DDR interface prefers requests to the row that it granted last",
                          Tag::published, "UG585"}));
  for (const Declaration& d : ddr_declarations()) list.push_back(d);
  list.push_back(choice<HostMode& (*)(Parameters&), HostMode>(
      "host.mode", [](Parameters& p) -> HostMode& { return p.host.mode; },
      {{"stream", HostMode::stream}, {"step", HostMode::step}},
      {"a sequence by one pair of DMA transfers, or a driver call and a pair for each step",
       Tag::unconfirmed, "throughput is measured with the input at hand"}));
  list.push_back(integer("host.register_access_cycles",
                         [](Parameters & p) -> auto& { return p.host.register_access_cycles; }, 2,
                         10000, "cycles",
                         {"one AXI-Lite register access", Tag::derived,
                          "crossbar 2 + 1 + 2 (PG059) and one in the slave"}));
  list.push_back(integer(
      "host.driver_call_cycles", [](Parameters & p) -> auto& { return p.host.driver_call_cycles; },
      0, 10000000, "cycles",
      {"CPU time of a driver call before its register accesses, each step in step mode",
       Tag::unconfirmed, "chosen: 1 us at 125 MHz, without an operating system"}));
  list.push_back(choice<std::string& (*)(Parameters&), std::string>(
      "device.name", [](Parameters& p) -> std::string& { return p.device.name; },
      {{"xc7z100", "xc7z100"},
       {"xc7z045", "xc7z045"},
       {"xc7z020", "xc7z020"},
       {"xc7z007s", "xc7z007s"}},
      {"device that resources are held against", Tag::published, "Zynq-7100, FPGA 2018"}));
}

void add_formats(List& list) {
  const auto frac = [&](const char* name, auto access, const char* help) {
    list.push_back(
        integer(name, access, 0, 15, "bits", {help, Tag::unconfirmed, "numeric.profile"}));
  };
  list.push_back(integer(
      "numeric.activation_bits", [](Parameters & p) -> auto& { return p.numeric.activation.bits; },
      16, 16, "bits",
      {"width of activations", Tag::unconfirmed, "numeric.profile; streams carry 16-bit words"}));
  frac(
      "numeric.activation_frac_bits",
      [](Parameters & p) -> auto& { return p.numeric.activation.frac_bits; },
      "fraction bits of activations");
  list.push_back(integer("numeric.weight_bits",
                         [](Parameters & p) -> auto& { return p.numeric.weight.bits; }, 2, 16,
                         "bits", {"width of weights", Tag::unconfirmed, "numeric.profile"}));
  frac(
      "numeric.weight_frac_bits",
      [](Parameters & p) -> auto& { return p.numeric.weight.frac_bits; },
      "fraction bits of weights");
  list.push_back(integer("numeric.bias_bits",
                         [](Parameters & p) -> auto& { return p.numeric.bias.bits; }, 2, 30, "bits",
                         {"width of biases", Tag::unconfirmed, "numeric.profile"}));
  frac(
      "numeric.bias_frac_bits", [](Parameters & p) -> auto& { return p.numeric.bias.frac_bits; },
      "fraction bits of biases");
  list.push_back(integer("numeric.accumulator_bits",
                         [](Parameters & p) -> auto& { return p.numeric.accumulator_bits; }, 16, 62,
                         "bits", {"width of accumulators", Tag::unconfirmed, "numeric.profile"}));
  list.push_back(integer(
      "numeric.delta_bits", [](Parameters & p) -> auto& { return p.numeric.delta_bits; }, 16, 17,
      "bits", {"16: deltas wrap; 17: they are exact", Tag::unconfirmed, "numeric.profile"}));
  list.push_back(
      integer("numeric.gate_frac_bits",
              [](Parameters & p) -> auto& { return p.numeric.gate_frac_bits; }, 1, 15, "bits",
              {"fraction bits of sigmoid and tanh outputs", Tag::unconfirmed, "numeric.profile"}));
}

void add_modes(List& list) {
  const Note profile{"", Tag::unconfirmed, "numeric.profile"};
  const auto note = [&](const char* help) { return Note{help, profile.tag, profile.source}; };
  const std::vector<std::pair<std::string, Overflow>> overflows{{"wrap", Overflow::wrap},
                                                                {"saturate", Overflow::saturate}};
  using O = Overflow& (*)(Parameters&);
  list.push_back(choice<O, Overflow>(
      "numeric.accumulator_overflow",
      [](Parameters& p) -> Overflow& { return p.numeric.accumulator_overflow; }, overflows,
      note("what an accumulator does past its width")));
  list.push_back(choice<O, Overflow>(
      "numeric.conversion_overflow",
      [](Parameters& p) -> Overflow& { return p.numeric.conversion_overflow; }, overflows,
      note("what conversions to the activation format do")));
  list.push_back(choice<Rounding& (*)(Parameters&), Rounding>(
      "numeric.rounding", [](Parameters& p) -> Rounding& { return p.numeric.rounding; },
      {{"half_even", Rounding::half_even},
       {"half_up", Rounding::half_up},
       {"floor", Rounding::floor},
       {"toward_zero", Rounding::toward_zero}},
      note("of sums and products")));
  list.push_back(choice<DeltaCompare& (*)(Parameters&), DeltaCompare>(
      "numeric.compare", [](Parameters& p) -> DeltaCompare& { return p.numeric.compare; },
      {{"ge", DeltaCompare::ge}, {"gt", DeltaCompare::gt}},
      note("a delta is sent at (ge) or above (gt) the threshold")));
  list.push_back(choice<int& (*)(Parameters&), int>(
      "numeric.gate_input_step_lsb",
      [](Parameters& p) -> int& { return p.numeric.gate_input_step_lsb; },
      {{"1", 1}, {"2", 2}, {"4", 4}, {"8", 8}, {"16", 16}, {"32", 32}, {"64", 64}},
      note("inputs of sigmoid and tanh are floored to a multiple of this; 1 is exact")));
  list.push_back(choice<CandidateSum& (*)(Parameters&), CandidateSum>(
      "numeric.candidate_sum",
      [](Parameters& p) -> CandidateSum& { return p.numeric.candidate_sum; },
      {{"joint", CandidateSum::joint}, {"apart", CandidateSum::apart}},
      note("the candidate's two sums are rounded together or apart")));
  list.push_back(choice<Blend& (*)(Parameters&), Blend>(
      "numeric.blend", [](Parameters& p) -> Blend& { return p.numeric.blend; },
      {{"difference", Blend::difference}, {"products", Blend::products}},
      note("h = c + u*(h-c), or (1-u)*c + u*h")));
  list.push_back(choice<BiasPath& (*)(Parameters&), BiasPath>(
      "numeric.bias_path", [](Parameters& p) -> BiasPath& { return p.numeric.bias_path; },
      {{"initial", BiasPath::initial}, {"column", BiasPath::column}},
      note("biases start the accumulators, or are an extra column")));
}

void add_quantisation(List& list) {
  list.push_back(choice<bool& (*)(Parameters&), bool>(
      "numeric.out_of_range", [](Parameters& p) -> bool& { return p.quantisation.saturate; },
      {{"error", false}, {"saturate", true}},
      {"weights, biases and features that their format does not hold end the run, or become its "
       "nearest value and are counted",
       Tag::unconfirmed, "chosen: nothing is clipped unasked"}));
  list.push_back(choice<bool& (*)(Parameters&), bool>(
      "numeric.scale", [](Parameters& p) -> bool& { return p.quantisation.scale; },
      {{"none", false}, {"power_of_two", true}},
      {"power_of_two: tensors that do not fit are divided by the smallest power of two with which "
       "they do; the tensors of one accumulator by the same",
       Tag::unconfirmed, "chosen: formats as the profile says"}));
}

void add_profile(List& list) {
  const std::vector<std::string> names = numeric_profile_names();
  Declaration d{"numeric.profile",
                "",
                joined(names),
                "names a set of all choices below; naming one resets them",
                Tag::unconfirmed,
                "formats remembered from the paper",
                {},
                {}};
  d.set = [names](Parameters& p, const std::string& text) {
    if (std::find(names.begin(), names.end(), text) == names.end()) return false;
    p.numeric_profile_name = text;
    p.numeric = numeric_profile(text);
    return true;
  };
  d.get = [](const Parameters& p) { return p.numeric_profile_name; };
  list.push_back(d);
}

List make_declarations() {
  List list;
  add_general(list);
  add_delta(list);
  add_datapath(list);
  add_surroundings(list);
  add_quantisation(list);
  add_profile(list);
  add_formats(list);
  add_modes(list);
  add_edgedrnn(list);
  return list;
}

}  // namespace

std::string_view to_string(Tag tag) {
  switch (tag) {
    case Tag::published:
      return "published";
    case Tag::derived:
      return "derived";
    case Tag::rtl:
      return "rtl";
    case Tag::unconfirmed:
      return "unconfirmed";
  }
  return "";
}

std::string_view to_string(AcceleratorKind kind) {
  return kind == AcceleratorKind::drnn ? "drnn" : "edgedrnn";
}

const std::vector<Declaration>& declarations() {
  static const std::vector<Declaration> list = make_declarations();
  return list;
}

const Declaration* find_declaration(std::string_view name) {
  for (const Declaration& d : declarations())
    if (d.name == name) return &d;
  return nullptr;
}

}  // namespace drnn
