"""The network in its two training forms: plain, and as a delta network with thresholds."""

import torch
from torch import Tensor, nn

BANDS = 40
HIDDEN = 256
CLASSES = 11  # digits 0 to 9, then the CTC blank
BLANK = 10


class Network(nn.Module):
    """A GRU and a linear layer: x (steps, batch, BANDS) to scores (steps, batch, CLASSES)."""

    def __init__(self) -> None:
        super().__init__()
        self.gru = nn.GRU(BANDS, HIDDEN)
        self.readout = nn.Linear(HIDDEN, CLASSES)

    def forward(self, x: Tensor) -> Tensor:
        states, _ = self.gru(x)
        return self.readout(states)


def quantise(x: Tensor, fraction_bits: int) -> Tensor:
    """Round half to even to a multiple of 2^-fraction_bits, with the gradient of x itself."""
    scale = 2.0**fraction_bits
    return x + (torch.round(x * scale) / scale - x).detach()


def clamp_weights(network: Network) -> None:
    """Bring the GRU's matrices into the range of Q1.7, [-1, 127/128]."""
    with torch.no_grad():
        for weight in (network.gru.weight_ih_l0, network.gru.weight_hh_l0):
            weight.clamp_(-1, 127 / 128)


def quantised_parameters(network: Network) -> dict[str, Tensor]:
    """The GRU's parameters as the accelerator holds them: matrices in Q1.7, biases in Q8.8."""
    return {
        name: quantise(p, 7 if name.startswith("weight") else 8)
        for name, p in network.gru.named_parameters()
    }


def held(now: Tensor, before: Tensor, theta: float) -> Tensor:
    """What the far side holds after one step: now where it was sent, else what it held before.

    Gradients reach now only through the elements that are sent.
    """
    sent = (now - before).detach().abs() >= theta
    return torch.where(sent, now, before)


def held_inputs(x: Tensor, theta: float) -> Tensor:
    """x (steps, batch, BANDS) in Q8.8 as the far side holds it after each step; no gradients."""
    with torch.no_grad():
        now_held = torch.zeros_like(x[0])
        steps = []
        for now in quantise(x, 8):
            now_held = held(now, now_held, theta)
            steps.append(now_held)
        return torch.stack(steps)


def delta_states(network: Network, x: Tensor, theta: float) -> tuple[Tensor, Tensor]:
    """Run as a delta network: x (steps, batch, BANDS) to states and deltas of the states.

    Both results are (steps, batch, HIDDEN). A sum of matrix times delta is matrix times the
    held vector, so the accumulators M are computed from what is held instead of summed up.
    """
    gru = quantised_parameters(network)
    from_x = held_inputs(x, theta) @ gru["weight_ih_l0"].T + gru["bias_ih_l0"]
    matrix, bias = gru["weight_hh_l0"].T, gru["bias_hh_l0"]

    h = h_held = torch.zeros(x.shape[1], HIDDEN)
    states, deltas = [], []
    for m_x in from_x:
        h_before, h_held = h_held, held(h, h_held, theta)
        m_h = torch.addmm(bias, h_held, matrix)
        gates = torch.sigmoid(m_x[:, : 2 * HIDDEN] + m_h[:, : 2 * HIDDEN])
        r, u = gates.chunk(2, dim=1)
        c = torch.tanh(m_x[:, 2 * HIDDEN :] + r * m_h[:, 2 * HIDDEN :])
        h = quantise(c + u * (h - c), 8)
        states.append(h)
        deltas.append(h_held - h_before)
    return torch.stack(states), torch.stack(deltas)
