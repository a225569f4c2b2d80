#include "tests/naive/naive_reference.hpp"

#include <algorithm>
#include <stdexcept>

#include "model/arith/hash.hpp"

namespace drnn::naive {

namespace {

constexpr int kWordBits = 16;
constexpr std::uint64_t kStuckAfter = 20000;  ///< cycles in which nothing is noted

std::size_t fifo_depth(int stream_words, int ports, const Parameters& p) {
  return static_cast<std::size_t>(stream_words * ports * p.dma.port_bits / kWordBits);
}

}  // namespace

NaiveReference::NaiveReference(const NaiveCase& c)
    : parameters_(c.parameters()),
      profile_(c.numeric()),
      tables_(profile_),
      scanners_(c.scanners),
      input_depth_(fifo_depth(c.input_fifo_words, c.input_ports, parameters_)),
      output_depth_(fifo_depth(c.output_fifo_words, c.output_ports, parameters_)),
      delta_depth_(static_cast<std::size_t>(c.fifo_depth)),
      host_(c) {}

Trace NaiveReference::run() {
  for (now_ = 0; !host_.over(now_); ++now_) run_cycle();
  run_cycle();
  note_totals();
  trace_.sort();
  return std::move(trace_);
}

void NaiveReference::run_cycle() {
  host();
  next_ = seen_;
  weight_loader();
  sequencer();
  for (int u = 0; u < scanners_; ++u) delta_unit(u);
  mxv_unit();
  activation_pipeline();
  weight_banks();
  accumulators();
  state_memory();
  fifos();
  end_cycle();
}

// ---- Registers and streams, before the cycle

void NaiveReference::host() {
  const Host::Orders orders =
      host_.before(now_, !words_to_load_.empty(), !reset_asked_ && !seen_.resetting);
  if (orders.load) begin_load();
  if (orders.reset) {
    settings_ = host_.settings();
    reset_asked_ = true;
  }
  happened_ = {};
  for (int n = host_.offered(now_, input_depth_ - seen_.input_words); n > 0; --n) {
    input_.push_back(host_.next_word());
    ++happened_.input_pushed;
  }
  for (int n = host_.take(now_, seen_.output_words); n > 0; --n) {
    output_.pop_front();
    ++happened_.output_popped;
  }
}

void NaiveReference::begin_load() {
  network_ = host_.network();
  state_.assign(layers(), {});
  for (std::size_t l = 0; l < layers(); ++l) {
    const auto hidden = static_cast<std::size_t>(network_.layers[l].hidden);
    state_[l].h.assign(hidden, 0);
    state_[l].x_reference.assign(static_cast<std::size_t>(network_.layers[l].inputs), 0);
    state_[l].h_reference.assign(hidden, 0);
    state_[l].sums.assign(hidden, {});
    for (std::size_t i = 0; i < 4 * hidden; ++i)
      words_to_load_.insert(words_to_load_.end(), {LoadWord::low_half, LoadWord::initial_sum});
    words_to_load_.insert(words_to_load_.end(), network_.layers[l].columns.size(),
                          LoadWord::weight);
  }
  halted_ = true;
  seen_.scan_permitted = seen_.mxv_permitted = seen_.activation_permitted = 0;
  seen_.h_written = {};
}

// ---- Weight loader

void NaiveReference::weight_loader() {
  if (words_to_load_.empty()) return cause(Part::weight_loader, "idle");
  const std::size_t most =
      static_cast<std::size_t>(parameters_.dma.input_ports * parameters_.dma.port_bits / kWordBits);
  const std::size_t taken = std::min({most, seen_.input_words, words_to_load_.size()});
  cause(Part::weight_loader, taken > 0 ? "busy" : "input_wait");
  for (std::size_t i = 0; i < taken; ++i) {
    if (words_to_load_.front() == LoadWord::weight) happened_.weight_written = true;
    if (words_to_load_.front() == LoadWord::initial_sum) happened_.sums_accessed = true;
    words_to_load_.pop_front();
    input_.pop_front();
  }
  happened_.input_popped = taken;
  if (words_to_load_.empty()) note(Part::weight_loader, "loaded");
}

// ---- Sequencer

NaiveReference::Cycle NaiveReference::reset_cycles() const {
  int sum = 0;
  for (const QuantisedLayer& layer : network_.layers)
    sum += std::max({groups_of(layer.inputs, parameters_.delta.lanes),
                     groups_of(layer.hidden, parameters_.delta.lanes),
                     groups_of(layer.hidden, parameters_.mac.pe_per_channel)});
  return static_cast<Cycle>(sum);
}

void NaiveReference::sequencer() {
  if (reset_asked_) {
    reset_asked_ = halted_ = false;
    reset_end_ = now_ + reset_cycles();
    next_.resetting = true;
    next_.scan_permitted = next_.mxv_permitted = next_.activation_permitted = 0;
    return cause(Part::sequencer, "busy");
  }
  if (seen_.resetting) {
    ++totals_.reset_cycles;
    if (now_ == reset_end_) next_.resetting = false;
    return cause(Part::sequencer, "reset");
  }
  if (halted_) return cause(Part::sequencer, "input_wait");

  const bool before_is_there = parameters_.sequencer.overlap == Overlap::none
                                   ? seen_.h_done >= seen_.scan_permitted
                                   : seen_.accumulated >= seen_.scan_permitted;
  const bool first_layer = seen_.scan_permitted % layers() == 0;
  if (before_is_there && (!first_layer || seen_.input_words > 0))
    next_.scan_permitted = seen_.scan_permitted + 1;
  next_.mxv_permitted = seen_.sums_read + 1;
  next_.activation_permitted = seen_.accumulated;

  const bool changes = next_.scan_permitted != seen_.scan_permitted ||
                       next_.mxv_permitted != seen_.mxv_permitted ||
                       next_.activation_permitted != seen_.activation_permitted;
  cause(Part::sequencer, changes                               ? "busy"
                         : seen_.scan_permitted > seen_.h_done ? "waiting"
                                                               : "input_wait");
}

// ---- FIFOs

void NaiveReference::fifo(Part self, std::size_t& held, std::size_t pushed, std::size_t popped) {
  cause(self, pushed + popped > 0 ? "busy" : held == 0 ? "empty" : "holding");
  if (pushed + popped > 0) note(self, "moved", pushed, static_cast<std::int64_t>(popped));
  held = held + pushed - popped;
}

void NaiveReference::fifos() {
  fifo(Part::input_fifo, next_.input_words, happened_.input_pushed, happened_.input_popped);
  fifo(Part::output_fifo, next_.output_words, happened_.output_pushed, happened_.output_popped);
  for (std::size_t u = 0; u < static_cast<std::size_t>(scanners_); ++u)
    fifo(part(Part::delta_fifo, static_cast<int>(u)), next_.deltas[u], happened_.deltas_pushed[u],
         happened_.deltas_popped[u]);
}

// ---- What is noted

void NaiveReference::note(Part self, std::string_view what, std::uint64_t a, std::int64_t b,
                          std::int64_t c) {
  trace_.note({now_, self, what, static_cast<std::int64_t>(a), b, c});
  last_noted_ = now_;
}

/// The last name given in a cycle counts.
void NaiveReference::cause(Part self, std::string_view name) {
  cause_[static_cast<std::size_t>(self)] = name;
}

void NaiveReference::end_cycle() {
  note_reports();
  note_produced();
  for (std::size_t p = 0; p < kParts; ++p) {
    if (cause_[p].empty()) continue;
    ++cause_cycles_[p][cause_[p]];
    if (cause_[p] == shown_cause_[p]) continue;
    trace_.note({now_, static_cast<Part>(p), "cause", 0, 0, 0, cause_[p]});
    shown_cause_[p] = cause_[p];
  }
  was_resetting_ = seen_.resetting;
  seen_ = shown_ = next_;
  if (now_ > last_noted_ + kStuckAfter) throw std::runtime_error("the reference is stuck");
}

void NaiveReference::note_reports() {
  const auto changed = [&](Part self, std::string_view what, Count shown, Count value) {
    if (shown != value) note(self, what, value);
  };
  changed(Part::sequencer, "resetting", shown_.resetting, next_.resetting);
  changed(Part::sequencer, "scan permitted", shown_.scan_permitted, next_.scan_permitted);
  changed(Part::sequencer, "mxv permitted", shown_.mxv_permitted, next_.mxv_permitted);
  changed(Part::sequencer, "activation permitted", shown_.activation_permitted,
          next_.activation_permitted);
  for (std::size_t u = 0; u < kScanners; ++u)
    changed(part(Part::delta_unit, static_cast<int>(u)), "scanned", shown_.scanned[u],
            next_.scanned[u]);
  changed(Part::mxv_unit, "accumulated", shown_.accumulated, next_.accumulated);
  changed(Part::activation_pipeline, "sums read", shown_.sums_read, next_.sums_read);
  changed(Part::activation_pipeline, "h done", shown_.h_done, next_.h_done);
}

/// Sums that can be read, and h that can be read, from the next cycle on.
void NaiveReference::note_produced() {
  if (next_.accumulated > shown_.accumulated)
    note_sums(static_cast<std::size_t>((next_.accumulated - 1) % layers()));
  if (shown_.resetting && !next_.resetting)
    for (std::size_t l = 0; l < layers(); ++l) note_sums(l);
  for (std::size_t l = 0; l < layers(); ++l) {
    const auto units = static_cast<Count>(network_.layers[l].hidden);
    for (Count n = shown_.h_written[l]; n < next_.h_written[l]; ++n)
      note(Part::state_memory, "h", l, static_cast<std::int64_t>(n % units),
           state_[l].h[static_cast<std::size_t>(n % units)]);
  }
}

void NaiveReference::note_sums(std::size_t layer) {
  Fnv1a hash;
  for (const UnitAccumulators& m : state_[layer].sums)
    for (std::int64_t sum : {m.r, m.u, m.cx, m.ch}) hash.add(static_cast<std::uint64_t>(sum));
  note(Part::accumulators, "sums", layer, static_cast<std::int64_t>(hash.value()));
}

void NaiveReference::note_totals() {
  const auto bits = [](Count words, int width) { return words * static_cast<Count>(width); };
  note(Part::delta_unit, "sent", totals_.sent[kX] + totals_.sent[kH] + totals_.sent[kBias]);
  note(Part::mxv_unit, "columns", totals_.sent[kX] + totals_.sent[kH],
       static_cast<std::int64_t>(totals_.sent[kBias]), static_cast<std::int64_t>(totals_.macs));
  note(Part::activation_pipeline, "units in all", totals_.units);
  note(Part::weight_banks, "bits", bits(totals_.weight_words, profile_.weight.bits));
  note(Part::state_memory, "bits", bits(totals_.state_reads, kWordBits),
       static_cast<std::int64_t>(bits(totals_.state_writes, kWordBits)));
  note(Part::accumulators, "bits", bits(totals_.sum_reads, profile_.accumulator_bits),
       static_cast<std::int64_t>(bits(totals_.sum_writes, profile_.accumulator_bits)));
  note(Part::sequencer, "reset cycles", totals_.reset_cycles);
  for (std::size_t p = 0; p < kParts; ++p)
    for (const auto& [name, cycles] : cause_cycles_[p])
      trace_.note(
          {now_, static_cast<Part>(p), "cycles", static_cast<std::int64_t>(cycles), 0, 0, name});
}

}  // namespace drnn::naive
