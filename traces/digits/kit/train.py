"""Train the network, first plain and then as a delta network.

    data="--recordings fsdd.tar --synthetic train.npz --norm normalisation.csv"
    python3 train.py plain $data --updates 1700 --out plain.pt
    python3 train.py delta $data --updates 4500 --start plain.pt --out delta.pt

Runs for a fixed number of updates from a fixed seed. The first stage measures the normalisation
over the synthetic training set and writes it to --norm; the second reads it.
"""

import argparse
import time
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import ctc_loss, log_softmax

import recordings
from delta_gru import BLANK, Network, clamp_weights, delta_states
from features import Normalisation, log_mel
from utterances import Utterances, pad

SEED = {"plain": 10, "delta": 11}
BATCH = 24  # half recorded strings, half synthetic
RATE = {"plain": 1.5e-3, "delta": 1e-3}
GRADIENT_NORM = 1.0
THETAS = (0.0, 1 / 16, 1 / 8, 1 / 4)  # one after the other, an update each
DELTA_COST = 1.0


class Batches:
    """Draws batches in which all strings have the same number of digits, to pad little."""

    def __init__(
        self, archive: Path, synthetic: Utterances, norm: Normalisation, seed: int
    ) -> None:
        self.rng = np.random.default_rng(seed)
        self.speakers = recordings.read(archive, test=False)
        self.norm = norm
        self.synthetic = {
            n: [(f, d) for f, d in zip(synthetic.features, synthetic.labels) if len(d) == n]
            for n in range(2, 6)
        }

    def draw(self) -> tuple[Tensor, Tensor, Tensor]:
        """x (steps, BATCH, 40) float32, steps (BATCH,), labels (BATCH, digits)."""
        digits = int(self.rng.integers(2, 6))
        pool = self.synthetic[digits]
        pairs = [pool[self.rng.integers(len(pool))] for _ in range(BATCH // 2)]
        for _ in range(BATCH - len(pairs)):
            words, labels = recordings.join(self.rng, self.speakers, digits)
            pairs.append((log_mel(recordings.vary(self.rng, words)), labels))
        x, steps = pad([self.norm(f) for f, _ in pairs])
        labels = np.stack([d for _, d in pairs])
        return torch.from_numpy(x), torch.from_numpy(steps), torch.from_numpy(labels)


def delta_cost(deltas: Tensor, steps: Tensor) -> Tensor:
    """Mean size of the deltas (steps, batch, HIDDEN) sent within each utterance."""
    inside = (torch.arange(len(deltas))[:, None] < steps).unsqueeze(2)
    return (deltas.abs() * inside).sum() / (steps.sum() * deltas.shape[2])


def descend(
    network: Network,
    batches: Batches,
    updates: int,
    rate: Callable[[int], float],
    forward: Callable[[Tensor, Tensor, int], tuple[Tensor, Tensor]],
    clamp: Callable[[Network], None],
) -> None:
    """Adam on the CTC loss plus the cost of deltas, the parameters clamped after each update.

    rate(update) is the learning rate; forward(x, steps, update) gives scores and the cost.
    """
    trained = [p for p in network.parameters() if p.requires_grad]
    optimiser = torch.optim.Adam(trained)
    started = time.monotonic()
    for update in range(updates):
        optimiser.param_groups[0]["lr"] = rate(update)
        x, steps, labels = batches.draw()
        scores, cost = forward(x, steps, update)
        digits = torch.full_like(steps, labels.shape[1])
        ctc = ctc_loss(log_softmax(scores, dim=2), labels, steps, digits, blank=BLANK)
        optimiser.zero_grad()
        (ctc + DELTA_COST * cost).backward()
        torch.nn.utils.clip_grad_norm_(trained, GRADIENT_NORM)
        optimiser.step()
        clamp(network)
        if update % 20 == 19:
            seconds = time.monotonic() - started
            print(f"{update + 1} {seconds:.0f} s  ctc {ctc:.4f}  delta {cost:.5f}", flush=True)


def train_plain(network: Network, batches: Batches, updates: int) -> None:
    """At one learning rate."""

    def forward(x: Tensor, _: Tensor, __: int) -> tuple[Tensor, Tensor]:
        return network(x), torch.zeros(())

    descend(network, batches, updates, lambda _: RATE["plain"], forward, lambda _: None)


def train_delta(network: Network, batches: Batches, updates: int) -> None:
    """The rate falls to zero along a half cosine over the second half."""

    def rate(update: int) -> float:
        late = max(0.0, 2 * update / updates - 1)
        return RATE["delta"] * (1 + np.cos(np.pi * late)) / 2

    def forward(x: Tensor, steps: Tensor, update: int) -> tuple[Tensor, Tensor]:
        states, deltas = delta_states(network, x, THETAS[update % len(THETAS)])
        return network.readout(states), delta_cost(deltas, steps)

    descend(network, batches, updates, rate, forward, clamp_weights)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("stage", choices=["plain", "delta"])
    parser.add_argument("--recordings", type=Path, required=True, help="fsdd.tar")
    parser.add_argument("--synthetic", type=Path, required=True, help="from synthesise.py train")
    parser.add_argument("--norm", type=Path, required=True, help="the normalisation, a .csv")
    parser.add_argument("--updates", type=int, required=True)
    parser.add_argument("--start", type=Path, help="checkpoint to start from")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()

    torch.manual_seed(SEED[arguments.stage])
    torch.set_num_threads(1)
    synthetic = Utterances.load(arguments.synthetic)
    if arguments.stage == "plain":
        Normalisation.measure(synthetic.features).save(arguments.norm)
    norm = Normalisation.load(arguments.norm)
    network = Network()
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start))
    batches = Batches(arguments.recordings, synthetic, norm, SEED[arguments.stage])
    train = {"plain": train_plain, "delta": train_delta}[arguments.stage]
    train(network, batches, arguments.updates)
    torch.save(network.state_dict(), arguments.out)


if __name__ == "__main__":
    main()
