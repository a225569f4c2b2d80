#pragma once

#include <tlm_utils/simple_initiator_socket.h>

#include <cstdint>
#include <exception>
#include <functional>
#include <string>
#include <systemc>
#include <tlm>
#include <vector>

#include "model/stats/run_statistics.hpp"
#include "tlm/clock_domain.hpp"
#include "tlm/driver/drnn_driver.h"
#include "tlm/driver/drnn_registers.h"
#include "tlm/tlm_memory_port.hpp"

namespace drnn {

/// The bus addresses that the driver uses.
struct AddressMap {
  static constexpr std::uint64_t kDmaRegisters = DRNN_DMA_BASE;
  static constexpr std::uint64_t kAcceleratorRegisters = DRNN_ACCELERATOR_BASE;
};

/// The CPU of the PS, with the bus that drivers see: one process that runs a program given to it.
/// The program reaches the hardware through bus(), with the driver of tlm/driver or its own.
///
/// Timing contract: a register access takes what the slave says; what the program puts into memory
/// or gets from it costs no time; an interrupt ends a wait in the cycle after the one in which it
/// was raised. All else that a program does costs what it spends, nothing of its own accord. Reads
/// of a poll that can see no change take their time and are counted, but are not made.
class HostDriver : public sc_core::sc_module {
 public:
  using Program = std::function<void()>;

  tlm_utils::simple_initiator_socket<HostDriver> registers;

  HostDriver(const sc_core::sc_module_name& name, ClockDomain& domain, TlmMemoryPort& memory);

  /// Starts a program; done() tells when it has ended and the simulation paused.
  void start(Program program);
  bool done() const { return done_; }
  /// An exception of the program, see ClockDomain::failure().
  std::exception_ptr failure() const { return failure_; }

  /// For the program under way.
  const drnn_bus& bus() const { return bus_; }
  void spend(Cycle cycles);
  Cycle now() const { return domain_.cycle_at(sc_core::sc_time_stamp()); }

  /// What the program did on the bus; driver calls and cycles between steps are not known here.
  const HostInterface& accesses() const { return accesses_; }
  void clear_accesses() { accesses_ = HostInterface(); }
  /// The access that failed last, for a message; empty if none has.
  const std::string& fault() const { return fault_; }

  /// Interrupt lines of the DMA's channels; raised while a cycle is executed.
  void read_interrupt() { raise(read_done_); }
  void write_interrupt() { raise(write_done_); }
  /// A transfer of the DMA has ended, well or not: called at the time of the cycle.
  void transfer_ended();

 private:
  /// An interrupt that waits until it is taken. It is seen half a period after it was raised, so
  /// that the order of processes within an instant does not matter.
  struct Interrupt {
    sc_core::sc_event event;
    sc_core::sc_time seen_from;
    bool raised = false;
  };

  void run();
  void make_bus();
  void raise(Interrupt& interrupt);
  bool pending(const Interrupt& interrupt) const;
  void await(Interrupt& interrupt, const Interrupt& or_interrupt);
  void forget(Interrupt& interrupt);
  bool access(tlm::tlm_command command, std::uint64_t address, std::uint32_t& value);
  bool read(std::uint32_t address, std::uint32_t& value);
  bool poll(std::uint32_t address, std::uint32_t mask, std::uint32_t limit, std::uint32_t& value);
  bool read_after_end(std::uint32_t address, std::uint32_t& value, const sc_core::sc_time& each,
                      std::uint64_t& left);
  void await_end(const sc_core::sc_time& each, std::uint64_t most);
  bool write(std::uint32_t address, std::uint32_t value);
  bool put(std::uint32_t address, const std::int16_t* words, std::size_t count);
  bool get(std::uint32_t address, std::int16_t* words, std::size_t count);

  ClockDomain& domain_;
  TlmMemoryPort& memory_;
  drnn_bus bus_{};
  sc_core::sc_event start_;
  Interrupt read_done_, write_done_;
  sc_core::sc_event ended_;
  sc_core::sc_time last_ended_;  ///< when a transfer has, the last time
  Program program_;
  bool pending_ = false;  ///< a program waits to be taken
  bool done_ = false;
  HostInterface accesses_;
  std::string fault_;
  std::exception_ptr failure_;
};

}  // namespace drnn
