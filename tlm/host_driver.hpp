#pragma once

#include <tlm_utils/simple_initiator_socket.h>

#include <cstdint>
#include <functional>
#include <string>
#include <systemc>
#include <tlm>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/arith/network.hpp"
#include "model/blocks/clocked_block.hpp"
#include "tlm/clock_domain.hpp"
#include "tlm/tlm_memory_port.hpp"

namespace drnn {

/// Input words of one sequence, row-major (steps, inputs), activation format.
struct InputSequence {
  std::uint64_t steps = 0;
  std::vector<std::int16_t> words;
};

/// The bus addresses that the driver uses.
struct AddressMap {
  static constexpr std::uint64_t kDmaRegisters = 0x40400000;          ///< as Vivado assigns
  static constexpr std::uint64_t kAcceleratorRegisters = 0x43c00000;  ///< as Vivado assigns
  static constexpr std::uint64_t kWeights = 0x00100000;               ///< above the first megabyte
  static constexpr std::uint64_t kInput = 0x20000000;
  static constexpr std::uint64_t kOutput = 0x30000000;
  static constexpr std::uint64_t kRegionBytes = 0x10000000;  ///< of input and output each
};

/// The software on the PS: writes registers, loads weights, streams sequences. One process.
///
/// What it puts into memory beforehand, and what it takes out afterwards, costs no time; register
/// accesses and DMA transfers do.
class HostDriver : public sc_core::sc_module {
 public:
  /// One run: a full boot, then sequence after sequence, each after a state reset.
  struct Job {
    const QuantisedNetwork* network = nullptr;
    const std::vector<InputSequence>* sequences = nullptr;
    DeltaSettings settings;
  };

  tlm_utils::simple_initiator_socket<HostDriver> registers;

  HostDriver(const sc_core::sc_module_name& name, ClockDomain& domain, TlmMemoryPort& memory);

  /// Starts a job; done() tells when it has ended and the simulation paused.
  void start(const Job& job);
  bool done() const { return done_; }

  /// Cycles from the job's first register write to its last, weights included.
  Cycle load_cycles() const { return load_cycles_; }
  /// Called when the load has ended, before the first sequence.
  void on_loaded(std::function<void()> hook) { loaded_ = std::move(hook); }

  /// The last layer's h of all sequences, (steps, hidden).
  const std::vector<std::int16_t>& outputs() const { return outputs_; }

  /// Interrupt lines of the DMA's channels.
  void read_interrupt() { read_done_.notify(domain_.half_period()); }
  void write_interrupt() { write_done_.notify(domain_.half_period()); }

 private:
  void run();
  void run_job();
  void load();
  void write_shape();
  void write_settings();
  void transfer_weights();
  void run_sequence(const InputSequence& sequence);
  void run_chunk(const std::int16_t* words, std::uint64_t steps);
  void reset_state();

  void write(std::uint64_t address, std::uint32_t value);
  std::uint32_t read(std::uint64_t address);
  bool access(tlm::tlm_command command, std::uint64_t address, std::uint32_t& value);
  void write_accelerator(std::uint32_t offset, std::uint32_t value);
  void write_dma(std::uint32_t offset, std::uint32_t value);
  void wait_for_status(std::uint32_t mask, std::uint32_t value);
  void end_transfer(std::uint32_t status_offset);
  void preload(std::uint64_t address, const std::vector<std::int16_t>& words);

  ClockDomain& domain_;
  TlmMemoryPort& memory_;
  sc_core::sc_event start_, read_done_, write_done_;
  Job job_;
  bool pending_ = false;  ///< a job waits to be taken
  bool done_ = false;
  Cycle load_cycles_ = 0;
  std::vector<std::int16_t> outputs_;
  std::function<void()> loaded_;
  std::exception_ptr failure_;

 public:
  /// An exception of the driver's process, see ClockDomain::failure().
  std::exception_ptr failure() const { return failure_; }
};

}  // namespace drnn
