#include "tests/naive/model_bench.hpp"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "model/arith/hash.hpp"
#include "tests/support/random_source.hpp"

namespace drnn::naive {

namespace {

constexpr Cycle kWatchdogCycles = 20000;

struct Report {
  Part part;
  std::string_view name;
};
constexpr Report kReportNames[] = {
    {Part::sequencer, "resetting"},        {Part::sequencer, "scan permitted"},
    {Part::sequencer, "mxv permitted"},    {Part::sequencer, "activation permitted"},
    {Part::mxv_unit, "accumulated"},       {Part::activation_pipeline, "sums read"},
    {Part::activation_pipeline, "h done"}, {Part::delta_unit, "scanned"},
    {Part::delta_unit_h, "scanned"}};
constexpr int kResetting = 0, kAccumulated = 4;

}  // namespace

ModelBench::ModelBench(const NaiveCase& c, Engine engine)
    : profile_(c.numeric()),
      core_(c.parameters()),
      engine_(engine, kWatchdogCycles),
      blocks_(core_.blocks()),
      host_(c) {
  join(c.order);
  shown_.causes.resize(blocks_.size());
  engine_.on_committed([this](Cycle) { observe(); });
}

void ModelBench::join(int order) {
  core_.join(engine_);
  if (order == 0) return;
  test::RandomSource random(static_cast<std::uint64_t>(order));
  std::vector<std::size_t> places(blocks_.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  for (std::size_t i = places.size() - 1; i > 0; --i)
    std::swap(places[i],
              places[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(i)))]);
  engine_.reorder(places);
}

Trace ModelBench::run() {
  for (;;) {
    engine_.begin(now_);
    host();
    const Cycle next = engine_.execute(now_);
    ++executed_;
    if (host_.over(now_)) break;
    const Cycle own = host_.next_event(now_, core_.input_fifo().free(), core_.output_fifo().size());
    now_ = moves_on() ? now_ + 1 : std::min(next, own);
    if (now_ == kNever) throw std::runtime_error("the model waits for ever\n" + engine_.report());
  }
  note_totals();
  trace_.sort();
  return std::move(trace_);
}

/// What blocks have foreseen is looked at in each cycle in which it happens.
bool ModelBench::moves_on() {
  return core_.state_memory().moves_on() || core_.input_fifo().moves_on() ||
         core_.output_fifo().moves_on();
}

void ModelBench::host() {
  const Host::Orders orders = host_.before(now_, core_.loading(), core_.ready());
  if (orders.load) {
    NetworkShape shape;
    for (const QuantisedLayer& l : host_.network().layers)
      shape.push_back({l.inputs, l.hidden, l.bias_columns});
    core_.begin_load(shape);
    shown_.h_written.assign(shape.size(), 0);
    shown_.loading = true;
  }
  if (orders.reset) {
    const DeltaSettings settings = host_.settings();
    core_.set_registers({settings.theta_x, settings.theta_h, settings.skip});
    core_.request_reset();
  }
  for (int n = host_.offered(now_, core_.input_fifo().free()); n > 0; --n)
    core_.input_fifo().push(host_.next_word());
  core_.output_fifo().pop(static_cast<std::size_t>(host_.take(now_, core_.output_fifo().size())));
}

void ModelBench::note(Part self, std::string_view what, Count a, std::int64_t b, std::int64_t c) {
  trace_.note({now_, self, what, static_cast<std::int64_t>(a), b, c});
}

void ModelBench::observe() {
  observe_references();
  observe_h();
  observe_reports();
  observe_fifos();
  observe_accesses();
  observe_causes();
}

// ---- Reports and permissions

std::vector<ModelBench::Count> ModelBench::reports() const {
  const ControlLines& control = core_.control();
  std::vector<Count> result{
      control.resetting.get(),           control.scan_permitted.get(),
      control.mxv_permitted.get(),       control.activation_permitted.get(),
      core_.mxv_unit().accumulated(),    core_.activation_pipeline().accumulators_read(),
      core_.activation_pipeline().done()};
  for (const auto& unit : core_.delta_units()) result.push_back(unit->scanned());
  return result;
}

