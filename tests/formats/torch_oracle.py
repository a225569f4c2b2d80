#!/usr/bin/python3
"""Exports torch.nn.GRU networks to ONNX in many forms, lets drnn_dump_network read and run them,
and compares every weight and output with torch's. Forms that are to be refused must be refused by
name.

Usage: torch_oracle.py DRNN_DUMP_NETWORK.  Exit code 77: torch or onnx is not installed."""

import itertools
import os
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

from dumped_network import Refused, dump, outputs, read_layer

CLASSES, STEPS = 5, 6
SIZES = {1: (3, 4), 2: (1, 7), 3: (5, 1), 4: (4, 6)}  # layers: inputs, hidden


class Network(torch.nn.Module):
    """readout: none, each, last, final (state), mean, mean_of_logits or log_softmax.
    state: absent, zeros or input."""

    def __init__(self, layers=1, bias=True, batch_first=False, readout="none", state="absent"):
        super().__init__()
        inputs, hidden = SIZES[layers]
        self.gru = torch.nn.GRU(inputs, hidden, layers, bias=bias, batch_first=batch_first)
        self.linear = None if readout == "none" else torch.nn.Linear(hidden, CLASSES, bias=bias)
        self.readout = readout
        self.state = state

    def forward(self, x, state=None):
        if self.state == "zeros":
            state = torch.zeros(self.gru.num_layers, 1, self.gru.hidden_size)
        y, final = self.gru(x) if state is None else self.gru(x, state)
        return y if self.linear is None else self.read(y, final)

    def read(self, y, final):
        steps = 1 if self.gru.batch_first else 0
        if self.readout == "last":
            return self.linear(y[:, -1, :] if self.gru.batch_first else y[-1])
        if self.readout == "final":
            return self.linear(final[-1])
        if self.readout == "mean":
            return self.linear(y.mean(steps))
        if self.readout == "mean_of_logits":
            return self.linear(y).mean(steps)
        if self.readout == "log_softmax":
            return torch.log_softmax(self.linear(y), -1)
        return self.linear(y)


def features(network):
    shape = [1, 1, network.gru.input_size]
    shape[1 if network.gru.batch_first else 0] = STEPS
    return torch.randn(shape)


def export(network, x, path, opset, dynamic=True, fold=True):
    arguments, names = (x,), ["x"]
    if getattr(network, "state", "") == "input":
        arguments += (torch.zeros(network.gru.num_layers, 1, network.gru.hidden_size),)
        names += ["state"]
    axes = {"x": {x.shape.index(STEPS): "steps"}} if dynamic else None
    torch.onnx.export(network, arguments, path, opset_version=opset, input_names=names,
                      dynamic_axes=axes, do_constant_folding=fold)


def check_weights(network, tensors):
    gru = network.gru
    assert int(tensors["layers"][0]) == gru.num_layers, "number of layers"
    for index in range(gru.num_layers):
        layer = read_layer(tensors, index)
        names = ["weight_ih", "weight_hh"] + (["bias_ih", "bias_hh"] if gru.bias else [])
        for name, read in zip(names, layer):
            expected = getattr(gru, f"{name}_l{index}").detach().numpy()
            assert np.array_equal(read, expected), f"{name}_l{index} differs"
        if not gru.bias:
            assert not layer[2].any() and not layer[3].any(), "biases are not zero"


def check_outputs(network, x, tensors):
    with torch.no_grad():
        expected = network(x).numpy()
    y = outputs(tensors)
    if network.readout == "log_softmax":
        y = y - np.log(np.exp(y).sum(1, keepdims=True))
    error = np.abs(y - expected.reshape(y.shape)).max()
    assert error < 1e-5, f"outputs differ by {error}"


def check_readout(network, tensors):
    assert ("readout.sizes" in tensors) == (network.readout != "none"), "readout"
    if network.readout == "none":
        return
    steps = {"last": "last", "final": "last", "mean": "mean", "mean_of_logits": "mean"}
    assert tensors["readout.steps"] == [steps.get(network.readout, "each")], "steps of the readout"
    softmax = "1" if network.readout == "log_softmax" else "0"
    assert tensors["readout.softmax"] == [softmax], "softmax"


def check(tool, folder, options, opset, dynamic=True, fold=True):
    network = Network(**options).eval()
    path, input_path = os.path.join(folder, "network.onnx"), os.path.join(folder, "x.npy")
    x = features(network)
    export(network, x, path, opset, dynamic, fold)
    np.save(input_path, x.numpy())
    tensors = dump(tool, path, input_path)
    check_weights(network, tensors)
    check_readout(network, tensors)
    check_outputs(network, x, tensors)
    noted = any("initial state" in note for note in tensors["notes"])
    assert noted == (network.state == "input"), "note on the initial state"


def cases():
    flags = (False, True)
    for layers, bias, batch_first in itertools.product((1, 2, 3, 4), flags, flags):
        options = {"layers": layers, "bias": bias, "batch_first": batch_first}
        for opset in range(11, 18):
            for readout, state in itertools.product(("none", "each"), ("absent", "zeros")):
                yield {**options, "readout": readout, "state": state}, opset
        for form in ({"dynamic": False}, {"fold": False}):  # fixed steps; gates made in the graph
            yield {**options, "readout": "each"}, 13, form
    for layers, batch_first, opset in itertools.product((1, 3), flags, range(11, 18)):
        options = {"layers": layers, "batch_first": batch_first}
        yield {**options, "readout": "each", "state": "input"}, opset
        for readout in ("last", "final", "mean", "mean_of_logits", "log_softmax"):
            yield {**options, "readout": readout}, opset


def run(tool, folder):
    done, failed = 0, 0
    for options, opset, *form in cases():
        done += 1
        try:
            check(tool, folder, options, opset, **(form[0] if form else {}))
        except (AssertionError, Refused) as error:
            failed += 1
            print(f"{options}, opset {opset}, {form}: {error}")
    return done, failed


class Wrapped(torch.nn.Module):
    def __init__(self, gru):
        super().__init__()
        self.gru = gru

    def forward(self, x):
        return self.gru(x)[0]


def refusals(tool, folder):
    """Networks that the accelerator does not compute: each with what the reason must name."""
    forms = [(torch.nn.LSTM(3, 4), "LSTM"), (torch.nn.RNN(3, 4), "RNN"),
             (torch.nn.GRU(3, 4, bidirectional=True), "bidirectional"),
             (torch.nn.GRU(3, 4, 2, bidirectional=True), "bidirectional"),
             (torch.nn.Sequential(torch.nn.Linear(3, 4)), "no GRU")]
    failed = 0
    for module, reason in forms:
        for opset in range(11, 18):
            path = os.path.join(folder, "refused.onnx")
            network = module if isinstance(module, torch.nn.Sequential) else Wrapped(module)
            export(network.eval(), torch.randn(STEPS, 1, 3), path, opset)
            try:
                dump(tool, path)
                message = "accepted"
            except Refused as error:
                message = str(error)
            if reason not in message or path not in message or "\n" in message:
                failed += 1
                print(f"{module}, opset {opset}: {message}")
    return len(forms) * 7, failed


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: torch_oracle.py DRNN_DUMP_NETWORK")
    warnings.filterwarnings("ignore")
    torch.manual_seed(1)
    with tempfile.TemporaryDirectory() as folder:
        done, failed = run(sys.argv[1], folder)
        refused, accepted = refusals(sys.argv[1], folder)
    print(f"{done} exports compared, {failed} differ; {refused} others, {accepted} not refused")
    return 1 if failed or accepted else 0


if __name__ == "__main__":
    sys.exit(main())
