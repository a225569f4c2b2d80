"""The stored network, read from its ONNX file and run in numpy: as floats, or in the fixed point of
a numeric profile of `drnn run`, word for word.

All numbers of the fixed-point form are integers in float64, which holds them and their products
exactly: activations in units of 1/256, weights of 1/128, accumulators of 1/32768. Gate rows are in
ONNX order everywhere: update, reset, candidate.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import numpy as np
import onnx
from onnx import numpy_helper


@dataclass
class Layer:
    """w_x (3 hidden, inputs), w_h (3 hidden, hidden), b_x and b_h (3 hidden,), float64."""

    w_x: np.ndarray
    w_h: np.ndarray
    b_x: np.ndarray
    b_h: np.ndarray

    @property
    def hidden(self) -> int:
        return self.w_h.shape[1]


@dataclass
class Network:
    """GRU layers, readout (hidden, outputs) and readout_bias (outputs,)."""

    layers: list[Layer]
    readout: np.ndarray
    readout_bias: np.ndarray

    def estimates(self, states: np.ndarray) -> np.ndarray:
        """Of the last layer's states, real-valued."""
        return states @ self.readout + self.readout_bias


def load(path: Path) -> Network:
    """Read the GRUs, MatMul and Add that torch.onnx.export writes for GRU and Linear."""
    graph = onnx.load(str(path)).graph
    arrays = {i.name: numpy_helper.to_array(i).astype(np.float64) for i in graph.initializer}
    layers = []
    for node in graph.node:
        if node.op_type == "GRU":
            w_x, w_h, bias = (arrays[name][0] for name in node.input[1:4])
            layers.append(Layer(w_x, w_h, *np.split(bias, 2)))
    nodes = {node.op_type: node for node in graph.node}
    (readout,) = (arrays[n] for n in nodes["MatMul"].input if n in arrays)
    (readout_bias,) = (arrays[n] for n in nodes["Add"].input if n in arrays)
    return Network(layers, readout, readout_bias)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def run_float(network: Network, x: np.ndarray) -> np.ndarray:
    """x (steps, batch, inputs) to estimates (steps, batch, outputs), nothing rounded."""
    sequence = x.astype(np.float64)
    for layer in network.layers:
        h = np.zeros((x.shape[1], layer.hidden))
        states = []
        for x_now in sequence:
            x_u, x_r, x_c = np.split(x_now @ layer.w_x.T + layer.b_x, 3, axis=1)
            h_u, h_r, h_c = np.split(h @ layer.w_h.T + layer.b_h, 3, axis=1)
            u, r = sigmoid(x_u + h_u), sigmoid(x_r + h_r)
            c = np.tanh(x_c + r * h_c)
            h = (1 - u) * c + u * h
            states.append(h)
        sequence = np.stack(states)
    return network.estimates(sequence)


def half_up(x: np.ndarray) -> np.ndarray:
    return np.floor(x + 0.5)


@dataclass
class Profile:
    """What differs between the numeric profiles, for a network without recurrent biases."""

    gate_bits: int  # fraction bits of sigmoid and tanh
    round: Callable[[np.ndarray], np.ndarray] = np.rint  # to an integer
    inclusive: bool = True  # a delta equal to theta is sent
    joint: bool = True  # the candidate's two sums are rounded together
    products: bool = False  # (1-u)*c and u*h are rounded apart, instead of u*(h-c)

    def gate(self, function: Callable, pre: np.ndarray) -> np.ndarray:
        steps = 2**self.gate_bits
        return np.floor(function(pre / 256) * steps + 0.5) * (256 / steps)

    def activate(self, m_x: np.ndarray, m_h: np.ndarray, h: np.ndarray) -> np.ndarray:
        """Accumulators (batch, 3 hidden) and h (batch, hidden) to the next h."""
        x_u, x_r, x_c = np.split(m_x, 3, axis=1)
        h_u, h_r, h_c = np.split(m_h, 3, axis=1)
        u = self.gate(sigmoid, inside(self.round((x_u + h_u) / 128)))
        r = self.gate(sigmoid, inside(self.round((x_r + h_r) / 128)))
        from_h = r * inside(self.round(h_c / 128)) / 256
        if self.joint:
            pre = self.round(x_c / 128 + from_h)
        else:
            pre = self.round(x_c / 128) + self.round(from_h)
        c = self.gate(np.tanh, inside(pre))
        if self.products:
            return self.round((256 - u) * c / 256) + self.round(u * h / 256)
        return c + self.round(u * (h - c) / 256)


PROFILES = {
    "drnn": Profile(gate_bits=6),
    "q88": Profile(gate_bits=8, round=half_up, inclusive=False, joint=False),
    "edgedrnn": Profile(gate_bits=4, products=True),
}


def inside(words: np.ndarray) -> np.ndarray:
    """The profiles differ in what they do past 16 bits; no word of this network gets there."""
    assert np.abs(words).max() < 2**15, "a word does not fit 16 bits"
    return words


def fire(now: np.ndarray, held: np.ndarray, theta: float, inclusive: bool) -> np.ndarray:
    """The delta to send, zero where too small; held is updated in place where it is sent."""
    delta = now - held
    size = np.abs(delta)
    delta[~(size >= theta if inclusive else size > theta)] = 0
    held += delta
    return delta


@dataclass
class Run:
    """What a fixed-point run gives: words (steps, batch, hidden) of the last layer, and counts."""

    words: np.ndarray
    sent_x: int  # over all layers; a layer's x is the state of the layer before it
    sent_h: int
    elements_x: int
    elements_h: int

    def zeros(self) -> tuple[float, float, float]:
        """Shares not sent of dx, of dh, and of both."""
        sent, elements = self.sent_x + self.sent_h, self.elements_x + self.elements_h
        return (
            1 - self.sent_x / self.elements_x,
            1 - self.sent_h / self.elements_h,
            1 - sent / elements,
        )


def run_layer(layer: Layer, x: np.ndarray, theta: float, profile: Profile) -> Run:
    """One layer from reset; x (steps, batch, inputs) and theta in units of 1/256."""
    steps, batch, inputs = x.shape
    assert not layer.b_h.any(), "a recurrent bias"
    w_x, w_h = 128 * layer.w_x.T, 128 * layer.w_h.T
    x_held, h_held, h = (np.zeros((batch, n)) for n in (inputs, layer.hidden, layer.hidden))
    m_x, m_h = np.tile(32768 * layer.b_x, (batch, 1)), np.zeros((batch, 3 * layer.hidden))
    words, sent_x, sent_h = [], 0, 0
    for x_now in x:
        dx = fire(x_now, x_held, theta, profile.inclusive)
        dh = fire(h, h_held, theta, profile.inclusive)
        m_x += dx @ w_x
        m_h += dh @ w_h
        h = profile.activate(m_x, m_h, h)
        words.append(h)
        sent_x += np.count_nonzero(dx)
        sent_h += np.count_nonzero(dh)
    return Run(np.stack(words), sent_x, sent_h, x.size, steps * batch * layer.hidden)


def run_fixed(network: Network, x: np.ndarray, theta: float, profile: Profile) -> Run:
    """x (steps, batch, inputs) and theta are real-valued."""
    words = np.rint(x.astype(np.float64) * 256)
    runs = []
    for layer in network.layers:
        runs.append(run_layer(layer, words, np.rint(theta * 256), profile))
        words = runs[-1].words
    counts = ("sent_x", "sent_h", "elements_x", "elements_h")
    return Run(words, *(sum(getattr(run, name) for run in runs) for name in counts))
