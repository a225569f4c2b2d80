#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "model/arith/network.hpp"

namespace drnn {

/// Reads the network that torch.onnx.export writes for torch.nn.GRU: one or more stacked,
/// unidirectional layers, and a linear readout if there is one. Opsets 11 to 17 are tested; later
/// ones up to 22 are read, because what is used here did not change in them.
///
/// Gates come out in the accelerator's order (ONNX: z, r, h). The initial state must be zero,
/// whatever nodes build it, or an input of the network, which is taken as zero with a line in
/// `notes`. Between layers only nodes that move no feature are taken: Identity, Squeeze, Unsqueeze,
/// Transpose, Reshape. A readout may be applied to each step, to the last one (also as the last
/// layer's final state) or to the mean over all. After it Softmax and LogSoftmax over the classes
/// are passed over: they do not change which logit is largest. A readout of other selected steps is
/// left out; a line in `notes` then says so.
///
/// Everything else is refused: InputError, one line "FILE: node 'NAME' (OP): reason".
FloatNetwork read_onnx(const std::filesystem::path& path,
                       std::vector<std::string>* notes = nullptr);

}  // namespace drnn
