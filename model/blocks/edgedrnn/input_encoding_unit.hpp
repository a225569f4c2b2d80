#pragma once

#include <cstdint>
#include <vector>

#include "model/arith/delta_gru.hpp"
#include "model/blocks/clocked_block.hpp"
#include "model/blocks/control_lines.hpp"
#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/edgedrnn/edge_registers.hpp"
#include "model/blocks/edgedrnn/edge_streams.hpp"
#include "model/blocks/edgedrnn/registered_fifo.hpp"
#include "model/blocks/network_shape.hpp"
#include "model/blocks/state_memory.hpp"

namespace drnn {

/// Input encoding unit (IEU) of EdgeDRNN: one delta encoder that takes one element a cycle whatever
/// K is, with the states IDLE, FB, BIAS, DX and DH [R].
///
/// Timing contract. IDLE: left in the cycle in which the first input beat after a reset is offered.
/// FB: after a reset one cycle; later until the last beat of a layer's new h comes back, each of
/// which it writes in the cycle of its transfer. BIAS: one cycle, which loads the bias element.
/// DX, DH: one element a cycle; an element loaded in cycle c is compared in c+1 and leaves in c+2:
/// into both delta FIFOs if it fired, and the phase's last element in any case into the value FIFO,
/// as a zero if it did not fire. The next state begins in the cycle after, so a phase of n elements
/// takes n+2 cycles. Everything stands still in a cycle at whose start the value FIFO is full.
/// Layer 0 takes an input beat with its last element and waits for beats; above, x is the h of the
/// layer below. A row of K references (and of K h) is read at a time: the first in the cycle
/// before the phase, the others with the last element of the row before. References are
/// written as fired elements leave. The bias is a constant 1.0 against a reference that is 0 on the
/// layer's first scan after a reset and 1.0 from then on, whether it passed theta_x or not.
///
/// Thresholds must not change while a layer is scanned. With K = 2 the RTL also steps its row
/// address in every cycle in which DX waits for a beat, and then compares with the wrong
/// references; here the address moves with the elements, so K = 2 equals the RTL only with an
/// input that is always valid.
///
/// Causes: busy (an element is loaded), fifo_full, input_wait (no beat, before or in DX), drain
/// (the last elements leave), feedback_wait (FB without a beat), reset.
class InputEncodingUnit : public ClockedBlock {
 public:
  enum class Cause { busy, fifo_full, input_wait, drain, feedback_wait, reset };

  struct Streams {
    Stream<InputBeat>& input;
    Stream<ActivationBeat>& feedback;
  };
  struct Fifos {
    RegisteredFifo<DeltaValue>& values;
    RegisteredFifo<ColumnIndex>& indices;
  };

  InputEncodingUnit(int num_pe, const NumericProfile& profile, const ControlLines& control,
                    const EdgeRegisters& registers, const NetworkShape& shape, StateMemory& state,
                    const Streams& streams, const Fifos& fifos);

  /// Elements compared, without bias; and sent.
  std::uint64_t scanned_x() const { return scanned_[index_of(Operand::x)]; }
  std::uint64_t scanned_h() const { return scanned_[index_of(Operand::h)]; }
  std::uint64_t sent_x() const { return sent_[index_of(Operand::x)]; }
  std::uint64_t sent_h() const { return sent_[index_of(Operand::h)]; }
  std::uint64_t sent_bias() const { return sent_[index_of(Operand::bias)]; }

  void evaluate(Cycle now) override;
  bool commit() override;
  bool acts_asleep() const override { return true; }
  void catch_up(Cycle now) override;
  Cycle next_event() const override;
  void probe(Signals& signals) const override;
  std::string describe() const override;
  void clear_statistics() override;

 private:
  enum class State { idle, feedback, bias, dx, dh };

  /// What a pipeline level holds.
  struct Element {
    bool occupied = false;  ///< everything else only counts where it is
    Operand operand = Operand::x;
    int index = 0;
    std::int32_t value = 0;
    std::int32_t delta = 0;
    bool fires = false;
    bool last = false;

    bool is_sent() const { return fires || last; }
  };

  static std::size_t index_of(Operand operand) { return static_cast<std::size_t>(operand); }
  std::size_t layer() const { return static_cast<std::size_t>(layer_.get()); }
  Operand operand() const { return state_.get() == State::dx ? Operand::x : Operand::h; }
  int phase_size() const;
  bool takes_input() const { return state_.get() == State::dx && layer_.get() == 0; }
  bool input_ready() const;
  int next_now() const;
  bool row_ends(int index) const { return index % num_pe_ == num_pe_ - 1; }

  void reset_state();
  void await_input();
  void await_feedback();
  void take_feedback(const ActivationBeat& beat);
  void load_bias();
  void scan();
  void send(const Element& element);
  void end_phase();
  Element load();
  void read_row(int first);
  void end_row(int last);
  void count_row_read(State phase);
  Element encode(Operand operand, int index, std::int32_t value) const;
  std::int32_t value_of(Operand operand, int index, const InputBeat& beat) const;
  std::int32_t reference_of(Operand operand, int index) const;
  void write_reference(const Element& element);
  ColumnIndex column_of(const Element& element) const;
  Cycle cycles_to_event() const;
  Cycle cycles_to_load_event() const;

  const int num_pe_;
  const NumericProfile profile_;
  const ControlLines& control_;
  const EdgeRegisters& registers_;
  const NetworkShape& shape_;
  StateMemory& memory_;
  const Streams streams_;
  const Fifos fifos_;

  Register<State> state_{State::idle};
  Register<int> layer_{0};
  Register<int> next_{0};   ///< element of the phase that is loaded next
  bool begun_ = false;      ///< the first FB after a reset is over
  ColumnIndex offset_ = 0;  ///< bias column of the layer
  int written_h_ = 0;       ///< units that FB has written
  Element compared_, leaving_;
  std::vector<Element> row_;  ///< the row that is being loaded
  Cycle done_ = 0;            ///< the first cycle that has not been dealt with
  bool shifts_ = false;       ///< the last evaluated cycle moved the pipeline
  bool loads_ = false;        ///< and an element into it
  std::uint64_t scanned_[3] = {0, 0, 0};
  std::uint64_t sent_[3] = {0, 0, 0};
};

}  // namespace drnn
