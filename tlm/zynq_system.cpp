#include "tlm/zynq_system.hpp"

#include "model/config/errors.hpp"
#include "tlm/ps_config.hpp"
#include "tlm/stack_bounds.hpp"

namespace drnn {

namespace {

std::vector<int> memory_ports(const Parameters& p) {
  std::vector<int> ports{DdrMemory::kDebugPort};
  for (int i = 0; i < p.dma.input_ports; ++i) ports.push_back(DdrPort::read(i));
  for (int i = 0; i < p.dma.output_ports; ++i) ports.push_back(DdrPort::write(i));
  return ports;
}

DdrCounts ddr_counts(const DdrStatistics& s, const DdrDevice& device) {
  DdrCounts c;
  c.tck_ps = device.tck_ps;
  c.burst_bytes = DdrDevice::kBurstBytes;
  c.clocks = s.clocks;
  c.active_clocks = s.active_clocks;
  c.reads = s.reads;
  c.writes = s.writes;
  c.activates = s.activates;
  c.precharges = s.precharges;
  c.refreshes = s.refreshes;
  c.row_hits = s.row_hits;
  c.forwarded_reads = s.forwarded_reads;
  c.turnarounds = s.turnarounds;
  c.read_queue_clocks = s.read_queue_clocks;
  c.write_queue_clocks = s.write_queue_clocks;
  c.read_latencies = s.read_latency.counts();
  return c;
}

DmaConfig dma_config(const Parameters& p, int ports) {
  DmaConfig config;
  config.burst.port_bytes = p.dma.port_bits / 8;
  config.burst.burst_beats = p.dma.burst_beats;
  config.outstanding_bursts = p.dma.outstanding_bursts;
  config.words_per_cycle = ports * config.burst.port_bytes / DmaConfig::kWordBytes;
  config.read_latency_cycles = p.dma.read_latency_cycles;
  config.write_latency_cycles = p.dma.write_latency_cycles;
  config.write_gap_tenths = p.dma.write_gap_tenths;
  return config;
}

}  // namespace

ZynqSystem::ZynqSystem(const sc_core::sc_module_name& name, const Parameters& p, Engine engine,
                       const Bind& bind)
    : sc_core::sc_module(name),
      parameters_(p),
      domain_("clock_domain", static_cast<std::uint64_t>(p.clock.period_ps), engine,
              static_cast<Cycle>(p.clock.watchdog_cycles)),
      accelerator_("accelerator", p),
      memory_("memory", memory_config(p), memory_ports(p)),
      host_port_("host_port", domain_),
      read_dma_("read_dma", dma_config(p, p.dma.input_ports),
                ports(read_ports_, "read_port", p.dma.input_ports), accelerator_.input_fifo()),
      write_dma_("write_dma", dma_config(p, p.dma.output_ports),
                 ports(write_ports_, "write_port", p.dma.output_ports), accelerator_.output_fifo()),
      accelerator_registers_(accelerator_),
      dma_registers_(*read_dma_, *write_dma_),
      axi_lite_("axi_lite", domain_, static_cast<Cycle>(p.host.register_access_cycles)),
      driver_("host_driver", domain_, host_port_),
      program_(driver_, p.host) {
  connect(bind);
  accelerator_.join(domain_.engine());
  domain_.engine().add(*read_dma_);
  domain_.engine().add(*write_dma_);
  watch_streams();
}

std::vector<MemoryPort*> ZynqSystem::ports(std::vector<std::unique_ptr<TlmMemoryPort>>& made,
                                           const char* name, int count) {
  std::vector<MemoryPort*> result;
  for (int i = 0; i < count; ++i) {
    const std::string numbered = name + std::to_string(i);
    made.push_back(std::make_unique<TlmMemoryPort>(numbered.c_str(), domain_));
    result.push_back(made.back().get());
  }
  return result;
}

void ZynqSystem::connect(const Bind& bind) {
  for (std::size_t i = 0; i < read_ports_.size(); ++i)
    connect_port(*read_ports_[i], DdrPort::read(static_cast<int>(i)), bind);
  for (std::size_t i = 0; i < write_ports_.size(); ++i)
    connect_port(*write_ports_[i], DdrPort::write(static_cast<int>(i)), bind);
  bind(host_port_.socket, memory_.port(DdrMemory::kDebugPort));
  bind(driver_.registers, axi_lite_.socket);
  axi_lite_.map(AddressMap::kDmaRegisters, DmaRegisters::kSize, dma_registers_);
  axi_lite_.map(AddressMap::kAcceleratorRegisters, AcceleratorRegisters::kSize,
                accelerator_registers_);
}

/// One direction of an HP port between a master and the DDR interface.
void ZynqSystem::connect_port(TlmMemoryPort& master, int ddr_port, const Bind& bind) {
  const std::string name =
      "hp" + std::to_string(ddr_port / 2) + (DdrPort::is_write(ddr_port) ? "_write" : "_read");
  channels_.push_back(std::make_unique<HpChannel>(name.c_str(), hp_config(parameters_)));
  channel_ports_.push_back(ddr_port);
  bind(master.socket, channels_.back()->master);
  bind(channels_.back()->memory, memory_.port(ddr_port));
}

void ZynqSystem::watch_streams() {
  program_.on_loaded([this] {
    loaded_ = true;
    loaded_at_ = std::chrono::steady_clock::now();
    memory_.clear_statistics();
    for (auto& channel : channels_) channel->clear_statistics();
  });
  dma_registers_.on_mm2s_interrupt([this] { driver_.read_interrupt(); });
  dma_registers_.on_s2mm_interrupt([this] { driver_.write_interrupt(); });
  read_dma_->on_first_word([this](Cycle now) {
    if (!loaded_) return;
    if (monitor_.begun()) {
      monitor_.input_offered(now, accelerator_.sequencer().cycles_in_reset());
    } else {
      begin_window(now);
    }
  });
  write_dma_->on_accepted([this](Cycle now, int words) {
    const bool step_ended = monitor_.output_accepted(now, static_cast<std::uint64_t>(words),
                                                     accelerator_.sequencer().cycles_in_reset());
    if (step_ended && after_step_) after_step_(monitor_.steps());
  });
  domain_.engine().on_evaluated([this](Cycle) {
    for (auto& port : read_ports_) port->send();
    for (auto& port : write_ports_) port->send();
  });
  domain_.engine().on_evaluated([this](Cycle) {
    if (!window_open_) return;
    window_open_ = false;
    domain_.engine().clear_statistics();
  });
  domain_.engine().on_committed([this](Cycle) {
    if (monitor_.ended() && statistics_.total_cycles == 0) end_window();
  });
}

void ZynqSystem::begin_window(Cycle now) {
  monitor_.begin(now);
  window_open_ = true;
}

void ZynqSystem::end_window() {
  RunStatistics& s = statistics_;
  s.total_cycles = monitor_.total_cycles();
  s.max_step_cycles = monitor_.max_step_cycles();
  s.steps = monitor_.steps();
  s.reset_cycles = accelerator_.sequencer().cycles_in_reset();
  for (const auto& unit : accelerator_.delta_units()) {
    s.sent_x += (*unit)->sent_x();
    s.sent_h += (*unit)->sent_h();
  }
  for (const LayerShape& layer : accelerator_.shape()) {
    s.elements_x += s.steps * static_cast<std::uint64_t>(layer.inputs);
    s.elements_h += s.steps * static_cast<std::uint64_t>(layer.hidden);
  }
  s.columns_issued = accelerator_.mxv_unit().columns_issued();
  s.bias_columns_issued = accelerator_.mxv_unit().bias_columns_issued();
  s.mac_operations = accelerator_.mxv_unit().mac_operations();
  s.units_activated = accelerator_.activation_pipeline().units_activated();
  OverflowCounts overflows = accelerator_.activation_pipeline().overflows();
  overflows.add(accelerator_.accumulators().overflows());
  s.accumulators_out_of_range = overflows.accumulators;
  s.conversions_out_of_range = overflows.conversions;
  s.weight_read_bits = accelerator_.weight_banks().read_bits();
  s.state_read_bits = accelerator_.state_memory().read_bits();
  s.state_written_bits = accelerator_.state_memory().written_bits();
  s.accumulator_read_bits = accelerator_.accumulators().read_bits();
  s.accumulator_written_bits = accelerator_.accumulators().written_bits();
  s.blocks = causes();
}

std::size_t ZynqSystem::payloads_in_use() const {
  std::size_t count = host_port_.payloads_in_use() + memory_.requests_under_way();
  for (const auto& port : read_ports_) count += port->payloads_in_use();
  for (const auto& port : write_ports_) count += port->payloads_in_use();
  for (const auto& channel : channels_) count += channel->outstanding();
  return count;
}

std::vector<BlockCauses> ZynqSystem::causes() const {
  std::vector<BlockCauses> result;
  for (const ClockedBlock* block : domain_.engine().blocks()) {
    BlockCauses causes{block->name(), {}};
    for (const CauseCycles& entry : block->cause_cycles())
      causes.causes.push_back({std::string(entry.cause), entry.cycles});
    result.push_back(std::move(causes));
  }
  return result;
}

ZynqSystem::Result ZynqSystem::run(const QuantisedNetwork& network,
                                   const std::vector<InputSequence>& sequences,
                                   const DeltaSettings& settings, StepHook after_step) {
  std::uint64_t steps = 0;
  for (const InputSequence& sequence : sequences) steps += sequence.steps;
  monitor_.arm(static_cast<std::uint64_t>(network.layers.back().hidden), steps);
  statistics_ = RunStatistics();
  loaded_ = window_open_ = false;
  after_step_ = std::move(after_step);
  memory_.reset();
  run_program([&] { program_.run({&network, &sequences, settings}); });
  statistics_.load_cycles = program_.load_cycles();
  statistics_.host = host_interface();
  count_memory();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - loaded_at_;
  return {statistics_, program_.outputs(), wall.count()};
}

/// Of the whole run after the load, the writes that were answered before they reached the DRAM
/// included.
void ZynqSystem::count_memory() {
  memory_.finish();
  const DdrSubsystem& subsystem = memory_.subsystem();
  statistics_.ddr = ddr_counts(subsystem.statistics(), memory_.device());
  for (std::size_t i = 0; i < channels_.size(); ++i) {
    const auto& port = subsystem.ports()[static_cast<std::size_t>(channel_ports_[i])];
    const bool write = DdrPort::is_write(channel_ports_[i]);
    (write ? statistics_.ddr_written_bytes : statistics_.ddr_read_bytes) += port.bytes;
    statistics_.ports.push_back(
        {channels_[i]->basename(), port.bursts, port.bytes, channels_[i]->beats()});
  }
}

HostInterface ZynqSystem::host_interface() const {
  HostInterface result = driver_.accesses();
  result.driver_calls = program_.driver_calls();
  result.between_steps_cycles = monitor_.between_steps_cycles();
  return result;
}

void ZynqSystem::run_program(HostDriver::Program program) {
  driver_.start(std::move(program));
  sc_core::sc_start();
  restore_stack_bounds();
  if (domain_.failure()) std::rethrow_exception(domain_.failure());
  if (driver_.failure()) std::rethrow_exception(driver_.failure());
  if (!driver_.done())
    throw SimulationError("the design waits for something that never happens\n" +
                          domain_.engine().report());
}

}  // namespace drnn
