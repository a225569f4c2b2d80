#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "model/arith/fixed_point.hpp"
#include "model/arith/network.hpp"
#include "sim/formats/ctc.hpp"

namespace drnn {

/// Label error of a run's outputs by greedy CTC decoding; the blank is the readout's last class.
///
/// outputs: (steps, hidden) of all sequences, activation format. steps: of each sequence. labels:
/// of each sequence.
LabelError label_error(const Readout& readout, const FixedFormat& activation,
                       const std::vector<std::int16_t>& outputs,
                       const std::vector<std::uint64_t>& steps,
                       const std::vector<std::vector<int>>& labels);

}  // namespace drnn
