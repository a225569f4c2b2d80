#include "model/blocks/mac_cause.hpp"

namespace drnn {

namespace {

template <class Predicate>
bool any_unit(const AcceleratorCore& core, const Predicate& predicate) {
  for (const auto& unit : core.delta_units())
    if (predicate(*unit)) return true;
  return false;
}

bool is(const DeltaUnit& unit, DeltaUnit::Cause cause) {
  return unit.cause_as<DeltaUnit::Cause>() == cause;
}

/// The last row group of a column of several, where it is not full.
std::uint64_t tail_of(const AcceleratorCore& core, int pe) {
  const MxvUnit::Issue& issue = core.mxv_unit().last_issue();
  const int rows = core.shape()[issue.layer].hidden;
  if (rows <= pe || rows % pe == 0) return CycleAccount::kNoTail;
  return issue.cycle + static_cast<Cycle>(rows / pe);
}

/// Why h or the accumulators are not there.
CycleCause activation_cause(const AcceleratorCore& core) {
  switch (core.activation_pipeline().cause_as<ActivationPipeline::Cause>()) {
    case ActivationPipeline::Cause::busy:
      return CycleCause::activation;
    case ActivationPipeline::Cause::drain:
      return CycleCause::activation_latency;
    case ActivationPipeline::Cause::output_wait:
      return CycleCause::output_wait;
    case ActivationPipeline::Cause::sequencer_wait:
    case ActivationPipeline::Cause::reset:
      break;
  }
  return CycleCause::sequencer;
}

/// The accumulators are not free: all of them are read once no group is left to issue.
CycleCause accumulators_cause(const AcceleratorCore& core) {
  const CycleCause cause = activation_cause(core);
  if (cause == CycleCause::activation_latency) return CycleCause::sequencer;
  if (cause != CycleCause::activation) return cause;
  const auto full = [](const DeltaUnit& u) { return is(u, DeltaUnit::Cause::fifo_full); };
  const auto busy = [](const DeltaUnit& u) { return is(u, DeltaUnit::Cause::busy); };
  return any_unit(core, full) && !any_unit(core, busy) ? CycleCause::fifo_full : cause;
}

bool any_unscanned(const AcceleratorCore& core, DeltaUnit::Cause cause) {
  const std::uint64_t task = core.mxv_unit().accumulated();
  return any_unit(core,
                  [&](const DeltaUnit& unit) { return unit.scanned() <= task && is(unit, cause); });
}

/// The task may not be scanned yet.
MacCause permission_cause(const AcceleratorCore& core, bool scans_ahead) {
  const CycleCause activation = activation_cause(core);
  const bool active = activation != CycleCause::sequencer;
  if (!scans_ahead && active) return {activation};
  const bool begins_step = task_of(core.mxv_unit().accumulated(), core.shape()).layer == 0;
  const bool empty = core.input_fifo().cause_as<WordFifo::Cause>() == WordFifo::Cause::empty;
  if (!begins_step || !empty) return {CycleCause::sequencer};
  return {CycleCause::input_host, active ? activation : CycleCause::input_host};
}

/// Why there is no delta.
MacCause scan_cause(const AcceleratorCore& core, bool scans_ahead) {
  const std::uint64_t task = core.mxv_unit().accumulated();
  if (!any_unit(core, [&](const DeltaUnit& unit) { return unit.scanned() <= task; }))
    return {CycleCause::fifo_empty};
  if (any_unscanned(core, DeltaUnit::Cause::busy)) return {CycleCause::scan};
  if (any_unscanned(core, DeltaUnit::Cause::state_wait)) return {activation_cause(core)};
  if (any_unscanned(core, DeltaUnit::Cause::input_wait)) return {CycleCause::input_host};
  return permission_cause(core, scans_ahead);
}

}  // namespace

MacCause mac_cause(const AcceleratorCore& core, const Parameters& p) {
  switch (core.mxv_unit().cause_as<MxvUnit::Cause>()) {
    case MxvUnit::Cause::busy:
      return {CycleCause::mac, CycleCause::input_host, tail_of(core, p.mac.pe_per_channel)};
    case MxvUnit::Cause::hazard:
      return {CycleCause::accumulator_hazard};
    case MxvUnit::Cause::drain:
      return {CycleCause::mac_latency};
    case MxvUnit::Cause::activation_wait:
      return {accumulators_cause(core)};
    case MxvUnit::Cause::fifo_empty:
      return scan_cause(core, p.sequencer.overlap != Overlap::none);
    case MxvUnit::Cause::reset:
      break;
  }
  return {CycleCause::reset};
}

}  // namespace drnn
