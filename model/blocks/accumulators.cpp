#include "model/blocks/accumulators.hpp"

namespace drnn {

namespace {

/// The scale of each region.
constexpr int AccumulatorScales::*kScaleOf[Accumulators::kRegions] = {
    &AccumulatorScales::r, &AccumulatorScales::u, &AccumulatorScales::cx, &AccumulatorScales::ch};

}  // namespace

Accumulators::Accumulators(const ControlLines& control, const NumericProfile& profile,
                           int pe_per_channel)
    : ClockedBlock("accumulators", {"busy", "idle"}, Commits::when_touched),
      control_(control),
      profile_(profile),
      bits_(static_cast<std::uint64_t>(profile.accumulator_bits)),
      pe_per_channel_(pe_per_channel) {
  attribute(Cause::idle);
}

void Accumulators::resize(const NetworkShape& shape) {
  layers_.clear();
  for (const LayerShape& s : shape) {
    Layer layer;
    layer.hidden = static_cast<std::size_t>(s.hidden);
    layer.scales = s.scales;
    layer.values.assign(kRegions * layer.hidden, 0);
    layer.initial = layer.values;
    layers_.push_back(std::move(layer));
  }
}

void Accumulators::write_initial(std::size_t layer, std::size_t offset, std::int32_t bias) {
  Layer& l = layers_[layer];
  const auto scale = kScaleOf[offset / l.hidden];
  l.initial[offset] =
      initial_accumulator(bias, profile_, l.scales.weights.*scale, l.scales.biases.*scale);
  book_access();
}

void Accumulators::count_units(int units, Cycle now, Cycle cycles) {
  busy_until_ = std::max(busy_until_, now + cycles);
  const std::uint64_t per_cycle = kRegions * static_cast<std::uint64_t>(units);
  reads_ += cycles * per_cycle;
  unit_reads_ = {now, now + cycles, per_cycle};
  book_access();
}

void Accumulators::count_column(std::size_t layer, Cycle now, Cycle row_groups) {
  busy_until_ = now + row_groups;
  reads_ += 3 * layers_[layer].hidden;
  writes_ += 3 * layers_[layer].hidden;
  book_access();
}

void Accumulators::evaluate(Cycle) {
  if (control_.resetting.get() == resetting_) return;
  resetting_ = control_.resetting.get();
  if (resetting_) initialise();
  attribute(Cause::busy, resetting_ ? kNever : busy_until_, Cause::idle);
}

void Accumulators::initialise() {
  reads_ -= unit_reads_.from(cycle());
  unit_reads_ = {};
  for (Layer& layer : layers_) {
    layer.values = layer.initial;
    writes_ += layer.values.size();
  }
  busy_until_ = 0;
}

void Accumulators::clear_statistics() {
  ClockedBlock::clear_statistics();
  reads_ = unit_reads_.from(cycle());
  writes_ = 0;
  overflows_ = {};
}

}  // namespace drnn
