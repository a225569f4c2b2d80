"""The network in its two training forms: plain, and as a delta network with thresholds.

Both forms keep what the EdgeDRNN format needs: no recurrent biases, and biases in Q1.7 like the
matrices.
"""

import torch
from torch import Tensor, nn

from sensors import FEATURES, TARGETS

HIDDEN = 64
LAYERS = 2


class Network(nn.Module):
    """GRU layers and a linear layer: x (steps, batch, 9) to estimates (steps, batch, 3)."""

    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(len(FEATURES), HIDDEN, LAYERS)
        self.readout = nn.Linear(HIDDEN, len(TARGETS))
        for name, parameter in self.gru.named_parameters():
            if name.startswith("bias_hh"):
                nn.init.zeros_(parameter)
                parameter.requires_grad_(False)

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.gru(x)
        return self.readout(states)


def quantise(x: Tensor, bits: int, fraction_bits: int) -> Tensor:
    """Round half to even to a multiple of 2^-fraction_bits and saturate to `bits` bits.

    The gradient is that of x itself, and zero where it saturates.
    """
    least, most = -(2 ** (bits - 1)), 2 ** (bits - 1) - 1
    return torch.fake_quantize_per_tensor_affine(x, 2.0**-fraction_bits, 0, least, most)


def q8_8(x: Tensor) -> Tensor:
    return quantise(x, 16, 8)


def clamp_parameters(network: Network) -> None:
    """Bring the GRU's matrices and biases into the range of Q1.7, [-1, 127/128]."""
    with torch.no_grad():
        for parameter in network.gru.parameters():
            parameter.clamp_(-1, 127 / 128)


def quantised_parameters(network: Network) -> dict[str, Tensor]:
    """The GRU's parameters as the accelerator holds them, all in Q1.7."""
    return {name: quantise(p, 8, 7) for name, p in network.gru.named_parameters()}


def held(now: Tensor, before: Tensor, theta: float) -> Tensor:
    """What the far side holds after one step: now where it was sent, else what it held before.

    Gradients reach now only through the elements that are sent.
    """
    sent = (now - before).detach().abs() >= theta
    return torch.where(sent, now, before)


def held_inputs(x: Tensor, theta: float) -> Tensor:
    """x (steps, batch, inputs) as a layer holds it after each step."""
    now_held = torch.zeros_like(x[0])
    steps = []
    for now in x:
        now_held = held(now, now_held, theta)
        steps.append(now_held)
    return torch.stack(steps)


def layer_states(
    x_held: Tensor, parameters: list[Tensor], theta: float, gate_bits: int
) -> tuple[Tensor, Tensor]:
    """One layer: states and deltas of the states, both (steps, batch, HIDDEN).

    `parameters` are weight_ih, weight_hh, bias_ih, bias_hh. The forward pass is that of the numeric
    profile drnn of `drnn run`, with gate_bits fraction bits of sigmoid and tanh where that has 6:
    float32 holds every sum of a network this small exactly. A sum of matrix times delta is matrix
    times the held vector, so the accumulators M are computed from what is held instead of summed
    up.
    """
    weight_ih, weight_hh, bias_ih, _ = parameters
    from_x, matrix = x_held @ weight_ih.T + bias_ih, weight_hh.T
    h = h_held = torch.zeros(x_held.shape[1], HIDDEN)
    states, deltas = [], []
    for m_x in from_x:
        h_before, h_held = h_held, held(h, h_held, theta)
        m_h = h_held @ matrix
        gates = torch.sigmoid(q8_8(m_x[:, : 2 * HIDDEN] + m_h[:, : 2 * HIDDEN]))
        r, u = quantise(gates, 16, gate_bits).chunk(2, dim=1)
        pre = q8_8(m_x[:, 2 * HIDDEN :] + r * q8_8(m_h[:, 2 * HIDDEN :]))
        c = quantise(torch.tanh(pre), 16, gate_bits)
        h = c + q8_8(u * (h - c))
        states.append(h)
        deltas.append(h_held - h_before)
    return torch.stack(states), torch.stack(deltas)


def delta_states(
    network: Network, x: Tensor, theta: float, gate_bits: int
) -> tuple[Tensor, list[Tensor]]:
    """Run as a delta network: the last layer's states, and the deltas of each layer's states."""
    parameters = list(quantised_parameters(network).values())
    states, deltas = q8_8(x), []
    for layer in range(LAYERS):
        own = parameters[4 * layer : 4 * layer + 4]
        states, change = layer_states(held_inputs(states, theta), own, theta, gate_bits)
        deltas.append(change)
    return states, deltas
