#include "model/stats/access_counts.hpp"

#include <algorithm>
#include <stdexcept>

#include "model/blocks/edgedrnn/edge_registers.hpp"

namespace drnn {

namespace {

using Count = std::uint64_t;
using Layers = std::vector<LayerSize>;

constexpr int kRegisterBits = 32;         // AXI-Lite
constexpr int kLookUpsAUnit = 3;          // r, u and c
constexpr int kComparisonsAnElement = 2;  // the difference, and its size against the threshold

Count count_of(std::int64_t number) {
  return static_cast<Count>(number);
}

/// What is left of `total`; the parts of a count are never more than it.
Count rest(Count total, Count part, const char* what) {
  if (part > total) throw std::invalid_argument(std::string("more parts than ") + what);
  return total - part;
}

Price price_of(Storage storage) {
  switch (storage) {
    case Storage::registers:
      return Price::registers;
    case Storage::distributed_ram:
      return Price::distributed_ram;
    case Storage::block_ram:
      return Price::block_ram;
    case Storage::none:
      break;
  }
  return Price::none;
}

/// Collects the accesses of one run.
class Counter {
 public:
  Counter(const RunStatistics& run, const Parameters& p, const Layers& layers,
          const std::vector<Memory>& memories)
      : run_(run),
        p_(p),
        n_(p.numeric),
        layers_(layers),
        memories_(memories),
        edge_(p.accelerator.kind == AcceleratorKind::edgedrnn) {}

  std::vector<Access> count() {
    multiply_accumulate();
    weights();
    sums();
    states();
    deltas();
    activations();
    streams();
    ports();
    return accesses_;
  }

 private:
  void add(const char* component, const char* operation, Phase phase, Price price, Count count,
           int width_bits, int second_width_bits = 0) {
    accesses_.push_back({component, operation, phase, price, count, width_bits, second_width_bits});
  }

  Price price_in(const char* memory) const {
    return price_of(memory_of(memories_, memory).storage());
  }

  /// Of all layers, without padding.
  template <class Size>
  Count sum(Size size) const {
    Count total = 0;
    for (const LayerSize& layer : layers_) total += count_of(size(layer));
    return total;
  }

  void multiply_accumulate() {
    add("mac", "multiply", Phase::mxv, Price::multiply, run_.mac_operations, n_.weight.bits,
        n_.delta_bits);
    add("mac", "accumulate", Phase::mxv, Price::accumulate, run_.mac_operations,
        n_.accumulator_bits);
  }

  void weights() {
    const Count words = run_.weight_read_bits / count_of(n_.weight.bits);
    add("weight_memory", "read", Phase::mxv, edge_ ? Price::none : price_in("weights"), words,
        n_.weight.bits);
    if (!edge_) return;
    const Price buffer = price_in("weight_buffer");
    for (const char* operation : {"write", "read"})
      add("weight_buffer", operation, Phase::transfer, buffer, weight_port().beats,
          p_.dma.port_bits);
  }

  /// Sums that stay in a PE's multiplier-accumulator, because no layer has more rows than PEs.
  bool sums_in_multipliers() const {
    return !edge_ && std::all_of(layers_.begin(), layers_.end(), [this](const LayerSize& l) {
      return l.hidden <= p_.mac.pe_per_channel;
    });
  }

  void sums() {
    const int bits = n_.accumulator_bits;
    const Count reads = run_.accumulator_read_bits / count_of(bits);
    const Count writes = run_.accumulator_written_bits / count_of(bits);
    const Count macs = run_.mac_operations;
    const Count initial = rest(writes, macs, "sums written");
    const Price memory = price_in("sums");
    const Price mxv = sums_in_multipliers() ? Price::in_multiplier : memory;
    add("accumulators", "read", Phase::mxv, mxv, macs, bits);
    add("accumulators", "write", Phase::mxv, mxv, macs, bits);
    add("accumulators", "read", Phase::activation, memory, rest(reads, macs, "sums read"), bits);
    add("accumulators", "write", Phase::reset, memory, initial, bits);
    if (!edge_ && n_.bias_path == BiasPath::initial)
      add("initial_sums", "read", Phase::reset, price_in("initial_sums"), initial, n_.bias.bits);
  }

  void states() {
    const Count bits = count_of(n_.activation.bits);
    const Count units = run_.units_activated;
    const Count scanned = rest(run_.state_read_bits / bits, units + elements(), "state words read");
    const Count cleared = rest(run_.state_written_bits / bits, units + run_.sent_x + run_.sent_h,
                               "state words written");
    references(edge_ ? "references" : "x_references", run_.elements_x + padding(), run_.sent_x);
    references(edge_ ? "references" : "h_references", run_.elements_h, run_.sent_h);
    state("read", Phase::scan, "h", scanned);
    state("read", Phase::activation, "h", units);
    state("write", Phase::activation, "h", units);
    clearing(cleared);
    if (!edge_) state("copy_write", Phase::activation, "h", further_copies_of_h() * units);
  }

  void state(const char* operation, Phase phase, const char* memory, Count words) {
    add("state_memory", operation, phase, price_in(memory), words, n_.activation.bits);
  }

  void references(const char* memory, Count compared, Count sent) {
    state("read", Phase::scan, memory, compared);
    state("write", Phase::scan, memory, sent);
  }

