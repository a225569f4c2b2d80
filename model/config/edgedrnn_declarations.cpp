#include "model/config/edgedrnn_declarations.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>
#include <utility>

#include "model/config/declaration_builders.hpp"

namespace drnn {

namespace {

using namespace declare;

using List = std::vector<Declaration>;

/// What describes the DRNN's datapath, and what only its host can choose.
constexpr const char* kDrnnOnly[] = {
    "delta.lanes",
    "delta.scanners",
    "delta.sends_per_cycle",
    "weights.read_latency_cycles",
    "mac.pe_per_channel",
    "mac.latency_cycles",
    "mac.accumulator_latency_cycles",
    "activation.lanes",
    "activation.depth_cycles",
    "activation.shared_multiplier",
    "sequencer.overlap",
    "dma.input_ports",
    "dma.output_ports",
    "host.mode",
    "numeric.scale",  // the RTL has no register for scales
};

const std::pair<const char*, Origin> kEdgeOrigins[] = {
    {"accelerator.kind", {Tag::published, "EdgeDRNN, arXiv 1912.12193"}},
    {"clock.period_ps",
     {Tag::derived,
      "125 MHz: 20.2 GOp/s and 0.5 ms for 10.8 MOp agree with 16 Op x 125 MHz at a sparsity of "
      "0.9"}},
    {"numeric.out_of_range", {Tag::unconfirmed, "chosen: nothing is clipped unasked"}},
    {"delta.theta_x", {Tag::published, "the authors' public scripts: 0 and 0.1"}},
    {"delta.theta_h", {Tag::published, "the authors' public scripts: 0 and 0.1"}},
    {"dma.input_fifo_words",
     {Tag::unconfirmed, "a register slice: the authors' block design has no FIFO here"}},
    {"dma.output_fifo_words",
     {Tag::unconfirmed, "a register slice: the authors' block design has no FIFO here"}},
    {"ddr.device", {Tag::unconfirmed, "the fastest that UG585 allows; 512 MB of DDR3L"}},
    {"ddr.chips", {Tag::unconfirmed, "a MiniZed has one"}},
    {"device.name", {Tag::published, "MiniZed"}},
    {"numeric.profile", {Tag::rtl, "the authors' RTL"}},
};

Declaration& named(List& list, const std::string& name) {
  const auto found =
      std::find_if(list.begin(), list.end(), [&](const Declaration& d) { return d.name == name; });
  if (found == list.end()) throw std::logic_error("no parameter " + name);
  return *found;
}

/// Puts a parameter at the end of its section, or where that is new behind section `behind`.
void insert(List& list, Declaration d, const std::string& behind) {
  d.only = AcceleratorKind::edgedrnn;
  const auto last_of = [&](const std::string& section) {
    return std::find_if(list.rbegin(), list.rend(),
                        [&](const Declaration& other) { return other.section() == section; });
  };
  auto last = last_of(d.section());
  if (last == list.rend()) last = last_of(behind);
  list.insert(last.base(), std::move(d));
}

void add_accelerator(List& list) {
  insert(list,
         integer("accelerator.reset_cycles",
                 [](Parameters & p) -> auto& { return p.accelerator.reset_cycles; }, 1, 100000000,
                 "cycles",
                 {"how long the host holds the reset line before each sequence", Tag::unconfirmed,
                  "chosen: the RTL clears its memories in simulation only; a row a cycle of the "
                  "accumulators, 4 layers x 4 sums x 1024/8"}),
         "accelerator");
  insert(list,
         choice<int& (*)(Parameters&), int>(
             "mac.num_pe", [](Parameters& p) -> int& { return p.mac.num_pe; },
             {{"2", 2}, {"4", 4}, {"8", 8}, {"16", 16}, {"32", 32}, {"64", 64}},
             {"processing elements, K", Tag::rtl, "the released design"}),
         "mac");
}

Declaration hp_port(const char* name, int& (*access)(Parameters&), const char* help) {
  return integer(name, access, 0, 3, "", {help, Tag::rtl, "the authors' block design"});
}

void add_data_mover(List& list) {
  const auto add = [&](Declaration d) { insert(list, std::move(d), "dma"); };
  add(hp_port(
      "dma.hp_port", [](Parameters& p) -> int& { return p.dma.hp_port; },
      "S_AXI_HP port of inputs and outputs"));
  add(hp_port(
      "data_mover.hp_port", [](Parameters& p) -> int& { return p.data_mover.hp_port; },
      "S_AXI_HP port of the weights"));
  add(integer("data_mover.command_depth",
              [](Parameters & p) -> auto& { return p.data_mover.command_depth; }, 1, 16, "commands",
              {"depth of the command queue", Tag::published, "PG022, default"}));
  add(integer("data_mover.outstanding_bursts",
              [](Parameters & p) -> auto& { return p.data_mover.outstanding_bursts; }, 1, 256,
              "bursts",
              {"bursts under way or not yet streamed; 48 without store and forward", Tag::derived,
               "PG022: a buffer for six requests of 256 beats, 16 bursts each"}));
  add(integer("data_mover.command_latency_cycles",
              [](Parameters & p) -> auto& { return p.data_mover.command_latency_cycles; }, 1, 1000,
              "cycles", {"command to read address", Tag::published, "PG022"}));
  add(boolean("data_mover.store_and_forward",
              [](Parameters& p) -> bool& { return p.data_mover.store_and_forward; },
              {"read data to stream in 3 cycles through a buffer, or in 1 without", Tag::published,
               "PG022, default"}));
  add(integer("data_mover.packet_gap_cycles",
              [](Parameters & p) -> auto& { return p.data_mover.packet_gap_cycles; }, 0, 1000,
              "cycles", {"between the columns in the stream", Tag::published, "PG022"}));
}

}  // namespace

void add_edgedrnn(List& list) {
  add_accelerator(list);
  add_data_mover(list);
  for (const char* name : kDrnnOnly) named(list, name).only = AcceleratorKind::drnn;
  for (Declaration& d : list)
    if (d.section() == "numeric") d.edgedrnn = Origin{Tag::rtl, "numeric.profile"};
  for (const auto& [name, origin] : kEdgeOrigins) named(list, name).edgedrnn = origin;
}

}  // namespace drnn
