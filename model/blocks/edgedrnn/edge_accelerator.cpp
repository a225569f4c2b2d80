#include "model/blocks/edgedrnn/edge_accelerator.hpp"

#include "model/config/errors.hpp"

namespace drnn {

namespace {

const EdgeConfig& checked(const EdgeConfig& config) {
  if (const auto fault = edge_num_pe_fault(config.num_pe)) throw InputError("EdgeDRNN: " + *fault);
  return config;
}

std::size_t depth(const EdgeConfig& config) {
  return static_cast<std::size_t>(config.fifo_depth);
}

void set(Register<bool>& line, bool value) {
  line.set(value);
  line.commit();
}

template <class T>
void probe_stream(Signals& signals, const std::string& name, const Stream<T>& stream) {
  signals.add<&Stream<T>::valid, &Stream<T>::ready>(stream, Moment::begin,
                                                    {flag(name + "_valid"), flag(name + "_ready")});
}

}  // namespace

EdgeAccelerator::EdgeAccelerator(const EdgeConfig& config)
    : config_(checked(config)),
      tables_(config.numeric),
      state_memory_(control_, config.numeric.activation.bits),
      value_fifo_("value_fifo", depth(config), control_, deltas_),
      index_fifo_("index_fifo", depth(config), control_, indices_),
      encoder_(config.num_pe, config.numeric, control_, registers_, shape_, state_memory_,
               {input_, feedback_}, {value_fifo_, index_fifo_}),
      command_issue_(registers_, shape_, indices_, commands_),
      pe_array_(config.num_pe, config.numeric, tables_, state_memory_),
      controller_(config.num_pe, control_, shape_, {deltas_, weights_, feedback_, output_},
                  pe_array_) {}

void EdgeAccelerator::join(CycleEngine& engine) {
  engine.add(encoder_, {&value_fifo_, &controller_, input_.source()});
  engine.add(value_fifo_, {});
  engine.add(index_fifo_, {});
  engine.add(command_issue_, {&index_fifo_});
  engine.add(controller_, {&value_fifo_, weights_.source()});
  engine.add_storage(pe_array_, {});
  engine.add_storage(state_memory_, {});
}

void EdgeAccelerator::hold_reset() {
  const std::vector<int> sizes = registers_.sizes();
  if (const auto fault = edge_shape_fault(sizes, config_.num_pe))
    throw InputError("EdgeDRNN: " + *fault);
  shape_ = edge_shape(sizes);
  state_memory_.resize(shape_);
  pe_array_.resize(shape_);
  set(control_.resetting, true);
}

void EdgeAccelerator::release_reset() {
  set(control_.resetting, false);
}

void EdgeAccelerator::add_counts(RunStatistics& s) const {
  s.elements_x += encoder_.scanned_x();
  s.elements_h += encoder_.scanned_h();
  s.sent_x += encoder_.sent_x();
  s.sent_h += encoder_.sent_h();
  s.columns_issued += columns_issued();
  s.bias_columns_issued += encoder_.sent_bias();
  s.mac_operations += pe_array_.macs();
  s.units_activated += pe_array_.units_activated();
  s.accumulators_out_of_range += pe_array_.overflows().accumulators;
  s.conversions_out_of_range += pe_array_.overflows().conversions;
  s.weight_read_bits += pe_array_.macs() * static_cast<std::uint64_t>(config_.numeric.weight.bits);
  s.state_read_bits += state_memory_.read_bits();
  s.state_written_bits += state_memory_.written_bits();
  s.accumulator_read_bits += pe_array_.read_bits();
  s.accumulator_written_bits += pe_array_.written_bits();
}

void EdgeAccelerator::probe(Signals& signals) const {
  probe_stream(signals, "input", input_);
  probe_stream(signals, "deltas", deltas_);
  probe_stream(signals, "indices", indices_);
  probe_stream(signals, "commands", commands_);
  probe_stream(signals, "weights", weights_);
  probe_stream(signals, "feedback", feedback_);
  probe_stream(signals, "output", output_);
}

}  // namespace drnn
