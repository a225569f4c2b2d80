#pragma once

#include "model/blocks/mac_cause.hpp"
#include "tlm/read_dma.hpp"
#include "tlm/write_dma.hpp"

namespace drnn {

/// Follows an accelerator that has no input to what its input waits for, from the causes of the
/// cycle just executed: the read DMA without a transfer is what is still under way in the
/// accelerator, output_wait where the write DMA or the output FIFO has words on their way, and
/// otherwise input_host; a word that moved in the input FIFO, or a full FIFO, is input_bandwidth;
/// everything else input_latency. Other causes stay.
CycleCause root_cause(const MacCause& mac, const ReadDma& read, const WordFifo& input,
                      const WordFifo& output, const WriteDma& write);

}  // namespace drnn
