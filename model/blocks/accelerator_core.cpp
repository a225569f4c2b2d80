#include "model/blocks/accelerator_core.hpp"

namespace drnn {

namespace {

std::size_t input_words(const Parameters& p) {
  return static_cast<std::size_t>(p.dma.input_fifo_words * p.dma.input_ports * p.dma.port_bits /
                                  p.numeric.activation.bits);
}

std::size_t output_words(const Parameters& p) {
  return static_cast<std::size_t>(p.dma.output_fifo_words * p.dma.output_ports * p.dma.port_bits /
                                  p.numeric.activation.bits);
}

const char* suffix(const Parameters& p, int scanner) {
  if (p.delta.scanners == 1) return "";
  return scanner == 0 ? "_x" : "_h";
}

ScanOperands operands(const Parameters& p, int scanner) {
  if (p.delta.scanners == 1) return ScanOperands::both;
  return scanner == 0 ? ScanOperands::x_only : ScanOperands::h_only;
}

std::vector<std::unique_ptr<DeltaFifo>> make_delta_fifos(const Parameters& p) {
  std::vector<std::unique_ptr<DeltaFifo>> fifos;
  for (int i = 0; i < p.delta.scanners; ++i) {
    const std::string name = std::string("delta_fifo") + suffix(p, i);
    fifos.push_back(
        std::make_unique<DeltaFifo>(name, static_cast<std::size_t>(p.delta.fifo_depth)));
  }
  return fifos;
}

std::vector<DeltaFifo*> pointers(const std::vector<std::unique_ptr<DeltaFifo>>& fifos) {
  std::vector<DeltaFifo*> result;
  for (const auto& fifo : fifos) result.push_back(fifo.get());
  return result;
}

std::vector<const DeltaUnit*> pointers(const std::vector<std::unique_ptr<DeltaUnit>>& units) {
  std::vector<const DeltaUnit*> result;
  for (const auto& unit : units) result.push_back(unit.get());
  return result;
}

MxvUnit::Config mxv_config(const Parameters& p) {
  return {p.mac.pe_per_channel, p.weights.read_latency_cycles, p.mac.latency_cycles,
          p.mac.accumulator_latency_cycles};
}

ActivationPipeline::Config activation_config(const Parameters& p) {
  return {p.activation.lanes, p.activation.depth_cycles, p.mac.pe_per_channel,
          p.activation.shared_multiplier, p.sequencer.overlap == Overlap::scan_xh};
}

Sequencer::Config sequencer_config(const Parameters& p) {
  return {p.sequencer.overlap, p.delta.lanes, p.mac.pe_per_channel};
}

}  // namespace

AcceleratorCore::AcceleratorCore(const Parameters& p)
    : tables_(p.numeric),
      input_fifo_("input_fifo", input_words(p)),
      state_memory_(control_, p.numeric.activation.bits),
      delta_fifos_(make_delta_fifos(p)),
      delta_units_(make_delta_units(p)),
      weight_banks_(p.mac.pe_per_channel, p.numeric.weight.bits),
      accumulators_(control_, p.numeric, p.mac.pe_per_channel),
      mac_channels_(p.numeric),
      mxv_unit_(mxv_config(p), mac_channels_, control_, shape_, weight_banks_, accumulators_,
                pointers(delta_fifos_), pointers(delta_units_)),
      output_fifo_("output_fifo", output_words(p)),
      activation_pipeline_(activation_config(p), p.numeric, tables_, control_, shape_,
                           accumulators_, state_memory_, output_fifo_),
      sequencer_(sequencer_config(p), shape_, input_fifo_, control_, pointers(delta_units_),
                 mxv_unit_, activation_pipeline_),
      weight_loader_(p.dma.input_ports * p.dma.port_bits / p.numeric.activation.bits, shape_,
                     input_fifo_, weight_banks_, accumulators_) {
  mxv_unit_.follow(tape_);
  activation_pipeline_.follow(tape_);
}

AcceleratorCore::DeltaUnits AcceleratorCore::make_delta_units(const Parameters& p) {
  DeltaUnits units;
  for (int i = 0; i < p.delta.scanners; ++i) {
    const std::string name = std::string("delta_unit") + suffix(p, i);
    const DeltaUnit::Config config{p.delta.lanes, p.delta.sends_per_cycle, operands(p, i),
                                   p.numeric.accumulator_overflow == Overflow::wrap};
    units.push_back(std::make_unique<DeltaUnit>(name, config, p.numeric, control_, registers_,
                                                shape_, state_memory_, input_fifo_,
                                                *delta_fifos_[static_cast<std::size_t>(i)]));
  }
  return units;
}

std::vector<ClockedBlock*> AcceleratorCore::blocks() {
  std::vector<ClockedBlock*> result{&input_fifo_};
  for (auto& unit : delta_units_) result.push_back(unit.get());
  for (auto& fifo : delta_fifos_) result.push_back(fifo.get());
  result.insert(result.end(), {&mxv_unit_, &weight_banks_, &accumulators_, &activation_pipeline_,
                               &state_memory_, &sequencer_, &output_fifo_, &weight_loader_});
  return result;
}

void AcceleratorCore::join(CycleEngine& engine) {
  // FIFOs, state memory and permissions wake by themselves who waits for them.
  engine.add_storage(input_fifo_, {});
  for (auto& unit : delta_units_) engine.add(*unit, {&sequencer_});
  for (auto& fifo : delta_fifos_) engine.add_storage(*fifo, {});
  std::vector<const ClockedBlock*> of_mxv{&sequencer_};
  for (const auto& unit : delta_units_) of_mxv.push_back(unit.get());
  engine.add(mxv_unit_, std::move(of_mxv));
  engine.add_storage(weight_banks_, {});
  engine.add_storage(accumulators_, {&sequencer_});
  engine.add(activation_pipeline_, {&sequencer_});
  engine.add_storage(state_memory_, {&sequencer_});
  engine.add(sequencer_, {&mxv_unit_, &activation_pipeline_});
  engine.add_storage(output_fifo_, {});
  engine.add(weight_loader_, {});
}

OverflowCounts AcceleratorCore::overflows() const {
  if (tape_.replays()) return tape_.overflows();
  OverflowCounts overflows = activation_pipeline_.overflows();
  overflows.add(accumulators_.overflows());
  return overflows;
}

void AcceleratorCore::begin_load(const NetworkShape& shape) {
  sequencer_.halt();
  for (ClockedBlock* block : blocks()) block->wake();
  shape_ = shape;
  state_memory_.resize(shape_);
  weight_banks_.resize(shape_);
  accumulators_.resize(shape_);
  weight_loader_.begin();
}

}  // namespace drnn
