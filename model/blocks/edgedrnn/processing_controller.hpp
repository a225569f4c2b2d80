#pragma once

#include <cstdint>
#include <vector>

#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/edgedrnn/edge_streams.hpp"
#include "model/blocks/edgedrnn/pe_array.hpp"
#include "model/blocks/network_shape.hpp"

namespace drnn {

/// Processing controller (HPC) of EdgeDRNN: matches deltas with their columns of weights, then runs
/// the activations, on the same PEs; states INIT, MAC and ACT0..ACT4 [R].
///
/// Timing contract, G = H/K. INIT: one cycle. MAC: while a fetched delta is offered, a beat of
/// weights is taken in every cycle that offers one; the delta leaves with the burst's last beat. A
/// delta without a column leaves in the cycle in which it is offered. A phase ends in the cycle in
/// which its last delta leaves, known 3 cycles later behind the MAC's pipeline; the cycle after the
/// second phase's end is known, ACT0 begins. ACT: passes of five cycles, pass p reads group p in
/// ACT0..ACT3 (M_r, M_ch, M_u, M_cx) and its old h in ACT4, and offers group p-2 in ACT0, where it
/// waits for the taker; so G+1 passes and the ACT0 that offers group G-1, followed by INIT. ACT0 of
/// the last two passes reads a row that nothing uses.
///
/// The RTL does not wait for the taker of a layer's last group: a stream that is not ready then
/// would lose it. Here it waits as for any other.
///
/// Causes: busy (a beat is taken), activation, weight_wait (a delta, no beat), delta_wait (no
/// delta, or one without a column), drain (all deltas gone, the pipeline is not yet empty),
/// output_wait (no taker), init, reset.
class ProcessingController : public ClockedBlock {
 public:
  enum class Cause { busy, activation, weight_wait, delta_wait, drain, output_wait, init, reset };

  struct Streams {
    Stream<DeltaValue>& deltas;
    Stream<WeightBeat>& weights;
    Stream<ActivationBeat>& feedback;
    Stream<ActivationBeat>& output;  ///< the last layer's
  };

  ProcessingController(int num_pe, const ControlLines& control, const NetworkShape& shape,
                       const Streams& streams, PeArray& array);

  void evaluate(Cycle now) override;
  bool commit() override;
  bool acts_asleep() const override { return true; }
  void catch_up(Cycle now) override;
  Cycle next_event() const override;
  void probe(Signals& signals) const override;
  std::string describe() const override;

 private:
  enum class State { init, mac, act };

  std::size_t layer() const { return static_cast<std::size_t>(layer_.get()); }
  bool in_last_layer() const { return layer() + 1 == shape_.size(); }
  int groups() const { return shape_[layer()].hidden / num_pe_; }
  bool wants_weights() const;
  bool delta_leaves() const;
  bool offers() const;
  bool activation_leaves() const;
  ActivationBeat activation() const;

  void book(Cause cause, PeArray::Cause use);
  void reset_state();
  void multiply();
  void take(const WeightBeat& beat, int beats);
  void check_burst(int beats, bool last) const;
  void end_phases();
  void run_pass();
  void offer();
  void end_layer();

  const int num_pe_;
  const ControlLines& control_;
  const NetworkShape& shape_;
  const Streams streams_;
  PeArray& array_;

  Register<State> state_{State::init};
  Register<int> layer_{0};
  Register<int> pass_{0};   ///< in ACT
  Register<int> stage_{0};  ///< 0..4 in ACT
  int row_ = 0;             ///< of the column that is being multiplied
  DeltaValue delta_;        ///< of the last beat taken
  WeightBeat beat_;         ///< the last beat taken
  int phases_taken_ = 0;    ///< whose last delta has left
  int phases_ended_ = 0;    ///< whose last sum has been written
  bool phase_end_[3] = {};  ///< a phase's last delta on its way through the MAC's pipeline
  std::vector<std::int16_t> results_;  ///< two groups, group g at g mod 2
  bool multiplies_ = false;            ///< the last evaluated cycle took a beat
  Cycle done_ = 0;                     ///< the first cycle that has not been dealt with
};

}  // namespace drnn
