"""Train on from the stored network to one that EdgeDRNN can hold.

    python3 train_edgedrnn.py --recordings fsdd.tar --synthetic train.npz \
        --norm ../normalisation.csv --updates 800 --start ../digits.onnx --out ../digits_edgedrnn.onnx

What differs from the network it starts with: EdgeDRNN's biases are one more column of Q1.7
weights. So those of a gate are one sum in [-1, 127/128], and the candidate has no bias inside the
product with r. Gate outputs are multiples of 1/16. Thresholds include the 0.1 of EdgeDRNN's scripts.
"""

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

import stored_network
from delta_gru import HIDDEN, Network, clamp_weights, held, held_inputs, quantise
from export import export
from features import Normalisation
from train import Batches, delta_cost, descend
from utterances import Utterances

SEED = 12
RATE = 1e-3
THETAS = (0.0, 1 / 16, 26 / 256, 1 / 8, 1 / 4)  # one after the other, an update each
MEAN_RESET = 0.5  # r as assumed when the candidate's inner bias moves out of the product
GATES = (1, 0, 2)  # of ONNX's update, reset, candidate, in PyTorch's order


def start_from(path: Path) -> Network:
    """A stored network with its biases brought into EdgeDRNN's form."""
    layer = stored_network.load(path)

    def torch_order(rows: np.ndarray) -> Tensor:
        parts = np.split(rows, 3)
        return torch.from_numpy(np.concatenate([parts[g] for g in GATES])).float()

    b_x, b_h = torch_order(layer.b_x), torch_order(layer.b_h)
    b_h[2 * HIDDEN :] *= MEAN_RESET
    network = Network()
    network.gru.load_state_dict(
        {
            "weight_ih_l0": torch_order(layer.w_x),
            "weight_hh_l0": torch_order(layer.w_h),
            "bias_ih_l0": b_x + b_h,
            "bias_hh_l0": torch.zeros(3 * HIDDEN),
        }
    )
    network.readout.load_state_dict(
        {
            "weight": torch.from_numpy(layer.readout.T).float(),
            "bias": torch.from_numpy(layer.readout_bias).float(),
        }
    )
    network.gru.bias_hh_l0.requires_grad_(False)
    return network


def clamp(network: Network) -> None:
    """Bring weights and biases into the range of Q1.7."""
    clamp_weights(network)
    with torch.no_grad():
        network.gru.bias_ih_l0.clamp_(-1, 127 / 128)


def edgedrnn_states(network: Network, x: Tensor, theta: float) -> tuple[Tensor, Tensor]:
    """As delta_gru.delta_states, with EdgeDRNN's roundings."""
    gru = {name: quantise(p, 7) for name, p in network.gru.named_parameters()}
    from_x = held_inputs(x, theta) @ gru["weight_ih_l0"].T + gru["bias_ih_l0"]
    matrix = gru["weight_hh_l0"].T

    h = h_held = torch.zeros(x.shape[1], HIDDEN)
    states, deltas = [], []
    for m_x in from_x:
        h_before, h_held = h_held, held(h, h_held, theta)
        m_h = h_held @ matrix
        gates = torch.sigmoid(quantise(m_x[:, : 2 * HIDDEN] + m_h[:, : 2 * HIDDEN], 8))
        r, u = quantise(gates, 4).chunk(2, dim=1)
        inner = quantise(m_x[:, 2 * HIDDEN :] + r * quantise(m_h[:, 2 * HIDDEN :], 8), 8)
        c = quantise(torch.tanh(inner), 4)
        h = quantise((1 - u) * c, 8) + quantise(u * h, 8)
        states.append(h)
        deltas.append(h_held - h_before)
    return torch.stack(states), torch.stack(deltas)


def train(network: Network, batches: Batches, updates: int) -> None:
    """The rate falls to zero along a half cosine."""

    def rate(update: int) -> float:
        return RATE * (1 + np.cos(np.pi * update / updates)) / 2

    def forward(x: Tensor, steps: Tensor, update: int) -> tuple[Tensor, Tensor]:
        states, deltas = edgedrnn_states(network, x, THETAS[update % len(THETAS)])
        return network.readout(states), delta_cost(deltas, steps)

    descend(network, batches, updates, rate, forward, clamp)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--recordings", type=Path, required=True, help="fsdd.tar")
    parser.add_argument("--synthetic", type=Path, required=True, help="from synthesise.py train")
    parser.add_argument("--norm", type=Path, required=True, help="the normalisation, a .csv")
    parser.add_argument("--updates", type=int, required=True)
    parser.add_argument("--start", type=Path, required=True, help="stored network to start from")
    parser.add_argument("--out", type=Path, required=True, help="the .onnx to write")
    arguments = parser.parse_args()

    torch.manual_seed(SEED)
    torch.set_num_threads(1)
    network = start_from(arguments.start)
    clamp(network)
    norm = Normalisation.load(arguments.norm)
    batches = Batches(arguments.recordings, Utterances.load(arguments.synthetic), norm, SEED)
    train(network, batches, arguments.updates)
    with torch.no_grad():
        network.gru.bias_ih_l0.copy_(quantise(network.gru.bias_ih_l0, 7))
    export(network, arguments.out)


if __name__ == "__main__":
    main()