  /// A state reset writes each word once.
  void clearing(Count words) {
    const Count x = sum([](const LayerSize& l) { return l.inputs; });
    const Count h = sum([](const LayerSize& l) { return l.hidden; });
    const Count of_h = words / (x + padding_a_step() + 2 * h) * h;
    state("write", Phase::reset, "h", of_h);
    state("write", Phase::reset, edge_ ? "references" : "h_references", of_h);
    state("write", Phase::reset, edge_ ? "references" : "x_references",
          rest(words, 2 * of_h, "words cleared"));
    if (!edge_) state("copy_write", Phase::reset, "h", further_copies_of_h() * of_h);
  }

  Count further_copies_of_h() const { return count_of(memory_of(memories_, "h").copies) - 1; }

  /// Zeros that fill EdgeDRNN's last row of inputs.
  Count padding_a_step() const {
    const int inputs = layers_.front().inputs;
    return edge_ ? count_of(edge_padded(inputs, p_.mac.num_pe) - inputs) : 0;
  }
  Count padding() const { return run_.steps * padding_a_step(); }

  /// Compared with their references, without biases.
  Count elements() const { return run_.elements_x + padding() + run_.elements_h; }

  void deltas() {
    const Count biases = sum([](const LayerSize& l) { return l.columns - l.inputs - l.hidden; });
    add("delta_unit", "compare", Phase::scan, Price::add,
        kComparisonsAnElement * (elements() + run_.steps * biases), n_.delta_bits);
    const int index = column_index_bits(p_, layers_);
    if (edge_) {
      delta_fifo("value_fifo", n_.delta_bits + kLastFlagBits);
      delta_fifo("index_fifo", index + kLastFlagBits);
    } else {
      delta_fifo("delta_fifo", n_.delta_bits + index);
    }
  }

  void delta_fifo(const char* name, int width_bits) {
    const Count bias = run_.bias_columns_issued;
    add(name, "write", Phase::scan, price_in(name), run_.sent_x + run_.sent_h + bias, width_bits);
    add(name, "read", Phase::mxv, price_in(name), run_.columns_issued + bias, width_bits);
  }

  void activations() {
    const Count units = run_.units_activated;
    const int bits = n_.activation.bits;
    const Count products = n_.blend == Blend::difference ? 2 : 3;
    add("activation", "multiply", Phase::activation, Price::multiply, products * units, bits, bits);
    add("activation", "add", Phase::activation, Price::add, units, n_.accumulator_bits);
    add("activation", "add", Phase::activation, Price::add, 2 * units, bits);  // of the blend
    add("activation", "look_up", Phase::activation, Price::lookup, kLookUpsAUnit * units, bits);
  }

  void streams() {
    const int bits = n_.activation.bits;
    const auto words = [&](Count bytes) { return 8 * bytes / count_of(bits); };
    const Count in = words(rest(run_.ddr_read_bytes, weight_port().bytes, "bytes read"));
    const Count out = words(run_.ddr_written_bytes);
    for (const char* operation : {"write", "read"}) {
      add("input_fifo", operation, Phase::transfer, price_in("input_fifo"), in, bits);
      add("output_fifo", operation, Phase::transfer, price_in("output_fifo"), out, bits);
    }
  }

  void ports() {
    for (const PortCounts& port : run_.ports)
      add("axi", port.name.c_str(), Phase::transfer, Price::axi, port.beats, p_.dma.port_bits);
    add("axi", "register_read", Phase::host, Price::axi, run_.host.register_reads, kRegisterBits);
    add("axi", "register_write", Phase::host, Price::axi, run_.host.register_writes, kRegisterBits);
  }

  /// EdgeDRNN's port for weights; nothing for a DRNN, whose weights are loaded before.
  PortCounts weight_port() const {
    const std::string name = "hp" + std::to_string(p_.data_mover.hp_port) + "_read";
    for (const PortCounts& port : run_.ports)
      if (edge_ && port.name == name) return port;
    return {};
  }

  const RunStatistics& run_;
  const Parameters& p_;
  const NumericProfile& n_;
  const Layers& layers_;
  const std::vector<Memory>& memories_;
  const bool edge_;
  std::vector<Access> accesses_;
};

}  // namespace

const char* to_string(Phase phase) {
  static constexpr const char* kNames[] = {"scan", "mxv",   "activation", "transfer",
                                           "host", "reset", "whole_run"};
  return kNames[static_cast<int>(phase)];
}

const std::vector<Phase>& phases() {
  static const std::vector<Phase> all{Phase::scan, Phase::mxv,   Phase::activation, Phase::transfer,
                                      Phase::host, Phase::reset, Phase::whole_run};
  return all;
}

double AccessCounts::time_s() const {
  return static_cast<double>(cycles) * static_cast<double>(period_ps) * 1e-12;
}

AccessCounts count_accesses(const RunStatistics& run, const Parameters& p, const Layers& layers,
                            const Resources& r) {
  AccessCounts counts;
  counts.accesses = Counter(run, p, layers, r.memories).count();
  counts.ddr = run.ddr;
  counts.ddr_chips = p.ddr.chips;
  counts.cycles = run.total_cycles;
  counts.period_ps = p.clock.period_ps;
  counts.flip_flops = r.flip_flops;
  counts.luts = r.luts;
  counts.dsp = r.dsp;
  counts.bram36 = r.bram36;
  counts.device = p.device.name;
  return counts;
}

}  // namespace drnn
