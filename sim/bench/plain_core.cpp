#include "sim/bench/plain_core.hpp"

#include "model/config/errors.hpp"

namespace drnn {

namespace {

NetworkShape shape_of(const QuantisedNetwork& network) {
  NetworkShape shape;
  for (const QuantisedLayer& l : network.layers)
    shape.push_back({l.inputs, l.hidden, l.bias_columns, l.scales});
  return shape;
}

}  // namespace

PlainCore::PlainCore(const Parameters& p, const QuantisedNetwork& network)
    : core_(p),
      engine_(Engine::fast, static_cast<Cycle>(p.clock.watchdog_cycles)),
      hidden_(static_cast<std::size_t>(network.layers.back().hidden)) {
  core_.join(engine_);
  core_.begin_load(shape_of(network));
  const std::vector<std::int16_t> image = load_image(network);
  while (core_.loading()) {
    offer(image);
    cycle();
  }
}

/// As many of the words as go into the input FIFO.
void PlainCore::offer(const std::vector<std::int16_t>& words) {
  engine_.begin(now_);
  WordFifo& input = core_.input_fifo();
  for (std::size_t free = input.free(); free > 0 && offered_ < words.size(); --free)
    input.push(words[offered_++]);
}

std::size_t PlainCore::take() {
  WordFifo& output = core_.output_fifo();
  const std::size_t words = output.size();
  if (words > 0) output.pop(words);
  return words;
}

void PlainCore::cycle() {
  now_ = engine_.execute(now_);
  if (now_ == kNever) throw SimulationError("the accelerator waits for ever\n" + engine_.report());
}

Cycle PlainCore::run(const std::vector<InputSequence>& sequences, const DeltaSettings& settings) {
  const Cycle begin = now_;
  core_.set_registers({settings.theta_x, settings.theta_h, settings.skip});
  for (const InputSequence& sequence : sequences) {
    core_.request_reset();
    while (!core_.ready()) cycle();
    offered_ = 0;
    const std::vector<std::int16_t> words = sequence.words.all();
    for (std::size_t left = sequence.steps * hidden_; left > 0; left -= take()) {
      offer(words);
      cycle();
    }
  }
  return now_ - begin;
}

}  // namespace drnn