void ModelBench::observe_reports() {
  const std::vector<Count> now = reports();
  for (std::size_t i = 0; i < now.size(); ++i) {
    Count& shown = shown_.reports[i];
    if (shown == now[i]) continue;
    note(kReportNames[i].part, kReportNames[i].name, now[i]);
    if (i == kAccumulated && now[i] > shown) note_sums(task_of(now[i] - 1, core_.shape()).layer);
    if (i == kResetting && now[i] == 0)
      for (std::size_t l = 0; l < core_.shape().size(); ++l) note_sums(l);
    shown = now[i];
  }
  if (shown_.loading && !core_.loading()) note(Part::weight_loader, "loaded");
  shown_.loading = core_.loading();
}

void ModelBench::note_sums(std::size_t layer) {
  const Accumulators& sums = core_.accumulators();
  Fnv1a hash;
  const auto hidden = static_cast<std::size_t>(core_.shape()[layer].hidden);
  for (std::size_t i = 0; i < hidden; ++i)
    for (const auto region :
         {Accumulators::kR, Accumulators::kU, Accumulators::kCx, Accumulators::kCh})
      hash.add(
          static_cast<Count>(wrap_to(sums.region(layer, region)[i], profile_.accumulator_bits)));
  note(Part::accumulators, "sums", layer, static_cast<std::int64_t>(hash.value()));
}

// ---- FIFOs

template <class Fifo, class NoteEntry>
void ModelBench::observe_fifo(Part self, const Fifo& fifo, FifoShown& shown,
                              const NoteEntry& note_entry) {
  const auto pushed = static_cast<std::size_t>(fifo.total_pushed() - shown.pushed);
  const std::size_t popped = shown.size + pushed - fifo.size();
  if (pushed + popped > 0) note(self, "moved", pushed, static_cast<std::int64_t>(popped));
  for (std::size_t i = fifo.size() - pushed; i < fifo.size(); ++i) note_entry(fifo.peek(i));
  shown = {fifo.size(), fifo.total_pushed()};
}

void ModelBench::observe_fifos() {
  observe_fifo(Part::input_fifo, core_.input_fifo(), input_shown_, [](std::int16_t) {});
  observe_fifo(Part::output_fifo, core_.output_fifo(), output_shown_,
               [this](std::int16_t word) { note(Part::output_fifo, "word", 0, word); });
  for (std::size_t u = 0; u < core_.delta_fifos().size(); ++u) observe_deltas(static_cast<int>(u));
}

/// An entry that leaves a delta FIFO is a column that the MxV unit issues.
void ModelBench::observe_deltas(int u) {
  const DeltaFifo& fifo = *core_.delta_fifos()[static_cast<std::size_t>(u)];
  std::vector<DeltaEntry>& held = entries_[u];
  observe_fifo(part(Part::delta_fifo, u), fifo, delta_shown_[u], [&](const DeltaEntry& e) {
    note(part(Part::delta_fifo, u), "entry", static_cast<Count>(e.operand), e.column, e.value);
    held.push_back(e);
  });
  for (; held.size() > fifo.size(); held.erase(held.begin())) {
    const DeltaEntry& e = held.front();
    note(Part::mxv_unit, "column", static_cast<Count>(e.operand), e.column, e.value);
  }
}

// ---- Memories

/// Notes the references that changed, but for those that a load or a state reset clears.
void ModelBench::observe_references() {
  const StateMemory& memory = core_.state_memory();
  const bool fresh = core_.loading() || shown_.reports[kResetting] != 0;
  shown_.references.resize(3 * core_.shape().size());
  for (std::size_t l = 0; l < core_.shape().size(); ++l) {
    const auto show = [&](std::size_t operand, std::string_view name, int count, auto read) {
      std::vector<std::int32_t>& shown = shown_.references[3 * l + operand];
      shown.resize(static_cast<std::size_t>(count));
      for (int i = 0; i < count; ++i) {
        const std::int32_t value = read(i);
        std::int32_t& old = shown[static_cast<std::size_t>(i)];
        if (old != value && !fresh) note(Part::state_memory, name, l, i, value);
        old = value;
      }
    };
    show(0, "bias reference", 1, [&](int) { return memory.bias_reference(l); });
    show(1, "x reference", core_.shape()[l].inputs,
         [&](int i) { return memory.x_reference(l, i); });
    show(2, "h reference", core_.shape()[l].hidden,
         [&](int i) { return memory.h_reference(l, i); });
  }
}

