#pragma once

#include <chrono>
#include <cstdint>
#include <ctime>
#include <functional>
#include <memory>
#include <systemc>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/blocks/module.hpp"
#include "model/config/parameters.hpp"
#include "model/spool/spooled_values.hpp"
#include "model/stats/cycle_account.hpp"
#include "model/stats/run_statistics.hpp"
#include "tlm/axi_lite.hpp"
#include "tlm/clock_domain.hpp"
#include "tlm/ddr_memory.hpp"
#include "tlm/dma_registers.hpp"
#include "tlm/host_driver.hpp"
#include "tlm/host_program.hpp"
#include "tlm/hp_channel.hpp"
#include "tlm/pl_design.hpp"
#include "tlm/read_dma.hpp"
#include "tlm/step_monitor.hpp"
#include "tlm/tlm_memory_port.hpp"
#include "tlm/write_dma.hpp"

namespace drnn {

/// The whole design: accelerator of either kind, DMA, memory, registers and host, in one clock
/// domain.
///
/// Elaborated once; then run() as often as wanted. Every run boots anew, and its numbers never
/// depend on the runs before it, nor on other systems of the process, which stand still meanwhile.
class ZynqSystem : public sc_core::sc_module {
 public:
  struct Result {
    RunStatistics statistics;
    SpooledValues<std::int16_t> outputs;  ///< last layer's h, (steps, hidden), all sequences
    double wall_s = 0;                    ///< host time since the load ended
    double processor_s = 0;               ///< the same, as the process's processor time
    std::uint64_t last_step_cycles = 0;
    std::uint64_t alike_steps = 0;          ///< the last so many steps took last_step_cycles each
    SpooledValues<StepAccount> steps = {};  ///< only with AccountDetail::steps
  };

  /// Connects two sockets: directly, or with something of the caller's in between.
  using Bind = std::function<void(tlm::tlm_initiator_socket<>&, tlm::tlm_target_socket<>&)>;

  ZynqSystem(
      const sc_core::sc_module_name& name, const Parameters& parameters, Engine engine,
      const Bind& bind = [](auto& initiator, auto& target) { initiator.bind(target); });

  /// Called at the end of each step with the steps done so far in the run. What it throws ends the
  /// run and leaves run().
  using StepHook = std::function<void(std::uint64_t)>;

  /// Runs all sequences. Throws SimulationError where the design gets stuck or a transfer fails;
  /// no run is possible after that.
  Result run(const QuantisedNetwork& network, const std::vector<InputSequence>& sequences,
             const DeltaSettings& settings, StepHook after_step = {});

  /// Bursts that are anywhere between a DMA engine and its answer.
  std::size_t payloads_in_use() const;

  /// Runs a program of the caller's on the host instead, from where the last run ended. Throws as
  /// run() does, and what the program throws. Nothing is measured.
  void run_program(HostDriver::Program program);

  /// Declares what waveforms and timelines show: signals of every block, port and of the run.
  /// Scopes are the modules' names.
  void declare_signals(Signals& signals) const;
  using BurstHook = std::function<void(const std::string& port, const TlmMemoryPort::Answered&)>;
  /// Called when a burst of the programmable logic has been answered, with its port's name.
  void on_burst(const BurstHook& hook);

  /// What the cycles of the runs to come went to: not asked, of the run, or of each step, too.
  enum class AccountDetail { none, run, steps };
  void set_account(AccountDetail detail) { detail_ = detail; }

  /// Records the states that the runs to come compute, or replays them; between runs. None where
  /// the accelerator cannot.
  StateTape* tape() { return design_->tape(); }

  HostDriver& host() { return driver_; }
  /// Memory regions and longest transfer of the driver, for the runs to come.
  void set_driver_config(const drnn_config& config) { program_->set_driver_config(config); }

  CycleEngine& engine() { return domain_.engine(); }

 private:
  /// One direction of an HP port: master, channel, and the port of the DDR interface behind it.
  struct Port {
    TlmMemoryPort* master;
    int ddr_port;
    std::unique_ptr<HpChannel> channel;
  };

  std::vector<MemoryPort*> dma_ports(const char* name, const std::vector<int>& ddr_ports);
  void add_port(TlmMemoryPort& master, int ddr_port);
  std::vector<int> memory_ports();
  void connect(const Bind& bind);
  void watch_host();
  void watch_streams();
  void watch_cycles();
  void send_requests();
  void account_cycle(Cycle now);
  void begin_window(Cycle now);
  void end_window();
  void begin_at_an_edge();
  void settle();
  void count_elements(const QuantisedNetwork& network);
  void count_memory();
  HostInterface host_interface() const;
  std::vector<BlockCauses> causes() const;

  const Parameters parameters_;
  ClockDomain domain_;
  std::unique_ptr<PlDesign> design_;
  std::vector<std::unique_ptr<TlmMemoryPort>> dma_masters_;
  std::vector<Port> ports_;  ///< in the order in which they send
  TlmMemoryPort host_port_;
  Module<ReadDma> read_dma_;
  Module<WriteDma> write_dma_;
  DdrMemory memory_;
  DmaRegisters dma_registers_;
  AxiLite axi_lite_;
  HostDriver driver_;
  std::unique_ptr<HostProgram> program_;

  StepMonitor monitor_;
  StepHook after_step_;
  bool loaded_ = false;
  std::chrono::steady_clock::time_point loaded_at_;
  std::clock_t loaded_at_processor_ = 0;
  bool accounting_ = false;  ///< the cycle under way is in the window
  bool step_ended_ = false;  ///< in the cycle under way
  AccountDetail detail_ = AccountDetail::run;
  CycleAccount account_;
  RunStatistics statistics_;
};

}  // namespace drnn
