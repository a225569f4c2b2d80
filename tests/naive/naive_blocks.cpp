// The blocks, each a function and what it is made of. Contracts: model/blocks/*.hpp.
#include <algorithm>

#include "tests/naive/naive_reference.hpp"

namespace drnn::naive {

// ---- Delta units

std::vector<NaiveReference::Window> NaiveReference::windows(std::size_t layer, int u) const {
  const QuantisedLayer& l = network_.layers[layer];
  const bool scans_x = scanners_ == 1 || u == 0, scans_h = scanners_ == 1 || u == 1;
  const int lanes = parameters_.delta.lanes;
  std::vector<Window> x, h;
  if (scans_x && l.bias_columns > 0) x.push_back({kBias, 0, 1});
  for (int i = 0; scans_x && i < l.inputs; i += lanes)
    x.push_back({kX, i, std::min(lanes, l.inputs - i)});
  for (int i = 0; scans_h && i < l.hidden; i += lanes)
    h.push_back({kH, i, std::min(lanes, l.hidden - i)});
  const bool h_first = layer > 0 && profile_.accumulator_overflow == Overflow::wrap;
  std::vector<Window>& all = h_first ? h : x;
  const std::vector<Window>& rest = h_first ? x : h;
  all.insert(all.end(), rest.begin(), rest.end());
  return all;
}

bool NaiveReference::elements_there(const Window& window, Count task) const {
  const std::size_t layer = task % layers();
  const Count step = task / layers(), last = static_cast<Count>(window.first + window.count);
  if (window.operand == kBias) return true;
  if (window.operand == kX && layer == 0)
    return seen_.input_words >= static_cast<std::size_t>(window.count);
  // h of the layer below in this step, or the layer's own of the step before.
  const std::size_t source = window.operand == kX ? layer - 1 : layer;
  const Count steps_before = window.operand == kX ? step : step - 1;
  if (window.operand == kH && step == 0) return true;
  const auto units = static_cast<Count>(network_.layers[source].hidden);
  return seen_.h_written[source] >= steps_before * units + last;
}

std::int32_t NaiveReference::element(const Window& window, Count task, int i) const {
  const std::size_t layer = task % layers();
  if (window.operand == kBias) return 1 << profile_.activation.frac_bits;
  if (window.operand == kX && layer == 0) return input_[static_cast<std::size_t>(i)];
  const std::size_t source = window.operand == kX ? layer - 1 : layer;
  return state_[source].h[static_cast<std::size_t>(window.first + i)];
}

std::int32_t& NaiveReference::reference(Operand operand, std::size_t layer, int i) {
  LayerState& state = state_[layer];
  if (operand == kBias) return state.bias_reference;
  return (operand == kX ? state.x_reference : state.h_reference)[static_cast<std::size_t>(i)];
}

void NaiveReference::scan(int u, const Window& window, Count task) {
  const std::size_t layer = task % layers();
  const QuantisedLayer& l = network_.layers[layer];
  const bool from_input = window.operand == kX && layer == 0;
  for (int i = 0; i < window.count; ++i) {
    const int index = window.first + i;
    const std::int32_t value = element(window, task, i);
    std::int32_t& old = reference(window.operand, layer, index);
    const std::int32_t moved = delta(value, old, profile_);
    const std::int32_t theta = window.operand == kH ? settings_.theta_h : settings_.theta_x;
    if (settings_.skip && !fires(moved, theta, profile_)) continue;
    if (value != old)
      note(Part::state_memory,
           window.operand == kBias ? "bias reference"
           : window.operand == kX  ? "x reference"
                                   : "h reference",
           layer, index, value);
    old = value;
    if (window.operand != kBias) ++happened_.state_writes;
    const int column = window.operand == kBias ? 0
                       : window.operand == kX  ? l.x_column(index)
                                               : l.h_column(index);
    scanner_[u].pending.push_back({window.operand, column, moved});
  }
  // A reference each, and what is compared with it unless that is a word of the input.
  if (window.operand != kBias) happened_.state_reads += window.count * (from_input ? 1 : 2);
  if (!from_input) return;
  input_.erase(input_.begin(), input_.begin() + window.count);
  happened_.input_popped += static_cast<std::size_t>(window.count);
}

bool NaiveReference::send(int u) {
  Scanner& s = scanner_[u];
  int sent = 0;
  const std::size_t room = delta_depth_ - seen_.deltas[u];
  while (!s.pending.empty() && sent < parameters_.delta.sends_per_cycle &&
         static_cast<std::size_t>(sent) < room) {
    const Delta& d = s.pending.front();
    deltas_[u].push_back(d);
    note(part(Part::delta_fifo, u), "entry", d.operand, d.column, d.value);
    ++totals_.sent[d.operand];
    s.pending.pop_front();
    ++sent;
  }
  happened_.deltas_pushed[u] = static_cast<std::size_t>(sent);
  return sent > 0;
}

bool NaiveReference::load_window(int u) {
  Scanner& s = scanner_[u];
  if (s.task >= seen_.scan_permitted) {
    cause(part(Part::delta_unit, u), "sequencer_wait");
    return false;
  }
  const Window window = windows(s.task % layers(), u)[s.window];
  if (!elements_there(window, s.task)) {
    const bool from_input = window.operand == kX && s.task % layers() == 0;
    cause(part(Part::delta_unit, u), from_input ? "input_wait" : "state_wait");
    return false;
  }
  scan(u, window, s.task);
  ++s.window;
  s.stage2 = true;
  return true;
}

void NaiveReference::delta_unit(int u) {
  Scanner& s = scanner_[u];
  const Part self = part(Part::delta_unit, u);
  if (seen_.resetting) {
    s = {};
    next_.scanned[u] = 0;
    return cause(self, "reset");
  }
  const bool sent = s.stage2 && send(u);
  if (s.stage2 && s.pending.empty()) {
    s.stage2 = false;
    if (s.window == windows(s.task % layers(), u).size()) {
      s.window = 0;
      next_.scanned[u] = ++s.task;
    }
  }
  cause(self, "fifo_full");
  const bool loaded = !s.stage2 && load_window(u);
  if (sent || loaded) cause(self, "busy");
}

// ---- MxV unit with weight banks

const NaiveReference::Delta* NaiveReference::column_at_head() const {
  for (int u = 0; u < scanners_; ++u)
    if (seen_.deltas[u] > 0) return &deltas_[u].front();
  return nullptr;
}

/// Whether one of the sums that the column adds to is neither in a register nor written yet.
bool NaiveReference::stale(const Delta& delta) const {
  const std::size_t layer = mxv_task_ % layers();
  const bool in_memory = network_.layers[layer].hidden > parameters_.mac.pe_per_channel;
  const bool h = delta.operand == kH;
  const auto written_after = static_cast<Cycle>(parameters_.mac.accumulator_latency_cycles);
  const auto fresh = [&](std::optional<Cycle> last) {
    return last && now_ < *last + written_after;
  };
  const LayerState& state = state_[layer];
  const bool r_and_u_held = !in_memory && last_layer_ == layer;
  const bool c_held = r_and_u_held && last_was_h_ == h;
  if (!r_and_u_held && (fresh(state.last_column[0]) || fresh(state.last_column[1]))) return true;
  return !c_held && fresh(state.last_column[h ? 1 : 0]);
}

void NaiveReference::issue_column(const Delta& d) {
  const std::size_t layer = mxv_task_ % layers();
  const QuantisedLayer& l = network_.layers[layer];
  LayerState& state = state_[layer];
  const auto row_groups = static_cast<Cycle>(groups_of(l.hidden, parameters_.mac.pe_per_channel));
  occupied_until_ = now_ + row_groups;
  sums_readable_ =
      now_ + row_groups - 1 +
      static_cast<Cycle>(parameters_.weights.read_latency_cycles + parameters_.mac.latency_cycles);
  last_layer_ = layer;
  last_was_h_ = d.operand == kH;
  state.last_column[last_was_h_ ? 1 : 0] = now_;
  for (int i = 0; i < l.hidden; ++i) {
    const std::int16_t* weights = l.column(d.column) + i;
    UnitAccumulators& m = state.sums[static_cast<std::size_t>(i)];
    std::int64_t& candidate = d.operand == kH ? m.ch : m.cx;
    m.r = accumulate(m.r, weights[0], d.value, profile_);
    m.u = accumulate(m.u, weights[l.hidden], d.value, profile_);
    candidate = accumulate(candidate, weights[2 * l.hidden], d.value, profile_);
  }
  const auto words = static_cast<Count>(kGates * l.hidden);
  totals_.macs += words;
  totals_.weight_words += words;
  totals_.sum_reads += words;
  totals_.sum_writes += words;
}

void NaiveReference::mxv_unit() {
  if (seen_.resetting) {
    mxv_task_ = next_.accumulated = 0;
    occupied_until_ = sums_readable_ = 0;
    return cause(Part::mxv_unit, "reset");
  }
  const bool permitted = mxv_task_ < seen_.mxv_permitted;
  const Delta* head = column_at_head();
  bool all_scanned = true;
  for (int u = 0; u < scanners_; ++u) all_scanned = all_scanned && seen_.scanned[u] > mxv_task_;
  cause(Part::mxv_unit, !permitted        ? "activation_wait"
                        : head != nullptr ? "hazard"
                        : all_scanned     ? "drain"
                                          : "fifo_empty");
  if (permitted && head != nullptr && now_ >= occupied_until_ && !stale(*head)) {
    const int u = head == &deltas_[0].front() ? 0 : 1;
    note(Part::mxv_unit, "column", head->operand, head->column, head->value);
    issue_column(*head);
    deltas_[u].pop_front();
    happened_.deltas_popped[u] = 1;
  }
  if (now_ < occupied_until_) cause(Part::mxv_unit, "busy");
  if (permitted && all_scanned && head == nullptr && now_ >= sums_readable_) {
    next_.accumulated = ++mxv_task_;
    cause(Part::mxv_unit, "activation_wait");
  }
}

void NaiveReference::weight_banks() {
  cause(Part::weight_banks, now_ < occupied_until_ || happened_.weight_written ? "busy" : "idle");
}

// ---- Activation pipeline

/// In the last layer: places for `count` words beside those of the groups under way.
bool NaiveReference::room_for(int count) const {
  if ((activation_task_ + 1) % layers() != 0) return true;
  auto promised = static_cast<std::size_t>(count);
  for (const Group& g : groups_)
    if ((g.task + 1) % layers() == 0) promised += static_cast<std::size_t>(g.count);
  return output_depth_ - seen_.output_words >= promised;
}

/// Reads or issues the next group, or waits with it.
void NaiveReference::next_group() {
  const int hidden = network_.layers[activation_task_ % layers()].hidden;
  const int count = std::min(parameters_.activation.lanes, hidden - next_unit_);
  if (!reading_) {
    reading_ = true;
    read_end_ = now_ + static_cast<Cycle>(groups_of(count, parameters_.mac.pe_per_channel)) - 1;
  }
  if (now_ < read_end_) happened_.sums_accessed = true;
  if (now_ < read_end_ || now_ < next_group_) return cause(Part::activation_pipeline, "busy");
  if (!room_for(count)) return cause(Part::activation_pipeline, "output_wait");
  cause(Part::activation_pipeline, "busy");
  issue_group(count);
  next_unit_ += count;
  if (next_unit_ < hidden) return;
  groups_.back().last = true;
  next_unit_ = 0;
  next_.sums_read = ++activation_task_;
}

void NaiveReference::issue_group(int count) {
  const LayerState& state = state_[activation_task_ % layers()];
  const Cycle products = profile_.blend == Blend::difference ? 2 : 3;
  reading_ = false;
  next_group_ = now_ + (parameters_.activation.shared_multiplier ? products : 1);
  const Cycle written = now_ + static_cast<Cycle>(parameters_.activation.depth_cycles) - 1;
  groups_.push_back({activation_task_, next_unit_, count, written, false, {}});
  for (int i = next_unit_; i < next_unit_ + count; ++i) {
    const auto unit = static_cast<std::size_t>(i);
    groups_.back().h.push_back(activate(state.sums[unit], state.h[unit], profile_, tables_));
  }
  happened_.sums_accessed = true;
  happened_.state_reads += count;
  totals_.sum_reads += static_cast<Count>(4 * count);
  totals_.units += static_cast<Count>(count);
  note(Part::activation_pipeline, "units", static_cast<Count>(count));
}

void NaiveReference::write_groups() {
  while (!groups_.empty() && groups_.front().written == now_) {
    const Group& g = groups_.front();
    const std::size_t layer = g.task % layers();
    for (int i = 0; i < g.count; ++i) {
      const std::int32_t h = g.h[static_cast<std::size_t>(i)];
      state_[layer].h[static_cast<std::size_t>(g.first + i)] = h;
      if (layer + 1 < layers()) continue;
      output_.push_back(static_cast<std::int16_t>(h));
      note(Part::output_fifo, "word", 0, h);
      ++happened_.output_pushed;
    }
    happened_.state_writes += g.count;
    const bool each = parameters_.sequencer.overlap == Overlap::scan_xh;
    if (each) next_.h_written[layer] += static_cast<Count>(g.count);
    if (!each && g.last)
      next_.h_written[layer] += static_cast<Count>(network_.layers[layer].hidden);
    if (g.last) next_.h_done = g.task + 1;
    groups_.pop_front();
  }
}

void NaiveReference::activation_pipeline() {
  if (seen_.resetting) {
    activation_task_ = next_.sums_read = next_.h_done = 0;
    next_unit_ = 0;
    reading_ = false;
    next_group_ = 0;
    groups_.clear();
    return cause(Part::activation_pipeline, "reset");
  }
  const bool under_way = !groups_.empty();
  cause(Part::activation_pipeline, now_ < next_group_ ? "busy"
                                   : under_way        ? "drain"
                                                      : "sequencer_wait");
  if (activation_task_ < seen_.activation_permitted) next_group();
  write_groups();
}

// ---- Memories

void NaiveReference::state_memory() {
  if (seen_.resetting && !was_resetting_) clear_state();
  const bool access = happened_.state_reads + happened_.state_writes > 0;
  cause(Part::state_memory, access || seen_.resetting ? "busy" : "idle");
  if (!access) return;
  totals_.state_reads += static_cast<Count>(happened_.state_reads);
  totals_.state_writes += static_cast<Count>(happened_.state_writes);
  note(Part::state_memory, "words", static_cast<Count>(happened_.state_reads),
       happened_.state_writes);
}

void NaiveReference::clear_state() {
  for (std::size_t l = 0; l < layers(); ++l) {
    LayerState& s = state_[l];
    for (auto* words : {&s.h, &s.x_reference, &s.h_reference}) {
      happened_.state_writes += static_cast<int>(words->size());
      words->assign(words->size(), 0);
    }
    s.bias_reference = 0;
    next_.h_written[l] = 0;
  }
}

void NaiveReference::accumulators() {
  if (seen_.resetting) {
    for (std::size_t l = 0; l < layers(); ++l) {
      const QuantisedLayer& q = network_.layers[l];
      state_[l].last_column = {};
      for (std::size_t i = 0; i < state_[l].sums.size(); ++i)
        state_[l].sums[i] = {
            initial_accumulator(q.m_r[i], profile_), initial_accumulator(q.m_u[i], profile_),
            initial_accumulator(q.m_cx[i], profile_), initial_accumulator(q.m_ch[i], profile_)};
      if (!was_resetting_) totals_.sum_writes += 4 * state_[l].sums.size();
    }
    return cause(Part::accumulators, "busy");
  }
  const bool busy = now_ < occupied_until_ || happened_.sums_accessed;
  cause(Part::accumulators, busy ? "busy" : "idle");
}

}  // namespace drnn::naive
