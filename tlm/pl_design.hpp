#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "model/blocks/cycle_engine.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/mac_cause.hpp"
#include "model/config/parameters.hpp"
#include "model/stats/run_statistics.hpp"
#include "tlm/axi_lite.hpp"
#include "tlm/clock_domain.hpp"
#include "tlm/host_driver.hpp"
#include "tlm/host_program.hpp"
#include "tlm/tlm_memory_port.hpp"

namespace drnn {

/// A memory port of the programmable logic and the port of the DDR interface that it goes to.
struct PlPort {
  TlmMemoryPort* master;
  int ddr_port;  ///< DdrPort
};

/// What a kind of accelerator brings into the programmable logic, besides the AXI DMA: the
/// accelerator, its registers and whatever stands between it and the DMA's streams or the memory;
/// and the program that drives it.
class PlDesign {
 public:
  virtual ~PlDesign() = default;

  /// Streams from and to the DMA.
  virtual WordFifo& input_fifo() = 0;
  virtual WordFifo& output_fifo() = 0;
  /// Memory ports of its own.
  virtual std::vector<PlPort> ports() { return {}; }
  /// Adds every block to the engine of its clock domain.
  virtual void join(CycleEngine& engine) = 0;
  /// Maps its registers.
  virtual void map(AxiLite& axi_lite) = 0;
  /// The default program of the host.
  virtual std::unique_ptr<HostProgram> program(HostDriver& host) = 0;

  /// Declares signals beside those of its blocks: of the lanes, of streams. `scope` is that of the
  /// design as a whole.
  virtual void probe(Signals& signals, const std::string& scope) const = 0;

  /// True where it has asked for nothing that is still to come from the memory.
  virtual bool settled() const { return true; }
  /// What the cycle just executed went to. Called after every executed cycle of a run.
  virtual MacCause mac_cause() = 0;
  /// Cycles spent in state resets since the statistics were cleared.
  virtual Cycle cycles_in_reset() const = 0;
  /// Columns of x and h issued since then.
  virtual std::uint64_t columns_issued() const = 0;
  /// Adds what the blocks have counted; elements, cycles and steps are not theirs to know.
  virtual void add_counts(RunStatistics& statistics) const = 0;
};

/// The design of the kind that the parameters name, as a part of the SystemC module under
/// construction.
std::unique_ptr<PlDesign> make_pl_design(const Parameters& parameters, ClockDomain& domain);

}  // namespace drnn
