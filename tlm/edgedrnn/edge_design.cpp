#include "tlm/edgedrnn/edge_design.hpp"

#include <algorithm>

#include "model/blocks/edgedrnn/edge_mac_cause.hpp"
#include "tlm/ddr/port_arbiter.hpp"
#include "tlm/edgedrnn/edge_host_program.hpp"

namespace drnn {

namespace {

constexpr int kWordBits = 16;
/// The least depth that lets a beat pass every cycle: a register slice [U].
constexpr std::size_t kWeightFifoBeats = 2;

int port_words(const Parameters& p) {
  return p.dma.port_bits / kWordBits;
}

std::size_t fifo_words(const Parameters& p, int beats) {
  return static_cast<std::size_t>(beats * port_words(p));
}

/// Bytes of a beat of the weight stream: no wider than the port.
int piece_bytes(const Parameters& p) {
  return std::min(p.mac.num_pe, p.dma.port_bits / 8);
}

DataMoverConfig data_mover_config(const Parameters& p) {
  DataMoverConfig config;
  config.burst = {p.dma.port_bits / 8, p.dma.burst_beats};
  config.stream_bytes = piece_bytes(p);
  config.command_depth = p.data_mover.command_depth;
  config.outstanding_bursts = p.data_mover.outstanding_bursts;
  config.command_latency_cycles = p.data_mover.command_latency_cycles;
  config.store_and_forward = p.data_mover.store_and_forward;
  config.packet_gap_cycles = p.data_mover.packet_gap_cycles;
  return config;
}

}  // namespace

EdgeConfig edge_config(const Parameters& p) {
  EdgeConfig config;
  config.num_pe = p.mac.num_pe;
  config.fifo_depth = p.delta.fifo_depth;
  config.numeric = p.numeric;
  return config;
}

EdgeDesign::EdgeDesign(const sc_core::sc_module_name& name, const Parameters& p,
                       ClockDomain& domain)
    : sc_core::sc_module(name),
      parameters_(p),
      accelerator_(edge_config(p)),
      registers_(accelerator_.registers()),
      reset_line_(accelerator_),
      input_fifo_("input_fifo", fifo_words(p, p.dma.input_fifo_words)),
      output_fifo_("output_fifo", fifo_words(p, p.dma.output_fifo_words)),
      input_converter_(p.mac.num_pe, port_words(p), input_fifo_, accelerator_.input()),
      output_converter_(p.mac.num_pe, port_words(p), accelerator_.output(), output_fifo_),
      weight_memory_port_("weight_memory_port", domain),
      command_fifo_("command_fifo", static_cast<std::size_t>(p.data_mover.command_depth)),
      weight_fifo_("weight_fifo", kWeightFifoBeats),
      data_mover_(data_mover_config(p), weight_memory_port_, command_fifo_, weight_fifo_),
      weight_port_(p.mac.num_pe, piece_bytes(p), accelerator_.control(), accelerator_.commands(),
                   accelerator_.weights(), command_fifo_, weight_fifo_) {
  CycleEngine all(Engine::fast, 1);
  join(all);
  for (const ClockedBlock* block : all.blocks())
    places_.push_back(std::make_unique<BlockPlace>(*block));
}

std::vector<PlPort> EdgeDesign::ports() {
  return {{&weight_memory_port_, DdrPort::read(parameters_.data_mover.hp_port)}};
}

void EdgeDesign::join(CycleEngine& engine) {
  engine.add_storage(input_fifo_, {});
  engine.add(input_converter_, {});
  accelerator_.join(engine);
  engine.add(reset_line_, {});
  engine.add(weight_port_, {&weight_fifo_});
  engine.add_storage(command_fifo_, {});
  engine.add(data_mover_, {&weight_fifo_});
  engine.add(weight_fifo_, {});
  engine.add(output_converter_, {&accelerator_.controller()});
  engine.add_storage(output_fifo_, {});
}

void EdgeDesign::map(AxiLite& axi_lite) {
  axi_lite.map(AddressMap::kAcceleratorRegisters, EDGEDRNN_REGISTER_BYTES, registers_);
  axi_lite.map(EDGEDRNN_RESET_BASE, EDGEDRNN_RESET_REGISTER_BYTES, reset_line_);
}

std::unique_ptr<HostProgram> EdgeDesign::program(HostDriver& host) {
  return std::make_unique<EdgeHostProgram>(host, parameters_, accelerator_.registers());
}

void EdgeDesign::add_counts(RunStatistics& statistics) const {
  accelerator_.add_counts(statistics);
}

MacCause EdgeDesign::mac_cause() {
  const MacCause result = edge_mac_cause(accelerator_, weights_stream_);
  if (result.cause == CycleCause::mac) {
    weights_stream_ = true;
  } else if (result.cause == CycleCause::reset || weight_port_.is_empty()) {
    weights_stream_ = false;
  }
  return result;
}

void EdgeDesign::probe(Signals& signals, const std::string& scope) const {
  signals.enter(scope);
  accelerator_.probe(signals);
}

}  // namespace drnn
