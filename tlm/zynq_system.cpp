#include "tlm/zynq_system.hpp"

#include <algorithm>

#include "model/config/errors.hpp"
#include "tlm/ps_config.hpp"
#include "tlm/simulate.hpp"
#include "tlm/stream_cause.hpp"

namespace drnn {

ZynqSystem::ZynqSystem(const sc_core::sc_module_name& name, const Parameters& p, Engine engine,
                       const Bind& bind)
    : sc_core::sc_module(name),
      parameters_(p),
      domain_("clock_domain", static_cast<std::uint64_t>(p.clock.period_ps), engine,
              static_cast<Cycle>(p.clock.watchdog_cycles)),
      design_(make_pl_design(p, domain_)),
      host_port_("host_port", domain_),
      read_dma_("read_dma", read_dma_config(p), dma_ports("read_port", dma_read_ports(p)),
                design_->input_fifo()),
      write_dma_("write_dma", write_dma_config(p), dma_ports("write_port", dma_write_ports(p)),
                 design_->output_fifo()),
      memory_("memory", memory_config(p), memory_ports()),
      dma_registers_(*read_dma_, *write_dma_),
      axi_lite_("axi_lite", domain_, static_cast<Cycle>(p.host.register_access_cycles)),
      driver_("host_driver", domain_, host_port_),
      program_(design_->program(driver_)) {
  connect(bind);
  design_->join(domain_.engine());
  domain_.engine().add(*read_dma_, {});
  domain_.engine().add(*write_dma_, {});
  watch_host();
  watch_streams();
  watch_cycles();
}

std::vector<MemoryPort*> ZynqSystem::dma_ports(const char* name,
                                               const std::vector<int>& ddr_ports) {
  std::vector<MemoryPort*> result;
  for (std::size_t i = 0; i < ddr_ports.size(); ++i) {
    const std::string numbered = name + std::to_string(i);
    dma_masters_.push_back(std::make_unique<TlmMemoryPort>(numbered.c_str(), domain_));
    add_port(*dma_masters_.back(), ddr_ports[i]);
    result.push_back(dma_masters_.back().get());
  }
  return result;
}

void ZynqSystem::add_port(TlmMemoryPort& master, int ddr_port) {
  const std::string name = DdrPort::name(ddr_port);
  ports_.push_back(
      {&master, ddr_port, std::make_unique<HpChannel>(name.c_str(), hp_config(parameters_))});
}

/// Those of the DMA are known by now.
std::vector<int> ZynqSystem::memory_ports() {
  for (const PlPort& port : design_->ports()) add_port(*port.master, port.ddr_port);
  std::vector<int> result{DdrMemory::kDebugPort};
  for (const Port& port : ports_) result.push_back(port.ddr_port);
  return result;
}

void ZynqSystem::connect(const Bind& bind) {
  for (Port& port : ports_) {
    bind(port.master->socket, port.channel->master);
    bind(port.channel->memory, memory_.port(port.ddr_port));
  }
  bind(host_port_.socket, memory_.port(DdrMemory::kDebugPort));
  bind(driver_.registers, axi_lite_.socket);
  axi_lite_.map(AddressMap::kDmaRegisters, DmaRegisters::kSize, dma_registers_);
  design_->map(axi_lite_);
}

void ZynqSystem::watch_host() {
  program_->on_loaded([this] {
    loaded_ = true;
    loaded_at_ = std::chrono::steady_clock::now();
    loaded_at_processor_ = std::clock();
    memory_.clear_statistics();
    for (Port& port : ports_) port.channel->clear_statistics();
  });
  dma_registers_.on_mm2s_interrupt([this] { domain_.post([this] { driver_.read_interrupt(); }); });
  dma_registers_.on_s2mm_interrupt([this] { domain_.post([this] { driver_.write_interrupt(); }); });
  dma_registers_.on_ended([this] { domain_.post([this] { driver_.transfer_ended(); }); });
}

void ZynqSystem::watch_streams() {
  read_dma_->on_first_word([this](Cycle now) {
    if (!loaded_) return;
    if (monitor_.begun()) {
      monitor_.input_offered(now, design_->cycles_in_reset());
    } else {
      begin_window(now);
    }
  });
  write_dma_->on_accepted([this](Cycle now, int words) {
    const bool step_ended =
        monitor_.output_accepted(now, words, [this] { return design_->cycles_in_reset(); });
    step_ended_ |= step_ended;
    if (step_ended && after_step_) after_step_(monitor_.steps());
  });
}

void ZynqSystem::watch_cycles() {
  domain_.on_requests([this] { send_requests(); });
  domain_.engine().watch_also([this](Cycle now) {
    Cycle next = kNever;
    for (const Port& port : ports_) next = std::min(next, port.master->next_answer(now));
    return next;
  });
  domain_.engine().on_committed([this](Cycle now) {
    if (accounting_) account_cycle(now);
    if (monitor_.ended() && statistics_.total_cycles == 0) end_window();
  });
}

void ZynqSystem::send_requests() {
  for (Port& port : ports_) port.master->send();
}

void ZynqSystem::begin_window(Cycle now) {
  monitor_.begin(now);
  account_.begin(now);
  // The cycles before this one are not counted.
  domain_.engine().once_evaluated([this] { domain_.engine().clear_statistics(); });
  accounting_ = detail_ != AccountDetail::none;
}

void ZynqSystem::account_cycle(Cycle now) {
  const MacCause mac = design_->mac_cause();
  const CycleCause cause =
      root_cause(mac, *read_dma_, design_->input_fifo(), design_->output_fifo(), *write_dma_);
  account_.note(now, cause, mac.tail);
  if (!step_ended_) return;
  step_ended_ = false;
  account_.end_step(now, design_->columns_issued());
  accounting_ = !monitor_.ended();
}

void ZynqSystem::end_window() {
  RunStatistics& s = statistics_;
  s.total_cycles = monitor_.total_cycles();
  s.max_step_cycles = monitor_.max_step_cycles();
  s.steps = monitor_.steps();
  s.reset_cycles = design_->cycles_in_reset();
  domain_.engine().catch_up();
  design_->add_counts(s);
  s.blocks = causes();
  s.causes = account_.causes();
}

std::size_t ZynqSystem::payloads_in_use() const {
  std::size_t count = host_port_.payloads_in_use() + memory_.requests_under_way();
  for (const Port& port : ports_)
    count += port.master->payloads_in_use() + port.channel->outstanding();
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
  account_ = CycleAccount(detail_ == AccountDetail::steps);
  loaded_ = accounting_ = step_ended_ = false;
  after_step_ = std::move(after_step);
  begin_at_an_edge();
  settle();
  memory_.reset();
  run_program([&] { program_->run({&network, &sequences, settings}); });
  settle();
  statistics_.load_cycles = program_->load_cycles();
  statistics_.host = host_interface();
  count_elements(network);
  count_memory();
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - loaded_at_;
  const double processor_s =
      static_cast<double>(std::clock() - loaded_at_processor_) / CLOCKS_PER_SEC;
  return {statistics_,     program_->outputs(),         wall.count(),
          processor_s,     monitor_.last_step_cycles(), monitor_.alike_steps(),
          account_.steps()};
}

/// The clocks of other systems may have left the time anywhere.
void ZynqSystem::begin_at_an_edge() {
  const std::uint64_t period = domain_.cycles(1).value();
  const std::uint64_t past = sc_core::sc_time_stamp().value() % period;
  if (past > 0) simulate(sc_core::sc_time::from_value(period - past));
}

/// Lets end what the accelerator has asked of the memory for a step that does not come (a dense
/// EdgeDRNN fetches its bias column ahead of the input), and what the memory has still to write.
void ZynqSystem::settle() {
  const auto settled = [this] {
    const auto ended = [](const Port& port) { return port.master->bursts_under_way() == 0; };
    const bool idle = memory_.idle();  // which answers what is due
    return idle && std::all_of(ports_.begin(), ports_.end(), ended) && payloads_in_use() == 0 &&
           design_->settled();
  };
  for (std::int64_t cycles = 0; !settled(); ++cycles) {
    if (cycles == parameters_.clock.watchdog_cycles)
      throw SimulationError("memory accesses do not end\n" + domain_.engine().report());
    simulate(domain_.cycles(1));
    if (domain_.failure()) std::rethrow_exception(domain_.failure());
  }
}

/// The network's elements: what an accelerator adds to them to fill its rows is none.
void ZynqSystem::count_elements(const QuantisedNetwork& network) {
  statistics_.elements_x = statistics_.elements_h = 0;
  for (const QuantisedLayer& layer : network.layers) {
    statistics_.elements_x += statistics_.steps * static_cast<std::uint64_t>(layer.inputs);
    statistics_.elements_h += statistics_.steps * static_cast<std::uint64_t>(layer.hidden);
  }
}

/// Of the whole run after the load, the writes that were answered before they reached the DRAM
/// included.
void ZynqSystem::count_memory() {
  memory_.update_statistics();
  const DdrSubsystem& subsystem = memory_.subsystem();
  statistics_.ddr = {subsystem.statistics(), memory_.device().tck_ps,
                     memory_.device().burst_bytes()};
  for (const Port& port : ports_) {
    const auto& counts = subsystem.ports()[static_cast<std::size_t>(port.ddr_port)];
    const bool write = DdrPort::is_write(port.ddr_port);
    (write ? statistics_.ddr_written_bytes : statistics_.ddr_read_bytes) += counts.bytes;
    statistics_.ports.push_back(
        {port.channel->basename(), counts.bursts, counts.bytes, port.channel->beats()});
  }
}

HostInterface ZynqSystem::host_interface() const {
  HostInterface result = driver_.accesses();
  result.driver_calls = program_->driver_calls();
  result.between_steps_cycles = monitor_.between_steps_cycles();
  return result;
}

void ZynqSystem::run_program(HostDriver::Program program) {
  driver_.start(std::move(program));
  domain_.run_ahead(domain_.engine().engine() == Engine::fast);
  simulate();
  domain_.run_ahead(false);
  if (domain_.failure()) std::rethrow_exception(domain_.failure());
  if (driver_.failure()) std::rethrow_exception(driver_.failure());
  if (!driver_.done())
    throw SimulationError("the design waits for something that never happens\n" +
                          domain_.engine().report());
}

}  // namespace drnn
