#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/config/parameters.hpp"
#include "model/stats/block_ram.hpp"

namespace drnn {

/// In EdgeDRNN's delta FIFOs, beside a value and its index [R].
constexpr int kLastFlagBits = 1;

/// Sizes of one layer, as far as memories depend on them.
struct LayerSize {
  int inputs = 0;
  int hidden = 0;
  int columns = 0;  ///< weight columns, bias column included

  int bias_columns() const { return columns - inputs - hidden; }
};

/// One memory of the design, with one read and one write port.
struct Memory {
  std::string name;
  std::int64_t width_bits = 0;
  std::int64_t depth_words = 0;
  std::int64_t copies = 1;  ///< banks with addresses of their own, or copies for more read ports

  Storage storage() const { return storage_of(width_bits, depth_words); }
  std::int64_t bits() const { return copies * width_bits * depth_words; }
  std::int64_t ramb18() const { return copies * ramb18_for(width_bits, depth_words); }
  std::int64_t luts() const { return copies * memory_luts_for(width_bits, depth_words); }
  std::int64_t flip_flops() const { return storage() == Storage::registers ? bits() : 0; }
};

/// The memories of the configured accelerator for these layers.
///
/// DRNN: weights (the words of all PEs side by side, because they share one address), the
/// references of x and h and a copy of h a reader, each as wide as its widest access, the four
/// accumulators and their initial values, stream and delta FIFOs.
///
/// EdgeDRNN: as deep as its largest network needs, 4 layers of 1024, in K banks [R]: four
/// accumulators a unit, h, the references of x and h; the DataMover's buffer and the FIFOs. The AXI
/// DMA's own buffers are not counted.
std::vector<Memory> memories_of(const Parameters& parameters, const std::vector<LayerSize>& layers);

/// The one of that name; throws std::out_of_range if there is none.
const Memory& memory_of(const std::vector<Memory>& memories, const std::string& name);

/// Bits of a column's index.
int column_index_bits(const Parameters& parameters, const std::vector<LayerSize>& layers);

}  // namespace drnn
