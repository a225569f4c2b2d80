#pragma once

#include "model/blocks/delta_fifo.hpp"
#include "model/blocks/edgedrnn/edge_streams.hpp"
#include "tlm/edgedrnn/width_converter.hpp"

namespace drnn {

/// The width converter from the DMA's stream to the accelerator's input stream.
class InputConverter : public WidthConverter {
 public:
  /// port_words: of a beat of the DMA's stream.
  InputConverter(int num_pe, int port_words, WordFifo& source, Stream<InputBeat>& stream);

  void evaluate(Cycle now) override;
  /// Words may have been told of that come in the cycles to come.
  Cycle next_event() const override {
    return source_.moves_on() ? cycle() : WidthConverter::next_event();
  }

 private:
  bool available() const override { return source_.size() >= piece_words_; }
  bool take(std::int16_t* words) override;
  bool transfers() const override { return stream_.transfers(); }

  const std::size_t piece_words_;
  WordFifo& source_;
  Stream<InputBeat>& stream_;
};

}  // namespace drnn
