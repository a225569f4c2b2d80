#include "model/blocks/edgedrnn/edge_mac_cause.hpp"

namespace drnn {

namespace {

/// Why there is no delta with a column.
CycleCause scan_cause(const EdgeAccelerator& accelerator) {
  using Fifo = RegisteredFifo<DeltaValue>;
  switch (accelerator.encoder().cause_as<InputEncodingUnit::Cause>()) {
    case InputEncodingUnit::Cause::busy:
    case InputEncodingUnit::Cause::drain:
      return CycleCause::scan;
    case InputEncodingUnit::Cause::fifo_full:
      return CycleCause::fifo_full;
    case InputEncodingUnit::Cause::input_wait:
      return CycleCause::input_host;
    case InputEncodingUnit::Cause::feedback_wait:
      return accelerator.value_fifo().cause_as<Fifo::Cause>() == Fifo::Cause::empty
                 ? CycleCause::sequencer
                 : CycleCause::fifo_empty;
    case InputEncodingUnit::Cause::reset:
      break;
  }
  return CycleCause::reset;
}

}  // namespace

MacCause edge_mac_cause(const EdgeAccelerator& accelerator, bool weights_stream) {
  using Cause = ProcessingController::Cause;
  switch (accelerator.controller().cause_as<Cause>()) {
    case Cause::busy:
      return {CycleCause::mac};
    case Cause::activation:
      return {CycleCause::activation};
    case Cause::weight_wait:
      return {weights_stream ? CycleCause::memory_bandwidth : CycleCause::memory_latency};
    case Cause::delta_wait:
      return {scan_cause(accelerator)};
    case Cause::drain:
      return {CycleCause::mac_latency};
    case Cause::output_wait:
      return {CycleCause::output_wait};
    case Cause::init:
      return {CycleCause::sequencer};
    case Cause::reset:
      break;
  }
  return {CycleCause::reset};
}

}  // namespace drnn
