#include "model/estimate/drnn_timing.hpp"

#include <algorithm>

namespace drnn {

namespace {

/// A report that is committed in one cycle is acted upon two later.
constexpr EstimatedCycles kPermission = 2;

int groups_of(int elements, int at_once) {
  return (elements + at_once - 1) / at_once;
}

EstimatedCycles product_interval(const Parameters& p) {
  if (!p.activation.shared_multiplier) return 1;
  return p.numeric.blend == Blend::difference ? 2 : 3;
}

std::uint64_t words(int count) {
  return static_cast<std::uint64_t>(count);
}

/// Register accesses of the driver: the status of a transfer and its interrupt, the writes that
/// start a pair of transfers, the write that asks for a state reset.
constexpr int kEndTransfer = 2, kStartTransfers = 4, kAskForReset = 1;

}  // namespace

EstimatedCycles state_reset_cycles(const Parameters& p, const std::vector<LayerSize>& layers) {
  EstimatedCycles cycles = 0;
  for (const LayerSize& l : layers)
    cycles += std::max({groups_of(l.inputs, p.delta.lanes), groups_of(l.hidden, p.delta.lanes),
                        groups_of(l.hidden, p.mac.pe_per_channel)});
  return cycles;
}

DrnnTiming::DrnnTiming(const Parameters& p, const MemoryTimes& memory, const FiredPattern& pattern)
    : p_(p),
      memory_(memory),
      pattern_(pattern),
      layers_(pattern.layers()),
      reset_cycles_(state_reset_cycles(p, layers_)),
      product_interval_(product_interval(p)),
      input_(p, memory),
      output_(p, memory, words(layers_.back().hidden)),
      written_(layers_.size()) {
  for (const LayerSize& layer : layers_)
    states_.push_back({p.activation.lanes, std::vector<EstimatedCycles>(static_cast<std::size_t>(
                                               groups_of(layer.hidden, p.activation.lanes)))});
  make_plans();
  for (std::size_t i = 0; i < plans_.size(); ++i) scans_.emplace_back(p, pattern, input_);
}

void DrnnTiming::make_plans() {
  const bool both = p_.delta.scanners == 1;
  plans_.resize(both ? 1 : 2);
  for (std::size_t l = 0; l < layers_.size(); ++l)
    for (std::size_t scanner = 0; scanner < plans_.size(); ++scanner)
      plans_[scanner].push_back(plan(l, both || scanner == 0, both || scanner == 1));
}

std::vector<ScanWindow> DrnnTiming::plan(std::size_t layer, bool x, bool h) const {
  using Source = ScanWindow::Source;
  const LayerSize& size = layers_[layer];
  const int bias = size.bias_columns(), lanes = p_.delta.lanes;
  std::vector<ScanWindow> result;
  const auto add = [&](Source source, const StateTimes* states, bool of_h, int column,
                       int elements) {
    for (int first = 0; first < elements; first += lanes) {
      const int count = std::min(lanes, elements - first);
      result.push_back({source, states, of_h, column + first, first + count, count});
    }
  };
  const auto add_h = [&] {
    add(Source::states, &states_[layer], true, bias + size.inputs, size.hidden);
  };
  const bool h_first = layer > 0 && p_.numeric.accumulator_overflow == Overflow::wrap;
  if (h && h_first) add_h();
  if (x) {
    add(Source::constant, nullptr, false, 0, bias);
    add(layer == 0 ? Source::input : Source::states, layer == 0 ? nullptr : &states_[layer - 1],
        false, bias, size.inputs);
  }
  if (h && !h_first) add_h();
  return result;
}

TimingEstimate DrnnTiming::run() {
  for (const std::uint64_t steps : pattern_.sequences()) run_sequence(steps);
  result_.total = output_.accepted() + 1;
  result_.after = output_.done() - output_.accepted();
  const std::uint64_t polls = result_.ready_polls;
  result_.before = host_cycles(true) - kEndTransfer * p_.host.register_access_cycles;
  result_.ready_polls = polls;
  return result_;
}

void DrnnTiming::run_sequence(std::uint64_t steps) {
  EstimatedCycles resets = 0;
  if (step_ > 0) {
    resets = reset_cycles_;
    result_.reset += resets;
  }
  const bool by_steps = p_.host.mode == HostMode::step;
  for (std::uint64_t t = 0; t < steps; ++t) {
    if (t == 0 || by_steps) {
      const EstimatedCycles offered = step_ == 0 ? 0 : output_.done() + host_cycles(t == 0);
      begin_transfers(by_steps ? 1 : steps, offered);
    }
    for (std::size_t layer = 0; layer < layers_.size(); ++layer) run_task(layer);
    words_before_ += words(layers_.front().inputs);
    ++step_;
    end_step(t == 0 ? resets : 0);
  }
}

/// From the cycle in which a transfer's end is seen to the first word of the next.
EstimatedCycles DrnnTiming::host_cycles(bool new_sequence) {
  const EstimatedCycles access = p_.host.register_access_cycles;
  EstimatedCycles accesses = kEndTransfer + kStartTransfers;
  if (new_sequence) {
    const EstimatedCycles polls = std::max<EstimatedCycles>(1, reset_cycles_ / access + 1);
    result_.ready_polls += static_cast<std::uint64_t>(polls);
    accesses += kAskForReset + polls;
  }
  const EstimatedCycles call = p_.host.mode == HostMode::step ? p_.host.driver_call_cycles : 0;
  return accesses * access + call + 1 + memory_.read_cycles + p_.dma.read_latency_cycles;
}

void DrnnTiming::begin_transfers(std::uint64_t steps, EstimatedCycles offered) {
  if (step_ > 0) result_.between_steps += offered - output_.accepted() - 1;
  words_before_ = 0;
  input_.begin(offered);
  output_.begin(steps * words(layers_.back().hidden));
}

void DrnnTiming::end_step(EstimatedCycles resets) {
  const EstimatedCycles end = output_.accepted() + 1;
  result_.max_step = std::max(result_.max_step, end - step_base_ - resets);
  if (resets > 0) result_.between_steps -= resets;
  step_base_ = end;
}

void DrnnTiming::run_task(std::size_t layer) {
  scan(layer);
  accumulate(layer);
  activate(layer);
}

void DrnnTiming::scan(std::size_t layer) {
  const EstimatedCycles freed = p_.sequencer.overlap == Overlap::none ? activated_ : accumulated_;
  EstimatedCycles permitted = freed + kPermission;
  if (layer == 0) permitted = std::max(permitted, input_.visible(words_before_ + 1) + 1);
  for (std::size_t i = 0; i < scans_.size(); ++i)
    scans_[i].begin({&plans_[i][layer], step_, layer, permitted, words_before_});
}

void DrnnTiming::accumulate(std::size_t layer) {
  const EstimatedCycles permitted = last_group_ + kPermission;
  channels_free_ = std::max(channels_free_, permitted);
  const auto waiting = [](const DeltaScan& scan) { return scan.waiting(); };
  while (std::any_of(scans_.begin(), scans_.end(), waiting)) issue(layer, next_scan(layer));
  accumulated_ = std::max(permitted, sums_readable_);
  for (const DeltaScan& scan : scans_) accumulated_ = std::max(accumulated_, scan.emptied() + 1);
}

/// The x FIFO's entry goes first wherever there is one.
DeltaScan& DrnnTiming::next_scan(std::size_t layer) {
  if (scans_.size() == 1 || !scans_[1].waiting()) return scans_[0];
  if (!scans_[0].waiting()) return scans_[1];
  const EstimatedCycles of_h =
      std::max({channels_free_, scans_[1].available(), hazard(layer, true)});
  return scans_[0].available() <= of_h ? scans_[0] : scans_[1];
}

EstimatedCycles DrnnTiming::hazard(std::size_t layer, bool h) const {
  const SumsWritten& written = written_[layer];
  const bool rows_in_memory = layers_[layer].hidden > p_.mac.pe_per_channel;
  if (rows_in_memory || layer != last_layer_) return std::max(written.cx, written.ch);
  if (h == last_was_h_) return 0;
  return h ? written.ch : written.cx;
}

void DrnnTiming::issue(std::size_t layer, DeltaScan& scan) {
  const bool h = scan.is_h();
  const EstimatedCycles at = std::max({channels_free_, scan.available(), hazard(layer, h)});
  const int groups = groups_of(layers_[layer].hidden, p_.mac.pe_per_channel);
  channels_free_ = at + groups;
  sums_readable_ = at + groups - 1 + p_.weights.read_latency_cycles + p_.mac.latency_cycles;
  (h ? written_[layer].ch : written_[layer].cx) = at + p_.mac.accumulator_latency_cycles;
  last_layer_ = layer;
  last_was_h_ = h;
  scan.issued(at);
}

void DrnnTiming::activate(std::size_t layer) {
  const EstimatedCycles permitted = accumulated_ + kPermission;
  const int hidden = layers_[layer].hidden, lanes = p_.activation.lanes;
  const bool last_layer = layer + 1 == layers_.size();
  StateTimes& states = states_[layer];
  std::uint64_t word = step_ * words(hidden);
  for (int first = 0; first < hidden; first += lanes) {
    const int count = std::min(lanes, hidden - first);
    word += words(count);
    EstimatedCycles at =
        std::max(permitted, last_group_ + 1) + groups_of(count, p_.mac.pe_per_channel) - 1;
    at = std::max(at, last_group_ + product_interval_);
    if (last_layer) at = std::max(at, output_.room(word));
    last_group_ = at;
    const EstimatedCycles visible = at + p_.activation.depth_cycles;
    states.visible[static_cast<std::size_t>(first / lanes)] = visible;
    if (last_layer) output_.push(count, visible);
  }
  activated_ = last_group_ + p_.activation.depth_cycles - 1;
  if (p_.sequencer.overlap != Overlap::scan_xh)
    std::fill(states.visible.begin(), states.visible.end(), activated_ + 1);
}

}  // namespace drnn