void ModelBench::observe_h() {
  const StateMemory& memory = core_.state_memory();
  for (std::size_t l = 0; l < core_.shape().size(); ++l) {
    const auto units = static_cast<Count>(core_.shape()[l].hidden);
    const Count written = memory.written(l);
    for (Count n = shown_.h_written[l]; n < written; ++n)
      note(Part::state_memory, "h", l, static_cast<std::int64_t>(n % units),
           memory.h(l, static_cast<int>(n % units)));
    shown_.h_written[l] = written;
  }
}

void ModelBench::observe_accesses() {
  const StateMemory& memory = core_.state_memory();
  const Count read = (memory.read_bits() - shown_.state_read_bits) / 16;
  const Count written = (memory.written_bits() - shown_.state_written_bits) / 16;
  if (read + written > 0)
    note(Part::state_memory, "words", read, static_cast<std::int64_t>(written));
  shown_.state_read_bits = memory.read_bits();
  shown_.state_written_bits = memory.written_bits();
  const Count units = core_.activation_pipeline().units_activated();
  if (units > shown_.units) note(Part::activation_pipeline, "units", units - shown_.units);
  shown_.units = units;
}

// ---- Causes and totals

/// The parts in the order of AcceleratorCore::blocks().
Part ModelBench::part_of(std::size_t block) const {
  const std::size_t scanners = core_.delta_units().size();
  if (block == 0) return Part::input_fifo;
  if (block <= scanners) return part(Part::delta_unit, static_cast<int>(block - 1));
  if (block <= 2 * scanners) return part(Part::delta_fifo, static_cast<int>(block - scanners - 1));
  return part(Part::mxv_unit, static_cast<int>(block - 2 * scanners - 1));
}

void ModelBench::observe_causes() {
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    const std::string_view cause = blocks_[i]->cause();
    if (cause == shown_.causes[i]) continue;
    trace_.note({now_, part_of(i), "cause", 0, 0, 0, cause});
    shown_.causes[i] = cause;
  }
}

void ModelBench::note_totals() {
  Count sent = 0;
  for (const auto& unit : core_.delta_units())
    sent += unit->sent_x() + unit->sent_h() + unit->sent_bias();
  const MxvUnit& mxv = core_.mxv_unit();
  note(Part::delta_unit, "sent", sent);
  note(Part::mxv_unit, "columns", mxv.columns_issued(),
       static_cast<std::int64_t>(mxv.bias_columns_issued()),
       static_cast<std::int64_t>(mxv.mac_operations()));
  note(Part::activation_pipeline, "units in all", core_.activation_pipeline().units_activated());
  note(Part::weight_banks, "bits", core_.weight_banks().read_bits());
  note(Part::state_memory, "bits", core_.state_memory().read_bits(),
       static_cast<std::int64_t>(core_.state_memory().written_bits()));
  note(Part::accumulators, "bits", core_.accumulators().read_bits(),
       static_cast<std::int64_t>(core_.accumulators().written_bits()));
  note(Part::sequencer, "reset cycles", core_.sequencer().cycles_in_reset());
  for (std::size_t i = 0; i < blocks_.size(); ++i) {
    std::map<std::string_view, Cycle> named;
    for (const CauseCycles& entry : blocks_[i]->cause_cycles()) named[entry.cause] = entry.cycles;
    for (const auto& [name, cycles] : named)
      if (cycles > 0)
        trace_.note({now_, part_of(i), "cycles", static_cast<std::int64_t>(cycles), 0, 0, name});
  }
}

}  // namespace drnn::naive
