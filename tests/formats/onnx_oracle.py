#!/usr/bin/python3
"""Builds GRU models with onnx, lets drnn_dump_network read and run them, and compares their outputs
with the GRU of onnx's own backend tests.

Usage: onnx_oracle.py DRNN_DUMP_NETWORK.  Exit code 77: onnx is not installed."""

import os
import sys
import tempfile

try:
    import numpy as np
    import onnx
    from onnx import helper, numpy_helper
    from onnx.backend.test.case.node.gru import GRU_Helper
except ImportError as missing:
    print(f"skipped: {missing}")
    sys.exit(77)

from dumped_network import Refused, dump, outputs

GATES = 3
STEPS = 12


class Layer:
    """Random weights of one GRU node, and how it is written down."""

    def __init__(self, random, inputs, hidden, biased, state):
        def uniform(*shape):
            return random.uniform(-1, 1, shape).astype(np.float32)

        self.hidden = hidden
        self.tensors = {"W": uniform(1, GATES * hidden, inputs),
                        "R": uniform(1, GATES * hidden, hidden)}
        if biased:
            self.tensors["B"] = uniform(1, 2 * GATES * hidden)
        if state:
            self.tensors["initial_h"] = np.zeros((1, 1, hidden), dtype=np.float32)

    def expected(self, x):
        """In 64 bits: sums of 32 bits depend on the machine's BLAS, by more than what is compared.
        GRU_Helper squeezes each of its arguments, numbers too."""
        tensors = {name: value.astype(np.float64) for name, value in self.tensors.items()}
        gru = GRU_Helper(X=x, linear_before_reset=np.array([1]), **tensors)
        return gru.step()[0][:, 0]

    def node(self, index, x, y, linear_before_reset):
        def name(tensor):
            return f"layer{index}.{tensor}" if tensor in self.tensors else ""

        inputs = [x] + [name(tensor) for tensor in ("W", "R", "B")] + ["", name("initial_h")]
        while not inputs[-1]:
            inputs.pop()
        return helper.make_node("GRU", inputs, [y], name=f"gru{index}", hidden_size=self.hidden,
                                linear_before_reset=linear_before_reset)

    def initialisers(self, index):
        return [numpy_helper.from_array(value, f"layer{index}.{name}")
                for name, value in self.tensors.items()]


def model(layers, inputs, opset, linear_before_reset=1):
    nodes, initialisers, x = [], [], "x"
    for index, layer in enumerate(layers):
        nodes.append(layer.node(index, x, f"y{index}", linear_before_reset))
        initialisers += layer.initialisers(index)
        if opset < 13:
            nodes.append(helper.make_node("Squeeze", [f"y{index}"], [f"z{index}"], axes=[1]))
        else:
            nodes.append(helper.make_node("Squeeze", [f"y{index}", "axis"], [f"z{index}"]))
        x = f"z{index}"
    initialisers.append(numpy_helper.from_array(np.array([1], dtype=np.int64), "axis"))
    float_type = onnx.TensorProto.FLOAT
    graph = helper.make_graph(
        nodes, "gru", [helper.make_tensor_value_info("x", float_type, [None, 1, inputs])],
        [helper.make_tensor_value_info(x, float_type, [None, 1, layers[-1].hidden])], initialisers)
    result = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)])
    onnx.checker.check_model(result)
    return result


def check(tool, folder, random, sizes, opset, biased, state):
    layers = [Layer(random, inputs, hidden, biased, state)
              for inputs, hidden in zip(sizes, sizes[1:])]
    path, input_path = os.path.join(folder, "gru.onnx"), os.path.join(folder, "x.npy")
    onnx.save(model(layers, sizes[0], opset), path)
    x = random.uniform(-2, 2, (STEPS, 1, sizes[0])).astype(np.float32)
    np.save(input_path, x)
    y = x.astype(np.float64)
    for layer in layers:
        y = layer.expected(y)
    h = outputs(dump(tool, path, input_path))
    error = np.abs(h - y[:, 0]).max()
    assert error < 1e-6, f"outputs differ by {error}"


def refuses_the_other_form(tool, folder, random):
    """linear_before_reset 0, the operator's default, computes something else."""
    path = os.path.join(folder, "other.onnx")
    layer = Layer(random, 3, 4, True, False)
    onnx.save(model([layer], 3, 14, linear_before_reset=0), path)
    try:
        dump(tool, path)
    except Refused as error:
        return "linear_before_reset" in str(error) and "gru0" in str(error)
    return False


def main():
    if len(sys.argv) != 2:
        sys.exit("usage: onnx_oracle.py DRNN_DUMP_NETWORK")
    random = np.random.RandomState(7)
    done, failed = 0, 0
    with tempfile.TemporaryDirectory() as folder:
        for layers in (1, 2, 3, 4):
            for opset in range(11, 18):
                for biased, state in ((True, False), (True, True), (False, False), (False, True)):
                    sizes = [int(size) for size in random.randint(1, 24, layers + 1)]
                    done += 1
                    try:
                        check(sys.argv[1], folder, random, sizes, opset, biased, state)
                    except (AssertionError, Refused) as error:
                        failed += 1
                        print(f"sizes {sizes}, opset {opset}, B {biased}, state {state}: {error}")
        refused = refuses_the_other_form(sys.argv[1], folder, random)
    print(f"{done} models compared, {failed} differ; linear_before_reset 0 refused: {refused}")
    return 1 if failed or not refused else 0


if __name__ == "__main__":
    sys.exit(main())
