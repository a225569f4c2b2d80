"""The stored network, read from its ONNX file and run in numpy: as floats, or as a delta network.

The delta form is the definition the training form has to meet: it sums matrix times delta into
the accumulators M in float64, in which these sums of multiples of 2^-15 are exact.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

BLANK = 10


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def to_q8_8(x: np.ndarray) -> np.ndarray:
    """Round half to even to a multiple of 1/256."""
    return np.rint(x * 256) / 256


@dataclass
class Layer:
    """Gate rows are in ONNX order: update, reset, candidate. All float64.

    w_x (3 hidden, inputs), w_h (3 hidden, hidden), b_x and b_h (3 hidden,),
    readout (hidden, classes), readout_bias (classes,).
    """

    w_x: np.ndarray
    w_h: np.ndarray
    b_x: np.ndarray
    b_h: np.ndarray
    readout: np.ndarray
    readout_bias: np.ndarray

    @property
    def hidden(self) -> int:
        return self.w_h.shape[1]


def load(path: Path) -> Layer:
    """Read the one GRU, MatMul and Add that torch.onnx.export writes for GRU and Linear."""
    graph = onnx.load(str(path)).graph
    arrays = {i.name: numpy_helper.to_array(i).astype(np.float64) for i in graph.initializer}
    nodes = {node.op_type: node for node in graph.node}
    w_x, w_h, bias = (arrays[name][0] for name in nodes["GRU"].input[1:4])
    (readout,) = (arrays[n] for n in nodes["MatMul"].input if n in arrays)
    (readout_bias,) = (arrays[n] for n in nodes["Add"].input if n in arrays)
    b_x, b_h = np.split(bias, 2)
    return Layer(w_x, w_h, b_x, b_h, readout, readout_bias)


def next_state(m_x: np.ndarray, m_h: np.ndarray, h: np.ndarray) -> np.ndarray:
    """m_x, m_h (batch, 3 hidden) and h (batch, hidden) to the next h, not rounded."""
    x_u, x_r, x_c = np.split(m_x, 3, axis=1)
    h_u, h_r, h_c = np.split(m_h, 3, axis=1)
    u, r = sigmoid(x_u + h_u), sigmoid(x_r + h_r)
    c = np.tanh(x_c + r * h_c)
    return (1 - u) * c + u * h


def run_float(layer: Layer, x: np.ndarray) -> np.ndarray:
    """x (steps, batch, inputs) to scores (steps, batch, classes), nothing rounded."""
    h = np.zeros((x.shape[1], layer.hidden))
    states = []
    for x_now in x:
        h = next_state(x_now @ layer.w_x.T + layer.b_x, h @ layer.w_h.T + layer.b_h, h)
        states.append(h)
    return np.stack(states) @ layer.readout + layer.readout_bias


def fire(now: np.ndarray, held: np.ndarray, theta: float) -> np.ndarray:
    """The delta to send, zero below theta; held is updated in place where it is sent."""
    delta = now - held
    delta[np.abs(delta) < theta] = 0
    held += delta
    return delta


def run_delta(
    layer: Layer, x: np.ndarray, theta: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """x (steps, batch, inputs) to scores (steps, batch, classes) and zero deltas per step.

    The counts of zeros, in dx and in dh, are (steps, batch) each.
    """
    batch = x.shape[1]
    x_held, h_held = np.zeros((batch, x.shape[2])), np.zeros((batch, layer.hidden))
    m_x, m_h = np.tile(layer.b_x, (batch, 1)), np.tile(layer.b_h, (batch, 1))
    h = np.zeros((batch, layer.hidden))
    states, zeros_x, zeros_h = [], [], []
    for x_now in to_q8_8(x.astype(np.float64)):
        dx, dh = fire(x_now, x_held, theta), fire(h, h_held, theta)
        m_x += dx @ layer.w_x.T
        m_h += dh @ layer.w_h.T
        h = to_q8_8(next_state(m_x, m_h, h))
        states.append(h)
        zeros_x.append(np.sum(dx == 0, axis=1))
        zeros_h.append(np.sum(dh == 0, axis=1))
    scores = np.stack(states) @ layer.readout + layer.readout_bias
    return scores, np.stack(zeros_x), np.stack(zeros_h)
