"""Train the network, first plain and then as a delta network.

    python3 train.py plain --updates 1200 --out plain.pt
    python3 train.py delta --updates 1500 --start plain.pt --out delta.pt

Runs for a fixed number of updates from a fixed seed, on the training set that data.py makes.
"""

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import mse_loss

import data
from delta_gru import Network, clamp_parameters, delta_states

SEED = {"plain": 10, "delta": 11}
BATCH = 64
STEPS = 200  # of a training sequence, 10 s cut from the 30 s
RATE = {"plain": 4e-3, "delta": 2e-3}
GRADIENT_NORM = 1.0
THETAS = (0.0, 1 / 16, 1 / 8, 1 / 4)  # one after the other, an update each
GATE_BITS = (8, 6, 4)  # likewise: the profiles q88, drnn and edgedrnn
DELTA_COST = 0.3


class Batches:
    """Cuts sequences of STEPS from the training set, from places drawn at random."""

    def __init__(self, features: np.ndarray, targets: np.ndarray, seed: int) -> None:
        self.features, self.targets = features, targets
        self.rng = np.random.default_rng(seed)

    def draw(self) -> tuple[Tensor, Tensor]:
        """x (STEPS, BATCH, 9) and targets (STEPS, BATCH, 3), float32."""
        samples, cranes, _ = self.features.shape
        chosen = self.rng.integers(cranes, size=BATCH)
        first = self.rng.integers(samples - STEPS + 1, size=BATCH)
        at = (first + np.arange(STEPS)[:, None], chosen)
        return torch.from_numpy(self.features[at]), torch.from_numpy(self.targets[at])


def forward(network: Network, x: Tensor, stage: str, update: int) -> tuple[Tensor, Tensor]:
    """Estimates, and the mean size of the deltas of the states."""
    if stage == "plain":
        return network(x), torch.zeros(())
    theta, gate_bits = THETAS[update % len(THETAS)], GATE_BITS[update % len(GATE_BITS)]
    states, deltas = delta_states(network, x, theta, gate_bits)
    return network.readout(states), torch.stack(deltas).abs().mean()


def train(network: Network, batches: Batches, stage: str, updates: int) -> list[float]:
    """Adam, its rate falling to zero along a half cosine over the second half. Returns the errors."""
    optimiser = torch.optim.Adam(p for p in network.parameters() if p.requires_grad)
    started, errors = time.monotonic(), []
    for update in range(updates):
        late = max(0.0, 2 * update / updates - 1)
        optimiser.param_groups[0]["lr"] = RATE[stage] * (1 + np.cos(np.pi * late)) / 2
        x, targets = batches.draw()
        estimates, cost = forward(network, x, stage, update)
        error = mse_loss(estimates, targets)
        optimiser.zero_grad()
        (error + DELTA_COST * cost).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), GRADIENT_NORM)
        optimiser.step()
        clamp_parameters(network)
        errors.append(error.item())
        if update % 20 == 19:
            seconds = time.monotonic() - started
            recent = np.mean(errors[-12:])
            print(f"{update + 1} {seconds:.0f} s  mse {recent:.4f}  delta {cost:.5f}", flush=True)
    return errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=["plain", "delta"])
    parser.add_argument("--updates", type=int, required=True)
    parser.add_argument("--start", type=Path, help="checkpoint to start from")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()

    torch.manual_seed(SEED[arguments.stage])
    torch.set_num_threads(1)
    network = Network()
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start))
    batches = Batches(*data.make("train"), SEED[arguments.stage])
    train(network, batches, arguments.stage, arguments.updates)
    torch.save(network.state_dict(), arguments.out)


if __name__ == "__main__":
    main()
