#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/trace/signal_table.hpp"
#include "sim/trace/trace_event_writer.hpp"

namespace drnn {

/// Follows every delta through the design and draws an arrow from where it is sent into its FIFO,
/// to its column, to the activation that uses the column's sums. Only whole arrows are drawn.
class DeltaFlows {
 public:
  virtual ~DeltaFlows() = default;
  /// Takes the signals of cycle `now`.
  virtual void update(Cycle now) = 0;

 protected:
  /// A FIFO of deltas, and the track of the block that fills it.
  struct Fifo {
    std::size_t level, pushed, popped;
    int sender;
    std::deque<Cycle> sent = {};  ///< when the entries were pushed
  };
  /// A delta whose column has been issued.
  struct Issued {
    Cycle sent, issued;
    int sender;
    std::uint64_t task;
    std::uint64_t unit;  ///< of the layer: whose activation the arrow ends at
  };

  DeltaFlows(SignalTable& table, TraceEventWriter& writer) : table_(table), writer_(writer) {}

  std::size_t watched(const std::string& name);
  std::uint64_t value(std::size_t index) const { return table_[index]; }
  const std::string& state_name(std::size_t index) const {
    return table_.state_names()[table_[index]];
  }
  Fifo fifo(const std::string& scope, int sender);
  /// Books what a FIFO takes in; true if an entry whose begin is known leaves it.
  bool follow(Fifo& fifo, Cycle now, Cycle& sent);
  void draw(const Issued& delta, int columns, int activations, Cycle now);

 private:
  SignalTable& table_;
  TraceEventWriter& writer_;
  std::uint64_t next_id_ = 1;
};

/// Sizes that a flow needs to know.
struct FlowLayer {
  std::uint64_t inputs;
  std::uint64_t bias_columns;
};

/// The flows of the design whose blocks have these tracks, by scope.
/// A delta of h_i ends at the activation of unit i, others at the first of their layer; where all
/// units are activated by the same slice, there.
std::unique_ptr<DeltaFlows> make_delta_flows(SignalTable& table, TraceEventWriter& writer,
                                             const std::map<std::string, int>& tracks,
                                             const std::vector<FlowLayer>& layers,
                                             std::uint64_t activation_lanes);

}  // namespace drnn
