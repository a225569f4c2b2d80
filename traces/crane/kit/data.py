"""The sets of sequences, and the one kept in the repository.

    python3 data.py ..        writes ../features/*.npy and ../targets/*.npy
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import scenario
import sensors


@dataclass
class Set:
    seed: int
    cranes: int


SAMPLES = 600  # of each sequence: 30 s
SETS = {
    "train": Set(1, 1024),
    "validation": Set(2, 200),
    "stored": Set(3, 16),
    "test": Set(4, 200),
}


def make(name: str) -> tuple[np.ndarray, np.ndarray]:
    """Features (SAMPLES, cranes, 9) and targets (SAMPLES, cranes, 3), float32."""
    chosen = SETS[name]
    rng = np.random.default_rng(chosen.seed)
    trajectories = scenario.simulate(rng, chosen.cranes, SAMPLES)
    return sensors.measure(rng, trajectories), sensors.targets(trajectories)


def files(folder: Path, kind: str) -> list[Path]:
    """Of the stored set; kind is features or targets."""
    return [folder / kind / f"crane_{n:02d}.npy" for n in range(SETS["stored"].cranes)]


def load(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    """The stored set as make("stored") gives it."""
    features, targets = (
        np.stack([np.load(file) for file in files(folder, kind)], axis=1)
        for kind in ("features", "targets")
    )
    return features, targets


def store(folder: Path) -> None:
    for kind, arrays in zip(("features", "targets"), make("stored")):
        (folder / kind).mkdir(exist_ok=True)
        for n, file in enumerate(files(folder, kind)):
            np.save(file, np.ascontiguousarray(arrays[:, n]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    store(parser.parse_args().folder)
