"""Estimators without a GRU, to hold the network's error to."""

import numpy as np

import data
from sensors import FEATURES, TARGETS

WINDOW = 41  # samples: 2 s and the present one
RIDGE = 1e-3  # times the number of training rows
FIT_CRANES = 256  # of the training set


def windows(x: np.ndarray) -> np.ndarray:
    """The last WINDOW samples at each step, zero before the first, and a constant: (steps, cranes, n)."""
    padded = np.concatenate([np.zeros((WINDOW - 1, *x.shape[1:])), x])
    late = [padded[first : first + len(x)] for first in range(WINDOW)]
    return np.concatenate([*late, np.ones((*x.shape[:2], 1))], axis=2)


def fit_linear() -> np.ndarray:
    """Least squares from windows to targets over part of the training set."""
    features, targets = data.make("train")
    features, targets = features[:, :FIT_CRANES], targets[:, :FIT_CRANES]
    size = WINDOW * len(FEATURES) + 1
    square, product = np.zeros((size, size)), np.zeros((size, len(TARGETS)))
    for crane in range(FIT_CRANES):
        rows = windows(features[:, [crane]])[:, 0]
        square += rows.T @ rows
        product += rows.T @ targets[:, crane]
    ridge = RIDGE * FIT_CRANES * len(features)
    return np.linalg.solve(square + ridge * np.eye(size), product)


def from_readings(x: np.ndarray) -> np.ndarray:
    """The camera's angle as it is, rate 0, and the trolley's velocity as the load's."""
    names = list(FEATURES)
    camera, velocity = x[:, :, names.index("camera")], x[:, :, names.index("velocity")]
    angle = camera * (FEATURES["camera"][1] / TARGETS["angle"])
    load = velocity * (FEATURES["velocity"][1] / TARGETS["load velocity"])
    return np.stack([angle, np.zeros_like(angle), load], axis=2)


def estimate(x: np.ndarray) -> dict[str, np.ndarray]:
    """Estimates (steps, cranes, 3) by name; x (steps, cranes, 9)."""
    return {
        "zero": np.zeros((*x.shape[:2], len(TARGETS))),
        "readings": from_readings(x),
        "linear, 2 s": windows(x) @ fit_linear(),
    }
