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
/// whatever nodes build it. Between layers only nodes that move no feature are taken: Identity,
/// Squeeze, Unsqueeze, Transpose, Reshape. After the readout Softmax and LogSoftmax over the
/// classes are passed over: they do not change which logit is largest. A readout of selected steps
/// only (the last one, as classifiers have it) is left out, because a Readout is applied to every
/// step; a line in `notes` then says so.
///
/// Everything else is refused: InputError, one line "FILE: node 'NAME' (OP): reason".
FloatNetwork read_onnx(const std::filesystem::path& path,
                       std::vector<std::string>* notes = nullptr);

}  // namespace drnn
