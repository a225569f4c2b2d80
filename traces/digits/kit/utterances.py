"""A set of labelled utterances, as lists in memory and as one .npz file."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np


@dataclass
class Utterances:
    """features[i]: (steps, 40) float32; labels[i]: (digits,) int64, classes 0 to 9."""

    features: list[np.ndarray]
    labels: list[np.ndarray]

    def save(self, path: Path) -> None:
        np.savez(
            path,
            features=np.concatenate(self.features),
            steps=[len(f) for f in self.features],
            labels=np.concatenate(self.labels),
            digits=[len(d) for d in self.labels],
        )

    @classmethod
    def load(cls, path: Path) -> "Utterances":
        with np.load(path) as arrays:
            return cls(
                np.split(arrays["features"], np.cumsum(arrays["steps"])[:-1]),
                np.split(arrays["labels"], np.cumsum(arrays["digits"])[:-1]),
            )


def pad(features: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """Stack time-major: (longest, batch, 40) with each last step repeated, and steps (batch,)."""
    steps = np.array([len(f) for f in features])
    padded = [np.pad(f, ((0, steps.max() - len(f)), (0, 0)), mode="edge") for f in features]
    return np.stack(padded, axis=1), steps
