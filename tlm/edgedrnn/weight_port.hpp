#pragma once

#include <cstdint>
#include <string>

#include "model/blocks/control_lines.hpp"
#include "model/blocks/edgedrnn/edge_streams.hpp"
#include "tlm/data_mover.hpp"
#include "tlm/edgedrnn/width_converter.hpp"

namespace drnn {

/// Between the accelerator and its DataMover: commands there, weights back through a width
/// converter, which passes one beat of K bytes for each K/port beats of the port where K is the
/// larger.
///
/// Timing contract: a command is taken in every cycle at whose start the DataMover's queue has
/// room. For the weights see WidthConverter. What was asked for before a reset is thrown away, as
/// it comes.
class WeightPort : public WidthConverter {
 public:
  /// piece_bytes: of a beat of the DataMover's stream.
  WeightPort(int num_pe, int piece_bytes, const ControlLines& control,
             Stream<FetchCommand>& commands, Stream<WeightBeat>& weights, CommandFifo& queue,
             BeatFifo& source);

  /// Asked for and not yet here.
  std::uint64_t columns_on_their_way() const { return asked_ - arrived_; }

  /// No column is asked for or moved in the last cycle.
  bool is_empty() const { return columns_on_their_way() == 0 && cause_as<Cause>() != Cause::busy; }

  void evaluate(Cycle now) override;
  std::string describe() const override;

 private:
  bool available() const override;
  bool take(std::int16_t* words) override;
  void flow(Cycle cycles) override { taken_ += cycles; }
  Cycle foresee(std::int16_t* words, Cycle most) override;
  void read_ahead(std::int16_t* words, Cycle pieces);
  /// After a flow the sink may sleep on.
  bool transfers() const override { return has_flown() ? weights_.ready() : weights_.transfers(); }
  void forward_command();
  void drop_piece();

  const std::size_t piece_bytes_;
  const ControlLines& control_;
  Stream<FetchCommand>& commands_;
  Stream<WeightBeat>& weights_;
  CommandFifo& queue_;
  BeatFifo& source_;
  std::uint64_t taken_ = 0;     ///< pieces
  std::uint64_t foreseen_ = 0;  ///< pieces whose words are where they will be taken to
  std::uint64_t asked_ = 0;     ///< columns
  std::uint64_t arrived_ = 0;   ///< columns whose last piece has been taken
  std::uint64_t stale_ = 0;     ///< columns asked for before the last reset
};

}  // namespace drnn
