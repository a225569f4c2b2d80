#include "sim/trace/tracing.hpp"

#include "model/config/errors.hpp"

namespace drnn {

namespace {

Signals signals_of(const ZynqSystem& system) {
  Signals signals;
  system.declare_signals(signals);
  return signals;
}

CaptureWindow window_of(const TraceOptions& options, const SignalTable& table,
                        std::uint64_t steps) {
  CaptureWindow window;
  if (options.from) window.from = *options.from;
  if (options.to) window.to = *options.to;
  if (options.step && *options.step >= steps)
    throw InputError("--vcd-step: " + std::to_string(*options.step) +
                     " is no step of the input; allowed: 0 to " + std::to_string(steps - 1));
  window.step = options.step;
  if (options.trigger) window.trigger = find_events(table, *options.trigger);
  return window;
}

TimelineConfig timeline_config(const Parameters& p, const QuantisedNetwork& network) {
  TimelineConfig config;
  config.period_ps = static_cast<std::uint64_t>(p.clock.period_ps);
  config.port_bytes = static_cast<std::uint64_t>(p.dma.port_bits / 8);
  config.activation_lanes = static_cast<std::uint64_t>(p.activation.lanes);
  for (const QuantisedLayer& layer : network.layers)
    config.layers.push_back(
        {static_cast<std::uint64_t>(layer.inputs), static_cast<std::uint64_t>(layer.bias_columns)});
  return config;
}

}  // namespace

std::vector<std::pair<std::string, std::string>> files_of(const TraceOptions& options) {
  std::vector<std::pair<std::string, std::string>> files;
  if (options.vcd) files.emplace_back(*options.vcd, "--vcd");
  if (options.vcd && has_files_beside(*options.vcd)) {
    files.emplace_back(save_file_of(*options.vcd), "the save file beside --vcd");
    files.emplace_back(translation_file_of(*options.vcd), "the translation file beside --vcd");
  }
  if (options.timeline) files.emplace_back(*options.timeline, "--timeline");
  return files;
}

Tracing::Tracing(const TraceOptions& options, ZynqSystem& system, const Parameters& parameters,
                 const QuantisedNetwork& network, std::uint64_t steps)
    : table_(signals_of(system)), triggered_(options.trigger.has_value()) {
  const CaptureWindow window = window_of(options, table_, steps);
  std::vector<TraceConsumer*> consumers;
  if (options.vcd) {
    waveform_.emplace(options, table_, static_cast<std::uint64_t>(parameters.clock.period_ps));
    consumers.push_back(&waveform_->consumer());
  }
  if (options.timeline) {
    timeline_file_.emplace(*options.timeline);
    timeline_.emplace(timeline_file_->stream(), table_, timeline_config(parameters, network));
    system.on_burst([this](const std::string& port, const TlmMemoryPort::Answered& burst) {
      timeline_->burst(port, burst);
    });
    consumers.push_back(&*timeline_);
  }
  capture_.emplace(system.engine(), table_, system.name(), window, std::move(consumers));
}

std::optional<std::string> Tracing::finish() {
  const std::optional<Cycle> opened = capture_->finish();
  if (waveform_) waveform_->finish(opened.value_or(0));
  if (timeline_) timeline_->finish();
  if (opened) return std::nullopt;
  return triggered_
             ? "the event of --vcd-trigger did not occur in the window: the recording is empty"
             : "the run ended before --vcd-from: the recording is empty";
}

void Tracing::commit() {
  if (waveform_) waveform_->commit();
  if (timeline_file_) timeline_file_->commit();
}

}  // namespace drnn
