#!/usr/bin/python3
"""Exports torch.nn.GRU networks to ONNX in many forms, lets drnn_dump_network read them, and
compares every weight, and the outputs computed from those weights, with torch's.

Usage: torch_oracle.py DRNN_DUMP_NETWORK.  Exit code 77: torch or onnx is not installed."""

import itertools
import os
import subprocess
import sys
import tempfile
import warnings

try:
    import numpy as np
    import onnx  # noqa: F401  torch's exporter needs it
    import torch
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

INPUTS, HIDDEN, CLASSES, STEPS = 3, 4, 5, 6


class Network(torch.nn.Module):
    def __init__(self, layers, bias, batch_first, readout, explicit_h0):
        super().__init__()
        self.gru = torch.nn.GRU(INPUTS, HIDDEN, layers, bias=bias, batch_first=batch_first)
        self.readout = torch.nn.Linear(HIDDEN, CLASSES, bias=bias) if readout else None
        self.explicit_h0 = explicit_h0

    def forward(self, x):
        if self.explicit_h0:
            h, _ = self.gru(x, torch.zeros(self.gru.num_layers, 1, HIDDEN))
        else:
            h, _ = self.gru(x)
        return h if self.readout is None else self.readout(h)


def export(network, path, opset, dynamic, fold):
    steps_axis = 1 if network.gru.batch_first else 0
    shape = [1, 1, INPUTS]
    shape[steps_axis] = STEPS
    x = torch.randn(shape)
    axes = {"x": {steps_axis: "steps"}} if dynamic else None
    torch.onnx.export(network, x, path, opset_version=opset, input_names=["x"],
                      dynamic_axes=axes, do_constant_folding=fold)
    return x


def dump(tool, path):
    result = subprocess.run([tool, path], capture_output=True, text=True)
    if result.returncode != 0:
        raise AssertionError(result.stderr.strip())
    lines = (line.split() for line in result.stdout.splitlines())
    return {line[0]: line[1:] for line in lines}


def floats(tensors, name, *shape):
    values = np.array([float.fromhex(word) for word in tensors[name]], dtype=np.float32)
    return values.reshape(shape)


def read_layer(tensors, index):
    """Weights stacked as PyTorch has them: r, z, n."""
    prefix = f"layer{index}"
    inputs, hidden = map(int, tensors[prefix + ".sizes"])

    def stack(kind, *shape):
        return np.concatenate([floats(tensors, f"{prefix}.{kind}.{g}", *shape) for g in "ruc"])

    return (stack("w_x", hidden, inputs), stack("w_h", hidden, hidden),
            stack("b_x", hidden), stack("b_h", hidden))


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def run_layer(x, layer):
    w_x, w_h, b_x, b_h = (part.astype(np.float64) for part in layer)
    h = np.zeros(w_h.shape[1])
    rows = []
    for step in x:
        x_r, x_u, x_c = np.split(w_x @ step + b_x, 3)
        h_r, h_u, h_c = np.split(w_h @ h + b_h, 3)
        update = sigmoid(x_u + h_u)
        h = (1 - update) * np.tanh(x_c + sigmoid(x_r + h_r) * h_c) + update * h
        rows.append(h)
    return np.array(rows)


def check_weights(network, layers):
    for index, layer in enumerate(layers):
        names = ["weight_ih", "weight_hh"] + (["bias_ih", "bias_hh"] if network.gru.bias else [])
        for name, read in zip(names, layer):
            expected = getattr(network.gru, f"{name}_l{index}").detach().numpy()
            assert np.array_equal(read, expected), f"{name}_l{index} differs"
        if not network.gru.bias:
            assert not layer[2].any() and not layer[3].any(), "biases are not zero"


def check(tool, folder, options, opset, dynamic, fold):
    network = Network(*options).eval()
    path = os.path.join(folder, "network.onnx")
    x = export(network, path, opset, dynamic, fold)
    tensors = dump(tool, path)
    assert int(tensors["layers"][0]) == network.gru.num_layers, "number of layers"
    layers = [read_layer(tensors, i) for i in range(network.gru.num_layers)]
    check_weights(network, layers)
    y = x.numpy().reshape(STEPS, INPUTS).astype(np.float64)
    for layer in layers:
        y = run_layer(y, layer)
    assert ("readout.sizes" in tensors) == (network.readout is not None), "readout"
    if network.readout is not None:
        y = y @ floats(tensors, "readout.weight", CLASSES, HIDDEN).T
        y += floats(tensors, "readout.bias", CLASSES)
    with torch.no_grad():
        expected = network(x).numpy().reshape(y.shape)
    error = np.abs(y - expected).max()
    assert error < 1e-5, f"outputs differ by {error}"


def cases():
    flags = (False, True)
    for options in itertools.product((1, 2, 3), flags, flags, flags, flags):
        for opset in range(11, 18):
            yield options, opset, True, True
        yield options, 13, False, True   # a fixed number of steps
        yield options, 13, True, False   # gates assembled in the graph


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: torch_oracle.py DRNN_DUMP_NETWORK")
    warnings.filterwarnings("ignore")
    torch.manual_seed(1)
    done, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for options, opset, dynamic, fold in cases():
            done += 1
            try:
                check(sys.argv[1], folder, options, opset, dynamic, fold)
            except AssertionError as error:
                failed += 1
                print(f"layers, bias, batch_first, readout, h0 = {options}, opset {opset}, "
                      f"dynamic {dynamic}, folded {fold}: {error}")
    print(f"{done} exports compared, {failed} differ")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
