#include "tlm/stream_cause.hpp"

namespace drnn {

namespace {

bool outputs_under_way(const WordFifo& output, const WriteDma& write) {
  if (output.cause_as<WordFifo::Cause>() != WordFifo::Cause::empty) return true;
  const auto cause = write.cause_as<WriteDma::Cause>();
  return cause != WriteDma::Cause::idle && cause != WriteDma::Cause::stream_wait;
}

}  // namespace

CycleCause root_cause(const MacCause& mac, const ReadDma& read, const WordFifo& input,
                      const WordFifo& output, const WriteDma& write) {
  if (mac.cause != CycleCause::input_host) return mac.cause;
  const auto cause = read.cause_as<ReadDma::Cause>();
  if (cause == ReadDma::Cause::idle) {
    if (mac.under_way != CycleCause::input_host) return mac.under_way;
    return outputs_under_way(output, write) ? CycleCause::output_wait : CycleCause::input_host;
  }
  const bool words = input.cause_as<WordFifo::Cause>() == WordFifo::Cause::busy;
  return words || cause == ReadDma::Cause::fifo_full ? CycleCause::input_bandwidth
                                                     : CycleCause::input_latency;
}

}  // namespace drnn
